#include "access/webauthn_passkeys.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"
#include "embedded/access_factor_migrations.hpp"

namespace aksis::access {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr const char* kColumns =
    "id, account, credential, public_key, counter, backup_eligible, backed_up, transports, aaguid, "
    "name, created_at, last_used_at, suspected_at";

Passkey passkey_of(const Row& row) {
  Passkey out;
  out.id = row.text(0);
  out.account = row.text(1);
  out.credential.id = row.text(2);
  out.credential.public_key = row.text(3);
  out.credential.counter = static_cast<uint32_t>(row.integer(4));
  out.credential.backup_eligible = row.integer(5) != 0;
  out.credential.backed_up = row.integer(6) != 0;
  out.transports = row.text(7);
  out.credential.aaguid = row.text(8);
  out.name = row.text(9);
  out.created_at = row.integer(10);
  if (!row.is_null(11)) out.last_used_at = row.integer(11);
  if (!row.is_null(12)) out.suspected_at = row.integer(12);
  return out;
}

Error unknown(std::string_view id) {
  return said(Code::not_found, fmt::format("you have no passkey {}; the list shows yours", id),
              fmt::format("Vous n’avez pas de clé d’accès {} : la liste montre les vôtres.", id));
}

}  // namespace

std::vector<storage::Migration> factor_migrations() {
  return storage::embedded_migrations(embedded::access_factor_migrations());
}

Result<Passkey> add_passkey(Transaction& tx, Passkey made, const Clock& clock) {
  AKSIS_ASSIGN(twin, find_passkey(tx, made.credential.id));
  if (twin)
    return said(Code::conflict, "this passkey is registered already; use it to sign in",
                "Cette clé d’accès est déjà enregistrée : servez-vous-en pour vous connecter.");
  AKSIS_ASSIGN(present, passkeys_of(tx, made.account));
  if (present.size() >= kPasskeysMax)
    return said(
        Code::conflict,
        fmt::format("an account has at most {} passkeys; remove one you no longer use",
                    kPasskeysMax),
        fmt::format(
            "Un compte a au plus {} clés d’accès : retirez-en une dont vous ne vous servez plus.",
            kPasskeysMax));
  made.created_at = clock.now();
  made.id = uuid_v7(made.created_at);
  const auto& credential = made.credential;
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_passkey (id, account, credential, public_key, counter, backup_eligible, "
      "backed_up, transports, aaguid, name, created_at, last_used_at, suspected_at) VALUES ($1, "
      "$2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, NULL)",
      {made.id, made.account, storage::blob(credential.id), storage::blob(credential.public_key),
       int64_t{credential.counter}, int64_t{credential.backup_eligible},
       int64_t{credential.backed_up}, made.transports, credential.aaguid, made.name,
       made.created_at}));
  return made;
}

Result<std::vector<Passkey>> passkeys_of(Transaction& tx, std::string_view account) {
  std::vector<Passkey> out;
  AKSIS_TRY(
      tx.query(fmt::format("SELECT {} FROM core_passkey WHERE account = $1 ORDER BY id", kColumns),
               {account}, [&](const Row& row) -> Status {
                 out.push_back(passkey_of(row));
                 return {};
               }));
  return out;
}

Result<Passkey> rename_passkey(Transaction& tx, std::string_view account, std::string_view id,
                               std::string_view name) {
  AKSIS_ASSIGN(changed,
               tx.execute("UPDATE core_passkey SET name = $1 WHERE id = $2 AND account = $3",
                          {name, id, account}));
  AKSIS_ASSIGN(present, passkeys_of(tx, account));
  for (auto& one : present)
    if (changed > 0 && one.id == id) return std::move(one);
  return unknown(id);
}

Status remove_passkey(Transaction& tx, std::string_view account, std::string_view id) {
  AKSIS_ASSIGN(
      gone, tx.execute("DELETE FROM core_passkey WHERE id = $1 AND account = $2", {id, account}));
  return gone > 0 ? Status() : Status(unknown(id));
}

Result<std::optional<Passkey>> find_passkey(Transaction& tx, std::string_view credential) {
  std::optional<Passkey> found;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_passkey WHERE credential = $1", kColumns),
                     {storage::blob(credential)}, [&](const Row& row) -> Status {
                       found = passkey_of(row);
                       return {};
                     }));
  return found;
}

Result<bool> use_passkey(Transaction& tx, const Passkey& passkey, const Verified& shown,
                         const Clock& clock) {
  const Micros now = clock.now();
  // The counter is compared where it is stored: of two answers at once with the same count, one
  // comes from a copy.
  AKSIS_ASSIGN(grown,
               tx.execute("UPDATE core_passkey SET counter = $1, backed_up = $2, last_used_at = $3 "
                          "WHERE id = $4 AND suspected_at IS NULL AND (counter < $1 OR (counter = "
                          "0 AND $1 = 0))",
                          {int64_t{shown.counter}, int64_t{shown.backed_up}, now, passkey.id}));
  if (grown > 0) return true;
  AKSIS_TRY(
      tx.execute("UPDATE core_passkey SET suspected_at = $1 WHERE id = $2 AND suspected_at IS NULL",
                 {now, passkey.id}));
  return false;
}

}  // namespace aksis::access
