// The operations on what is personal: people.update, people.nir.read, people.history,
// people.make_keys; commands `person set|nir|history|make-keys`. Main thread, at start; what they
// are given outlives the registry, `keys` null where they are only declared.
#pragma once

#include "operations/registry.hpp"
#include "privacy/keyring.hpp"
#include "storage/database.hpp"

namespace aksis::record {

Status add_person_operations(operations::Registry& registry, storage::Database& database,
                             const Clock& clock, privacy::Keyring* keys);

}  // namespace aksis::record
