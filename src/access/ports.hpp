// What access needs of others: sealed secrets, grants, the audit, who is an administrator.
// Values and interfaces; each is called inside a body, on its thread, and must only use SQL.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.hpp"
#include "storage/database.hpp"

namespace aksis::access {

// Encrypts small secrets. `place` names table, column and row and is bound to what is sealed:
// moved elsewhere it does not open.
class Secrets {
 public:
  virtual ~Secrets() = default;
  virtual Result<storage::Blob> seal(storage::Transaction& tx, std::string_view place,
                                     std::string_view text) = 0;
  virtual Result<std::string> open(storage::Transaction& tx, std::string_view place,
                                   std::string_view sealed) = 0;
  // 32 bytes that only this agency's key gives: the same again for the same use and value.
  virtual storage::Blob derive(std::string_view use, std::string_view value) const = 0;
};

// What an account may do at present.
struct Entitlement {
  std::vector<operations::Grant> grants;
  std::vector<std::string> masked;  // fields of people shown without their content
  std::string organisation;         // id of the organisation it acts for; empty: none
  std::string on_behalf_of;         // id of the account it stands in for; empty: itself
};

// One line of the audit about signing in.
struct AuditNote {
  std::string kind;     // "sign_in", "lock", "factor", "password", "session", "account", "link"
  std::string account;  // whom it is about; empty: an unknown login
  std::string by;       // id of the principal that did it; empty: the account itself
  std::string outcome;  // "ok", "wrong", "unknown", "locked", "not_active", or what was changed
  std::string method;   // "password", "totp", "recovery", "passkey", …; empty: none
  std::string peer;     // address of the other end
  std::string reason;   // as written by whoever did it; empty: none asked
};

// Every port is needed.
struct Ports {
  Secrets* secrets = nullptr;  // outlives its users
  std::function<Result<Entitlement>(storage::Transaction&, std::string_view account)> entitlement;
  std::function<Status(storage::Transaction&, const AuditNote&)> audit;
  // Whether nobody would administer the accounts without this one.
  std::function<Result<bool>(storage::Transaction&, std::string_view account)> is_last_admin;
  // Gives the account of the first start the role of the administrator.
  std::function<Status(storage::Transaction&, std::string_view account)> make_admin;
};

}  // namespace aksis::access
