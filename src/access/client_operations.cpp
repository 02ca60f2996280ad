// The operations on client programs: schemas and handlers over clients.hpp.
#include <fmt/format.h>

#include "access/administering.hpp"
#include "access/clients.hpp"
#include "access/grant_text.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;

constexpr const char* kCreateInput = R"({
  "type": "object", "additionalProperties": false, "required": ["name", "grants"],
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 100,
      "description": "What the key is for"},
    "grants": {"type": "array", "minItems": 1, "maxItems": 100, "items": {
        "type": "string", "pattern": "^(\\*|[a-z][a-z0-9_.]*(\\.\\*)?)(:[a-z]+)?$",
        "maxLength": 120},
      "description": "PERMISSION:SCOPE each; scopes: own, agency, territory, national, all"},
    "organisation": {"type": "string", "maxLength": 64, "default": "",
      "description": "Id of the organisation whose people it may see"},
    "days": {"type": "integer", "minimum": 1, "maximum": 730, "default": 365,
      "description": "Days until it ends"},
    "rate": {"type": "integer", "minimum": 0, "maximum": 10000, "default": 0,
      "description": "Requests a second it may send; 0: as the server allows"}}})";

constexpr const char* kClient = R"({
  "type": "object", "additionalProperties": false,
  "required": ["id", "name", "grants", "created_at", "created_by", "expires_at"],
  "properties": {
    "id": {"type": "string"}, "name": {"type": "string"},
    "key": {"type": "string", "description": "Shown this once"},
    "organisation": {"type": "string"},
    "grants": {"type": "array", "items": {"type": "string"}},
    "rate": {"type": "integer"},
    "created_at": {"type": "string", "description": "UTC"}, "created_by": {"type": "string"},
    "expires_at": {"type": "string", "description": "UTC"},
    "revoked_at": {"type": "string", "description": "UTC"},
    "suspended_at": {"type": "string",
      "description": "UTC; since when an alarm of mass reading keeps its key from opening"}}})";

std::string list_output() {
  return R"({"type": "object", "additionalProperties": false, "required": ["items"],
    "properties": {"items": {"type": "array", "items": )" +
         std::string(kClient) + "}}}";
}

void write(json::Writer& out, const Client& client, std::string_view key = {}) {
  out.object().member("id", client.id).member("name", client.name);
  if (!key.empty()) out.member("key", key);
  if (!client.organisation.empty()) out.member("organisation", client.organisation);
  out.key("grants").array();
  for (const auto& grant : client.grants) out.value(grant_text(grant));
  out.end();
  if (client.requests_per_second > 0) out.member("rate", client.requests_per_second);
  out.member("created_at", iso_time(client.created_at)).member("created_by", client.created_by);
  out.member("expires_at", iso_time(client.expires_at));
  if (client.suspended_at) out.member("suspended_at", iso_time(*client.suspended_at));
  if (client.revoked_at) out.member("revoked_at", iso_time(*client.revoked_at));
  out.end();
}

Status create_client(Clients& clients, const Clock& clock, Call& call) {
  const auto& input = call.input();
  Client wanted;
  wanted.name = json::text(input, "name");
  wanted.organisation = json::text(input, "organisation");
  wanted.requests_per_second = json::integer(input, "rate", 0);
  wanted.created_by = call.principal().id;
  wanted.expires_at = clock.now() + json::integer(input, "days", kClientDaysDefault) * kDay;
  AKSIS_ASSIGN(grants, parse_grants(input, "grants"));
  AKSIS_TRY(check_may_give(call.principal(), grants, wanted.organisation));
  wanted.grants = std::move(grants);
  AKSIS_ASSIGN(made, clients.create(std::move(wanted)));
  json::Writer out;
  write(out, made.client, made.key);
  call.respond(out.text());
  return {};
}

Status list_clients(Clients& clients, Call& call) {
  AKSIS_ASSIGN(all, clients.list(administered_by(call.principal(), "clients.manage")));
  json::Writer out;
  out.object().key("items").array();
  for (const auto& client : all) write(out, client);
  call.respond(out.end().end().text());
  return {};
}

}  // namespace

Status Clients::offer_operations(operations::Registry& registry) {
  AKSIS_TRY(registry.add({
      .id = "clients.create",
      .kind = Kind::write,
      .summary_fr = "Créer une clé d’API pour un programme et la montrer une seule fois",
      .summary_en = "Make an API key for a program and show it once",
      .method = "POST",
      .path = "/clients",
      .permission = "clients.manage",
      .step_up = true,
      .shows_secret = true,
      .input_schema = kCreateInput,
      .output_schema = kClient,
      .command = {{"apikey create", {"name", "grants"}}},
      .handler = [this](Call& call) { return create_client(*this, clock_, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "clients.list",
      .kind = Kind::read,
      .summary_fr = "Lister les clés d’API, sans les montrer",
      .summary_en = "List the API keys, without showing them",
      .method = "GET",
      .path = "/clients",
      .permission = "clients.manage",
      .input_schema = operations::object_schema("", ""),
      .output_schema = list_output(),
      .command = {{"apikey list", {}}},
      .handler = [this](Call& call) { return list_clients(*this, call); },
  }));
  return registry.add({
      .id = "clients.revoke",
      .kind = Kind::write,
      .summary_fr = "Révoquer une clé d’API",
      .summary_en = "Revoke an API key",
      .method = "POST",
      .path = "/clients/{client}/revoke",
      .permission = "clients.manage",
      .step_up = true,
      .input_schema = R"({"type": "object", "additionalProperties": false, "required": ["client"],
          "properties": {"client": {"type": "string", "maxLength": 36,
            "description": "As `aksis apikey list` shows it"}}})",
      .command = {{"apikey revoke", {"client"}}},
      .handler = [this](Call& call) { return revoke(json::text(call.input(), "client")); },
  });
}

}  // namespace aksis::access
