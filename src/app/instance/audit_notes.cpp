#include "app/instance/audit_notes.hpp"

#include "aksis/cpp/json.hpp"
#include "operations/registry.hpp"

namespace aksis::app {
namespace {

using storage::Transaction;

constexpr privacy::Place kPlace = {"core_audit_entry", "details", "details"};

using privacy::kAgency;

std::string bytes_of(const storage::Blob& blob) {
  return {blob.begin(), blob.end()};
}

}  // namespace

Status make_agency_key(storage::Database& database, privacy::Keyring& keyring) {
  return database.write([&](Transaction& tx) -> Status {
    const auto made = keyring.create_person_key(tx, kAgency);
    return made.ok() || made.error().code == Code::conflict ? Status() : made;
  });
}

Status write_note(Transaction& tx, const access::AuditNote& note, privacy::Keyring& keyring,
                  const Clock& clock) {
  audit::Entry entry;
  entry.at = clock.now();
  entry.kind = note.kind;
  entry.actor = note.by.empty() ? "account:" + note.account : note.by;
  entry.object = note.account.empty() ? "" : "account:" + note.account;
  entry.module = "core";
  entry.outcome = note.outcome == "ok" ? "done" : note.outcome;
  entry.reason = note.reason;
  if (const auto* current = operations::current_call()) {
    entry.operation = current->operation->id;
    entry.request_id = current->call->request_id;
    entry.session = current->call->principal().session;
  }
  // The address of somebody at the door is personal.
  const auto details =
      json::Writer().object().member("peer", note.peer).member("method", note.method).end().text();
  AKSIS_ASSIGN(key, keyring.person_key(tx, kAgency));
  entry.details = bytes_of(key.seal(kPlace, details));
  AKSIS_TRY(audit::append(tx, entry));
  return {};
}

audit::Sealer sealer_of(privacy::Keyring& keyring) {
  return [&keyring](Transaction& tx, std::string_view person,
                    std::string_view plain) -> Result<std::string> {
    if (!person.empty()) {
      auto key = keyring.person_key(tx, person);
      if (key.ok()) return bytes_of(key->seal(kPlace, plain));
      if (key.error().code != Code::not_found) return std::move(key).error();
    }
    AKSIS_ASSIGN(key, keyring.person_key(tx, kAgency));
    return bytes_of(key.seal(kPlace, plain));
  };
}

audit::Unsealer unsealer_of(privacy::Keyring& keyring) {
  return [&keyring](Transaction& tx, std::string_view person,
                    std::string_view sealed) -> Result<std::string> {
    for (const auto whose : {person, std::string_view(kAgency)}) {
      if (whose.empty()) continue;
      auto key = keyring.person_key(tx, whose);
      if (!key && key.error().code != Code::not_found) return std::move(key).error();
      if (!key) continue;
      if (auto plain = key->open(kPlace, storage::blob(sealed)); plain.ok()) return plain;
    }
    return std::string();
  };
}

}  // namespace aksis::app
