// The operations on people: schemas and handlers over the functions of people.hpp.
#include <optional>
#include <string>

#include "audit/facts.hpp"
#include "privacy/retention.hpp"
#include "record/people.hpp"
#include "record/people_list.hpp"
#include "record/person_json.hpp"
#include "record/refusals.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using operations::Operation;
using storage::Database;
using storage::Transaction;

std::string create_schema() {
  return R"({
  "type": "object", "additionalProperties": false,
  "properties": {
    "reference": {
      "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9._/-]+$",
      "description": "The agency's own reference of the person: no name, no national number; absent: one is made"
    },)" +
         input_members() + "}}";
}

constexpr const char* kOneSchema = R"({
  "type": "object", "additionalProperties": false,
  "required": ["person"],
  "properties": {"person": {"type": "string", "maxLength": 64, "description": "The person's id"}}
  })";

void answer(Call& call, const PersonRecord& record) {
  json::Writer out;
  write_person(out, record, Shown(call.principal()));
  call.respond(out.text());
  call.etag = std::to_string(record.person.version);
}

Status create(Database& database, const Clock& clock, privacy::Keyring* keys, Call& call) {
  AKSIS_ASSIGN(fields, read_changes(call.input(), privacy::day_of(clock.now())));
  std::erase_if(fields, [](const auto& one) { return one.second.empty(); });
  std::optional<PersonRecord> made;
  AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(person, create_person(tx, keys, json::text(call.input(), "reference"), clock));
    AKSIS_TRY(change_record(tx, keys, person.id, fields,
                            {json::text(call.input(), "source"), call.principal().id}, clock));
    AKSIS_TRY(entrust_to_caller(tx, call.principal(), person, clock));
    audit::note_subject(person.id);
    AKSIS_ASSIGN(record, read_record(tx, keys, person.id));
    made = std::move(record);
    return {};
  }));
  answer(call, *made);
  return {};
}

Status read(Database& database, privacy::Keyring* keys, Call& call) {
  std::optional<PersonRecord> found;
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(record, read_record(tx, keys, json::text(call.input(), "person")));
    found = std::move(record);
    return {};
  }));
  answer(call, *found);
  return {};
}

Status remove(Database& database, const Clock& clock, privacy::Keyring* keys, Call& call) {
  const auto id = json::text(call.input(), "person");
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(person, read_person(tx, id));
    if (!call.if_match.empty() && call.if_match != std::to_string(person.version))
      return person_is_stale();
    return delete_person(tx, keys, id, clock);
  });
}

}  // namespace

Status entrust_to_caller(Transaction& tx, const operations::Principal& caller, const Person& person,
                         const Clock& clock) {
  Relation made;
  made.person = person.id;
  made.from = person.created_at;
  made.reason = "added the person";
  made.made_by = caller.id;
  if (!caller.organisation.empty()) {
    made.kind = RelationKind::agency;
    made.holder = caller.organisation;
    AKSIS_TRY(start_relation(tx, made, clock));
  }
  if (caller.account.empty()) return {};
  made.kind = RelationKind::referent;
  made.holder = caller.account;
  AKSIS_TRY(start_relation(tx, made, clock));
  return {};
}

Status add_people_operations(operations::Registry& registry, Database& database, const Clock& clock,
                             privacy::Keyring* keys, AccountName account_name) {
  AKSIS_TRY(registry.add({
      .id = "people.create",
      .kind = Kind::write,
      .summary_fr = "Ajouter une personne ; ce qui est personnel est chiffré à sa clé",
      .summary_en = "Add a person; what is personal is sealed with their key",
      .method = "POST",
      .path = "/people",
      .permission = "people.write",
      .input_schema = create_schema(),
      .output_schema = person_schema(),
      .command = {{"person add", {"reference"}}},
      .handler = [&, keys](Call& call) { return create(database, clock, keys, call); },
  }));

  AKSIS_TRY(add_list_operation(registry, database, clock, keys, std::move(account_name)));

  AKSIS_TRY(registry.add({
      .id = "people.read",
      .kind = Kind::read,
      .summary_fr = "Lire une personne",
      .summary_en = "Read a person",
      .method = "GET",
      .path = "/people/{person}",
      .permission = "people.read",
      .input_schema = kOneSchema,
      .output_schema = person_schema(),
      .command = {{"person show", {"person"}}},
      .handler = [&, keys](Call& call) { return read(database, keys, call); },
  }));

  return registry.add({
      .id = "people.delete",
      .kind = Kind::write,
      .summary_fr = "Supprimer une personne restée pseudonyme et ce que chaque module en conserve",
      .summary_en = "Delete a person who stayed pseudonymous and what each module keeps of them",
      .method = "DELETE",
      .path = "/people/{person}",
      .permission = "people.write",
      .input_schema = kOneSchema,
      .command = {{"person delete", {"person"}}},
      .handler = [&, keys](Call& call) { return remove(database, clock, keys, call); },
  });
}

}  // namespace aksis::record
