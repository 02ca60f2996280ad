#include "referential_builder.hpp"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <tuple>

namespace aksis::competences {

namespace {

// Lists per index out of rows sorted by (from, to); `same` tells doubles, the first of which stays.
template <typename T, typename Rows, typename Same>
Grouped<T> group(size_t count, const Rows& rows, Same same) {
  Grouped<T> out;
  out.starts.reserve(count + 1);
  out.values.reserve(rows.size());
  size_t at = 0;
  for (size_t i = 0; i < count; ++i) {
    out.starts.push_back(static_cast<uint32_t>(out.values.size()));
    for (bool first = true; at < rows.size() && rows[at].from == i; ++at) {
      if (!first && same(out.values.back(), rows[at].to)) continue;
      out.values.push_back(rows[at].to);
      first = false;
    }
  }
  out.starts.push_back(static_cast<uint32_t>(out.values.size()));
  out.values.shrink_to_fit();
  return out;
}

// The other direction of a grouping: for each target, the indexes that reach it, in order.
template <typename To, typename From, typename Target, typename Make>
Grouped<To> reversed(size_t count, const Grouped<From>& grouping, Target target, Make make) {
  Grouped<To> out;
  out.starts.assign(count + 1, 0);
  for (const From& value : grouping.values) ++out.starts[target(value) + 1];
  std::partial_sum(out.starts.begin(), out.starts.end(), out.starts.begin());
  out.values.resize(grouping.values.size());
  std::vector<uint32_t> next(out.starts.begin(), out.starts.end() - 1);
  for (Index i = 0; i + size_t{1} < grouping.starts.size(); ++i)
    for (const From& value : grouping.of(i)) out.values[next[target(value)]++] = make(i, value);
  return out;
}

int strength(Core core) {
  return core == Core::core ? 2 : core == Core::emerging ? 1 : 0;
}

template <typename Table, typename Key>
std::vector<Index> ordered(const Table& table, Key key) {
  std::vector<Index> out(table.size());
  std::iota(out.begin(), out.end(), Index{0});
  std::stable_sort(out.begin(), out.end(),
                   [&](Index a, Index b) { return key(table[a]) < key(table[b]); });
  return out;
}

}  // namespace

Text ReferentialBuilder::store(std::string_view text) {
  if (text.empty()) return {};
  if (const auto found = stored_.find(text); found != stored_.end()) return *found;
  const Text stored{static_cast<uint32_t>(made_.arena_.size()), static_cast<uint32_t>(text.size())};
  made_.arena_ += text;
  stored_.insert(stored);
  return stored;
}

Index ReferentialBuilder::find(const Codes& codes, std::string_view code) {
  const auto found = codes.find(code);
  return found == codes.end() ? kNone : found->second;
}

template <typename T>
Index ReferentialBuilder::add_to(std::vector<T>& table, Codes& codes, const T& row) {
  const auto index = static_cast<Index>(table.size());
  if (!codes.emplace(row.code, index).second) return kNone;
  table.push_back(row);
  return index;
}

Index ReferentialBuilder::add(const Domain& domain) {
  return add_to(made_.domains_, domain_codes_, domain);
}

Index ReferentialBuilder::add(const Occupation& occupation) {
  return add_to(made_.occupations_, occupation_codes_, occupation);
}

Index ReferentialBuilder::add(const Appellation& appellation) {
  assert(appellation.occupation < made_.occupations_.size());
  return add_to(made_.appellations_, appellation_codes_, appellation);
}

Index ReferentialBuilder::add(const Branch& branch) {
  made_.branches_.push_back(branch);
  return static_cast<Index>(made_.branches_.size() - 1);
}

Index ReferentialBuilder::add(const Item& item) {
  return add_to(made_.items_, item_codes_, item);
}

Index ReferentialBuilder::add(const Category& category) {
  auto& codes = category_codes_[static_cast<size_t>(category.scheme)];
  return add_to(made_.categories_, codes, category);
}

// By occupation, its own title first, else as they came: theirs become one range.
void ReferentialBuilder::order_appellations() {
  auto& all = made_.appellations_;
  std::stable_sort(all.begin(), all.end(), [](const Appellation& a, const Appellation& b) {
    if (a.occupation != b.occupation) return a.occupation < b.occupation;
    return a.principal > b.principal;
  });
  auto& starts = made_.appellation_starts_;
  starts.assign(made_.occupations_.size() + 1, 0);
  for (const Appellation& appellation : all) ++starts[appellation.occupation + 1];
  std::partial_sum(starts.begin(), starts.end(), starts.begin());
}

void ReferentialBuilder::group_links() {
  const size_t occupations = made_.occupations_.size();
  std::sort(item_links_.begin(), item_links_.end(), [](const auto& a, const auto& b) {
    if (a.from != b.from) return a.from < b.from;
    if (a.to.item != b.to.item) return a.to.item < b.to.item;
    return strength(a.to.core) > strength(b.to.core);
  });
  made_.items_of_ = group<ItemLink>(occupations, item_links_,
                                    [](ItemLink a, ItemLink b) { return a.item == b.item; });
  made_.occupations_of_ = reversed<OccupationLink>(
      made_.items_.size(), made_.items_of_, [](ItemLink link) { return link.item; },
      [](Index from, ItemLink link) {
        return OccupationLink{from, link.core};
      });

  std::sort(category_links_.begin(), category_links_.end(), [](const auto& a, const auto& b) {
    if (a.from != b.from) return a.from < b.from;
    if (a.to.category != b.to.category) return a.to.category < b.to.category;
    return a.to.principal > b.to.principal;
  });
  made_.categories_of_ =
      group<CategoryLink>(occupations, category_links_,
                          [](CategoryLink a, CategoryLink b) { return a.category == b.category; });
  made_.occupations_in_ = reversed<Index>(
      made_.categories_.size(), made_.categories_of_, [](CategoryLink l) { return l.category; },
      [](Index from, CategoryLink) { return from; });

  const auto by_target = [](const Row<Move>& a, const Row<Move>& b) {
    return std::tuple(a.from, a.to.occupation, a.to.rank) <
           std::tuple(b.from, b.to.occupation, b.to.rank);
  };
  std::sort(moves_.begin(), moves_.end(), by_target);
  const auto same_target = [](const Row<Move>& a, const Row<Move>& b) {
    return a.from == b.from && a.to.occupation == b.to.occupation;
  };
  moves_.erase(std::unique(moves_.begin(), moves_.end(), same_target), moves_.end());
  std::stable_sort(moves_.begin(), moves_.end(), [](const auto& a, const auto& b) {
    return std::pair(a.from, a.to.rank) < std::pair(b.from, b.to.rank);
  });
  made_.mobility_ = group<Move>(occupations, moves_, [](Move, Move) { return false; });
}

Referential ReferentialBuilder::finish() && {
  order_appellations();
  group_links();
  std::vector<Row<Index>> below;
  for (Index i = 0; i < made_.items_.size(); ++i)
    if (made_.items_[i].macro != kNone) below.push_back({made_.items_[i].macro, i});
  std::sort(below.begin(), below.end(), [](const auto& a, const auto& b) {
    return std::pair(a.from, a.to) < std::pair(b.from, b.to);
  });
  made_.skills_of_macro_ = group<Index>(made_.items_.size(), below, std::equal_to<Index>());

  const auto by_code = [&](const auto& row) { return text(row.code); };
  made_.occupations_by_code_ = ordered(made_.occupations_, by_code);
  made_.appellations_by_code_ = ordered(made_.appellations_, by_code);
  made_.items_by_code_ = ordered(made_.items_, by_code);
  made_.categories_by_code_ = ordered(made_.categories_, [&](const Category& row) {
    return std::pair(row.scheme, text(row.code));
  });
  made_.occupations_by_parent_ =
      ordered(made_.occupations_, [&](const Occupation& row) { return text(row.parent_code); });
  made_.arena_.shrink_to_fit();
  made_.occupations_.shrink_to_fit();
  made_.appellations_.shrink_to_fit();
  made_.items_.shrink_to_fit();
  return std::move(made_);
}

}  // namespace aksis::competences
