// The right of access (GDPR 15): everything the holders have of a person, for machines and for
// people. Inside a body. add_person_operations(): main thread, at start.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "privacy/erasure.hpp"
#include "privacy/holder.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

// {"person", "made_at", "parts": {holder: value}}. Code::not_found: no such person; Code::too_large
// beyond 16 MiB.
Result<std::string> export_person(storage::Transaction& tx, const Holders& holders,
                                  std::string_view person, const Clock& clock);

// The same as one self-contained page in French. `exported` is what export_person() gave.
Result<std::string> readable_page(const Holders& holders, std::string_view exported);

// What this folder itself holds of a person: consents, state.
Holder own_holder();

// people.export, people.erase, privacy.scrub; commands `person export|erase`, `privacy scrub`. The
// arguments outlive the registry.
Status add_person_operations(operations::Registry& registry, storage::Database& database,
                             const Holders& holders, Erasures& erasures, const Clock& clock);

}  // namespace aksis::privacy
