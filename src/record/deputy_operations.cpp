// The operations on deputies: schemas and handlers over deputies.hpp.
#include "audit/facts.hpp"
#include "record/deputies.hpp"
#include "record/reach.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr const char* kManage = "relations.manage";
constexpr int64_t kListMax = 500;

constexpr const char* kDeputy = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "account", "deputy", "from", "until", "reason", "made_by"],
  "properties": {
    "id": {"type": "string"},
    "account": {"type": "string", "description": "The account away"},
    "deputy": {"type": "string", "description": "The account standing in"},
    "from": {"type": "string", "description": "UTC"},
    "until": {"type": "string", "description": "UTC; the first moment it no longer holds"},
    "reason": {"type": "string"}, "made_by": {"type": "string"},
    "ended_at": {"type": "string", "description": "UTC; ended before its time"},
    "ended_by": {"type": "string"}}})";

constexpr const char* kStartInput = R"({
  "type": "object", "additionalProperties": false, "required": ["deputy", "days", "reason"],
  "properties": {
    "deputy": {"type": "string", "minLength": 1, "maxLength": 64,
      "description": "Id of the account standing in"},
    "account": {"type": "string", "maxLength": 64, "default": "",
      "description": "Id of the account away; without it the caller's own"},
    "in_days": {"type": "integer", "minimum": 0, "maximum": 365, "default": 0,
      "description": "Days until it begins; 0: now"},
    "days": {"type": "integer", "minimum": 1, "maximum": 92, "description": "Days it lasts"},
    "reason": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "Why; kept in the history"}}})";

constexpr const char* kEndInput = R"({
  "type": "object", "additionalProperties": false, "required": ["deputy"],
  "properties": {"deputy": {"type": "string", "maxLength": 64, "description": "Its id"}}})";

constexpr const char* kListInput = R"({
  "type": "object", "additionalProperties": false,
  "properties": {
    "account": {"type": "string", "maxLength": 64, "default": "",
      "description": "One side of it; without it the caller's own, or all for who manages them"},
    "limit": {"type": "integer", "minimum": 1, "maximum": 500, "default": 100}}})";

std::string list_output() {
  return R"({"type": "object", "additionalProperties": false, "required": ["deputies"],
    "properties": {"deputies": {"type": "array", "items": )" +
         std::string(kDeputy) + "}}}";
}

void write(json::Writer& out, const Deputy& one) {
  out.object().member("id", one.id).member("account", one.account).member("deputy", one.deputy);
  out.member("from", iso_time(one.from)).member("until", iso_time(one.until));
  out.member("reason", one.reason).member("made_by", one.made_by);
  if (one.ended_at) out.member("ended_at", iso_time(*one.ended_at));
  if (!one.ended_by.empty()) out.member("ended_by", one.ended_by);
  out.end();
}

void answer(Call& call, const Deputy& one) {
  json::Writer out;
  write(out, one);
  call.respond(out.text());
}

// One's own absence is one's own business; that of others takes the permission.
Status check_side(const Call& call, std::string_view account) {
  const auto& caller = call.principal();
  if ((!account.empty() && account == caller.account) || caller.allows(kManage)) return {};
  return said(
      Code::forbidden,
      "Somebody standing in for others is named by who may manage relations "
      "(relations.manage); for yourself, leave \"account\" out.",
      "Vous ne pouvez désigner que votre propre remplaçant ; celui d’un autre est désigné par "
      "qui gère les accompagnements.");
}

Status start(Database& database, const Clock& clock, Call& call) {
  const auto& input = call.input();
  Deputy made;
  made.account = json::text(input, "account");
  if (made.account.empty()) made.account = call.principal().account;
  if (made.account.empty())
    return said(Code::invalid, "name the account away: \"account\"",
                "Indiquez le compte à remplacer (« account »).");
  AKSIS_TRY(check_side(call, made.account));
  made.deputy = json::text(input, "deputy");
  made.reason = json::text(input, "reason");
  made.made_by = call.principal().id;
  made.from = clock.now() + json::integer(input, "in_days", 0) * kDay;
  made.until = made.from + json::integer(input, "days", 0) * kDay;
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(kept, start_deputy(tx, made, clock));
    audit::note_subject("", "account:" + kept.account);
    audit::note({"deputy", "", kept.deputy});
    answer(call, kept);
    return {};
  });
}

Status end(Database& database, const Clock& clock, Call& call) {
  const auto id = json::text(call.input(), "deputy");
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, read_deputy(tx, id));
    AKSIS_TRY(check_side(call, found.account));
    AKSIS_ASSIGN(ended, end_deputy(tx, id, call.principal().id, clock));
    audit::note_subject("", "account:" + ended.account);
    audit::note({"deputy", ended.deputy, ""});
    answer(call, ended);
    return {};
  });
}

// Whose absences and standing in the caller is shown; nothing: everybody's.
Result<std::optional<std::set<std::string>>> shown_to(Transaction& tx,
                                                      const operations::Principal& caller,
                                                      const AccountsOf& accounts_of) {
  std::optional<std::set<std::string>> out;
  const auto reach = reach_of(caller, kManage);
  if (!reach || caller.scope_of(kManage) >= operations::Scope::national) return out;
  out.emplace().emplace(reach->account);
  if (reach->organisation.empty() || !accounts_of) return out;
  AKSIS_ASSIGN(members, accounts_of(tx, reach->organisation));
  out->insert(members.begin(), members.end());
  return out;
}

Status list(Database& database, const AccountsOf& accounts_of, Call& call) {
  const auto& caller = call.principal();
  std::string account(json::text(call.input(), "account"));
  if (account.empty() && !caller.allows(kManage)) account = caller.account;
  if (account.empty() && !caller.allows(kManage)) return check_side(call, account);
  if (!account.empty()) AKSIS_TRY(check_side(call, account));
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(shown, shown_to(tx, caller, accounts_of));
    AKSIS_ASSIGN(found,
                 list_deputies(tx, account, shown, json::integer(call.input(), "limit", kListMax)));
    json::Writer out;
    out.object().key("deputies").array();
    for (const auto& one : found) write(out, one);
    call.respond(out.end().end().text());
    return {};
  });
}

}  // namespace

Status add_deputy_operations(operations::Registry& registry, Database& database, const Clock& clock,
                             AccountsOf accounts_of) {
  AKSIS_TRY(registry.add({
      .id = "deputies.start",
      .kind = Kind::write,
      .summary_fr = "Désigner qui remplace un conseiller absent",
      .summary_en = "Name who stands in for an adviser who is away",
      .method = "POST",
      .path = "/deputies",
      .permission = "relations.read",
      .input_schema = kStartInput,
      .output_schema = kDeputy,
      .command = {{"deputy add", {"deputy", "days"}}},
      .handler = [&](Call& call) { return start(database, clock, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "deputies.list",
      .summary_fr = "Qui remplace qui, et jusqu’à quand",
      .summary_en = "Who stands in for whom, and until when",
      .method = "GET",
      .path = "/deputies",
      .permission = "relations.read",
      .input_schema = kListInput,
      .output_schema = list_output(),
      .command = {{"deputy list", {}}},
      .handler = [&database, accounts_of](Call& call) { return list(database, accounts_of, call); },
  }));
  return registry.add({
      .id = "deputies.end",
      .kind = Kind::write,
      .summary_fr = "Mettre fin à un remplacement avant son terme",
      .summary_en = "End somebody's standing in before its time",
      .method = "POST",
      .path = "/deputies/{deputy}/end",
      .permission = "relations.read",
      .input_schema = kEndInput,
      .output_schema = kDeputy,
      .command = {{"deputy end", {"deputy"}}},
      .handler = [&](Call& call) { return end(database, clock, call); },
  });
}

}  // namespace aksis::record
