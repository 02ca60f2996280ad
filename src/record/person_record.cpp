#include "record/person_record.hpp"

#include <fmt/format.h>

#include "audit/facts.hpp"
#include "base/identity.hpp"
#include "events/outbox.hpp"
#include "privacy/blind_index.hpp"
#include "privacy/search_tokens.hpp"
#include "record/person_fields.hpp"
#include "record/territories.hpp"

namespace aksis::record {
namespace {

using privacy::Keyring;
using privacy::PersonKey;
using privacy::Place;
using storage::Blob;
using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr std::string_view kFieldTable = "core_person_field";
constexpr std::string_view kChangeTable = "core_person_field_change";

std::string row_of(std::string_view person, std::string_view field) {
  return fmt::format("{}/{}", person, field);
}

Result<std::optional<PersonKey>> key_of(Transaction& tx, Keyring* keys, std::string_view person) {
  std::optional<PersonKey> out;
  if (!keys) return out;
  auto key = keys->person_key(tx, person);
  if (key.ok())
    out.emplace(*std::move(key));
  else if (key.error().code != Code::not_found)
    return std::move(key).error();
  return out;
}

Error no_keys() {
  return {Code::unsupported,
          "this process has no keys, so that nothing personal can be kept: run the server, or "
          "leave everything but the reference out",
          {},
          "Ce programme n’a pas les clés : il ne peut rien enregistrer de personnel. Lancez le "
          "serveur, ou ne donnez que la référence."};
}

Error somebody_has(bool nir) {
  return {Code::conflict,
          fmt::format("somebody with this {} is recorded already: search for it, and break the "
                      "glass if the record has to be opened now",
                      nir ? "NIR" : "identifier"),
          {{nir ? "/nir" : "/identifiers", "another person's", "déjà celui d’une autre personne"}},
          fmt::format("Une personne est déjà enregistrée avec {} : cherchez-la, et ouvrez son "
                      "dossier hors portefeuille s’il le faut maintenant.",
                      nir ? "ce NIR" : "cet identifiant")};
}

bool is_identifying(std::string_view field) {
  return field == kNir || field.starts_with(kIdentifierPrefix);
}

bool is_name(std::string_view field) {
  return field == "birth_name" || field == "used_name" || field == "first_names";
}

// `value` as kept_value() gives it.
Blob blind_of(const Keyring& keys, std::string_view field, std::string_view value) {
  if (field == kNir)
    if (const auto nir = privacy::parse_nir(value); nir.ok()) return privacy::nir_index(keys, *nir);
  // One domain for all kinds, so that a search need not know the kind; what is one person's alone
  // is value and kind together.
  return keys.index(privacy::Purpose::nir_index, "identifier", value);
}

// A NIR never leaves this folder whole but through people.nir.read, not even sealed in the audit.
std::string fact_value(std::string_view field, std::string_view value) {
  return field == kNir ? masked_nir(value) : std::string(value);
}

// One change of one person: everything that hangs on a field.
class Change {
 public:
  Change(Transaction& tx, Keyring& keys, const PersonKey& key, std::string_view person,
         const Provenance& from, Micros now)
      : tx_(tx), keys_(keys), key_(key), person_(person), from_(from), now_(now) {}

  Status apply(std::string_view field, std::string_view before, std::string_view after) {
    AKSIS_TRY(remember(field, before));
    const auto row = row_of(person_, field);
    if (after.empty()) {
      AKSIS_TRY(tx_.execute("DELETE FROM core_person_field WHERE id = $1", {row}));
    } else {
      AKSIS_TRY(store(field, row, after));
    }
    audit::note({std::string(field), fact_value(field, before), fact_value(field, after)});
    return follow(field, after);
  }

 private:
  Status store(std::string_view field, const std::string& row, std::string_view after) {
    Value blind;
    if (is_identifying(field)) {
      AKSIS_ASSIGN(other, find_by_field(tx_, keys_, field, after));
      if (!other.empty() && other != person_) return somebody_has(field == kNir);
      blind = blind_of(keys_, field, after);
    }
    const auto sealed = key_.seal({kFieldTable, "sealed", row}, after);
    AKSIS_TRY(tx_.execute(
        "INSERT INTO core_person_field (id, person, field, sealed, blind, source, changed_by, "
        "changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET "
        "sealed = excluded.sealed, blind = excluded.blind, source = excluded.source, "
        "changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        {row, person_, field, sealed, blind, from_.source, from_.changed_by, now_}));
    return {};
  }

  Status remember(std::string_view field, std::string_view before) {
    const auto id = uuid_v7(now_);
    Value sealed;
    if (!before.empty()) sealed = key_.seal({kChangeTable, "before_sealed", id}, before);
    AKSIS_TRY(tx_.execute(
        "INSERT INTO core_person_field_change (id, person, field, before_sealed, source, "
        "changed_by, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        {id, person_, field, sealed, from_.source, from_.changed_by, now_}));
    if (before.empty()) return {};
    AKSIS_TRY(tx_.execute(
        "DELETE FROM core_person_field_change WHERE person = $1 AND field = $2 AND (changed_at < "
        "$3 OR id NOT IN (SELECT id FROM core_person_field_change WHERE person = $1 AND field = $2 "
        "ORDER BY changed_at DESC, id DESC LIMIT $4))",
        {person_, field, now_ - kChangesKeptFor, kChangesKept}));
    return {};
  }

  // What stands elsewhere for the sake of searching and counting.
  Status follow(std::string_view field, std::string_view after) {
    if (is_name(field)) return privacy::write_search_tokens(tx_, keys_, person_, field, after);
    if (field == "birth_date" || field == "commune") {
      std::vector<Value> values{person_};
      if (!after.empty() && field == "commune") values.emplace_back(after);
      if (!after.empty() && field == "birth_date") values.emplace_back(birth_index(keys_, after));
      AKSIS_TRY(tx_.execute(fmt::format("UPDATE core_person SET {} = {} WHERE id = $1",
                                        field == "commune" ? "commune" : "birth_index",
                                        after.empty() ? "NULL" : "$2"),
                            values));
    }
    return {};
  }

  Transaction& tx_;
  Keyring& keys_;
  const PersonKey& key_;
  std::string_view person_;
  const Provenance& from_;
  Micros now_;
};

// What a record becomes with the changes, in a lookup that needs no copy of it.
std::string_view becomes(const PersonRecord& record, const FieldChanges& changes,
                         std::string_view field) {
  const auto changed = changes.find(field);
  return changed == changes.end() ? record.value(field) : std::string_view(changed->second);
}

Status check_together(Transaction& tx, const PersonRecord& record, const FieldChanges& changes) {
  std::vector<ErrorDetail> wrong;
  const auto commune = becomes(record, changes, "commune");
  if (!commune.empty() && commune != record.value("commune")) {
    auto known = read_territory(tx, "commune", commune);
    if (!known.ok() && known.error().code != Code::not_found) return std::move(known).error();
    if (!known.ok()) wrong.push_back({"/commune", known.error().message, known.error().french});
  }
  const auto begins = becomes(record, changes, "registered_on");
  const auto ends = becomes(record, changes, "registration_ended_on");
  if (!ends.empty() && begins.empty())
    wrong.push_back({"/registered_on", "a registration that ended began on some day",
                     "Une inscription qui a pris fin a commencé un jour : donnez-le."});
  else if (!ends.empty() && ends < begins)
    wrong.push_back({"/registration_ended_on", "lies before registered_on",
                     "L’inscription ne peut pas finir avant d’avoir commencé."});
  if (wrong.empty()) return {};
  return Error{Code::invalid, "the person was not changed; every wrong place is named",
               std::move(wrong),
               "Rien n’a été enregistré ; chaque donnée à corriger est indiquée."};
}

}  // namespace

std::string_view PersonRecord::value(std::string_view field) const {
  const auto found = fields.find(field);
  return found == fields.end() ? std::string_view() : std::string_view(found->second.value);
}

Result<PersonRecord> read_record(Transaction& tx, Keyring* keys, std::string_view person) {
  PersonRecord out;
  AKSIS_ASSIGN(head, read_person(tx, person));
  out.person = std::move(head);
  AKSIS_ASSIGN(key, key_of(tx, keys, person));
  if (!key) return out;
  AKSIS_TRY(tx.query(
      "SELECT id, field, sealed, source, changed_by, changed_at FROM core_person_field "
      "WHERE person = $1",
      {person}, [&](const Row& row) -> Status {
        AKSIS_ASSIGN(plain,
                     key->open({kFieldTable, "sealed", row.text(0)}, storage::blob(row.text(2))));
        out.fields.emplace(std::string(row.text(1)),
                           FieldValue{std::move(plain), std::string(row.text(3)),
                                      std::string(row.text(4)), row.integer(5)});
        return {};
      }));
  return out;
}

Result<bool> change_record(Transaction& tx, Keyring* keys, std::string_view person,
                           const FieldChanges& changes, const Provenance& from,
                           const Clock& clock) {
  if (changes.empty()) return false;
  if (!keys) return no_keys();
  AKSIS_ASSIGN(record, read_record(tx, keys, person));
  AKSIS_TRY(check_together(tx, record, changes));
  AKSIS_TRY(ensure_key(tx, *keys, person));
  AKSIS_ASSIGN(key, keys->person_key(tx, person));
  const Micros now = clock.now();
  Change change(tx, *keys, key, person, from, now);
  bool changed = false;
  for (const auto& [field, after] : changes) {
    const auto before = record.value(field);
    if (before == after) continue;
    AKSIS_TRY(change.apply(field, before, after));
    changed = true;
  }
  if (!changed) return false;
  const bool registered = !becomes(record, changes, "registered_on").empty() &&
                          becomes(record, changes, "registration_ended_on").empty();
  AKSIS_TRY(
      tx.execute("UPDATE core_person SET version = version + 1, updated_at = $1, registered = $2 "
                 "WHERE id = $3",
                 {now, int64_t{registered}, person}));
  const auto data = json::Writer().object().member("person", person).end().text();
  AKSIS_TRY(events::publish(tx, "core.person_changed/1", data, clock));
  return true;
}

Result<bool> ensure_key(Transaction& tx, Keyring& keys, std::string_view person) {
  AKSIS_ASSIGN(key, key_of(tx, &keys, person));
  if (key) return false;
  AKSIS_TRY(keys.create_person_key(tx, person));
  return true;
}

Result<std::string> find_by_field(Transaction& tx, const Keyring& keys, std::string_view field,
                                  std::string_view value) {
  std::string out;
  AKSIS_TRY(tx.query("SELECT person FROM core_person_field WHERE field = $1 AND blind = $2",
                     {field, blind_of(keys, field, value)}, [&](const Row& row) -> Status {
                       out = row.text(0);
                       return {};
                     }));
  return out;
}

Result<std::vector<std::string>> find_by_identifier(Transaction& tx, const Keyring& keys,
                                                    std::string_view value) {
  std::vector<std::string> out;
  AKSIS_TRY(
      tx.query("SELECT DISTINCT person FROM core_person_field WHERE blind = $1 ORDER BY person",
               {blind_of(keys, kIdentifierPrefix, value)}, [&](const Row& row) -> Status {
                 out.emplace_back(row.text(0));
                 return {};
               }));
  return out;
}

Blob birth_index(const Keyring& keys, std::string_view birth_date) {
  return keys.index(privacy::Purpose::search, "birth_date", birth_date);
}

Result<std::vector<FieldChange>> changes_of(Transaction& tx, Keyring* keys,
                                            std::string_view person) {
  std::vector<FieldChange> out;
  AKSIS_ASSIGN(key, key_of(tx, keys, person));
  if (!key) return out;
  AKSIS_TRY(
      tx.query("SELECT id, field, before_sealed, source, changed_by, changed_at FROM "
               "core_person_field_change WHERE person = $1 ORDER BY changed_at DESC, id DESC",
               {person}, [&](const Row& row) -> Status {
                 FieldChange one{std::string(row.text(1)),
                                 {},
                                 std::string(row.text(3)),
                                 std::string(row.text(4)),
                                 row.integer(5)};
                 if (!row.is_null(2)) {
                   AKSIS_ASSIGN(plain, key->open({kChangeTable, "before_sealed", row.text(0)},
                                                 storage::blob(row.text(2))));
                   one.before = std::move(plain);
                 }
                 out.push_back(std::move(one));
                 return {};
               }));
  return out;
}

Status remove_person(Transaction& tx, std::string_view person, const Clock& clock) {
  for (const char* sql :
       {"DELETE FROM core_person_field WHERE person = $1",
        "DELETE FROM core_person_field_change WHERE person = $1",
        "DELETE FROM core_relation WHERE person = $1", "DELETE FROM core_person WHERE id = $1"})
    AKSIS_TRY(tx.execute(sql, {person}));
  const auto data = json::Writer().object().member("person", person).end().text();
  return events::publish(tx, "core.person_deleted/1", data, clock);
}

}  // namespace aksis::record
