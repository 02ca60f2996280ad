// The operations on retention: schemas and handlers over retention.hpp.
#include <fmt/format.h>

#include <map>

#include "privacy/person_state.hpp"
#include "privacy/retention.hpp"

namespace aksis::privacy {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr int64_t kPeopleAtOnce = 100;  // of one write body: well below its time limit
constexpr int64_t kMonthsMax = 1200;

constexpr const char* kRunInput = R"({"type": "object", "additionalProperties": false,
  "properties": {"dry_run": {"type": "boolean", "default": false,
    "description": "Only tell what would be done"}}})";

constexpr const char* kRunOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["day", "dry_run", "people", "categories"], "properties": {
    "day": {"type": "string"}, "dry_run": {"type": "boolean"},
    "people": {"type": "integer", "description": "People looked at"},
    "categories": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["category", "label", "legal_ground", "archived", "reactivated", "erased"],
      "properties": {
        "category": {"type": "string"}, "label": {"type": "string"},
        "legal_ground": {"type": "string"}, "archived": {"type": "integer"},
        "reactivated": {"type": "integer"}, "erased": {"type": "integer"}}}}}})";

constexpr const char* kRuleMembers = R"(
    "category": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 40},
    "label": {"type": "string", "minLength": 1, "maxLength": 200},
    "scope": {"type": "string", "enum": ["person", "part"],
      "description": "What ends: the whole person, or the part of the category alone"},
    "active_months": {"type": "integer", "minimum": 0, "maximum": 1200},
    "archive_months": {"type": "integer", "minimum": 0, "maximum": 1200},
    "legal_ground": {"type": "string", "minLength": 1, "maxLength": 500})";
static_assert(kMonthsMax == 1200);

std::string rule_schema() {
  return std::string(R"({"type": "object", "additionalProperties": false, "required": ["category",
    "label", "scope", "active_months", "archive_months", "legal_ground"], "properties": {)") +
         kRuleMembers + "}}";
}

struct Count {
  int64_t archived = 0, reactivated = 0, erased = 0;
};
using Counts = std::map<std::string, Count>;

void count(const RetentionMove& move, Counts& counts) {
  auto& one = counts[move.category];
  ++(move.to == Stage::erased     ? one.erased
     : move.to == Stage::archived ? one.archived
                                  : one.reactivated);
}

struct Engine {
  Database& database;
  const Holders& holders;
  Erasures& erasures;
  const Clock& clock;

  Status apply(Transaction& tx, const RetentionMove& move, const RetentionRule& rule) const {
    if (move.to != Stage::erased)
      return set_archived(tx, move.person, move.to == Stage::archived, rule.legal_ground, clock);
    if (move.whole_person)
      return erase_person(tx, holders, {move.person, "retention", rule.legal_ground, "host"},
                          clock);
    for (const auto& holder : holders.all())
      if (holder.erase_part) AKSIS_TRY(holder.erase_part(tx, move.person, move.category));
    return {};
  }

  // Planned and done in one transaction: whoever registers anew meanwhile is not archived.
  Result<RetentionPlan> step(const std::vector<RetentionRule>& rules, const std::string& today,
                             const std::string& after, bool dry) const {
    RetentionPlan plan;
    const auto body = [&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(found, plan_retention(tx, holders, rules, today, after, kPeopleAtOnce));
      plan = std::move(found);
      if (dry) return {};
      for (const auto& move : plan.moves)
        for (const auto& rule : rules)
          if (rule.category == move.category) AKSIS_TRY(apply(tx, move, rule));
      return {};
    };
    AKSIS_TRY(dry ? database.read(body) : database.write(body));
    return plan;
  }

  Status run(Call& call) const {
    const bool dry = json::boolean(call.input(), "dry_run");
    const auto today = day_of(clock.now());
    std::vector<RetentionRule> rules;
    AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(found, retention_rules(tx));
      rules = std::move(found);
      return {};
    }));
    Counts counts;
    int64_t people = 0;
    for (std::optional<std::string> after = ""; after;) {
      if (call.cancelled(clock.now()))
        return said(Code::cancelled, "stopped; the next run goes on with those left",
                    "La tâche a été arrêtée ; relancez-la pour traiter les personnes restantes.");
      AKSIS_ASSIGN(plan, step(rules, today, *after, dry));
      for (const auto& move : plan.moves) count(move, counts);
      people += plan.seen;
      after = plan.next;
      if (call.on_progress)
        call.on_progress(people, 0, call.language == "fr" ? "personnes" : "people");
    }
    if (!dry) AKSIS_TRY(erasures.settle());
    json::Writer out;
    out.object().member("day", today).member("dry_run", dry).member("people", people);
    out.key("categories").array();
    for (const auto& rule : rules) {
      const auto& one = counts[rule.category];
      out.object().member("category", rule.category).member("label", rule.label);
      out.member("legal_ground", rule.legal_ground).member("archived", one.archived);
      out.member("reactivated", one.reactivated).member("erased", one.erased).end();
    }
    call.respond(out.end().end().text());
    return {};
  }
};

Status list_rules(Database& database, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(rules, retention_rules(tx));
    json::Writer out;
    out.object().key("rules").array();
    for (const auto& rule : rules)
      out.object()
          .member("category", rule.category)
          .member("label", rule.label)
          .member("scope", rule.whole_person ? "person" : "part")
          .member("active_months", rule.active_months)
          .member("archive_months", rule.archive_months)
          .member("legal_ground", rule.legal_ground)
          .end();
    call.respond(out.end().end().text());
    return {};
  });
}

Status set_rule(Database& database, Call& call) {
  return database.write([&](Transaction& tx) -> Status {
    const auto& in = call.input();
    AKSIS_TRY(tx.execute(
        "INSERT INTO core_retention_rule (category, label, scope, active_months, archive_months, "
        "legal_ground) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (category) DO UPDATE SET label "
        "= "
        "$2, scope = $3, active_months = $4, archive_months = $5, legal_ground = $6",
        {json::text(in, "category"), json::text(in, "label"), json::text(in, "scope"),
         json::integer(in, "active_months"), json::integer(in, "archive_months"),
         json::text(in, "legal_ground")}));
    call.respond(json::dump(in));
    return {};
  });
}

}  // namespace

Status add_retention_operations(operations::Registry& registry, Database& database,
                                const Holders& holders, Erasures& erasures, const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "privacy.retention",
      .kind = Kind::task,
      .summary_fr = "Archiver et effacer ce qui a atteint sa durée de conservation",
      .summary_en = "Archive and erase what has reached the end of its time",
      .method = "POST",
      .path = "/privacy/retention",
      .permission = "privacy.manage",
      .input_schema = kRunInput,
      .output_schema = kRunOutput,
      .command = {{"privacy retention", {}}},
      .deadline = std::chrono::milliseconds(0),
      .handler = [engine = Engine{database, holders, erasures, clock}](
                     Call& call) { return engine.run(call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "retention.rules",
      .summary_fr = "Lister les durées de conservation et leur fondement",
      .summary_en = "List how long data are kept, and on which ground",
      .method = "GET",
      .path = "/privacy/retention-rules",
      .permission = "privacy.read",
      .input_schema = operations::object_schema("", ""),
      .output_schema = R"({"type": "object", "additionalProperties": false, "required": ["rules"],
        "properties": {"rules": {"type": "array", "items": )" +
                       rule_schema() + "}}}",
      .command = {{"privacy rules", {}}},
      .handler = [&](Call& call) { return list_rules(database, call); },
  }));
  return registry.add({
      .id = "retention.set_rule",
      .kind = Kind::write,
      .summary_fr = "Fixer la durée de conservation d’une catégorie de données",
      .summary_en = "Set how long a category of data is kept",
      .method = "PUT",
      .path = "/privacy/retention-rules/{category}",
      .permission = "privacy.manage",
      .step_up = true,
      .input_schema = rule_schema(),
      .output_schema = rule_schema(),
      .command = {{"privacy set-rule", {"category"}}},
      .handler = [&](Call& call) { return set_rule(database, call); },
  });
}

}  // namespace aksis::privacy
