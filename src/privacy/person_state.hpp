// Whether a person's data are active or in intermediate archive, and whether their processing is
// restricted (GDPR 18). Functions on a transaction: inside a body. Operations: main thread, at
// start.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

struct PersonState {
  bool archived = false;
  bool restricted = false;
  Micros state_since = 0;  // 0: always
  std::string state_reason;
  Micros restricted_since = 0;
  std::string restricted_reason, restricted_by;
};

// Active and free for whoever is not known here.
Result<PersonState> person_state(storage::Transaction& tx, std::string_view person);

// Publishes core.person_archived/1 {"person", "archived"}. Nothing when it is so already.
Status set_archived(storage::Transaction& tx, std::string_view person, bool archived,
                    std::string_view reason, const Clock& clock);

// Publishes core.person_restricted/1 {"person", "restricted"}. Code::conflict when it is so
// already.
Status set_restricted(storage::Transaction& tx, std::string_view person, bool restricted,
                      std::string_view reason, std::string_view by, const Clock& clock);

// people.restrict, people.unrestrict, people.state; commands `person restrict|unrestrict|state`.
Status add_state_operations(operations::Registry& registry, storage::Database& database,
                            const Clock& clock);

}  // namespace aksis::privacy
