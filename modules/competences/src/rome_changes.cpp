#include "rome_changes.hpp"

#include <map>

namespace aksis::competences {

namespace {

// Code → label. An overlay's own skills are no part of ROME.
using Labels = std::map<std::string_view, std::string_view>;

template <typename Table>
Labels labels_of(const Referential& r, const Table& table) {
  Labels out;
  for (const auto& row : table) {
    if constexpr (requires { row.overlay; })
      if (row.overlay != kNone) continue;
    out.emplace(r.text(row.code), r.text(row.label));
  }
  return out;
}

TableChanges compare(const Labels& before, const Labels& after) {
  TableChanges out;
  out.before = before.size();
  out.after = after.size();
  for (const auto& [code, label] : before) {
    const auto now = after.find(code);
    if (now == after.end())
      out.removed.push_back({std::string(code), std::string(label)});
    else if (now->second != label)
      out.renamed.push_back({std::string(code), std::string(label), std::string(now->second)});
  }
  for (const auto& [code, label] : after)
    if (!before.contains(code)) out.added.push_back({std::string(code), std::string(label)});
  return out;
}

using Links = std::map<std::string_view, Core>;
Links links_of(const Referential& r, Index occupation) {
  Links out;
  for (const ItemLink& link : r.items_of(occupation))
    out.emplace(r.text(r.item(link.item).code), link.core);
  return out;
}

LinkChanges compare(std::string_view code, const Links& before, const Links& after) {
  LinkChanges out;
  out.rome_code = code;
  for (const auto& [item, core] : before) {
    const auto now = after.find(item);
    if (now == after.end())
      ++out.removed;
    else
      out.reflagged += now->second != core;
  }
  for (const auto& [item, core] : after) out.added += !before.contains(item);
  return out;
}

}  // namespace

bool RomeChanges::none() const {
  const auto same = [](const TableChanges& t) {
    return t.added.empty() && t.removed.empty() && t.renamed.empty();
  };
  return same(occupations) && same(appellations) && same(items) && links.empty();
}

RomeChanges compare(const Referential& before, const Referential& after) {
  RomeChanges out;
  out.before_version = before.version();
  out.after_version = after.version();
  const Labels occupations = labels_of(after, after.occupations());
  out.occupations = compare(labels_of(before, before.occupations()), occupations);
  out.appellations =
      compare(labels_of(before, before.appellations()), labels_of(after, after.appellations()));
  out.items = compare(labels_of(before, before.items()), labels_of(after, after.items()));
  for (Index i = 0; i < before.occupations().size(); ++i)
    out.links_before += before.items_of(i).size();
  for (const auto& [code, label] : occupations) {
    const Index now = after.find_occupation(code);
    out.links_after += after.items_of(now).size();
    const Index then = before.find_occupation(code);
    if (then == kNone) continue;
    auto changes = compare(code, links_of(before, then), links_of(after, now));
    if (changes.added + changes.removed + changes.reflagged > 0)
      out.links.push_back(std::move(changes));
  }
  return out;
}

}  // namespace aksis::competences
