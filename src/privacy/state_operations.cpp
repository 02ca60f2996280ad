// The operations on the state of a person's data: schemas and handlers over person_state.hpp.
#include <fmt/format.h>

#include "privacy/known_person.hpp"
#include "privacy/person_state.hpp"

namespace aksis::privacy {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr const char* kPersonInput = R"({"type": "object", "additionalProperties": false,
  "required": ["person"], "properties": {
    "person": {"type": "string", "maxLength": 36, "description": "The person's id"}}})";

constexpr const char* kReasonInput = R"({"type": "object", "additionalProperties": false,
  "required": ["person", "reason"], "properties": {
    "person": {"type": "string", "maxLength": 36, "description": "The person's id"},
    "reason": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "Why: the person's request, a contested fact"}}})";

constexpr const char* kOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["person", "state", "restricted"], "properties": {
    "person": {"type": "string"},
    "state": {"type": "string", "enum": ["active", "archived"]},
    "state_since": {"type": "string"}, "state_reason": {"type": "string"},
    "restricted": {"type": "boolean"},
    "restriction_changed_at": {"type": "string"}, "restriction_reason": {"type": "string"},
    "restriction_changed_by": {"type": "string"}}})";

Status answer(Call& call, Transaction& tx, std::string_view person) {
  AKSIS_ASSIGN(state, person_state(tx, person));
  json::Writer out;
  out.object().member("person", person).member("state", state.archived ? "archived" : "active");
  if (state.state_since)
    out.member("state_since", iso_time(state.state_since))
        .member("state_reason", state.state_reason);
  out.member("restricted", state.restricted);
  if (state.restricted_since)
    out.member("restriction_changed_at", iso_time(state.restricted_since))
        .member("restriction_reason", state.restricted_reason)
        .member("restriction_changed_by", state.restricted_by);
  call.respond(out.end().text());
  return {};
}

Status change(Database& database, const Clock& clock, bool restricted, Call& call) {
  return database.write([&](Transaction& tx) -> Status {
    const auto person = json::text(call.input(), "person");
    AKSIS_TRY(check_known(tx, person));
    AKSIS_TRY(set_restricted(tx, person, restricted, json::text(call.input(), "reason"),
                             call.principal().id, clock));
    return answer(call, tx, person);
  });
}

}  // namespace

Status add_state_operations(operations::Registry& registry, Database& database,
                            const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "people.restrict",
      .kind = Kind::write,
      .summary_fr =
          "Limiter le traitement des données d’une personne : ni rapprochement, ni échange",
      .summary_en = "Restrict the processing of a person's data: no matching, no exchange",
      .method = "POST",
      .path = "/people/{person}/restrict",
      .permission = "people.restrict",
      .input_schema = kReasonInput,
      .output_schema = kOutput,
      .command = {{"person restrict", {"person", "reason"}}},
      .handler = [&](Call& call) { return change(database, clock, true, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "people.unrestrict",
      .kind = Kind::write,
      .summary_fr = "Lever la limitation du traitement des données d’une personne",
      .summary_en = "Lift the restriction of the processing of a person's data",
      .method = "POST",
      .path = "/people/{person}/unrestrict",
      .permission = "people.restrict",
      .input_schema = kReasonInput,
      .output_schema = kOutput,
      .command = {{"person unrestrict", {"person", "reason"}}},
      .handler = [&](Call& call) { return change(database, clock, false, call); },
  }));
  return registry.add({
      .id = "people.state",
      .summary_fr = "Dire si les données d’une personne sont actives, archivées, limitées",
      .summary_en = "Tell whether a person's data are active, archived, restricted",
      .method = "GET",
      .path = "/people/{person}/state",
      .permission = "people.read",
      .input_schema = kPersonInput,
      .output_schema = kOutput,
      .command = {{"person state", {"person"}}},
      .handler =
          [&](Call& call) {
            return database.read([&](Transaction& tx) {
              return answer(call, tx, json::text(call.input(), "person"));
            });
          },
  });
}

}  // namespace aksis::privacy
