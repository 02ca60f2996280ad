// What people's data may be used for: purposes with their legal basis, and consent where one is
// needed. Functions on a transaction: inside a body. Operations: main thread, at start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

struct Consent {
  std::string id, person, purpose;
  Micros given_at = 0;
  std::optional<Micros> withdrawn_at;
  std::string how, by;  // "paper form of 3 March", "account:…"
  std::string withdrawn_how, withdrawn_by;
};

struct ConsentAct {
  std::string_view person, purpose, how, by;
};

// Code::not_found: no such purpose. Code::conflict: given already, or the purpose needs none.
Status give_consent(storage::Transaction& tx, const ConsentAct& act, const Clock& clock);
// Code::conflict when none is given. Publishes core.consent_withdrawn/1 {"person", "purpose"}.
Status withdraw_consent(storage::Transaction& tx, const ConsentAct& act, const Clock& clock);
// The whole history, the newest first.
Result<std::vector<Consent>> consents_of(storage::Transaction& tx, std::string_view person);

// Whether the person's data may be used for the purpose now: not restricted, not archived, and
// consent given where the purpose needs it. Code::not_found: no such purpose.
Result<bool> may_process(storage::Transaction& tx, std::string_view person,
                         std::string_view purpose);

// consents.give, consents.withdraw, consents.list, purposes.list; commands
// `consent give|withdraw|list`, `purpose list`.
Status add_consent_operations(operations::Registry& registry, storage::Database& database,
                              const Clock& clock);

}  // namespace aksis::privacy
