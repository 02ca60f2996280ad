#include <vector>

#include "rome_values.hpp"
#include "store_referential.hpp"

namespace aksis::competences {

namespace {

template <typename Enum>
Enum as(int64_t value) {
  return static_cast<Enum>(value);
}

Riasec riasec_of(std::string_view letters) {
  return {!letters.empty() ? letters[0] : '\0', letters.size() > 1 ? letters[1] : '\0'};
}

class Loader {
 public:
  Loader(Tx& tx, ReferentialBuilder& builder, int64_t ref)
      : tx_(tx), builder_(builder), ref_(ref) {}

  Status all() {
    AKSIS_TRY(domains());
    AKSIS_TRY(occupations());
    AKSIS_TRY(appellations());
    AKSIS_TRY(items());
    AKSIS_TRY(links());
    return categories();
  }

 private:
  template <typename OnRow>
  Status rows(std::string_view sql, OnRow on_row) {
    return tx_.query(sql, {ref_}, on_row);
  }
  Text store(const Columns& row, size_t column) { return builder_.store(row.text(column)); }

  Status domains() {
    // By code, so that "A" comes before "A11".
    return rows(
        "SELECT code, label FROM skl_domain WHERE ref = $1 ORDER BY code", [&](const Columns& row) {
          const auto code = row.text(0);
          const Index parent = code.size() > 1 ? builder_.find_domain(code.substr(0, 1)) : kNone;
          builder_.add(Domain{store(row, 0), store(row, 1), parent});
        });
  }
  Status occupations() {
    return rows(
        "SELECT rome_code, label, definition, access, parent_code, ogr, riasec, eco, digital, "
        "demographic, regulated, manager FROM skl_occupation WHERE ref = $1 ORDER BY rome_code",
        [&](const Columns& row) {
          Occupation o;
          o.code = store(row, 0), o.label = store(row, 1), o.definition = store(row, 2);
          o.access = store(row, 3), o.parent_code = store(row, 4), o.ogr = store(row, 5);
          o.riasec = riasec_of(row.text(6));
          o.eco = as<EcoTransition>(row.integer(7));
          o.digital = as<Flag>(row.integer(8)), o.demographic = as<Flag>(row.integer(9));
          o.regulated = as<Flag>(row.integer(10)), o.manager = as<Flag>(row.integer(11));
          o.domain = builder_.find_domain(row.text(0).substr(0, 3));
          builder_.add(o);
        });
  }
  Status appellations() {
    return rows(
        "SELECT code, rome_code, label, short_label, principal, rarely_used, eco, digital, "
        "demographic, regulated, manager FROM skl_appellation WHERE ref = $1 ORDER BY code",
        [&](const Columns& row) {
          Appellation a;
          a.occupation = builder_.find_occupation(row.text(1));
          if (a.occupation == kNone) return;
          a.code = store(row, 0), a.label = store(row, 2), a.short_label = store(row, 3);
          a.principal = row.integer(4) != 0, a.rarely_used = row.integer(5) != 0;
          a.eco = as<EcoTransition>(row.integer(6));
          a.digital = as<Flag>(row.integer(7)), a.demographic = as<Flag>(row.integer(8));
          a.regulated = as<Flag>(row.integer(9)), a.manager = as<Flag>(row.integer(10));
          builder_.add(a);
        });
  }
  Status items() {
    AKSIS_TRY(
        rows("SELECT level, code, label, parent FROM skl_branch WHERE ref = $1 ORDER BY branch",
             [&](const Columns& row) {
               builder_.add(Branch{store(row, 1), store(row, 2),
                                   row.is_null(3) ? kNone : static_cast<Index>(row.integer(3)),
                                   as<BranchLevel>(row.integer(0))});
             }));
    std::vector<std::pair<Index, std::string>> macros;
    AKSIS_TRY(
        rows("SELECT item, kind, label, definition, category, macro, branch, riasec, eco, digital "
             "FROM skl_item WHERE ref = $1 ORDER BY item",
             [&](const Columns& row) {
               Item item;
               item.code = store(row, 0), item.label = store(row, 2);
               item.kind = item_kind(row.text(1));
               item.definition = store(row, 3), item.category = store(row, 4);
               if (!row.is_null(6)) item.branch = static_cast<Index>(row.integer(6));
               item.riasec = riasec_of(row.text(7));
               item.eco = as<Flag>(row.integer(8)), item.digital = as<Flag>(row.integer(9));
               const Index at = builder_.add(item);
               if (!row.is_null(5)) macros.emplace_back(at, row.string(5));
             }));
    for (const auto& [item, macro] : macros) builder_.item(item).macro = builder_.find_item(macro);
    return {};
  }
  // Rows come by occupation: its code is looked up when it changes.
  Index occupation(std::string_view code) {
    if (code != last_code_) last_code_ = code, last_ = builder_.find_occupation(code);
    return last_;
  }
  Status links() {
    AKSIS_TRY(
        rows("SELECT rome_code, item, core FROM skl_occupation_item WHERE ref = $1 "
             "ORDER BY rome_code, item",
             [&](const Columns& row) {
               const Index from = occupation(row.text(0));
               const Index item = builder_.find_item(row.text(1));
               if (from != kNone && item != kNone)
                 builder_.link(from, ItemLink{item, as<Core>(row.integer(2))});
             }));
    return rows(
        "SELECT rome_code, target, rank FROM skl_mobility WHERE ref = $1 "
        "ORDER BY rome_code, target",
        [&](const Columns& row) {
          const Index from = occupation(row.text(0));
          const Index target = builder_.find_occupation(row.text(1));
          if (from != kNone && target != kNone)
            builder_.link(from, Move{target, static_cast<uint32_t>(row.integer(2))});
        });
  }
  Status categories() {
    std::vector<std::pair<Index, std::string>> parents;
    AKSIS_TRY(
        rows("SELECT scheme, code, label, definition, parent FROM skl_category WHERE ref = $1 "
             "ORDER BY scheme, code",
             [&](const Columns& row) {
               Category c;
               c.scheme = as<Scheme>(row.integer(0));
               c.code = store(row, 1), c.label = store(row, 2), c.definition = store(row, 3);
               const Index at = builder_.add(c);
               if (!row.is_null(4)) parents.emplace_back(at, row.string(4));
             }));
    for (const auto& [at, parent] : parents) {
      Category& category = builder_.category(at);
      category.parent = builder_.find_category(category.scheme, parent);
    }
    return rows(
        "SELECT rome_code, scheme, code, principal FROM skl_occupation_category WHERE ref = $1 "
        "ORDER BY rome_code, scheme, code",
        [&](const Columns& row) {
          const Index from = occupation(row.text(0));
          const Index category = builder_.find_category(as<Scheme>(row.integer(1)), row.text(2));
          if (from != kNone && category != kNone)
            builder_.link(from, CategoryLink{category, row.integer(3) != 0});
        });
  }

  Tx& tx_;
  ReferentialBuilder& builder_;
  int64_t ref_;
  std::string last_code_;
  Index last_ = kNone;
};

}  // namespace

Status load_rome(Host& host, ReferentialBuilder& builder, bool& found) {
  return host.read([&](Tx& tx) -> Status {
    int64_t ref = 0;
    AKSIS_TRY(
        tx.query("SELECT a.ref, v.version FROM skl_active a JOIN skl_version v "
                 "ON v.ref = a.ref WHERE a.subject = 'rome'",
                 {}, [&](const Columns& row) {
                   ref = row.integer(0);
                   builder.version(row.text(1));
                 }));
    found = ref != 0;
    return found ? Loader(tx, builder, ref).all() : Status();
  });
}

}  // namespace aksis::competences
