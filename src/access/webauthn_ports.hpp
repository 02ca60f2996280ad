// What passkeys and sign-in through a provider need of accounts and sessions, which live beside
// them: functions given at start. Any thread calls them.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "operations/operation.hpp"
#include "storage/database.hpp"

namespace aksis::access {

// Who stands behind a call's session cookie.
struct Caller {
  std::string session;  // names the session; no secret
  std::string account;  // id
  bool full = false;    // false: only the first factor was shown
  // Full, its factors shown within five minutes; or half, of an account that has no second factor.
  bool may_enrol = false;
};

struct AccountLabel {
  std::string login, name;  // what authenticators show to their owner
};

struct SessionStart {
  std::string account;   // id
  std::string method;    // "passkey" or "oidc:NAME"
  bool full = false;     // false: our own second factor is still to be shown
  std::string replaces;  // the session that ends with it; empty: none
  // Ends the sign-in at the provider too: answered at sign-out. May be empty.
  std::string logout_url = {};
};

// One line of the audit: what changed about the factors of an account, or that one was refused.
struct FactorNote {
  std::string kind;     // "factor", "link", "sign_in"
  std::string account;  // id of the account it is about
  std::string outcome;  // "added", "renamed", "removed", "suspected", "linked", "unlinked", "wrong"
  std::string method;   // "passkey" or "oidc:NAME"
};

struct FactorPorts {
  // Code::unauthenticated: no session, half or full.
  std::function<Result<Caller>(const operations::Call&)> caller;
  // Code::not_found: no such account, or one that may not sign in.
  std::function<Result<AccountLabel>(storage::Transaction&, std::string_view account)> label;
  // Makes the session, sets its cookie and answers the call. Outside of a transaction. Refuses
  // closed accounts.
  std::function<Status(operations::Call&, const SessionStart&)> start_session;
  // Writes into the audit, in the transaction of the change.
  std::function<Status(storage::Transaction&, const operations::Call&, const FactorNote&)> note;
  // Code::conflict: the passkey is the last factor of the account, a human needs one.
  std::function<Status(storage::Transaction&, std::string_view account, std::string_view passkey)>
      may_remove;
};

}  // namespace aksis::access
