// Who stands in for whom: during an absence the deputy sees the people of the one away, and what
// they do is written down on that one's behalf. Always with an end. Functions on a transaction:
// inside a body. add_deputy_operations(): main thread, at start.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::record {

inline constexpr Micros kDeputyLongest = 92 * kDay;  // a quarter: longer is a change of referent

struct Deputy {
  std::string id;       // UUIDv7
  std::string account;  // the one away
  std::string deputy;   // the one standing in
  Micros from = 0, until = 0;
  std::string reason;
  std::string made_by;
  std::optional<Micros> ended_at;  // before its time
  std::string ended_by;
  bool holds_at(Micros at) const { return from <= at && at < until && !ended_at; }
};

// `made` without id. Code::invalid with the wrong member: no end, one before the start or after the
// longest time, the account itself. Code::conflict: that account stands in for it at that time
// already.
Result<Deputy> start_deputy(storage::Transaction& tx, Deputy made, const Clock& clock);

// Code::not_found: none of that id. Code::conflict: it is over.
Result<Deputy> end_deputy(storage::Transaction& tx, std::string_view id, std::string_view by,
                          const Clock& clock);
Result<Deputy> read_deputy(storage::Transaction& tx, std::string_view id);

// Those of which the account is one side, or all when empty; of these, those with a side among
// `shown`, or all when it is none; the newest first.
Result<std::vector<Deputy>> list_deputies(storage::Transaction& tx, std::string_view account,
                                          const std::optional<std::set<std::string>>& shown,
                                          int64_t limit);

// The accounts that `deputy` stands in for at that time, ascending. A deputy's deputy sees only the
// deputy's own people: what is lent is not lent on.
Result<std::vector<std::string>> stands_in_for(storage::Transaction& tx, std::string_view deputy,
                                               Micros at);

// The accounts of an organisation, which a layer above knows. Inside a body.
using AccountsOf = std::function<Result<std::vector<std::string>>(storage::Transaction&,
                                                                  std::string_view organisation)>;

// deputies.start|end|list; commands `deputy add|end|list`. An account names a deputy for itself;
// for others it takes relations.manage, which below the scope "national" shows those of the own
// organisation only; without `accounts_of`, the caller's own only.
Status add_deputy_operations(operations::Registry& registry, storage::Database& database,
                             const Clock& clock, AccountsOf accounts_of = {});

}  // namespace aksis::record
