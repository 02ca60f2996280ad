// The operations on records opened without a relation: schemas and handlers over broken_glass.hpp.
#include <fmt/format.h>

#include "access/broken_glass.hpp"
#include "audit/facts.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr const char* kGlass = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "account", "person", "at", "until"],
  "properties": {
    "id": {"type": "string"}, "account": {"type": "string"}, "person": {"type": "string"},
    "reason": {"type": "string",
      "description": "As written; absent when the person was erased, and just after it was given"},
    "at": {"type": "string", "description": "UTC"},
    "until": {"type": "string", "description": "UTC; the record closes again"},
    "reviewed_at": {"type": "string", "description": "UTC"},
    "reviewed_by": {"type": "string"}, "finding": {"type": "string"}}})";

constexpr const char* kBreakInput = R"({
  "type": "object", "additionalProperties": false, "required": ["person", "reason"],
  "properties": {
    "person": {"type": "string", "minLength": 1, "maxLength": 64, "description": "The person's id"},
    "reason": {"type": "string", "minLength": 20, "maxLength": 500,
      "description": "Why this record must be opened now; your supervisor reads it"}}})";

constexpr const char* kListInput = R"({
  "type": "object", "additionalProperties": false,
  "properties": {
    "open": {"type": "boolean", "default": true, "description": "Only those nobody looked at yet"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
    "cursor": {"type": "string", "maxLength": 64, "description": "\"next\" of the page before"}}})";

constexpr const char* kReviewInput = R"({
  "type": "object", "additionalProperties": false, "required": ["glass", "finding"],
  "properties": {
    "glass": {"type": "string", "maxLength": 64, "description": "Its id"},
    "finding": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "What you found: justified, or what follows"}}})";

std::string list_output() {
  return R"({"type": "object", "additionalProperties": false, "required": ["items", "next"],
    "properties": {"items": {"type": "array", "items": )" +
         std::string(kGlass) + R"(}, "next": {"type": ["string", "null"]}}})";
}

void write(json::Writer& out, const BrokenGlass& one) {
  out.object().member("id", one.id).member("account", one.account).member("person", one.person);
  if (!one.reason.empty()) out.member("reason", one.reason);
  out.member("at", iso_time(one.at));
  out.member("until", iso_time(one.until));
  if (one.reviewed_at) out.member("reviewed_at", iso_time(*one.reviewed_at));
  if (!one.reviewed_by.empty()) out.member("reviewed_by", one.reviewed_by);
  if (!one.finding.empty()) out.member("finding", one.finding);
  out.end();
}

// The answer leaves the reason out: an Idempotency-Key would keep it in clear.
Status break_it(Database& database, const GlassRules& rules, const GlassWords& words,
                const Clock& clock, Call& call) {
  const auto& caller = call.principal();
  if (caller.account.empty())
    return said(Code::forbidden, "Only a person opens a record without a relation.",
                "Seule une personne connectée peut ouvrir un dossier hors portefeuille.");
  const auto scope = caller.scope_of("people.break_glass").value_or(operations::Scope::own);
  const auto person = json::text(call.input(), "person");
  const auto reason = json::text(call.input(), "reason");
  // Before the write, whose audit entry has the same: also when it is refused.
  call.relation = audit::kBrokenGlass;
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(sealed, audit::seal_reason(tx, words.seal, person, reason));
    call.reason = std::move(sealed);
    return {};
  }));
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(made, break_glass(tx, caller, person, reason, call.reason, scope, rules, clock));
    made.reason.clear();
    audit::note_subject(made.person, "glass:" + made.id);
    json::Writer out;
    write(out, made);
    call.respond(out.text());
    return {};
  });
}

// Who supervises an agency sees what its accounts opened; with a wider scope, everybody's.
Status list(Database& database, const GlassWords& words, Call& call) {
  const auto& input = call.input();
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(page,
                 list_glasses(tx, supervised_by(call.principal()), json::boolean(input, "open"),
                              json::text(input, "cursor"), json::integer(input, "limit", 50)));
    json::Writer out;
    out.object().key("items").array();
    for (auto& one : page.glasses) {
      for (auto* text : {&one.reason, &one.finding}) {
        AKSIS_ASSIGN(shown, audit::open_reason(tx, words.open, one.person, *text));
        *text = std::move(shown);
      }
      write(out, one);
    }
    out.end().member("next", page.next);
    call.respond(out.end().text());
    return {};
  });
}

Status review(Database& database, const GlassWords& words, const Clock& clock, Call& call) {
  const auto id = json::text(call.input(), "glass");
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(review_glass(tx, call.principal(), id, json::text(call.input(), "finding"),
                           words.seal, clock.now()));
    audit::note_subject("", fmt::format("glass:{}", id));
    return {};
  });
}

}  // namespace

Status add_broken_glass_operations(operations::Registry& registry, Database& database,
                                   const GlassRules& rules, const GlassWords& words,
                                   const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "people.break_glass",
      .kind = Kind::write,
      .summary_fr = "Ouvrir un dossier hors de son portefeuille, avec un motif écrit",
      .summary_en = "Open a record outside one's caseload, with a written reason",
      .method = "POST",
      .path = "/people/{person}/break-glass",
      .permission = "people.break_glass",
      .subject = "-",
      .about = "person",
      .input_schema = kBreakInput,
      .output_schema = kGlass,
      .handler = [&, rules,
                  words](Call& call) { return break_it(database, rules, words, clock, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "glass.list",
      .summary_fr = "Les dossiers ouverts hors portefeuille, à examiner",
      .summary_en = "The records opened outside a caseload, to be looked at",
      .method = "GET",
      .path = "/broken-glass",
      .permission = "people.supervise",
      .traced = true,
      .input_schema = kListInput,
      .output_schema = list_output(),
      .command = {{"glass list", {}}},
      .handler = [&, words](Call& call) { return list(database, words, call); },
  }));
  return registry.add({
      .id = "glass.review",
      .kind = Kind::write,
      .summary_fr = "Noter ce que l’examen d’une ouverture hors portefeuille a montré",
      .summary_en = "Write down what looking at such an opening showed",
      .method = "POST",
      .path = "/broken-glass/{glass}/review",
      .permission = "people.supervise",
      .input_schema = kReviewInput,
      .command = {{"glass review", {"glass", "finding"}}},
      .handler = [&, words](Call& call) { return review(database, words, clock, call); },
  });
}

}  // namespace aksis::access
