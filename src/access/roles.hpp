// Roles: named sets of permission × scope, given to accounts. Functions on a transaction: inside a
// body, on its thread. add_role_operations(): main thread, at start.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::access {

inline constexpr std::string_view kAdministrator = "administrator";

struct Role {
  std::string id;  // "adviser": small letters, digits and "_"
  std::string title_fr, title_en;
  std::vector<operations::Grant> grants;  // by permission
  // Fields of people that it shows without content, unless another role of the account shows them.
  std::vector<std::string> masked;
  bool built_in = false;
  int64_t version = 1;
};

// Makes the built-in roles that are not there yet: adviser, supervisor, administrator, auditor,
// data_protection, steering. What an administrator changed of them stays.
Status ensure_built_in_roles(storage::Transaction& tx);

// Code::not_found when there is none.
Result<Role> read_role(storage::Transaction& tx, std::string_view id);
Result<std::vector<Role>> list_roles(storage::Transaction& tx);

// Makes it, or makes it anew; `expected_version` 0: it must not exist yet. Code::stale when its
// version is another. Code::conflict: nobody could give out roles afterwards.
Result<Role> save_role(storage::Transaction& tx, const Role& role, int64_t expected_version);
// Code::conflict: a built-in one, or one that accounts hold.
Status remove_role(storage::Transaction& tx, std::string_view id);

// Code::not_found: no such role. Code::conflict: held already (give), not held, or the last account
// that may give out roles (take).
Status give_role(storage::Transaction& tx, std::string_view account, std::string_view role,
                 std::string_view by, Micros now);
Status take_role(storage::Transaction& tx, std::string_view account, std::string_view role);
Result<std::vector<std::string>> roles_of(storage::Transaction& tx, std::string_view account);

// Whether nobody who can sign in could give out roles without this account.
Result<bool> is_last_administrator(storage::Transaction& tx, std::string_view account);

// The union of what the account's roles give: the widest scope of each permission; masked are the
// fields that every role of it that shows people masks; where none shows people, every mask.
struct RoleSum {
  std::vector<operations::Grant> grants;
  std::vector<std::string> masked;
};
Result<RoleSum> sum_of_roles(storage::Transaction& tx, std::string_view account);

// Told after a role or who holds it changed: sessions take the new grants. "" = every account.
using OnRolesChanged = std::function<void(const std::string& account)>;

// roles.list|read|save|remove|give|take; commands `role list|show|save|remove|give|take`.
Status add_role_operations(operations::Registry& registry, storage::Database& database,
                           const Clock& clock, OnRolesChanged changed);

}  // namespace aksis::access
