// The operations of access and erasure: schemas and handlers.
#include "privacy/person_export.hpp"

namespace aksis::privacy {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr const char* kExportInput = R"({"type": "object", "additionalProperties": false,
  "required": ["person"], "properties": {
    "person": {"type": "string", "maxLength": 36, "description": "The person's id"}}})";

constexpr const char* kExportOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["person", "data", "page"], "properties": {
    "person": {"type": "string"},
    "data": {"type": "object", "description": "For machines: everything held, by who holds it"},
    "page": {"type": "string", "description": "For the person: the same as one HTML page"}}})";

constexpr const char* kEraseInput = R"({"type": "object", "additionalProperties": false,
  "required": ["person", "ground", "reason"], "properties": {
    "person": {"type": "string", "maxLength": 36, "description": "The person's id"},
    "ground": {"type": "string",
      "enum": ["request", "consent_withdrawn", "objection", "unlawful", "obligation"],
      "description": "The ground of GDPR article 17"},
    "reason": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "Who asked, who decided; nothing that names the person: it stays"}}})";

constexpr const char* kEraseOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["person", "erased_at"], "properties": {
    "person": {"type": "string"}, "erased_at": {"type": "string"}}})";

Status give_export(Database& database, const Holders& holders, const Clock& clock, Call& call) {
  std::string data;
  const auto person = json::text(call.input(), "person");
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(text, export_person(tx, holders, person, clock));
    data = std::move(text);
    return {};
  }));
  AKSIS_ASSIGN(page, readable_page(holders, data));
  json::Writer out;
  out.object().member("person", person).key("data").raw(data).member("page", page).end();
  call.respond(out.text());
  return {};
}

Status erase(Erasures& erasures, const Clock& clock, Call& call) {
  const auto& input = call.input();
  const auto person = json::text(input, "person");
  const Micros now = clock.now();
  AKSIS_TRY(erasures.erase(
      {person, json::text(input, "ground"), json::text(input, "reason"), call.principal().id}));
  json::Writer out;
  out.object().member("person", person).member("erased_at", iso_time(now)).end();
  call.respond(out.text());
  return {};
}

}  // namespace

Status add_person_operations(operations::Registry& registry, Database& database,
                             const Holders& holders, Erasures& erasures, const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "people.export",
      .summary_fr = "Remettre à une personne tout ce qui est détenu sur elle (droit d’accès)",
      .summary_en = "Give a person everything that is held of them (right of access)",
      .method = "GET",
      .path = "/people/{person}/export",
      .permission = "people.export",
      .step_up = true,
      .input_schema = kExportInput,
      .output_schema = kExportOutput,
      .command = {{"person export", {"person"}}},
      .handler = [&](Call& call) { return give_export(database, holders, clock, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "people.erase",
      .kind = Kind::write,
      .summary_fr = "Effacer une personne : sa clé, ses données, partout",
      .summary_en = "Erase a person: their key, their data, everywhere",
      .method = "POST",
      .path = "/people/{person}/erase",
      .permission = "people.erase",
      .step_up = true,
      .input_schema = kEraseInput,
      .output_schema = kEraseOutput,
      .command = {{"person erase", {"person", "ground", "reason"}}},
      .handler = [&](Call& call) { return erase(erasures, clock, call); },
  }));
  return registry.add({
      .id = std::string(kScrubOperation),
      .kind = Kind::task,
      .summary_fr = "Réécrire la base pour qu’il n’y reste aucun octet de ce qui fut effacé",
      .summary_en = "Write the database anew, so that no byte of what was erased is left in it",
      .method = "POST",
      .path = "/privacy/scrub",
      .permission = "privacy.manage",
      .input_schema = operations::object_schema("", ""),
      .command = {{"privacy scrub", {}}},
      .deadline = std::chrono::milliseconds(0),
      .handler = [&](Call&) { return erasures.scrub(); },
  });
}

}  // namespace aksis::privacy
