// Accounts, signing in and sessions put together. Made at start on the main thread; then its parts
// are used by any thread and outlive the last call.
#pragma once

#include <memory>
#include <string_view>

#include "access/factor_changes.hpp"
#include "access/invitations.hpp"
#include "access/parts.hpp"
#include "access/provider_sign_outs.hpp"
#include "access/sign_in.hpp"
#include "operations/registry.hpp"

namespace aksis::access {

class Access {
 public:
  // Code::invalid: a file of breached passwords that is none. `database` and `clock` outlive it.
  static Result<std::unique_ptr<Access>> make(storage::Database& database, const Clock& clock,
                                              Ports ports, Settings settings);

  // Reads the sessions, after the migrations.
  Status load() { return sessions_.load(); }
  // session.*, accounts.*, access.*; the operation access.keep is to be run once a minute.
  Status offer_operations(operations::Registry& registry);

  // Memory only; see Sessions.
  Result<operations::Principal> authenticate(std::string_view token, std::string_view peer,
                                             Micros now) {
    return sessions_.authenticate(token, peer, now);
  }

  Sessions& sessions() { return sessions_; }
  SignIn& sign_in() { return sign_in_; }
  FactorChanges& factor_changes() { return changes_; }
  Invitations& invitations() { return invitations_; }
  ProviderSignOuts& provider_sign_outs() { return provider_sign_outs_; }
  // Before the first sign-in: further kinds of factors.
  Factors& factors() { return factors_; }
  const Parts& parts() const { return parts_; }

  // Flushes and forgets what is over: sessions, failures, devices, links.
  Status keep();

 private:
  Access(storage::Database& database, const Clock& clock, Ports ports, Settings settings);

  const Ports ports_;
  const Settings settings_;
  const BreachedPasswords breached_;
  Factors factors_;
  PasswordPool pool_;
  Sessions sessions_;
  const Parts parts_;
  SignIn sign_in_;
  FactorChanges changes_;
  Invitations invitations_;
  ProviderSignOuts provider_sign_outs_;
};

}  // namespace aksis::access
