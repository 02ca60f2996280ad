// Every operation of this folder. Main thread, at start; the arguments outlive the registry.
#pragma once

#include "privacy/consent.hpp"
#include "privacy/key_operations.hpp"
#include "privacy/person_export.hpp"
#include "privacy/person_state.hpp"
#include "privacy/retention.hpp"

namespace aksis::privacy {

inline Status add_operations(operations::Registry& registry, storage::Database& database,
                             Keyring& keys, const Holders& holders, Erasures& erasures,
                             const Clock& clock) {
  AKSIS_TRY(add_key_operations(registry, database, keys, holders, clock));
  AKSIS_TRY(add_person_operations(registry, database, holders, erasures, clock));
  AKSIS_TRY(add_state_operations(registry, database, clock));
  AKSIS_TRY(add_consent_operations(registry, database, clock));
  return add_retention_operations(registry, database, holders, erasures, clock);
}

}  // namespace aksis::privacy
