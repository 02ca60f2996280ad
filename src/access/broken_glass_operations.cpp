// The operations on records opened without a relation: schemas and handlers over broken_glass.hpp.
#include <fmt/format.h>

#include "access/broken_glass.hpp"
#include "audit/facts.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Row;
using storage::Transaction;

constexpr const char* kGlass = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "account", "person", "reason", "at", "until"],
  "properties": {
    "id": {"type": "string"}, "account": {"type": "string"}, "person": {"type": "string"},
    "reason": {"type": "string"}, "at": {"type": "string", "description": "UTC"},
    "until": {"type": "string", "description": "UTC; the record closes again"},
    "reviewed_at": {"type": "string", "description": "UTC"},
    "reviewed_by": {"type": "string"}, "finding": {"type": "string"}}})";

constexpr const char* kBreakInput = R"({
  "type": "object", "additionalProperties": false, "required": ["whom", "reason"],
  "properties": {
    "whom": {"type": "string", "minLength": 1, "maxLength": 64, "description": "The person's id"},
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
  out.member("reason", one.reason).member("at", iso_time(one.at));
  out.member("until", iso_time(one.until));
  if (one.reviewed_at) out.member("reviewed_at", iso_time(*one.reviewed_at));
  if (!one.reviewed_by.empty()) out.member("reviewed_by", one.reviewed_by);
  if (!one.finding.empty()) out.member("finding", one.finding);
  out.end();
}

Status break_it(Database& database, const GlassRules& rules, const Clock& clock, Call& call) {
  const auto& caller = call.principal();
  if (caller.account.empty())
    return Error{Code::forbidden, "Only a person opens a record without a relation.", {}};
  const auto scope = caller.scope_of("people.break_glass").value_or(operations::Scope::own);
  const auto reason = json::text(call.input(), "reason");
  // Of the audit entry of this very change.
  call.relation = "break_glass";
  call.reason = reason;
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(made, break_glass(tx, caller, json::text(call.input(), kBreakGlassPerson), reason,
                                   scope, rules, clock));
    audit::note_subject(made.person, "glass:" + made.id);
    json::Writer out;
    write(out, made);
    call.respond(out.text());
    return {};
  });
}

struct Supervised {
  bool all = false;
  std::string organisation;  // empty: nobody's
};
Supervised supervised_by(const operations::Principal& caller) {
  const auto scope = caller.scope_of("people.supervise").value_or(operations::Scope::own);
  return {scope >= operations::Scope::national,
          scope >= operations::Scope::agency ? caller.organisation : std::string()};
}

// Who supervises an agency sees what its accounts opened; with a wider scope, everybody's.
Status list(Database& database, Call& call) {
  const auto& caller = call.principal();
  const auto [all, organisation] = supervised_by(caller);
  const auto limit = json::integer(call.input(), "limit", 50);
  const bool open = json::boolean(call.input(), "open");
  return database.read([&](Transaction& tx) -> Status {
    std::vector<BrokenGlass> found;
    AKSIS_TRY(tx.query(
        "SELECT g.id, g.account, g.person, g.reason, g.at, g.until_at, g.reviewed_at, "
        "g.reviewed_by, g.finding FROM core_broken_glass g JOIN core_account a ON a.id = g.account "
        "WHERE ($1 = 1 OR ($2 <> '' AND a.organisation = $2)) AND ($3 = 0 OR g.reviewed_at IS "
        "NULL) AND "
        "($4 = '' OR g.id < $4) ORDER BY g.id DESC LIMIT $5",
        {int64_t{all}, organisation, int64_t{open}, json::text(call.input(), "cursor"), limit + 1},
        [&](const Row& row) -> Status {
          BrokenGlass one;
          one.id = row.text(0);
          one.account = row.text(1);
          one.person = row.text(2);
          one.reason = row.text(3);
          one.at = row.integer(4);
          one.until = row.integer(5);
          if (!row.is_null(6)) one.reviewed_at = row.integer(6);
          one.reviewed_by = row.text(7);
          one.finding = row.text(8);
          found.push_back(std::move(one));
          return {};
        }));
    const bool more = static_cast<int64_t>(found.size()) > limit;
    if (more) found.pop_back();
    json::Writer out;
    out.object().key("items").array();
    for (const auto& one : found) write(out, one);
    out.end().key("next");
    more ? out.value(found.back().id) : out.null();
    call.respond(out.end().text());
    return {};
  });
}

Status review(Database& database, const Clock& clock, Call& call) {
  const auto& caller = call.principal();
  const auto [all, organisation] = supervised_by(caller);
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(changed,
                 tx.execute("UPDATE core_broken_glass SET reviewed_at = $1, reviewed_by = $2, "
                            "finding = $3 WHERE id = $4 AND reviewed_at IS NULL AND account <> $5 "
                            "AND ($6 = 1 OR account IN (SELECT id FROM core_account WHERE "
                            "organisation = $7))",
                            {clock.now(), caller.id, json::text(call.input(), "finding"),
                             json::text(call.input(), "glass"), caller.account, int64_t{all},
                             organisation}));
    if (changed == 1) {
      audit::note_subject("", fmt::format("glass:{}", json::text(call.input(), "glass")));
      return {};
    }
    return Error{Code::not_found,
                 "There is nothing of that id for you to look at: it was looked at already, it is "
                 "your own, or another agency's.",
                 {}};
  });
}

}  // namespace

Status add_broken_glass_operations(operations::Registry& registry, Database& database,
                                   const GlassRules& rules, const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = std::string(kBreakGlassOperation),
      .kind = Kind::write,
      .summary_fr = "Ouvrir un dossier hors de son portefeuille, avec un motif écrit",
      .summary_en = "Open a record outside one's caseload, with a written reason",
      .method = "POST",
      .path = "/people/{whom}/break-glass",
      .permission = "people.break_glass",
      .input_schema = kBreakInput,
      .output_schema = kGlass,
      .command = {{"person break-glass", {"whom", "reason"}}},
      .handler = [&, rules](Call& call) { return break_it(database, rules, clock, call); },
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
      .handler = [&](Call& call) { return list(database, call); },
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
      .handler = [&](Call& call) { return review(database, clock, call); },
  });
}

}  // namespace aksis::access
