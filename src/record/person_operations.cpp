#include "record/person_operations.hpp"

#include <optional>
#include <string>

#include "privacy/retention.hpp"
#include "record/person_json.hpp"
#include "record/refusals.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using privacy::Keyring;
using storage::Database;
using storage::Row;
using storage::Transaction;

constexpr int64_t kKeysAtOnce = 500;  // of one write: some 20 ms

constexpr const char* kOneInput = R"({
  "type": "object", "additionalProperties": false, "required": ["person"],
  "properties": {"person": {"type": "string", "maxLength": 64, "description": "The person's id"}}})";

constexpr const char* kNirInput = R"({
  "type": "object", "additionalProperties": false, "required": ["person", "reason"],
  "properties": {
    "person": {"type": "string", "maxLength": 64, "description": "The person's id"},
    "reason": {"type": "string", "minLength": 10, "maxLength": 500,
      "description": "What the number is needed for; kept in the audit log"}}})";

constexpr const char* kNirOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["person", "nir"],
  "properties": {"person": {"type": "string"},
    "nir": {"type": "string", "description": "Fifteen characters, the last two its key"}}})";

constexpr const char* kHistoryOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["fields", "changes"],
  "properties": {
    "fields": {"type": "array", "description": "Where each present value comes from", "items": {
      "type": "object", "additionalProperties": false,
      "required": ["field", "source", "changed_by", "changed_at"],
      "properties": {"field": {"type": "string"}, "source": {"type": "string"},
        "changed_by": {"type": "string"}, "changed_at": {"type": "string"}}}},
    "changes": {"type": "array", "description": "The newest first", "items": {
      "type": "object", "additionalProperties": false,
      "required": ["field", "source", "changed_by", "changed_at"],
      "properties": {"field": {"type": "string"},
        "before": {"type": "string", "description": "What it replaced; absent: nothing, or masked"},
        "source": {"type": "string"}, "changed_by": {"type": "string"},
        "changed_at": {"type": "string"}}}}}})";

std::string update_schema() {
  return R"({"type": "object", "additionalProperties": false, "required": ["person"],
    "properties": {
    "person": {"type": "string", "maxLength": 64, "description": "The person's id"},)" +
         input_members() + "}}";
}

// Whoever does not see the contacts would wipe out those they replace.
Status check_unmasked(const Call& call, const FieldChanges& changes) {
  if (!changes.contains(kContacts) || Shown(call.principal()).shows(kContacts)) return {};
  auto error =
      said(Code::forbidden, "your role does not show contacts, so that it cannot replace them",
           "Votre rôle ne montre pas les coordonnées : il ne peut pas les remplacer.");
  error.details = {{"/contacts", "masked", "masquées à votre rôle"}};
  return error;
}

Status update(Database& database, const Clock& clock, Keyring* keys, Call& call) {
  const auto id = json::text(call.input(), "person");
  AKSIS_ASSIGN(changes, read_changes(call.input(), privacy::day_of(clock.now())));
  AKSIS_TRY(check_unmasked(call, changes));
  std::optional<PersonRecord> after;
  AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(person, read_person(tx, id));
    if (!call.if_match.empty() && call.if_match != std::to_string(person.version))
      return person_is_stale();
    AKSIS_TRY(change_record(tx, keys, id, changes,
                            {json::text(call.input(), "source"), call.principal().id}, clock));
    AKSIS_ASSIGN(record, read_record(tx, keys, id));
    after = std::move(record);
    return {};
  }));
  json::Writer out;
  write_person(out, *after, Shown(call.principal()));
  call.respond(out.text());
  call.etag = std::to_string(after->person.version);
  return {};
}

Status read_nir(Database& database, Keyring* keys, Call& call) {
  const auto& masked = call.principal().masked;
  if (std::find(masked.begin(), masked.end(), kNir) != masked.end())
    return said(Code::forbidden, "your role masks the NIR; ask whoever gives out roles",
                "Votre rôle masque le NIR ; adressez-vous à qui donne les rôles.");
  const auto id = json::text(call.input(), "person");
  std::string nir;
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(record, read_record(tx, keys, id));
    nir = record.value(kNir);
    return {};
  }));
  if (nir.empty())
    return said(Code::not_found, "no NIR is recorded of this person",
                "Aucun NIR n’est enregistré pour cette personne.");
  // Beside the reason of a broken glass, which opened the record.
  const auto reason = json::text(call.input(), "reason");
  call.reason =
      call.reason.empty() ? std::string(reason) : call.reason + "; " + std::string(reason);
  json::Writer out;
  out.object().member("person", id).member("nir", nir).end();
  call.respond(out.text());
  return {};
}

void write_history(json::Writer& out, const PersonRecord& record,
                   const std::vector<FieldChange>& changes, const Shown& shown) {
  out.object().key("fields").array();
  for (const auto& [name, field] : record.fields)
    out.object()
        .member("field", name)
        .member("source", field.source)
        .member("changed_by", field.changed_by)
        .member("changed_at", iso_time(field.changed_at))
        .end();
  out.end().key("changes").array();
  for (const auto& one : changes) {
    out.object().member("field", one.field);
    if (one.before && shown.shows(one.field))
      out.member("before", one.field == kNir ? masked_nir(*one.before) : *one.before);
    out.member("source", one.source)
        .member("changed_by", one.changed_by)
        .member("changed_at", iso_time(one.changed_at))
        .end();
  }
  out.end().end();
}

Status history(Database& database, Keyring* keys, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    const auto id = json::text(call.input(), "person");
    AKSIS_ASSIGN(record, read_record(tx, keys, id));
    AKSIS_ASSIGN(changes, changes_of(tx, keys, id));
    json::Writer out;
    write_history(out, record, changes, Shown(call.principal()));
    call.respond(out.text());
    return {};
  });
}

Status make_keys(Database& database, const Clock& clock, Keyring* keys, Call& call) {
  int64_t made = 0;
  for (bool more = true; more;) {
    if (call.cancelled(clock.now()))
      return said(Code::cancelled, "stopped; the next run goes on with those left",
                  "La tâche a été arrêtée ; relancez-la pour traiter les personnes restantes.");
    std::vector<std::string> without;
    AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
      without.clear();
      AKSIS_TRY(
          tx.query("SELECT p.id FROM core_person p WHERE NOT EXISTS (SELECT 1 FROM "
                   "core_person_key k WHERE k.person = p.id) ORDER BY p.id LIMIT $1",
                   {kKeysAtOnce}, [&](const Row& row) -> Status {
                     without.emplace_back(row.text(0));
                     return {};
                   }));
      for (const auto& person : without) AKSIS_TRY(keys->create_person_key(tx, person));
      return {};
    }));
    made += static_cast<int64_t>(without.size());
    more = !without.empty();
    if (call.on_progress) call.on_progress(made, 0, "people");
  }
  json::Writer out;
  out.object().member("made", made).end();
  call.respond(out.text());
  return {};
}

Status add_reading(operations::Registry& registry, Database& database, Keyring* keys) {
  AKSIS_TRY(registry.add({
      .id = "people.nir.read",
      .summary_fr = "Lire le NIR d’une personne, avec le motif qui le demande",
      .summary_en = "Read a person's NIR, with the reason that asks for it",
      .method = "POST",
      .path = "/people/{person}/nir",
      .permission = "people.nir",
      .step_up = true,
      .input_schema = kNirInput,
      .output_schema = kNirOutput,
      .command = {{"person nir", {"person", "reason"}}},
      .handler = [&database, keys](Call& call) { return read_nir(database, keys, call); },
  }));
  return registry.add({
      .id = "people.history",
      .summary_fr = "D’où vient chaque donnée d’une personne, et ce qu’elle a remplacé",
      .summary_en = "Where each value of a person comes from, and what it replaced",
      .method = "GET",
      .path = "/people/{person}/history",
      .permission = "people.read",
      .input_schema = kOneInput,
      .output_schema = kHistoryOutput,
      .command = {{"person history", {"person"}}},
      .handler = [&database, keys](Call& call) { return history(database, keys, call); },
  });
}

}  // namespace

Status add_person_operations(operations::Registry& registry, Database& database, const Clock& clock,
                             Keyring* keys) {
  AKSIS_TRY(add_reading(registry, database, keys));
  AKSIS_TRY(registry.add({
      .id = "people.update",
      .kind = Kind::write,
      .summary_fr = "Modifier une personne : seuls les membres donnés changent",
      .summary_en = "Change a person: only the members given change",
      .method = "PATCH",
      .path = "/people/{person}",
      .permission = "people.write",
      .input_schema = update_schema(),
      .output_schema = person_schema(),
      .command = {{"person set", {"person"}}},
      .needs_version = true,
      .handler = [&, keys](Call& call) { return update(database, clock, keys, call); },
  }));
  return registry.add({
      .id = "people.make_keys",
      .kind = Kind::task,
      .summary_fr = "Donner une clé à chaque personne qui n’en a pas encore",
      .summary_en = "Make a key for each person who has none yet",
      .method = "POST",
      .path = "/people/make-keys",
      .permission = "keys.manage",
      .input_schema = operations::object_schema("", ""),
      .output_schema = R"({"type": "object", "additionalProperties": false, "required": ["made"],
        "properties": {"made": {"type": "integer"}}})",
      .command = {{"person make-keys", {}}},
      .deadline = std::chrono::milliseconds(0),
      .handler = [&, keys](Call& call) { return make_keys(database, clock, keys, call); },
  });
}

}  // namespace aksis::record
