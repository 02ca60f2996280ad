#include "store_referential.hpp"

#include <utility>
#include <vector>

namespace aksis::competences {

namespace {

template <typename Enum>
int64_t integer(Enum value) {
  return static_cast<int64_t>(value);
}

// "RC", "R" or "".
struct Letters {
  char data[2];
  size_t size;
  explicit Letters(Riasec r) : data{r.major, r.minor}, size(r.major ? (r.minor ? 2 : 1) : 0) {}
};

// Rows in the shape (from, to) of a list per occupation.
template <typename T, typename Of>
std::vector<std::pair<Index, T>> flattened(const Referential& r, Of of) {
  std::vector<std::pair<Index, T>> out;
  for (Index i = 0; i < r.occupations().size(); ++i)
    for (const T& value : of(i)) out.emplace_back(i, value);
  return out;
}

Status store_titles(VersionWriter& writer, const Referential& r) {
  const auto text = [&](Text t) { return r.text(t); };
  AKSIS_TRY(writer.rows(
      "skl_domain(ref, code, label)", r.domains().size(), [&](size_t i, Parameters& row) {
        row.insert(row.end(), {text(r.domains()[i].code), text(r.domains()[i].label)});
      }));
  std::vector<std::string> riasec;
  for (const Occupation& o : r.occupations()) {
    const Letters letters(o.riasec);
    riasec.emplace_back(letters.data, letters.size);
  }
  AKSIS_TRY(writer.rows(
      "skl_occupation(ref, rome_code, label, definition, access, parent_code, ogr, riasec, eco, "
      "digital, demographic, regulated, manager)",
      r.occupations().size(), [&](size_t i, Parameters& row) {
        const Occupation& o = r.occupations()[i];
        row.insert(row.end(),
                   {text(o.code), text(o.label), text(o.definition), text(o.access),
                    text(o.parent_code), text(o.ogr), riasec[i], integer(o.eco), integer(o.digital),
                    integer(o.demographic), integer(o.regulated), integer(o.manager)});
      }));
  return writer.rows(
      "skl_appellation(ref, code, rome_code, label, short_label, principal, rarely_used, eco, "
      "digital, demographic, regulated, manager)",
      r.appellations().size(), [&](size_t i, Parameters& row) {
        const Appellation& a = r.appellations()[i];
        row.insert(row.end(), {text(a.code), text(r.occupation(a.occupation).code), text(a.label),
                               text(a.short_label), integer(a.principal), integer(a.rarely_used),
                               integer(a.eco), integer(a.digital), integer(a.demographic),
                               integer(a.regulated), integer(a.manager)});
      });
}

Status store_items(VersionWriter& writer, const Referential& r) {
  const auto text = [&](Text t) { return r.text(t); };
  AKSIS_TRY(writer.rows("skl_branch(ref, branch, level, code, label, parent)", r.branches().size(),
                        [&](size_t i, Parameters& row) {
                          const Branch& b = r.branches()[i];
                          row.insert(row.end(),
                                     {i, integer(b.level), text(b.code), text(b.label),
                                      b.parent == kNone ? Parameter() : Parameter(b.parent)});
                        }));
  std::vector<std::string> riasec;
  for (const Item& item : r.items()) {
    const Letters letters(item.riasec);
    riasec.emplace_back(letters.data, letters.size);
  }
  return writer.rows(
      "skl_item(ref, item, kind, label, definition, category, macro, branch, riasec, eco, digital)",
      r.items().size(), [&](size_t i, Parameters& row) {
        const Item& item = r.items()[i];
        row.insert(row.end(),
                   {text(item.code), name(item.kind), text(item.label), text(item.definition),
                    text(item.category),
                    item.macro == kNone ? Parameter() : Parameter(text(r.item(item.macro).code)),
                    item.branch == kNone ? Parameter() : Parameter(item.branch), riasec[i],
                    integer(item.eco), integer(item.digital)});
      });
}

Status store_links(VersionWriter& writer, const Referential& r) {
  const auto code = [&](Index occupation) { return r.text(r.occupation(occupation).code); };
  const auto links = flattened<ItemLink>(r, [&](Index i) { return r.items_of(i); });
  AKSIS_TRY(writer.rows(
      "skl_occupation_item(ref, rome_code, item, kind, core)", links.size(),
      [&](size_t i, Parameters& row) {
        const auto& [from, link] = links[i];
        const Item& item = r.item(link.item);
        row.insert(row.end(), {code(from), r.text(item.code), name(item.kind), integer(link.core)});
      }));
  const auto moves = flattened<Move>(r, [&](Index i) { return r.mobility_of(i); });
  AKSIS_TRY(writer.rows("skl_mobility(ref, rome_code, target, rank)", moves.size(),
                        [&](size_t i, Parameters& row) {
                          const auto& [from, move] = moves[i];
                          row.insert(row.end(), {code(from), code(move.occupation), move.rank});
                        }));
  AKSIS_TRY(writer.rows(
      "skl_category(ref, scheme, code, label, definition, parent)", r.categories().size(),
      [&](size_t i, Parameters& row) {
        const Category& c = r.categories()[i];
        row.insert(row.end(),
                   {integer(c.scheme), r.text(c.code), r.text(c.label), r.text(c.definition),
                    c.parent == kNone ? Parameter() : r.text(r.categories()[c.parent].code)});
      }));
  const auto kinds = flattened<CategoryLink>(r, [&](Index i) { return r.categories_of(i); });
  return writer.rows("skl_occupation_category(ref, rome_code, scheme, code, principal)",
                     kinds.size(), [&](size_t i, Parameters& row) {
                       const auto& [from, link] = kinds[i];
                       const Category& c = r.categories()[link.category];
                       row.insert(row.end(), {code(from), integer(c.scheme), r.text(c.code),
                                              integer(link.principal)});
                     });
}

}  // namespace

size_t row_count(const Referential& r) {
  size_t rows = r.domains().size() + r.occupations().size() + r.appellations().size() +
                r.branches().size() + r.items().size() + r.categories().size();
  for (Index i = 0; i < r.occupations().size(); ++i)
    rows += r.items_of(i).size() + r.mobility_of(i).size() + r.categories_of(i).size();
  return rows;
}

Status store_rome(VersionWriter& writer, const Referential& referential) {
  AKSIS_TRY(store_titles(writer, referential));
  AKSIS_TRY(store_items(writer, referential));
  return store_links(writer, referential);
}

}  // namespace aksis::competences
