// Passkeys as stored: table core_passkey.
// Functions on a transaction: inside a body.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/webauthn_ceremony.hpp"
#include "base/clock.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

namespace aksis::access {

// Tables of passkeys and of links to providers: migrations of the owner "core.access_factors".
std::vector<storage::Migration> factor_migrations();

inline constexpr size_t kPasskeysMax = 20;  // of one account

struct Passkey {
  std::string id;       // UUIDv7
  std::string account;  // id of its owner
  NewCredential credential;
  std::string transports;  // "internal hybrid": how browsers reach it, to be handed back to them
  std::string name;        // as its owner calls it
  Micros created_at = 0;
  std::optional<Micros> last_used_at;
  std::optional<Micros> suspected_at;  // its counter went back: perhaps a copy exists
};

// `made.id` and `created_at` are set here. Code::conflict: the credential is registered already,
// with whoever; the account has kPasskeysMax.
Result<Passkey> add_passkey(storage::Transaction& tx, Passkey made, const Clock& clock);

// By the time they were made.
Result<std::vector<Passkey>> passkeys_of(storage::Transaction& tx, std::string_view account);

// Code::not_found: no such passkey of that account.
Result<Passkey> rename_passkey(storage::Transaction& tx, std::string_view account,
                               std::string_view id, std::string_view name);
Status remove_passkey(storage::Transaction& tx, std::string_view account, std::string_view id);

// The passkey with that credential id, if any.
Result<std::optional<Passkey>> find_passkey(storage::Transaction& tx, std::string_view credential);

// Moves the counter on. False: it does not grow (counter_grew), and the passkey is suspected from
// now on; a suspected passkey opens nothing until its owner removes it.
Result<bool> use_passkey(storage::Transaction& tx, const Passkey& passkey, const Verified& shown,
                         const Clock& clock);

}  // namespace aksis::access
