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

constexpr std::string_view kPersonSchema = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "reference", "created_at"],
  "properties": {
    "id": {"type": "string"},
    "reference": {"type": "string"},
    "created_at": {"type": "string", "description": "UTC"}
  }})";

constexpr std::string_view kCreateSchema = R"({
  "type": "object", "additionalProperties": false,
  "required": ["reference"],
  "properties": {
    "reference": {
      "type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[A-Za-z0-9._/-]+$",
      "description": "The agency's own reference of the person: no name, no national number"
    }
  }})";

constexpr std::string_view kListSchema = R"({
  "type": "object", "additionalProperties": false,
  "properties": {
    "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    "cursor": {"type": "string", "maxLength": 64, "description": "\"next\" of the page before"},
    "reference": {"type": "string", "maxLength": 64, "description": "Only this reference"}
  }})";

constexpr std::string_view kOneSchema = R"({
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

Operation declare(std::string id, Kind kind, std::string method, std::string path,
                  std::string_view input, std::string output, operations::Command command) {
  Operation operation;
  operation.id = std::move(id);
  operation.module = "core";
  operation.kind = kind;
  operation.method = std::move(method);
  operation.path = std::move(path);
  operation.permission = kind == Kind::read ? "people.read" : "people.write";
  operation.input_schema = input;
  operation.output_schema = std::move(output);
  operation.command = std::move(command);
  return operation;
}

}  // namespace

Status add_people_operations(operations::Registry& registry, Database& database,
                             const Clock& clock) {
  auto creating = declare("people.create", Kind::write, "POST", "/people", kCreateSchema,
                          std::string(kPersonSchema), {"person add", {"reference"}});
  creating.summary_fr = "Ajouter une personne sous la référence de l’agence";
  creating.summary_en = "Add a person under the agency's reference";
  creating.handler = [&](Call& call) { return create(database, clock, call); };
  AKSIS_TRY(registry.add(std::move(creating)));

  auto listing = declare("people.list", Kind::read, "GET", "/people", kListSchema, page_schema(),
                         {"person list", {}});
  listing.summary_fr = "Lister les personnes, par ordre d’ajout";
  listing.summary_en = "List people, in the order they were added";
  listing.handler = [&](Call& call) { return list(database, call); };
  AKSIS_TRY(registry.add(std::move(listing)));

  auto reading = declare("people.read", Kind::read, "GET", "/people/{person}", kOneSchema,
                         std::string(kPersonSchema), {"person show", {"person"}});
  reading.summary_fr = "Lire une personne";
  reading.summary_en = "Read a person";
  reading.handler = [&](Call& call) { return read(database, call); };
  AKSIS_TRY(registry.add(std::move(reading)));

  auto deleting = declare("people.delete", Kind::write, "DELETE", "/people/{person}", kOneSchema,
                          {}, {"person delete", {"person"}});
  deleting.summary_fr = "Supprimer une personne et ce que chaque module en conserve";
  deleting.summary_en = "Delete a person and what each module keeps of them";
  deleting.handler = [&](Call& call) { return remove(database, clock, call); };
  return registry.add(std::move(deleting));
}

}  // namespace aksis::record
