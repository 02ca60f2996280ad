// Accounts of the people who work with the system. There is none until somebody makes one.
// Functions on a transaction: inside a body, on its thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

namespace aksis::access {

// core_account and what hangs on it.
std::vector<storage::Migration> migrations();

struct Account {
  std::string id;     // UUIDv7
  std::string login;  // unique in its folded form
  std::string name;
  std::string email;
  std::string organisation;  // id; empty: none
  // "invited" (no factor yet, cannot sign in), "active", "disabled" (by an administrator),
  // "locked" (stopped by the system until an administrator looked at it)
  std::string state = "invited";
  std::optional<Micros> review_at;  // since when too many failures wait for a look
  Micros created_at = 0;
  int64_t version = 1;
};

// `made.id`, times, state and version are set here. Code::conflict: a login that another one has;
// Code::invalid with the wrong member: an unknown organisation, a login without letter or digit.
Result<Account> create_account(storage::Transaction& tx, Account made, const Clock& clock);
// Code::stale: somebody else saved since it was read.
Error account_changed();
// Name, e-mail and organisation anew; Code::stale when its version is not `changed.version`.
Result<Account> update_account(storage::Transaction& tx, const Account& changed);
Status set_account_state(storage::Transaction& tx, std::string_view id, std::string_view state);
// By id or login. Code::not_found when there is none.
Result<Account> read_account(storage::Transaction& tx, std::string_view id_or_login);
// A state as a French sentence says it: "le compte … est désactivé".
std::string_view french_state(std::string_view state);
// By login, nothing when there is none: no error, for signing in must not tell.
Result<std::optional<Account>> find_login(storage::Transaction& tx, std::string_view login_fold);

struct AccountFilter {
  std::string_view state;         // empty: all
  std::string_view organisation;  // empty: all
  std::string_view role;          // empty: all
  std::string_view words;         // the beginning of the name, or of a word in it, or of the login
  std::string_view cursor;
  int64_t limit = 50;
};
struct AccountPage {
  std::vector<Account> accounts;  // by folded name
  std::optional<std::string> next;
};
Result<AccountPage> list_accounts(storage::Transaction& tx, const AccountFilter& filter);

// The ids of those of an organisation, whatever their state, ascending.
Result<std::vector<std::string>> accounts_of(storage::Transaction& tx,
                                             std::string_view organisation);

// Whether anybody can sign in: whether the first start is over.
Result<bool> any_active_account(storage::Transaction& tx);

// The Argon2id string; empty: none yet.
Result<std::string> read_password_hash(storage::Transaction& tx, std::string_view account);
Status set_password_hash(storage::Transaction& tx, std::string_view account, std::string_view hash,
                         Micros now);

}  // namespace aksis::access
