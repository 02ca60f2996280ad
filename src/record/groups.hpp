// Follow-up groups: advisers of one organisation who accompany people together. Ended memberships
// stay. Functions on a transaction: inside a body. add_group_operations(): main thread, at start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::record {

struct FollowUpGroup {
  std::string id;  // UUIDv7
  std::string organisation;
  std::string name;
  Micros created_at = 0;
  std::optional<Micros> closed_at;
};

// Code::not_found: no such organisation. Code::conflict: it is closed.
Result<FollowUpGroup> create_group(storage::Transaction& tx, std::string_view organisation,
                                   std::string_view name, const Clock& clock);
// Its members lose what it opened to them. Code::conflict: closed before.
Result<FollowUpGroup> close_group(storage::Transaction& tx, std::string_view id,
                                  const Clock& clock);
// Code::not_found when there is none.
Result<FollowUpGroup> read_group(storage::Transaction& tx, std::string_view id);
// Of one organisation, or of all when empty; the open ones, by name.
Result<std::vector<FollowUpGroup>> list_groups(storage::Transaction& tx,
                                               std::string_view organisation);

// Code::conflict: a member already (join), none (leave), or the group is closed.
Status join_group(storage::Transaction& tx, std::string_view group, std::string_view account,
                  const Clock& clock);
Status leave_group(storage::Transaction& tx, std::string_view group, std::string_view account,
                   const Clock& clock);
// Ids of the accounts in it at that time, ascending.
Result<std::vector<std::string>> members_of(storage::Transaction& tx, std::string_view group,
                                            Micros at);

// groups.create|close|list|join|leave; commands `group add|close|list|join|leave`.
Status add_group_operations(operations::Registry& registry, storage::Database& database,
                            const Clock& clock);

}  // namespace aksis::record
