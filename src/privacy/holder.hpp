// What a folder or module tells about the people's data it holds, once, at start: how to show it,
// how to delete it, which columns are sealed, when it has to go. Filled on the main thread before
// the first call, then read by any thread. The functions run inside a body; they use SQL alone.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

// A column that Keyring::seal filled. Rows are found by `row_column`, a unique TEXT, which is also
// the row of their Place. `person_column` empty: sealed with seal_tenant().
struct SealedColumn {
  std::string table, column, person_column, row_column;
  std::string module = {};  // whose table it is; empty: the core's
  // The table as it stands in a Place: no module opens what another one sealed.
  std::string place_table() const { return module.empty() ? table : module + "." + table; }
};

// Something of a person that is kept for a time from a day on.
struct RetentionSubject {
  std::string person;
  std::string category;  // of core_retention_rule
  std::string anchor;    // "2026-01-31": the day time runs from; empty: not yet
};

struct Holder {
  std::string name;      // "record": unique; the key of its part of an export
  std::string title_fr;  // the heading of that part
  // One JSON value: everything held of the person, with names of members a reader understands.
  std::function<Status(storage::Transaction&, std::string_view person, json::Writer&)> show = {};
  // Deletes all that is held of the person.
  std::function<Status(storage::Transaction&, std::string_view person)> erase = {};
  // Deletes what a category of scope "part" means.
  std::function<Status(storage::Transaction&, std::string_view person, std::string_view category)>
      erase_part = {};
  // Every subject of the first `limit` people after `after`, in order of their ids.
  std::function<Result<std::vector<RetentionSubject>>(storage::Transaction&, std::string_view after,
                                                      int64_t limit)>
      subjects = {};
  std::vector<SealedColumn> sealed = {};
};

class Holders {
 public:
  // Code::conflict when the name is taken; Code::invalid when a declared name is no lower_snake
  // one, since it becomes part of SQL.
  Status add(Holder holder);
  bool declares(std::string_view table, std::string_view column) const;
  const std::vector<Holder>& all() const { return all_; }

 private:
  std::vector<Holder> all_;
};

}  // namespace aksis::privacy
