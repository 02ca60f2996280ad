// The operations on relations: schemas and handlers over relations.hpp.
#include "record/groups.hpp"
#include "record/organisations.hpp"
#include "record/relations.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr const char* kRelation = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "kind", "holder", "from", "reason", "made_by"],
  "properties": {
    "id": {"type": "string"},
    "kind": {"type": "string", "enum": ["referent", "group", "instructor", "agency"]},
    "holder": {"type": "string", "description": "Id of the account, the group or the organisation"},
    "holder_name": {"type": "string", "description": "In lists, where it is known"},
    "from": {"type": "string", "description": "UTC"},
    "until": {"type": "string", "description": "UTC; absent: it holds"},
    "reason": {"type": "string"}, "end_reason": {"type": "string"},
    "made_by": {"type": "string"}, "ended_by": {"type": "string"}}})";

constexpr const char* kStartInput = R"({
  "type": "object", "additionalProperties": false,
  "required": ["person", "kind", "holder", "reason"],
  "properties": {
    "person": {"type": "string", "maxLength": 64, "description": "The person's id"},
    "kind": {"type": "string", "enum": ["referent", "group", "instructor", "agency"]},
    "holder": {"type": "string", "minLength": 1, "maxLength": 64,
      "description": "Id of the account, the group or the organisation"},
    "reason": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "Why it begins; kept in the history"}}})";

constexpr const char* kEndInput = R"({
  "type": "object", "additionalProperties": false, "required": ["person", "relation", "reason"],
  "properties": {
    "person": {"type": "string", "maxLength": 64, "description": "The person's id"},
    "relation": {"type": "string", "maxLength": 64, "description": "The relation's id"},
    "reason": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "Why it ends; kept in the history"}}})";

constexpr const char* kListInput = R"({
  "type": "object", "additionalProperties": false, "required": ["person"],
  "properties": {
    "person": {"type": "string", "maxLength": 64, "description": "The person's id"},
    "ended": {"type": "boolean", "default": false, "description": "With those that ended"}}})";

std::string list_output() {
  return R"({"type": "object", "additionalProperties": false, "required": ["relations"],
    "properties": {"relations": {"type": "array", "items": )" +
         std::string(kRelation) + "}}}";
}

// Empty: unknown.
Result<std::string> holder_name(Transaction& tx, audit::AccountNames& accounts,
                                const Relation& one) {
  const auto name = [](const auto& found) -> Result<std::string> {
    if (found.ok()) return found->name;
    if (found.error().code == Code::not_found) return std::string();
    return found.error();
  };
  if (one.kind == RelationKind::agency) return name(read_organisation(tx, one.holder));
  if (one.kind == RelationKind::group) return name(read_group(tx, one.holder));
  return accounts.of(one.holder);
}

void write(json::Writer& out, const Relation& one, const std::string& holder = {}) {
  out.object().member("id", one.id).member("kind", name_of(one.kind));
  out.member("holder", one.holder);
  if (!holder.empty()) out.member("holder_name", holder);
  out.member("from", iso_time(one.from));
  if (one.until) out.member("until", iso_time(*one.until));
  out.member("reason", one.reason);
  if (!one.end_reason.empty()) out.member("end_reason", one.end_reason);
  out.member("made_by", one.made_by);
  if (!one.ended_by.empty()) out.member("ended_by", one.ended_by);
  out.end();
}

Status answer(Call& call, const Result<Relation>& one) {
  if (!one) return one.error();
  json::Writer out;
  write(out, one.value());
  call.respond(out.text());
  return {};
}

Status start(Database& database, const Clock& clock, Call& call) {
  return database.write([&](Transaction& tx) {
    Relation made;
    made.person = json::text(call.input(), "person");
    made.kind = *parse_relation_kind(json::text(call.input(), "kind"));
    made.holder = json::text(call.input(), "holder");
    made.reason = json::text(call.input(), "reason");
    made.made_by = call.principal().id;
    made.from = clock.now();
    return answer(call, start_relation(tx, std::move(made), clock));
  });
}

Status end(Database& database, const Clock& clock, Call& call) {
  return database.write([&](Transaction& tx) {
    const auto& input = call.input();
    return answer(call, end_relation(tx, json::text(input, "person"), json::text(input, "relation"),
                                     json::text(input, "reason"), call.principal().id, clock));
  });
}

Status list(Database& database, const Clock& clock, const audit::AccountName& account_name,
            Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    const auto at = json::boolean(call.input(), "ended") ? std::optional<Micros>() : clock.now();
    AKSIS_ASSIGN(found, relations_of(tx, json::text(call.input(), "person"), at));
    audit::AccountNames accounts(tx, account_name);
    json::Writer out;
    out.object().key("relations").array();
    for (const auto& one : found) {
      AKSIS_ASSIGN(name, holder_name(tx, accounts, one));
      write(out, one, name);
    }
    call.respond(out.end().end().text());
    return {};
  });
}

}  // namespace

Status add_relation_operations(operations::Registry& registry, Database& database,
                               const Clock& clock, audit::AccountName account_name) {
  AKSIS_TRY(registry.add({
      .id = "relations.start",
      .kind = Kind::write,
      .summary_fr = "Confier une personne à un référent, un groupe de suivi ou une agence",
      .summary_en = "Entrust a person to a referent, a follow-up group or an agency",
      .method = "POST",
      .path = "/people/{person}/relations",
      .permission = "relations.manage",
      .input_schema = kStartInput,
      .output_schema = kRelation,
      .command = {{"relation add", {"person", "kind", "holder"}}},
      .handler = [&](Call& call) { return start(database, clock, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "relations.list",
      .summary_fr = "Qui accompagne une personne, et depuis quand",
      .summary_en = "Who accompanies a person, and since when",
      .method = "GET",
      .path = "/people/{person}/relations",
      .permission = "relations.read",
      .input_schema = kListInput,
      .output_schema = list_output(),
      .command = {{"relation list", {"person"}}},
      .handler = [&, account_name = std::move(account_name)](
                     Call& call) { return list(database, clock, account_name, call); },
  }));
  return registry.add({
      .id = "relations.end",
      .kind = Kind::write,
      .summary_fr = "Mettre fin à un accompagnement, avec son motif",
      .summary_en = "End an accompaniment, with the reason",
      .method = "POST",
      .path = "/people/{person}/relations/{relation}/end",
      .permission = "relations.manage",
      .input_schema = kEndInput,
      .output_schema = kRelation,
      .command = {{"relation end", {"person", "relation"}}},
      .handler = [&](Call& call) { return end(database, clock, call); },
  });
}

}  // namespace aksis::record
