// Changing how one signs in: factors, recovery codes, the password. Each needs factors shown within
// the last five minutes (or the half session of a link), and ends the account's other sessions.
// Any thread; waits for the database, so never inside a body.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/sign_in.hpp"

namespace aksis::access {

class FactorChanges {
 public:
  FactorChanges(const Parts& parts, SignIn& sign_in) : parts_(parts), sign_in_(sign_in) {}

  // Whether this session may change factors. Code::unauthenticated: half, and not from a link;
  // Code::forbidden: the factors were shown too long ago.
  static Status may_change(const Session& session, Micros now);

  // Begins something that enrol() ends: a secret, a challenge. Inside a body, may run again.
  using Begin = std::function<Status(storage::Transaction& tx, const Account& account)>;
  Status begin(const Session& session, const Begin& begin);

  // Keeps the proven factor and answers its id; nothing: the proof is not accepted. Inside a body.
  using Store = std::function<Result<std::optional<std::string>>(storage::Transaction& tx,
                                                                 const Account& account)>;
  // A half session becomes full, and an invited account active. With the first factor, and after a
  // reset, come recovery codes. Code::invalid: the proof is not accepted.
  Result<Opened> enrol(const Session& session, std::string_view kind,
                       const operations::Origin& origin, const Store& store);
  // Code::conflict: the last one stays.
  Status remove(const Session& session, std::string_view id, const operations::Origin& origin);
  Result<std::vector<std::string>> renew_recovery(const Session& session,
                                                  const operations::Origin& origin);
  // The old one is checked, the new one held against the rules. A new token.
  Result<Opened> change_password(const Session& session, std::string_view old,
                                 std::string_view wanted, const operations::Origin& origin);

 private:
  const Parts& parts_;
  SignIn& sign_in_;
};

// NFC, the rules and the hash of a new password of `account`. Not inside a body.
Result<std::string> hash_new_password(const Parts& parts, const Account& account,
                                      std::string_view password, std::string_view pointer);

}  // namespace aksis::access
