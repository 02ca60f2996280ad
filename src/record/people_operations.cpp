// The operations on people: schemas and handlers over the functions of people.hpp.
#include <optional>
#include <string>

#include "record/people.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using operations::Operation;
using storage::Database;
using storage::Transaction;

constexpr int64_t kPageDefault = 50;

constexpr const char* kPersonSchema = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "reference", "created_at"],
  "properties": {
    "id": {"type": "string"},
    "reference": {"type": "string"},
    "created_at": {"type": "string", "description": "UTC"}
  }})";

constexpr const char* kCreateSchema = R"({
  "type": "object", "additionalProperties": false,
  "required": ["reference"],
  "properties": {
    "reference": {
      "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9._/-]+$",
      "description": "The agency's own reference of the person: no name, no national number"
    }
  }})";

constexpr const char* kListSchema = R"({
  "type": "object", "additionalProperties": false,
  "properties": {
    "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    "cursor": {"type": "string", "maxLength": 64, "description": "\"next\" of the page before"},
    "reference": {"type": "string", "maxLength": 64, "description": "Only this reference"}
  }})";

constexpr const char* kOneSchema = R"({
  "type": "object", "additionalProperties": false,
  "required": ["person"],
  "properties": {"person": {"type": "string", "maxLength": 64, "description": "The person's id"}}
  })";

std::string page_schema() {
  return R"({"type": "object", "additionalProperties": false, "required": ["people", "next"],
    "properties": {"people": {"type": "array", "items": )" +
         std::string(kPersonSchema) + R"(}, "next": {"type": ["string", "null"]}}})";
}

void write(json::Writer& out, const Person& person) {
  out.object()
      .member("id", person.id)
      .member("reference", person.reference)
      .member("created_at", iso_time(person.created_at))
      .end();
}

void answer(Call& call, const Person& person) {
  json::Writer out;
  write(out, person);
  call.respond(out.text());
  call.etag = std::to_string(person.version);
}

Status create(Database& database, const Clock& clock, Call& call) {
  std::optional<Person> made;
  AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(person, create_person(tx, json::text(call.input(), "reference"), clock));
    made = std::move(person);
    return {};
  }));
  answer(call, *made);
  return {};
}

Status list(Database& database, Call& call) {
  PeoplePage page;
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, list_people(tx, json::text(call.input(), "cursor"),
                                    json::integer(call.input(), "limit", kPageDefault),
                                    json::text(call.input(), "reference")));
    page = std::move(found);
    return {};
  }));
  json::Writer out;
  out.object().key("people").array();
  for (const Person& person : page.people) write(out, person);
  out.end().key("next");
  page.next ? out.value(*page.next) : out.null();
  call.respond(out.end().text());
  return {};
}

Status read(Database& database, Call& call) {
  std::optional<Person> found;
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(person, read_person(tx, json::text(call.input(), "person")));
    found = std::move(person);
    return {};
  }));
  answer(call, *found);
  return {};
}

Status remove(Database& database, const Clock& clock, Call& call) {
  const auto id = json::text(call.input(), "person");
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(person, read_person(tx, id));
    if (!call.if_match.empty() && call.if_match != std::to_string(person.version))
      return Error{Code::stale, "the person was changed meanwhile: read it again", {}};
    return delete_person(tx, id, clock);
  });
}

}  // namespace

Status add_people_operations(operations::Registry& registry, Database& database,
                             const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "people.create",
      .kind = Kind::write,
      .summary_fr = "Ajouter une personne sous la référence de l’agence",
      .summary_en = "Add a person under the agency's reference",
      .method = "POST",
      .path = "/people",
      .permission = "people.write",
      .input_schema = kCreateSchema,
      .output_schema = kPersonSchema,
      .command = {{"person add", {"reference"}}},
      .handler = [&](Call& call) { return create(database, clock, call); },
  }));

  AKSIS_TRY(registry.add({
      .id = "people.list",
      .kind = Kind::read,
      .summary_fr = "Lister les personnes, par ordre d’ajout",
      .summary_en = "List people, in the order they were added",
      .method = "GET",
      .path = "/people",
      .permission = "people.read",
      .input_schema = kListSchema,
      .output_schema = page_schema(),
      .command = {{"person list", {}}},
      .handler = [&](Call& call) { return list(database, call); },
  }));

  AKSIS_TRY(registry.add({
      .id = "people.read",
      .kind = Kind::read,
      .summary_fr = "Lire une personne",
      .summary_en = "Read a person",
      .method = "GET",
      .path = "/people/{person}",
      .permission = "people.read",
      .input_schema = kOneSchema,
      .output_schema = kPersonSchema,
      .command = {{"person show", {"person"}}},
      .handler = [&](Call& call) { return read(database, call); },
  }));

  return registry.add({
      .id = "people.delete",
      .kind = Kind::write,
      .summary_fr = "Supprimer une personne et ce que chaque module en conserve",
      .summary_en = "Delete a person and what each module keeps of them",
      .method = "DELETE",
      .path = "/people/{person}",
      .permission = "people.write",
      .input_schema = kOneSchema,
      .command = {{"person delete", {"person"}}},
      .handler = [&](Call& call) { return remove(database, clock, call); },
  });
}

}  // namespace aksis::record
