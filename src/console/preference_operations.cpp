// ui.preferences.read, ui.preferences.save.
#include "console/operations.hpp"
#include "console/preferences.hpp"

namespace aksis::console {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

constexpr const char* kReadOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["preferences"],
  "properties": {"preferences": {"type": "object", "additionalProperties": true,
    "description": "What was chosen, by name"}}})";

constexpr const char* kSaveInput = R"({
  "type": "object", "additionalProperties": false, "required": ["name", "value"],
  "properties": {
    "name": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[A-Za-z0-9_.:-]+$"},
    "value": {"type": ["object", "array", "string", "number", "boolean", "null"],
      "additionalProperties": true,
      "description": "At most 16 KiB; null forgets the choice"}}})";

constexpr const char* kSaveOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["name"],
  "properties": {"name": {"type": "string"}}})";

Status read(const Surroundings& around, Call& call) {
  AKSIS_ASSIGN(account, own_account(call));
  Preferences found;
  AKSIS_TRY(around.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(read, read_preferences(tx, account));
    found = std::move(read);
    return {};
  }));
  json::Writer out;
  out.object().key("preferences").object();
  for (const auto& [name, json] : found.values) out.key(name).raw(json);
  call.respond(out.end().end().text());
  call.etag = std::to_string(found.version);
  return {};
}

Status save(const Surroundings& around, Call& call) {
  AKSIS_ASSIGN(account, own_account(call));
  const auto name = json::text(call.input(), "name");
  const auto value = json::dump(*json::member(call.input(), "value"));
  int64_t version = 0;
  AKSIS_TRY(around.database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(saved, save_preference(tx, account, name, value, call.if_match));
    version = saved;
    return {};
  }));
  json::Writer out;
  call.respond(out.object().member("name", name).end().text());
  call.etag = std::to_string(version);
  return {};
}

}  // namespace

Status offer_preferences(operations::Registry& registry, const Surroundings& around) {
  AKSIS_TRY(registry.add({
      .id = "ui.preferences.read",
      .summary_fr = "Ce que l’on a choisi pour son interface",
      .summary_en = "What one chose for one's console",
      .method = "GET",
      .path = "/ui/preferences",
      .input_schema = operations::object_schema("", ""),
      .output_schema = kReadOutput,
      .handler = [around](Call& call) { return read(around, call); },
  }));
  // Kept out of the audit log: how wide somebody likes their columns is nobody's business.
  return registry.add({
      .id = "ui.preferences.save",
      .kind = Kind::write,
      .summary_fr = "Enregistrer un choix pour son interface",
      .summary_en = "Save a choice for one's console",
      .method = "PUT",
      .path = "/ui/preferences/{name}",
      .upkeep = true,
      .input_schema = kSaveInput,
      .output_schema = kSaveOutput,
      .handler = [around](Call& call) { return save(around, call); },
  });
}

}  // namespace aksis::console
