#include <aksis/module.h>

#include <algorithm>
#include <iterator>

#include "app/instance/build_facts.hpp"
#include "app/instance/core_operations.hpp"
#include "app/instance/local_only.hpp"
#include "operations/openapi.hpp"

namespace aksis::app {
namespace {

using operations::Call;

constexpr const char* kNoInput = R"({"type":"object","properties":{}})";

constexpr const char* kConfigInput = R"({"type":"object","additionalProperties":false,
  "properties":{"origin":{"type":"boolean","default":false,
    "description":"Where each value is from"}}})";

constexpr const char* kConfigOutput = R"({"type":"object","additionalProperties":false,
  "required":["items"],"properties":{"items":{"type":"array","items":{"type":"object",
    "additionalProperties":false,"required":["key","value"],"properties":{"key":{"type":"string"},
      "value":{"type":["null","boolean","integer","number","string","array","object"],
        "additionalProperties":true,
        "description":"Of a secret, only marks: it is shown on the server's machine alone"},
      "origin":{"type":"string"}}}}}})";

std::string version_json() {
  json::Writer out;
  out.object().member("version", kVersion);
  out.member("module_abi", std::to_string(AKSIS_ABI_MAJOR) + "." + std::to_string(AKSIS_ABI_MINOR));
  return out.end().text();
}

constexpr std::string_view kHidden = "••••••";

// Shown to nobody who is not on this machine.
bool names_secret(std::string_view name) {
  constexpr std::string_view kMarks[] = {"secret", "password", "passphrase", "token", "api_key"};
  return std::any_of(std::begin(kMarks), std::end(kMarks),
                     [&](const auto mark) { return name.find(mark) != std::string_view::npos; });
}

// The value without the secrets inside of it: a module's section may hold lists of tables.
void write_masked(json::Writer& out, const json::Value& value) {
  if (value.IsArray()) {
    out.array();
    for (const auto& one : value.GetArray()) write_masked(out, one);
    out.end();
  } else if (value.IsObject()) {
    out.object();
    for (const auto& one : value.GetObject()) {
      const auto name = json::text(one.name);
      out.key(name);
      if (names_secret(name))
        out.value(kHidden);
      else
        write_masked(out, one.value);
    }
    out.end();
  } else {
    out.value(value);
  }
}

Status write_setting(json::Writer& out, const Path& path, const Setting& setting, bool local) {
  if (local) {
    out.raw(setting.json);
  } else if (std::any_of(path.begin(), path.end(), names_secret)) {
    out.value(kHidden);
  } else {
    AKSIS_ASSIGN(value, json::parse(setting.json));
    write_masked(out, value);
  }
  return {};
}

Status show_config(Call& call, const Config& config) {
  const bool origin = json::boolean(call.input(), "origin");
  json::Writer out;
  out.object().key("items").array();
  for (const auto& [path, setting] : config.all()) {
    out.object().member("key", dotted(path)).key("value");
    AKSIS_TRY(write_setting(out, path, setting, call.principal().local));
    if (origin) out.member("origin", setting.origin);
    out.end();
  }
  call.respond(out.end().end().text());
  return {};
}

Status show_migrations(Call& call, storage::Database& database) {
  return database.read([&](storage::Transaction& tx) -> Status {
    json::Writer out;
    out.object().key("items").array();
    AKSIS_TRY(tx.query(
        "SELECT owner, number, name, applied_at FROM core_migration ORDER BY owner, number", {},
        [&](const storage::Row& row) -> Status {
          out.object()
              .member("owner", row.text(0))
              .member("number", row.integer(1))
              .member("name", row.text(2))
              .member("applied_at", iso_time(row.integer(3)))
              .end();
          return {};
        }));
    call.respond(out.end().end().text());
    return {};
  });
}

}  // namespace

Status offer_facts(operations::Registry& registry, const Core& core) {
  AKSIS_TRY(registry.add({.id = "core.version",
                          .summary_fr = "Version du programme",
                          .summary_en = "Version of the program",
                          .method = "GET",
                          .path = "/version",
                          .input_schema = kNoInput,
                          .command = {{"version", {}}},
                          .handler = [](Call& call) -> Status {
                            call.respond(version_json());
                            return {};
                          }}));
  AKSIS_TRY(registry.add({.id = "core.openapi",
                          .summary_fr = "Description OpenAPI de toutes les routes",
                          .summary_en = "OpenAPI description of every route",
                          .method = "GET",
                          .path = "/openapi.json",
                          .input_schema = kNoInput,
                          .command = {{"openapi", {}}},
                          .handler = [core](Call& call) -> Status {
                            call.respond(operations::openapi(core.registry, kVersion));
                            return {};
                          }}));
  AKSIS_TRY(
      registry.add({.id = "config.show",
                    .summary_fr = "Configuration en vigueur",
                    .summary_en = "Configuration in force",
                    .method = "GET",
                    .path = "/config",
                    .permission = "config.read",
                    .input_schema = kConfigInput,
                    .output_schema = kConfigOutput,
                    .command = {{"config show", {}}},
                    .handler = [core](Call& call) { return show_config(call, core.config); }}));
  return registry.add(
      local_only({.id = "core.migrations",
                  .summary_fr = "Met la base à la version du programme et dit ce qu’elle contient",
                  .summary_en = "Brings the database to the program's version and says what it has",
                  .permission = "core.maintain",
                  .input_schema = kNoInput,
                  .command = {{"migrate", {}}},
                  .handler = [core](Call& call) { return show_migrations(call, core.database); }}));
}

Status offer_core_operations(operations::Registry& registry, const Core& core) {
  AKSIS_TRY(offer_backup(registry, core));
  AKSIS_TRY(offer_doctor(registry, core));
  return offer_facts(registry, core);
}

}  // namespace aksis::app
