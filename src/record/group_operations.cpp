// The operations on follow-up groups: schemas and handlers over groups.hpp.
#include "record/groups.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr const char* kGroup = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "organisation", "name", "created_at", "members"],
  "properties": {
    "id": {"type": "string"}, "organisation": {"type": "string"}, "name": {"type": "string"},
    "created_at": {"type": "string"}, "closed_at": {"type": "string"},
    "members": {"type": "array", "items": {"type": "string"},
      "description": "Ids of the accounts in it"}}})";

constexpr const char* kCreateInput = R"({
  "type": "object", "additionalProperties": false, "required": ["organisation", "name"],
  "properties": {
    "organisation": {"type": "string", "maxLength": 36, "description": "The organisation's id"},
    "name": {"type": "string", "minLength": 1, "maxLength": 200}}})";

constexpr const char* kListInput = R"({
  "type": "object", "additionalProperties": false,
  "properties": {"organisation": {"type": "string", "maxLength": 36,
    "description": "Only the groups of this organisation"}}})";

constexpr const char* kOneInput = R"({
  "type": "object", "additionalProperties": false, "required": ["group"],
  "properties": {"group": {"type": "string", "maxLength": 36, "description": "The group's id"}}})";

constexpr const char* kMemberInput = R"({
  "type": "object", "additionalProperties": false, "required": ["group", "account"],
  "properties": {
    "group": {"type": "string", "maxLength": 36, "description": "The group's id"},
    "account": {"type": "string", "minLength": 1, "maxLength": 64,
      "description": "The account's id"}}})";

std::string list_output() {
  return R"({"type": "object", "additionalProperties": false, "required": ["groups"],
    "properties": {"groups": {"type": "array", "items": )" +
         std::string(kGroup) + "}}}";
}

Status write(json::Writer& out, Transaction& tx, const FollowUpGroup& group, Micros now) {
  AKSIS_ASSIGN(members, members_of(tx, group.id, now));
  out.object().member("id", group.id).member("organisation", group.organisation);
  out.member("name", group.name).member("created_at", iso_time(group.created_at));
  if (group.closed_at) out.member("closed_at", iso_time(*group.closed_at));
  out.key("members").array();
  for (const auto& member : members) out.value(member);
  out.end().end();
  return {};
}

Status answer(Call& call, Transaction& tx, const Result<FollowUpGroup>& group, const Clock& clock) {
  if (!group) return group.error();
  json::Writer out;
  AKSIS_TRY(write(out, tx, group.value(), clock.now()));
  call.respond(out.text());
  return {};
}

Status list(Database& database, const Clock& clock, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, list_groups(tx, json::text(call.input(), "organisation")));
    json::Writer out;
    out.object().key("groups").array();
    for (const auto& group : found) AKSIS_TRY(write(out, tx, group, clock.now()));
    call.respond(out.end().end().text());
    return {};
  });
}

using Change = Status (*)(Transaction&, std::string_view, std::string_view, const Clock&);

Status change_members(Database& database, const Clock& clock, Call& call, Change change) {
  return database.write([&](Transaction& tx) -> Status {
    const auto group = json::text(call.input(), "group");
    AKSIS_TRY(change(tx, group, json::text(call.input(), "account"), clock));
    return answer(call, tx, read_group(tx, group), clock);
  });
}

Status add_member_operations(operations::Registry& registry, Database& database,
                             const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "groups.join",
      .kind = Kind::write,
      .summary_fr = "Ajouter un compte à un groupe de suivi",
      .summary_en = "Add an account to a follow-up group",
      .method = "PUT",
      .path = "/follow-up-groups/{group}/members/{account}",
      .permission = "relations.manage",
      .input_schema = kMemberInput,
      .output_schema = kGroup,
      .command = {{"group join", {"group", "account"}}},
      .handler = [&](Call& call) { return change_members(database, clock, call, join_group); },
  }));
  return registry.add({
      .id = "groups.leave",
      .kind = Kind::write,
      .summary_fr = "Retirer un compte d’un groupe de suivi",
      .summary_en = "Take an account out of a follow-up group",
      .method = "DELETE",
      .path = "/follow-up-groups/{group}/members/{account}",
      .permission = "relations.manage",
      .input_schema = kMemberInput,
      .output_schema = kGroup,
      .command = {{"group leave", {"group", "account"}}},
      .handler = [&](Call& call) { return change_members(database, clock, call, leave_group); },
  });
}

}  // namespace

Status add_group_operations(operations::Registry& registry, Database& database,
                            const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "groups.create",
      .kind = Kind::write,
      .summary_fr = "Créer un groupe de suivi dans une structure",
      .summary_en = "Make a follow-up group in an organisation",
      .method = "POST",
      .path = "/follow-up-groups",
      .permission = "relations.manage",
      .input_schema = kCreateInput,
      .output_schema = kGroup,
      .command = {{"group add", {"organisation", "name"}}},
      .handler =
          [&](Call& call) {
            return database.write([&](Transaction& tx) {
              return answer(call, tx,
                            create_group(tx, json::text(call.input(), "organisation"),
                                         json::text(call.input(), "name"), clock),
                            clock);
            });
          },
  }));
  AKSIS_TRY(registry.add({
      .id = "groups.list",
      .summary_fr = "Lister les groupes de suivi et leurs membres",
      .summary_en = "List the follow-up groups and their members",
      .method = "GET",
      .path = "/follow-up-groups",
      .permission = "relations.read",
      .input_schema = kListInput,
      .output_schema = list_output(),
      .command = {{"group list", {}}},
      .handler = [&](Call& call) { return list(database, clock, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "groups.close",
      .kind = Kind::write,
      .summary_fr = "Fermer un groupe de suivi : il n’ouvre plus aucun dossier",
      .summary_en = "Close a follow-up group: it opens no record any more",
      .method = "POST",
      .path = "/follow-up-groups/{group}/close",
      .permission = "relations.manage",
      .input_schema = kOneInput,
      .output_schema = kGroup,
      .command = {{"group close", {"group"}}},
      .handler =
          [&](Call& call) {
            return database.write([&](Transaction& tx) {
              return answer(call, tx, close_group(tx, json::text(call.input(), "group"), clock),
                            clock);
            });
          },
  }));
  return add_member_operations(registry, database, clock);
}

}  // namespace aksis::record
