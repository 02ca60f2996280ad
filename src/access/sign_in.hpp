// Signing in: the password makes a half session, a second factor makes it full. Any thread; the
// caller waits for Argon2id and for the database, so never inside a body.
//
// An unknown login, a wrong password, a lock and an account that is not active get the same
// sentence after the same work. What was right while a lock began is refused like the rest: trying
// many at once brings nothing.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "access/parts.hpp"

namespace aksis::access {

inline constexpr int64_t kHalfFailures = 5;  // of the second factor, then the half session ends

class SignIn {
 public:
  explicit SignIn(const Parts& parts) : parts_(parts) {}

  // Code::unauthenticated: no; Code::busy: the address or everybody together failed too often, or
  // the pool is full.
  Result<Opened> with_password(std::string_view login, std::string_view password,
                               const operations::Origin& origin);

  // Shows a factor. Runs inside a body, may run again: SQL only. False: not accepted.
  using Verify = std::function<Result<bool>(storage::Transaction& tx, std::string_view account)>;
  // A half session becomes full, a full one fresh; either gets a new token. `session` is what
  // Sessions::find() answered. Code::unauthenticated: not accepted, locked, or no such session.
  Result<Opened> with_factor(const Session& session, std::string_view kind,
                             const operations::Origin& origin, const Verify& verify);

  // The id of the account somebody proved to be in one step that counts as two factors: a passkey
  // with user verification, or a provider that says so. Empty: nobody. Inside a body.
  using Who = std::function<Result<std::string>(storage::Transaction& tx)>;
  Result<Opened> without_password(std::string_view method, const operations::Origin& origin,
                                  const Who& who);

  // Whether it is the account's present password; counts failures as a sign-in does.
  // Code::unauthenticated: it is not.
  Status check_password_of(std::string_view account, std::string_view password,
                           const operations::Origin& origin);

 private:
  const Parts& parts_;
};

// For the other steps, inside SessionChange bodies. `session` becomes full under a new token.
Result<Opened> promote(const Parts& parts, SessionChange& change, Session session,
                       const Account& account, std::string_view kind,
                       const operations::Origin& origin);
// Code::unauthenticated when the session is not what it was when the caller looked.
Result<Session> same_session(SessionChange& change, const Session& session);
// A failure of the account (nothing: of an unknown login): lock, review, audit.
Status count_failure(const Parts& parts, SessionChange& change, const Attempt& attempt,
                     const Account* account, std::string_view method,
                     const operations::Origin& origin);

}  // namespace aksis::access
