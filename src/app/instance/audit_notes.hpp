// Between access, privacy and the audit log, which do not know each other. Inside a write's body.
#pragma once

#include "access/ports.hpp"
#include "audit/sealed_reason.hpp"
#include "privacy/keyring.hpp"

namespace aksis::app {

// What is written of no person is sealed with a key of its own, as if the agency were one: entries
// of the log never change, so their key must not either. Made at the first start.
Status make_agency_key(storage::Database& database, privacy::Keyring& keyring);

// One entry of the log for what access tells: a sign-in, a lock, a changed factor.
Status write_note(storage::Transaction& tx, const access::AuditNote& note,
                  privacy::Keyring& keyring, const Clock& clock);

// Seals what changed: with the person's key, so that erasing the person erases it; with the
// agency's where there is none.
audit::Sealer sealer_of(privacy::Keyring& keyring);
// Opens what it sealed.
audit::Unsealer unsealer_of(privacy::Keyring& keyring);

}  // namespace aksis::app
