// Operations of passkeys: those on one's own, and signing in with one.
// Main thread, at start; what is passed outlives the registry's last call.
#pragma once

#include <memory>
#include <string>

#include "access/webauthn_client_data.hpp"
#include "access/webauthn_pending.hpp"
#include "access/webauthn_ports.hpp"
#include "operations/registry.hpp"

namespace aksis::access {

inline constexpr Micros kChallengeLife = 2 * kMinute;
inline constexpr size_t kChallengesMax = 100'000;

// What a challenge was given out for.
struct Challenge {
  Ceremony ceremony = Ceremony::assertion;
  std::string session;  // the session it belongs to; empty: none yet
  std::string account;  // of that session
  std::string cookie;   // without a session: value of the sign-in cookie
};

struct Passkeys {
  storage::Database& database;
  const Clock& clock;
  RelyingParty party;
  FactorPorts ports;
  Pending<Challenge> challenges{clock, kChallengeLife, kChallengesMax};
};

// passkeys.options|register|list|rename|remove. Code::invalid: see check_relying_party.
Status add_passkey_operations(operations::Registry& registry, std::shared_ptr<Passkeys> passkeys);
// session.passkey_options|passkey_verify: with a session, its second factor or a renewal; without,
// both factors at once, for the authenticator verified its owner.
Status add_passkey_session_operations(operations::Registry& registry,
                                      std::shared_ptr<Passkeys> passkeys);

}  // namespace aksis::access
