#include <fmt/format.h>

#include "audit/operations.hpp"
#include "audit/verify.hpp"
#include "base/read_bytes.hpp"

namespace aksis::audit {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

constexpr size_t kWitnessFileMax = 1 << 30;

constexpr const char* kStatusOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["size", "root", "waiting", "key", "failures", "witnesses"], "properties": {
  "size": {"type": "integer"}, "root": {"type": "string"},
  "waiting": {"type": "integer", "description": "Entries that no checkpoint covers yet"},
  "key": {"type": "string", "description": "The key that verifies checkpoints"},
  "checkpoint": {"type": "string", "description": "The last one, as a signed note"},
  "checkpoints": {"type": "integer"}, "made_at": {"type": "string"},
  "failures": {"type": "integer"}, "error": {"type": "string"},
  "witnesses": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["witness", "number", "failures"], "properties": {
    "witness": {"type": "string"}, "at": {"type": "string"}, "error": {"type": "string"},
    "number": {"type": "integer", "description": "The last checkpoint it took"},
    "failures": {"type": "integer"}}}}}})";

constexpr const char* kCheckpointOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["made", "number", "size", "note"], "properties": {
  "made": {"type": "boolean", "description": "False: all was covered already"},
  "number": {"type": "integer"}, "size": {"type": "integer"}, "note": {"type": "string"}}})";

constexpr const char* kProofInput = R"({"type": "object", "additionalProperties": false,
  "properties": {
  "index": {"type": "integer", "minimum": 0, "description": "That this entry is in the log"},
  "from": {"type": "integer", "minimum": 1,
    "description": "That the log of so many entries is the beginning of the log"},
  "size": {"type": "integer", "minimum": 1,
    "description": "Of the log as it was with so many entries; absent: of the last checkpoint"}}})";

constexpr const char* kProofOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["size", "root", "proof"], "properties": {
  "size": {"type": "integer"}, "root": {"type": "string"}, "index": {"type": "integer"},
  "leaf": {"type": "string"}, "from": {"type": "integer"}, "from_root": {"type": "string"},
  "proof": {"type": "array", "items": {"type": "string"},
    "description": "Hashes in hexadecimal, in RFC 6962's order"}}})";

constexpr const char* kVerifyInput = R"({"type": "object", "additionalProperties": false,
  "properties": {"witness": {"type": "string", "maxLength": 4000,
    "description": "File of checkpoints that a witness kept, on the server's machine"}}})";

constexpr const char* kVerifyOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["sound", "entries", "purged", "checkpoints", "witnessed", "uncovered", "root",
    "findings_total", "findings", "entries_per_second"], "properties": {
  "sound": {"type": "boolean"}, "entries": {"type": "integer"}, "purged": {"type": "integer"},
  "checkpoints": {"type": "integer"}, "witnessed": {"type": "integer"},
  "uncovered": {"type": "integer", "description": "Entries that no checkpoint covers yet"},
  "root": {"type": "string"}, "findings_total": {"type": "integer"},
  "entries_per_second": {"type": "integer"},
  "findings": {"type": "array", "items": {"type": "object", "additionalProperties": false,
    "required": ["place", "what"], "properties": {
    "place": {"type": "string"}, "what": {"type": "string"}}}}}})";

std::string hex(const Hash& hash) {
  return to_hex(bytes_of(hash));
}

void write_status(json::Writer& out, const CheckpointerStatus& status) {
  if (status.made_at) out.member("made_at", iso_time(status.made_at));
  out.member("failures", status.failures);
  if (!status.error.empty()) out.member("error", status.error);
  out.key("witnesses").array();
  for (const auto& one : status.witnesses) {
    out.object().member("witness", one.witness).member("number", one.number);
    if (one.at) out.member("at", iso_time(one.at));
    out.member("failures", one.failures);
    if (!one.error.empty()) out.member("error", one.error);
    out.end();
  }
  out.end();
}

Status show_status(const Parts& parts, Call& call) {
  return parts.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(state, read_state(tx));
    AKSIS_ASSIGN(last, last_checkpoint(tx));
    json::Writer out;
    out.object()
        .member("size", state.tree.size())
        .member("root", hex(state.tree.root()))
        .member("waiting", state.tree.size() - state.checkpointed)
        .member("key", parts.key.verifier())
        .member("checkpoints", state.checkpoints);
    if (last) out.member("checkpoint", last->note);
    write_status(out, parts.checkpointer.status());
    call.respond(out.end().text());
    return {};
  });
}

Status make(const Parts& parts, Call& call) {
  AKSIS_ASSIGN(made, parts.checkpointer.make_now());
  auto shown = made;
  if (!shown)
    AKSIS_TRY(parts.database.read([&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(last, last_checkpoint(tx));
      shown = last;
      return {};
    }));
  const auto one = shown.value_or(StoredCheckpoint{});
  call.respond(json::Writer()
                   .object()
                   .member("made", made.has_value())
                   .member("number", one.number)
                   .member("size", one.size)
                   .member("note", one.note)
                   .end()
                   .text());
  return {};
}

Status prove(const Parts& parts, Call& call) {
  const auto& input = call.input();
  const auto* index = json::member(input, "index");
  const auto* from = json::member(input, "from");
  if (!index == !from)
    return said(Code::invalid,
                "a proof is of an entry (index) or of an earlier size (from): give one of them",
                "Une preuve porte sur une entrée (index) ou sur une taille antérieure (from) : "
                "donnez l’une ou l’autre.");
  return parts.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(state, read_state(tx));
    const int64_t size = json::integer(input, "size", state.checkpointed);
    if (size < 1 || size > state.tree.size())
      return said(Code::invalid,
                  fmt::format("the log has {} entries, {} of them under a checkpoint; give a "
                              "size between 1 and the former",
                              state.tree.size(), state.checkpointed),
                  fmt::format("Le journal a {0} entrées, dont {1} sous un scellé ; donnez une "
                              "taille entre 1 et {0}.",
                              state.tree.size(), state.checkpointed));
    const auto read = level_reader(tx);
    AKSIS_ASSIGN(root, root_at(read, size));
    AKSIS_ASSIGN(proof, index ? inclusion_proof(read, index->GetInt64(), size)
                              : consistency_proof(read, from->GetInt64(), size));
    json::Writer out;
    out.object().member("size", size).member("root", hex(root));
    if (index) {
      AKSIS_ASSIGN(leaf, read(0, index->GetInt64(), 1));
      out.member("index", *index).member("leaf", hex(leaf.front()));
    } else {
      AKSIS_ASSIGN(before, root_at(read, from->GetInt64()));
      out.member("from", *from).member("from_root", hex(before));
    }
    out.key("proof").array();
    for (const auto& hash : proof) out.value(hex(hash));
    call.respond(out.end().end().text());
    return {};
  });
}

Status verify_all(const Parts& parts, Call& call) {
  std::optional<std::string> witness;
  if (const std::string path(json::text(call.input(), "witness")); !path.empty()) {
    if (!call.principal().local)
      return said(
          Code::forbidden,
          "A witness file is named on the machine of the server only, with the command "
          "aksis audit verify --witness.",
          "Un fichier de témoin ne se donne que sur la machine du serveur, avec la commande "
          "aksis audit verify --witness.");
    AKSIS_ASSIGN(text, read_bytes(path, kWitnessFileMax));
    witness = std::move(text);
  }
  const auto go_on = [&](int64_t done, int64_t total) {
    if (call.on_progress)
      call.on_progress(done, total, call.language == "fr" ? "entrées" : "entries");
    return !call.cancelled(parts.clock.now());
  };
  AKSIS_ASSIGN(found, verify(parts.database, parts.key, witness, go_on));
  json::Writer out;
  out.object()
      .member("sound", found.sound())
      .member("entries", found.entries)
      .member("purged", found.purged)
      .member("checkpoints", found.checkpoints)
      .member("witnessed", found.witnessed)
      .member("uncovered", found.uncheckpointed)
      .member("root", hex(found.root))
      .member("entries_per_second",
              found.seconds > 0 ? int64_t(double(found.entries) / found.seconds) : int64_t{0})
      .member("findings_total", found.findings_total)
      .key("findings")
      .array();
  for (const auto& one : found.findings)
    out.object().member("place", one.place).member("what", one.what).end();
  call.respond(out.end().end().text());
  return {};
}

Status add_status_and_checkpoint(operations::Registry& registry, const Parts& parts) {
  AKSIS_TRY(registry.add({
      .id = "audit.status",
      .summary_fr = "Montrer l’état du journal d’audit, de ses scellés et de ses témoins",
      .summary_en = "Show the state of the audit log, its checkpoints and its witnesses",
      .method = "GET",
      .path = "/audit/status",
      .permission = "audit.read",
      .input_schema = operations::object_schema("", ""),
      .output_schema = kStatusOutput,
      .command = {{"audit status", {}}},
      .handler = [parts](Call& call) { return show_status(parts, call); },
  }));
  return registry.add({
      .id = "audit.checkpoint",
      .kind = Kind::write,
      .summary_fr = "Sceller dès maintenant le journal d’audit",
      .summary_en = "Sign a checkpoint of the audit log now",
      .method = "POST",
      .path = "/audit/checkpoints",
      .permission = "audit.verify",
      .input_schema = operations::object_schema("", ""),
      .output_schema = kCheckpointOutput,
      .command = {{"audit checkpoint", {}}},
      .handler = [parts](Call& call) { return make(parts, call); },
  });
}

}  // namespace

Status add_proof_operations(operations::Registry& registry, const Parts& parts) {
  AKSIS_TRY(add_status_and_checkpoint(registry, parts));
  AKSIS_TRY(registry.add({
      .id = "audit.proof",
      .summary_fr = "Prouver qu’une entrée est dans le journal, ou que le journal prolonge un état "
                    "antérieur",
      .summary_en = "Prove that an entry is in the log, or that the log extends an earlier one",
      .method = "GET",
      .path = "/audit/proof",
      .permission = "audit.verify",
      .input_schema = kProofInput,
      .output_schema = kProofOutput,
      .command = {{"audit proof", {}}},
      .handler = [parts](Call& call) { return prove(parts, call); },
  }));
  return registry.add({
      .id = "audit.verify",
      .kind = Kind::task,
      .summary_fr = "Vérifier tout le journal d’audit : entrées, arbre, scellés, témoin",
      .summary_en = "Verify the whole audit log: entries, tree, checkpoints, witness",
      .method = "POST",
      .path = "/audit/verify",
      .permission = "audit.verify",
      .input_schema = kVerifyInput,
      .output_schema = kVerifyOutput,
      .command = {{"audit verify", {}}},
      .deadline = std::chrono::milliseconds(0),
      .handler = [parts](Call& call) { return verify_all(parts, call); },
  });
}

}  // namespace aksis::audit
