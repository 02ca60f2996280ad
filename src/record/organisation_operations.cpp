// The operations on organisations: schemas and handlers over organisations.hpp.
#include "record/organisations.hpp"
#include "record/refusals.hpp"

namespace aksis::record {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Transaction;

constexpr const char* kKinds =
    R"("enum": ["agency", "partner", "authority", "employer", "training_provider"])";

constexpr const char* kMembers = R"(
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
    "siret": {"type": "string", "pattern": "^([0-9]{14})?$",
      "description": "Fourteen digits; empty: none"},
    "parent": {"type": "string", "maxLength": 36,
      "description": "Id of the organisation it belongs to; empty: none"},
    "territory_kind": {"type": "string",
      "enum": ["", "commune", "employment_area", "department", "region", "nation"]},
    "territory_code": {"type": "string", "maxLength": 5,
      "description": "Code of the territory it serves"})";

constexpr const char* kId = R"("organisation": {"type": "string", "maxLength": 36,
    "description": "The organisation's id"})";

std::string kind_property() {
  return R"("kind": {"type": "string", )" + std::string(kKinds) + "}";
}

std::string create_input() {
  return operations::object_schema(R"("kind", "name")", kind_property() + "," + kMembers);
}

std::string update_input() {
  return operations::object_schema(R"("organisation")", std::string(kId) + "," + kMembers);
}

std::string one_input() {
  return operations::object_schema(R"("organisation")", kId);
}

std::string list_input() {
  return operations::object_schema("", kind_property() + R"(,
  "q": {"type": "string", "maxLength": 100,
    "description": "The beginning of the name or of one of its words"},
  "closed": {"type": "boolean", "default": false, "description": "With the closed ones"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
  "cursor": {"type": "string", "maxLength": 500, "description": "\"next\" of the page before"})");
}

std::string output() {
  return operations::object_schema(R"("id", "kind", "name", "created_at")",
                                   R"("id": {"type": "string"}, "created_at": {"type": "string"},
                   "closed_at": {"type": "string"}, )" +
                                       kind_property() + "," + kMembers);
}

std::string list_output() {
  return operations::object_schema(R"("organisations", "next")",
                                   R"("organisations": {"type": "array", "items": )" + output() +
                                       R"(}, "next": {"type": ["string", "null"]})");
}

void write(json::Writer& out, const Organisation& one) {
  out.object().member("id", one.id).member("kind", one.kind).member("name", one.name);
  const std::pair<std::string_view, const std::string&> optional[] = {
      {"siret", one.siret},
      {"parent", one.parent},
      {"territory_kind", one.territory_kind},
      {"territory_code", one.territory_code}};
  for (const auto& [name, value] : optional)
    if (!value.empty()) out.member(name, value);
  out.member("created_at", iso_time(one.created_at));
  if (one.closed_at) out.member("closed_at", iso_time(*one.closed_at));
  out.end();
}

Status answer(Call& call, const Result<Organisation>& one) {
  if (!one) return one.error();
  json::Writer out;
  write(out, one.value());
  call.respond(out.text());
  call.etag = std::to_string(one.value().version);
  return {};
}

// Members that the input has replace those of `one`.
void take(const json::Value& input, Organisation& one) {
  const std::pair<const char*, std::string*> members[] = {{"name", &one.name},
                                                          {"siret", &one.siret},
                                                          {"parent", &one.parent},
                                                          {"territory_kind", &one.territory_kind},
                                                          {"territory_code", &one.territory_code}};
  for (const auto& [name, value] : members)
    if (json::member(input, name)) *value = json::text(input, name);
}

Status create(Database& database, const Clock& clock, Call& call) {
  return database.write([&](Transaction& tx) {
    Organisation made;
    made.kind = json::text(call.input(), "kind");
    take(call.input(), made);
    return answer(call, create_organisation(tx, std::move(made), clock));
  });
}

Status update(Database& database, Call& call) {
  return database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(one, read_organisation(tx, json::text(call.input(), "organisation")));
    if (!call.if_match.empty() && call.if_match != std::to_string(one.version))
      return organisation_is_stale();
    take(call.input(), one);
    return answer(call, update_organisation(tx, one));
  });
}

Status list(Database& database, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    const auto& input = call.input();
    AKSIS_ASSIGN(page, list_organisations(tx, {.kind = json::text(input, "kind"),
                                               .words = json::text(input, "q"),
                                               .closed = json::boolean(input, "closed"),
                                               .cursor = json::text(input, "cursor"),
                                               .limit = json::integer(input, "limit")}));
    json::Writer out;
    out.object().key("organisations").array();
    for (const auto& one : page.organisations) write(out, one);
    out.end().member("next", page.next);
    call.respond(out.end().text());
    return {};
  });
}

Status add_reading(operations::Registry& registry, Database& database) {
  AKSIS_TRY(registry.add({
      .id = "organisations.list",
      .summary_fr = "Lister ou chercher des structures",
      .summary_en = "List or find organisations",
      .method = "GET",
      .path = "/organisations",
      .permission = "organisations.read",
      .input_schema = list_input(),
      .output_schema = list_output(),
      .command = {{"organisation list", {}}},
      .handler = [&](Call& call) { return list(database, call); },
  }));
  return registry.add({
      .id = "organisations.read",
      .summary_fr = "Lire une structure",
      .summary_en = "Read an organisation",
      .method = "GET",
      .path = "/organisations/{organisation}",
      .permission = "organisations.read",
      .input_schema = one_input(),
      .output_schema = output(),
      .command = {{"organisation show", {"organisation"}}},
      .handler =
          [&](Call& call) {
            return database.read([&](Transaction& tx) {
              return answer(call, read_organisation(tx, json::text(call.input(), "organisation")));
            });
          },
  });
}

}  // namespace

Status add_organisation_operations(operations::Registry& registry, Database& database,
                                   const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "organisations.create",
      .kind = Kind::write,
      .summary_fr = "Ajouter une structure",
      .summary_en = "Add an organisation",
      .method = "POST",
      .path = "/organisations",
      .permission = "organisations.manage",
      .input_schema = create_input(),
      .output_schema = output(),
      .command = {{"organisation add", {"kind", "name"}}},
      .handler = [&](Call& call) { return create(database, clock, call); },
  }));
  AKSIS_TRY(add_reading(registry, database));
  AKSIS_TRY(registry.add({
      .id = "organisations.update",
      .kind = Kind::write,
      .summary_fr = "Modifier une structure : seuls les champs donnés changent",
      .summary_en = "Change an organisation: only the members given change",
      .method = "PATCH",
      .path = "/organisations/{organisation}",
      .permission = "organisations.manage",
      .input_schema = update_input(),
      .output_schema = output(),
      .command = {{"organisation set", {"organisation"}}},
      .handler = [&](Call& call) { return update(database, call); },
  }));
  return registry.add({
      .id = "organisations.close",
      .kind = Kind::write,
      .summary_fr = "Fermer une structure : plus personne ne peut lui être confié",
      .summary_en = "Close an organisation: nobody can be entrusted to it any more",
      .method = "POST",
      .path = "/organisations/{organisation}/close",
      .permission = "organisations.manage",
      .input_schema = one_input(),
      .output_schema = output(),
      .command = {{"organisation close", {"organisation"}}},
      .handler =
          [&](Call& call) {
            return database.write([&](Transaction& tx) {
              return answer(
                  call, close_organisation(tx, json::text(call.input(), "organisation"), clock));
            });
          },
  });
}

}  // namespace aksis::record
