// Operations of signing in through a provider, and of the links that allow it.
// Main thread, at start; what is passed outlives the registry's last call.
#pragma once

#include <memory>
#include <vector>

#include "access/oidc_sign_in.hpp"
#include "access/webauthn_pending.hpp"
#include "access/webauthn_ports.hpp"
#include "operations/registry.hpp"

namespace aksis::access {

inline constexpr Micros kAttemptLife = 10 * kMinute;  // somebody signs in at the provider meanwhile
inline constexpr size_t kAttemptsMax = 100'000;

struct Providers {
  storage::Database& database;
  const Clock& clock;
  FactorPorts ports;
  std::vector<std::unique_ptr<Provider>> all;  // by name; a dozen at most
  Pending<ProviderAttempt> attempts{clock, kAttemptLife, kAttemptsMax};

  Provider* find(std::string_view name) const;
};

// Checks the settings, naming the key that is wrong, and that names and issuers differ.
Status add_provider(Providers& providers, ProviderSettings settings, Fetch fetch);

// session.oidc_providers|oidc_start|oidc_return.
Status add_oidc_session_operations(operations::Registry& registry,
                                   std::shared_ptr<Providers> providers);
// oidc_links.list|create|remove: an administrator's, on any account (accounts.manage).
Status add_oidc_link_operations(operations::Registry& registry,
                                std::shared_ptr<Providers> providers);

}  // namespace aksis::access
