#include "privacy/key_operations.hpp"

#include <fmt/format.h>

namespace aksis::privacy {
namespace {

using operations::Call;
using operations::Kind;
using storage::Database;
using storage::Row;
using storage::Transaction;

constexpr const char* kStatusOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["kek", "source", "people", "keys"], "properties": {
    "kek": {"type": "string", "description": "The key-encryption key in use"},
    "source": {"type": "string", "description": "Where it comes from"},
    "people": {"type": "integer", "description": "People with a key"},
    "keys": {"type": "array", "items": {"type": "object", "additionalProperties": false,
      "required": ["key", "purpose", "state", "created_at"], "properties": {
        "key": {"type": "string"}, "purpose": {"type": "string"},
        "state": {"type": "string", "enum": ["current", "retiring", "retired"]},
        "created_at": {"type": "string"}}}}}})";

constexpr const char* kRotateInput = R"({"type": "object", "additionalProperties": false,
  "properties": {"what": {"type": "string", "enum": ["kek", "tenant"], "default": "kek",
    "description": "The key-encryption key, or the keys of the organisation below it"}}})";

constexpr const char* kRotateOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["what", "kek", "changed", "advice"], "properties": {
    "what": {"type": "string"}, "kek": {"type": "string"},
    "changed": {"type": "integer", "description": "Keys and secrets wrapped anew"},
    "advice": {"type": "string"}}})";

constexpr const char* kVerifyOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["people", "ciphertexts", "fault_count", "faults"], "properties": {
    "people": {"type": "integer"}, "ciphertexts": {"type": "integer"},
    "fault_count": {"type": "integer"},
    "faults": {"type": "array", "maxItems": 100, "items": {"type": "object",
      "additionalProperties": false, "required": ["table", "column", "row", "what"],
      "properties": {"table": {"type": "string"}, "column": {"type": "string"},
        "row": {"type": "string"}, "what": {"type": "string"}}}}}})";

Progress progress_of(Call& call, const Clock& clock) {
  return [&](int64_t done, int64_t total) {
    if (call.on_progress) call.on_progress(done, total, "keys");
    return !call.cancelled(clock.now());
  };
}

std::string_view advice(std::string_view what, std::string_view language) {
  const bool english = language == "en";
  if (what == "tenant")
    return english ? "Make a backup: those of before open with the keys they hold themselves."
                   : "Faites une sauvegarde : les anciennes s’ouvrent avec les clés qu’elles "
                     "contiennent.";
  return english
             ? "Keep a copy of the new key apart from the backups. The one before opens older "
               "backups alone: delete it with the last of them."
             : "Gardez une copie de la nouvelle clé, à part des sauvegardes. L’ancienne ne sert "
               "plus qu’aux sauvegardes d’avant : supprimez-la avec la dernière.";
}

Status show_status(Database& database, Keyring& keys, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    json::Writer out;
    out.object().member("kek", keys.kek()).member("source", keys.key_place());
    AKSIS_TRY(tx.query("SELECT COUNT(*) FROM core_person_key", {}, [&](const Row& row) -> Status {
      out.member("people", row.integer(0));
      return {};
    }));
    out.key("keys").array();
    AKSIS_TRY(
        tx.query("SELECT kid, purpose, state, created_at FROM core_tenant_key ORDER BY "
                 "purpose, created_at DESC, kid",
                 {}, [&](const Row& row) -> Status {
                   out.object()
                       .member("key", fmt::format("{:016x}", row.integer(0)))
                       .member("purpose", row.text(1))
                       .member("state", row.text(2))
                       .member("created_at", iso_time(row.integer(3)))
                       .end();
                   return {};
                 }));
    call.respond(out.end().end().text());
    return {};
  });
}

Status rotate(Database& database, Keyring& keys, const Holders& holders, const Clock& clock,
              Call& call) {
  const auto what = json::text(call.input(), "what", "kek");
  AKSIS_ASSIGN(changed, what == "tenant"
                            ? rotate_tenant_keys(database, keys, holders, progress_of(call, clock))
                            : keys.rotate_kek());
  json::Writer out;
  out.object().member("what", what).member("kek", keys.kek()).member("changed", changed);
  call.respond(out.member("advice", advice(what, call.language)).end().text());
  return {};
}

Status verify(Database& database, Keyring& keys, const Holders& holders, const Clock& clock,
              Call& call) {
  AKSIS_ASSIGN(check, verify_keys(database, keys, holders, progress_of(call, clock)));
  json::Writer out;
  out.object().member("people", check.people).member("ciphertexts", check.ciphertexts);
  out.member("fault_count", check.fault_count).key("faults").array();
  for (const auto& one : check.faults)
    out.object()
        .member("table", one.table)
        .member("column", one.column)
        .member("row", one.row)
        .member("what", one.what)
        .end();
  call.respond(out.end().end().text());
  return {};
}

}  // namespace

Status add_key_operations(operations::Registry& registry, Database& database, Keyring& keys,
                          const Holders& holders, const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "keys.status",
      .summary_fr = "Montrer les clés de chiffrement et leur âge, jamais leur contenu",
      .summary_en = "Show the encryption keys and their age, never their content",
      .method = "GET",
      .path = "/keys",
      .permission = "keys.manage",
      .input_schema = operations::object_schema("", ""),
      .output_schema = kStatusOutput,
      .command = {{"keys status", {}}},
      .handler = [&](Call& call) { return show_status(database, keys, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "keys.rotate",
      .kind = Kind::task,
      .summary_fr = "Remplacer une clé de chiffrement sans interrompre le service",
      .summary_en = "Replace an encryption key while the service goes on",
      .method = "POST",
      .path = "/keys/rotate",
      .permission = "keys.manage",
      .step_up = true,
      .input_schema = kRotateInput,
      .output_schema = kRotateOutput,
      .command = {{"keys rotate", {}}},
      .deadline = std::chrono::milliseconds(0),
      .handler = [&](Call& call) { return rotate(database, keys, holders, clock, call); },
  }));
  return registry.add({
      .id = "keys.verify",
      .kind = Kind::task,
      .summary_fr = "Vérifier que tout ce qui est chiffré s’ouvre avec les clés en service",
      .summary_en = "Verify that all that is encrypted opens with the keys in use",
      .method = "POST",
      .path = "/keys/verify",
      .permission = "keys.manage",
      .input_schema = operations::object_schema("", ""),
      .output_schema = kVerifyOutput,
      .command = {{"keys verify", {}}},
      .deadline = std::chrono::milliseconds(0),
      .handler = [&](Call& call) { return verify(database, keys, holders, clock, call); },
  });
}

}  // namespace aksis::privacy
