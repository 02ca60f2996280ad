// The operations on roles: schemas and handlers over roles.hpp.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "access/accounts.hpp"
#include "access/grant_text.hpp"
#include "access/roles.hpp"
#include "audit/facts.hpp"
#include "record/person_fields.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using operations::Registry;
using storage::Database;
using storage::Transaction;

constexpr const char* kRole = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "title_fr", "title_en", "grants", "masked", "built_in", "version"],
  "properties": {
    "id": {"type": "string"}, "title_fr": {"type": "string"}, "title_en": {"type": "string"},
    "grants": {"type": "array", "items": {"type": "string"}},
    "masked": {"type": "array", "items": {"type": "string"}},
    "built_in": {"type": "boolean"}, "version": {"type": "integer"}}})";

constexpr const char* kSaveInput = R"({
  "type": "object", "additionalProperties": false,
  "required": ["role", "title_fr", "title_en", "grants"],
  "properties": {
    "role": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 40,
      "description": "Its id"},
    "title_fr": {"type": "string", "minLength": 1, "maxLength": 100,
      "description": "Its name in French"},
    "title_en": {"type": "string", "minLength": 1, "maxLength": 100,
      "description": "Its name in English"},
    "grants": {"type": "array", "maxItems": 200, "items": {
        "type": "string", "pattern": "^(\\*|[a-z][a-z0-9_.]*(\\.\\*)?)(:[a-z]+)?$",
        "maxLength": 120},
      "description": "PERMISSION:SCOPE each; scopes: own, agency, territory, national, all"},
    "masked": {"type": "array", "maxItems": 50, "default": [], "items": {
        "type": "string", "pattern": "^[a-z][a-z0-9_]*$", "maxLength": 40},
      "description": "Fields of people shown without content"},
    "version": {"type": "integer", "minimum": 0, "default": 0,
      "description": "The version read before; 0: a new role"}}})";

constexpr const char* kOneInput = R"({
  "type": "object", "additionalProperties": false, "required": ["role"],
  "properties": {"role": {"type": "string", "maxLength": 40, "description": "Its id"}}})";

constexpr const char* kHolderInput = R"({
  "type": "object", "additionalProperties": false, "required": ["account", "role"],
  "properties": {
    "account": {"type": "string", "minLength": 1, "maxLength": 200,
      "description": "Id or login of the account"},
    "role": {"type": "string", "maxLength": 40, "description": "Id of the role"}}})";

constexpr const char* kHolderOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["account", "roles"],
  "properties": {"account": {"type": "string"},
    "roles": {"type": "array", "items": {"type": "string"}}}})";

// One mask for all national identifiers, as record::Shown reads it.
constexpr std::string_view kIdentifiersMask = "identifiers";

std::string list_output() {
  return R"({"type": "object", "additionalProperties": false, "required": ["roles"],
    "properties": {"roles": {"type": "array", "items": )" +
         std::string(kRole) + "}}}";
}

void write(json::Writer& out, const Role& role) {
  out.object().member("id", role.id).member("title_fr", role.title_fr);
  out.member("title_en", role.title_en).key("grants").array();
  for (const auto& grant : role.grants) out.value(grant_text(grant));
  out.end().key("masked").array();
  for (const auto& field : role.masked) out.value(field);
  out.end().member("built_in", role.built_in).member("version", role.version).end();
}

void answer(Call& call, const Role& role) {
  json::Writer out;
  write(out, role);
  call.respond(out.text());
  call.etag = std::to_string(role.version);
}

// A permission that no operation asks for is a slip of the pen; what the role holds already may be
// that of a module which is not loaded today.
Status check_known(const Registry& registry, const std::vector<operations::Grant>& grants,
                   const std::vector<operations::Grant>& held) {
  std::vector<ErrorDetail> wrong;
  for (size_t i = 0; i < grants.size(); ++i) {
    const operations::Principal holder{"", false, {grants[i]}};
    bool known = std::any_of(held.begin(), held.end(), [&](const auto& one) {
      return one.permission == grants[i].permission;
    });
    for (const auto& operation : registry.all())
      known = known || (!operation->permission.empty() && holder.allows(operation->permission));
    if (!known)
      wrong.push_back({fmt::format("/grants/{}", i),
                       fmt::format("nothing here asks for the permission {}", grants[i].permission),
                       fmt::format("Rien ici ne demande le droit {} : vérifiez son nom.",
                                   grants[i].permission)});
  }
  if (wrong.empty()) return {};
  return said_of(std::move(wrong));
}

// A mask of a name that no field has would hide nothing, and nobody would see that it does not.
Status check_masks(const json::Value& input) {
  std::vector<ErrorDetail> wrong;
  const auto* fields = json::member(input, "masked");
  for (rapidjson::SizeType i = 0; fields && i < fields->Size(); ++i) {
    const auto name = json::text((*fields)[i]);
    if (record::find_field(name) || name == record::kContacts || name == kIdentifiersMask) continue;
    wrong.push_back(
        {fmt::format("/masked/{}", i), fmt::format("people have no field {}", name),
         fmt::format("Les personnes n’ont pas de donnée {} : vérifiez son nom.", name)});
  }
  if (wrong.empty()) return {};
  return said_of(std::move(wrong));
}

std::string text_of(const std::vector<operations::Grant>& grants) {
  std::vector<std::string> out;
  for (const auto& grant : grants) out.push_back(grant_text(grant));
  std::sort(out.begin(), out.end());
  return fmt::format("{}", fmt::join(out, " "));
}

std::string text_of(const std::vector<std::string>& fields) {
  return fmt::format("{}", fmt::join(fields, " "));
}

Status save(const Registry& registry, Database& database, const OnRolesChanged& changed,
            Call& call) {
  const auto& input = call.input();
  Role role;
  role.id = json::text(input, "role");
  role.title_fr = json::text(input, "title_fr");
  role.title_en = json::text(input, "title_en");
  AKSIS_ASSIGN(grants, parse_grants(input, "grants"));
  std::set<std::string> seen;
  for (const auto& grant : grants)
    if (!seen.insert(grant.permission).second)
      return said(Code::invalid, fmt::format("{} stands twice among the grants", grant.permission),
                  fmt::format("Le droit {} figure deux fois : gardez-en un.", grant.permission));
  role.grants = std::move(grants);
  AKSIS_TRY(check_masks(input));
  std::set<std::string> masked;
  if (const auto* fields = json::member(input, "masked"))
    for (const auto& field : fields->GetArray()) masked.emplace(json::text(field));
  role.masked.assign(masked.begin(), masked.end());
  const auto version = json::integer(input, "version", 0);
  AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
    Role before;
    if (auto there = read_role(tx, role.id); there.ok())
      before = *std::move(there);
    else if (there.error().code != Code::not_found)
      return there.error();
    AKSIS_TRY(check_known(registry, role.grants, before.grants));
    AKSIS_ASSIGN(kept, save_role(tx, role, version));
    audit::note_subject("", "role:" + role.id);
    audit::note({"grants", text_of(before.grants), text_of(kept.grants)});
    audit::note({"masked", text_of(before.masked), text_of(kept.masked)});
    answer(call, kept);
    return {};
  }));
  changed("");
  return {};
}

using Change = std::function<Status(Transaction&, const std::string& account)>;

Status change_holder(Database& database, const OnRolesChanged& changed, Call& call,
                     const Change& change) {
  std::string id;
  AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(account, read_account(tx, json::text(call.input(), "account")));
    id = account.id;
    AKSIS_ASSIGN(before, roles_of(tx, id));
    AKSIS_TRY(change(tx, id));
    AKSIS_ASSIGN(held, roles_of(tx, id));
    audit::note_subject("", "account:" + id);
    audit::note({"roles", text_of(before), text_of(held)});
    json::Writer out;
    out.object().member("account", id).key("roles").array();
    for (const auto& role : held) out.value(role);
    call.respond(out.end().end().text());
    return {};
  }));
  changed(id);
  return {};
}

Status add_holder_operations(Registry& registry, Database& database, const Clock& clock,
                             const OnRolesChanged& changed) {
  AKSIS_TRY(registry.add({
      .id = "roles.give",
      .kind = Kind::write,
      .summary_fr = "Donner un rôle à un compte",
      .summary_en = "Give a role to an account",
      .method = "POST",
      .path = "/accounts/{account}/roles",
      .permission = "roles.manage",
      .step_up = true,
      .input_schema = kHolderInput,
      .output_schema = kHolderOutput,
      .command = {{"role give", {"account", "role"}}},
      .handler =
          [&, changed](Call& call) {
            return change_holder(database, changed, call,
                                 [&](Transaction& tx, const std::string& account) {
                                   return give_role(tx, account, json::text(call.input(), "role"),
                                                    call.principal().id, clock.now());
                                 });
          },
  }));
  return registry.add({
      .id = "roles.take",
      .kind = Kind::write,
      .summary_fr = "Retirer un rôle à un compte",
      .summary_en = "Take a role from an account",
      .method = "DELETE",
      .path = "/accounts/{account}/roles/{role}",
      .permission = "roles.manage",
      .step_up = true,
      .input_schema = kHolderInput,
      .output_schema = kHolderOutput,
      .command = {{"role take", {"account", "role"}}},
      .handler =
          [&, changed](Call& call) {
            return change_holder(database, changed, call,
                                 [&](Transaction& tx, const std::string& account) {
                                   return take_role(tx, account, json::text(call.input(), "role"));
                                 });
          },
  });
}

Status add_reading(Registry& registry, Database& database) {
  AKSIS_TRY(registry.add({
      .id = "roles.list",
      .summary_fr = "Lister les rôles et ce qu’ils permettent",
      .summary_en = "List the roles and what they allow",
      .method = "GET",
      .path = "/roles",
      .permission = "roles.manage",
      .input_schema = operations::object_schema("", ""),
      .output_schema = list_output(),
      .command = {{"role list", {}}},
      .handler =
          [&](Call& call) {
            return database.read([&](Transaction& tx) -> Status {
              AKSIS_ASSIGN(all, list_roles(tx));
              json::Writer out;
              out.object().key("roles").array();
              for (const auto& role : all) write(out, role);
              call.respond(out.end().end().text());
              return {};
            });
          },
  }));
  return registry.add({
      .id = "roles.read",
      .summary_fr = "Lire un rôle",
      .summary_en = "Read a role",
      .method = "GET",
      .path = "/roles/{role}",
      .permission = "roles.manage",
      .input_schema = kOneInput,
      .output_schema = kRole,
      .command = {{"role show", {"role"}}},
      .handler =
          [&](Call& call) {
            return database.read([&](Transaction& tx) -> Status {
              AKSIS_ASSIGN(role, read_role(tx, json::text(call.input(), "role")));
              answer(call, role);
              return {};
            });
          },
  });
}

}  // namespace

Status add_role_operations(Registry& registry, Database& database, const Clock& clock,
                           OnRolesChanged changed) {
  AKSIS_TRY(add_reading(registry, database));
  AKSIS_TRY(registry.add({
      .id = "roles.save",
      .kind = Kind::write,
      .summary_fr = "Créer un rôle, ou le changer",
      .summary_en = "Make a role, or change it",
      .method = "PUT",
      .path = "/roles/{role}",
      .permission = "roles.manage",
      .step_up = true,
      .input_schema = kSaveInput,
      .output_schema = kRole,
      .command = {{"role save", {"role"}}},
      .handler = [&, changed](Call& call) { return save(registry, database, changed, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "roles.remove",
      .kind = Kind::write,
      .summary_fr = "Supprimer un rôle que personne n’a",
      .summary_en = "Remove a role that nobody holds",
      .method = "DELETE",
      .path = "/roles/{role}",
      .permission = "roles.manage",
      .step_up = true,
      .input_schema = kOneInput,
      .command = {{"role remove", {"role"}}},
      .handler =
          [&](Call& call) {
            return database.write([&](Transaction& tx) {
              const auto role = json::text(call.input(), "role");
              audit::note_subject("", fmt::format("role:{}", role));
              return remove_role(tx, role);
            });
          },
  }));
  return add_holder_operations(registry, database, clock, changed);
}

}  // namespace aksis::access
