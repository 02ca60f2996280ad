// The operations on consent: schemas and handlers over consent.hpp.
#include "privacy/consent.hpp"

namespace aksis::privacy {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Row;
using storage::Transaction;

constexpr const char* kActInput = R"({"type": "object", "additionalProperties": false,
  "required": ["person", "purpose", "how"], "properties": {
    "person": {"type": "string", "maxLength": 36, "description": "The person's id"},
    "purpose": {"type": "string", "minLength": 1, "maxLength": 40,
      "description": "Code of the purpose, as `aksis purpose list` shows it"},
    "how": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "How it was said, and where the proof is"}}})";

constexpr const char* kPersonInput = R"({"type": "object", "additionalProperties": false,
  "required": ["person"], "properties": {
    "person": {"type": "string", "maxLength": 36, "description": "The person's id"}}})";

constexpr const char* kConsents = R"({"type": "object", "additionalProperties": false,
  "required": ["consents"], "properties": {"consents": {"type": "array", "items": {
    "type": "object", "additionalProperties": false,
    "required": ["id", "purpose", "given_at", "how", "by"], "properties": {
      "id": {"type": "string"}, "purpose": {"type": "string"},
      "given_at": {"type": "string"}, "how": {"type": "string"}, "by": {"type": "string"},
      "withdrawn_at": {"type": "string"}, "withdrawn_how": {"type": "string"},
      "withdrawn_by": {"type": "string"}}}}}})";

constexpr const char* kPurposes = R"({"type": "object", "additionalProperties": false,
  "required": ["purposes"], "properties": {"purposes": {"type": "array", "items": {
    "type": "object", "additionalProperties": false,
    "required": ["code", "label", "legal_basis", "needs_consent"], "properties": {
      "code": {"type": "string"}, "label": {"type": "string"},
      "legal_basis": {"type": "string",
        "enum": ["public_task", "legal_obligation", "contract", "consent"]},
      "needs_consent": {"type": "boolean"}}}}}})";

Status answer(Call& call, Transaction& tx, std::string_view person) {
  AKSIS_ASSIGN(consents, consents_of(tx, person));
  json::Writer out;
  out.object().key("consents").array();
  for (const auto& one : consents) {
    out.object().member("id", one.id).member("purpose", one.purpose);
    out.member("given_at", iso_time(one.given_at)).member("how", one.how).member("by", one.by);
    if (one.withdrawn_at)
      out.member("withdrawn_at", iso_time(*one.withdrawn_at))
          .member("withdrawn_how", one.withdrawn_how)
          .member("withdrawn_by", one.withdrawn_by);
    out.end();
  }
  call.respond(out.end().end().text());
  return {};
}

using Act = Status (*)(Transaction&, const ConsentAct&, const Clock&);

Status act(Database& database, const Clock& clock, Act what, Call& call) {
  return database.write([&](Transaction& tx) -> Status {
    const auto& input = call.input();
    const auto person = json::text(input, "person");
    AKSIS_TRY(what(
        tx, {person, json::text(input, "purpose"), json::text(input, "how"), call.principal().id},
        clock));
    return answer(call, tx, person);
  });
}

Status list_purposes(Database& database, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    json::Writer out;
    out.object().key("purposes").array();
    AKSIS_TRY(tx.query(
        "SELECT code, label_fr, label_en, legal_basis, needs_consent FROM core_purpose ORDER BY "
        "needs_consent, code",
        {}, [&](const Row& row) -> Status {
          out.object()
              .member("code", row.text(0))
              .member("label", row.text(call.language == "en" ? 2 : 1))
              .member("legal_basis", row.text(3))
              .member("needs_consent", row.integer(4) == 1)
              .end();
          return {};
        }));
    call.respond(out.end().end().text());
    return {};
  });
}

Status add_reading(operations::Registry& registry, Database& database) {
  AKSIS_TRY(registry.add({
      .id = "consents.list",
      .summary_fr = "Lister les consentements d’une personne, retirés compris",
      .summary_en = "List a person's consents, those withdrawn included",
      .method = "GET",
      .path = "/people/{person}/consents",
      .permission = "consents.read",
      .input_schema = kPersonInput,
      .output_schema = kConsents,
      .command = {{"consent list", {"person"}}},
      .handler =
          [&](Call& call) {
            return database.read([&](Transaction& tx) {
              return answer(call, tx, json::text(call.input(), "person"));
            });
          },
  }));
  return registry.add({
      .id = "purposes.list",
      .summary_fr =
          "Lister les finalités, leur base légale et celles qui demandent un consentement",
      .summary_en = "List the purposes, their legal basis and which ones need consent",
      .method = "GET",
      .path = "/purposes",
      .permission = "consents.read",
      .input_schema = operations::object_schema("", ""),
      .output_schema = kPurposes,
      .command = {{"purpose list", {}}},
      .handler = [&](Call& call) { return list_purposes(database, call); },
  });
}

}  // namespace

Status add_consent_operations(operations::Registry& registry, Database& database,
                              const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "consents.give",
      .kind = Kind::write,
      .summary_fr = "Enregistrer le consentement d’une personne à une finalité",
      .summary_en = "Record a person's consent to a purpose",
      .method = "POST",
      .path = "/people/{person}/consents",
      .permission = "consents.manage",
      .input_schema = kActInput,
      .output_schema = kConsents,
      .command = {{"consent give", {"person", "purpose", "how"}}},
      .handler = [&](Call& call) { return act(database, clock, give_consent, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "consents.withdraw",
      .kind = Kind::write,
      .summary_fr = "Enregistrer le retrait d’un consentement",
      .summary_en = "Record that a consent is withdrawn",
      .method = "POST",
      .path = "/people/{person}/consents/withdraw",
      .permission = "consents.manage",
      .input_schema = kActInput,
      .output_schema = kConsents,
      .command = {{"consent withdraw", {"person", "purpose", "how"}}},
      .handler = [&](Call& call) { return act(database, clock, withdraw_consent, call); },
  }));
  return add_reading(registry, database);
}

}  // namespace aksis::privacy
