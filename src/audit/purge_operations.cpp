#include <fmt/format.h>

#include "audit/holds.hpp"
#include "audit/operations.hpp"
#include "audit/purge.hpp"

namespace aksis::audit {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

std::string purge_input() {
  return fmt::format(R"({{"type": "object", "additionalProperties": false, "properties": {{
  "retention_days": {{"type": "integer", "minimum": {}, "maximum": {}, "default": {},
    "description": "Entries older than this lose their content"}}}}}})",
                     kRetentionDaysMin, kRetentionDaysMax, kRetentionDays);
}

constexpr const char* kPurgeOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["purged", "before"], "properties": {
  "purged": {"type": "integer"}, "before": {"type": "string"}}})";

constexpr const char* kHoldInput = R"({"type": "object", "additionalProperties": false,
  "required": ["reason"], "properties": {
  "person": {"type": "string", "maxLength": 64,
    "description": "Id of the person whose entries stay"},
  "first": {"type": "integer", "minimum": 0, "description": "Or a range: its first entry"},
  "last": {"type": "integer", "minimum": 0, "description": "Its last entry"},
  "reason": {"type": "string", "minLength": 3, "maxLength": 500,
    "description": "Why they must stay: the procedure, its number"}}})";

constexpr const char* kHold = R"({"type": "object", "additionalProperties": false,
  "required": ["id", "reason", "made_by", "made_at"], "properties": {
  "id": {"type": "string"}, "person": {"type": "string"}, "first": {"type": "integer"},
  "last": {"type": "integer"}, "reason": {"type": "string"}, "made_by": {"type": "string"},
  "made_at": {"type": "string"}, "released_at": {"type": "string"}}})";

constexpr const char* kReleaseInput = R"({"type": "object", "additionalProperties": false,
  "required": ["hold"], "properties": {
  "hold": {"type": "string", "maxLength": 36, "description": "The hold's id"}}})";

constexpr const char* kHoldsInput = R"({"type": "object", "additionalProperties": false,
  "properties": {"all": {"type": "boolean", "default": false,
    "description": "With those released"}}})";

std::string holds_output() {
  return std::string(R"({"type": "object", "additionalProperties": false, "required": ["holds"],
  "properties": {"holds": {"type": "array", "items": )") +
         kHold + "}}}";
}

void write(json::Writer& out, const Hold& one) {
  out.object().member("id", one.id);
  if (one.person.empty())
    out.member("first", one.first).member("last", one.last);
  else
    out.member("person", one.person);
  out.member("reason", one.reason)
      .member("made_by", one.made_by)
      .member("made_at", iso_time(one.made_at));
  if (one.released_at) out.member("released_at", iso_time(*one.released_at));
  out.end();
}

Status purge(const Parts& parts, Call& call) {
  const Micros now = parts.clock.now();
  const Micros before = now - json::integer(call.input(), "retention_days") * kDay;
  Entry evidence;
  evidence.at = now;
  evidence.actor = call.principal().id;
  evidence.on_behalf_of = call.principal().on_behalf_of;
  evidence.operation = "audit.purge";
  evidence.module = "core";
  evidence.request_id = call.request_id;
  evidence.session = call.principal().session;
  Purged done;
  int64_t total = 0;
  do {
    if (call.cancelled(parts.clock.now()))
      return said(
          Code::cancelled,
          fmt::format("the purge was stopped after {} entries; the next goes on", total),
          fmt::format("La purge a été arrêtée après {} entrées ; la prochaine continuera.", total));
    const auto after = done.next;
    AKSIS_TRY(parts.database.write([&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(some, purge_some(tx, before, after, evidence, parts.key));
      done = some;
      return {};
    }));
    total += done.count;
    if (call.on_progress)
      call.on_progress(total, total, call.language == "fr" ? "entrées" : "entries");
  } while (done.more);
  call.respond(json::Writer()
                   .object()
                   .member("purged", total)
                   .member("before", iso_time(before))
                   .end()
                   .text());
  return {};
}

Status hold_one(const Parts& parts, Call& call) {
  const auto& input = call.input();
  return parts.database.write([&](Transaction& tx) -> Status {
    Hold made;
    made.person = json::text(input, "person");
    made.first = json::integer(input, "first");
    const bool range = json::member(input, "first") || json::member(input, "last");
    made.last = range ? json::integer(input, "last", made.first) : -1;
    made.reason = json::text(input, "reason");
    made.made_by = call.principal().id;
    AKSIS_ASSIGN(held, hold(tx, std::move(made), parts.clock));
    json::Writer out;
    write(out, held);
    call.respond(out.text());
    return {};
  });
}

Status show_holds(const Parts& parts, Call& call) {
  return parts.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, list_holds(tx, json::boolean(call.input(), "all")));
    json::Writer out;
    out.object().key("holds").array();
    for (const auto& one : found) write(out, one);
    call.respond(out.end().end().text());
    return {};
  });
}

Status add_holds(operations::Registry& registry, const Parts& parts) {
  AKSIS_TRY(registry.add({
      .id = "audit.hold",
      .kind = Kind::write,
      .summary_fr = "Conserver des entrées du journal au-delà de leur durée, pour une procédure",
      .summary_en = "Keep entries of the log beyond their time, for a procedure",
      .method = "POST",
      .path = "/audit/holds",
      .permission = "audit.hold",
      .subject = "-",
      .input_schema = kHoldInput,
      .output_schema = kHold,
      .command = {{"audit hold", {"reason"}}},
      .handler = [parts](Call& call) { return hold_one(parts, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "audit.release",
      .kind = Kind::write,
      .summary_fr = "Mettre fin à une conservation : la purge reprend ses droits",
      .summary_en = "End a hold: the purge may take its entries",
      .method = "POST",
      .path = "/audit/holds/{hold}/release",
      .permission = "audit.hold",
      .input_schema = kReleaseInput,
      .command = {{"audit release", {"hold"}}},
      .handler =
          [parts](Call& call) {
            return parts.database.write([&](Transaction& tx) {
              return release(tx, json::text(call.input(), "hold"), call.principal().id,
                             parts.clock);
            });
          },
  }));
  return registry.add({
      .id = "audit.holds",
      .summary_fr = "Lister les conservations en cours",
      .summary_en = "List the holds",
      .method = "GET",
      .path = "/audit/holds",
      .permission = "audit.read",
      .input_schema = kHoldsInput,
      .output_schema = holds_output(),
      .command = {{"audit holds", {}}},
      .handler = [parts](Call& call) { return show_holds(parts, call); },
  });
}

}  // namespace

Status add_purge_operations(operations::Registry& registry, const Parts& parts) {
  AKSIS_TRY(registry.add({
      .id = "audit.purge",
      .kind = Kind::task,
      .summary_fr = "Effacer le contenu des entrées trop anciennes ; leurs empreintes restent",
      .summary_en = "Erase the content of entries past their time; their hashes stay",
      .method = "POST",
      .path = "/audit/purge",
      .permission = "audit.purge",
      .step_up = true,
      .input_schema = purge_input(),
      .output_schema = kPurgeOutput,
      .command = {{"audit purge", {}}},
      .deadline = std::chrono::milliseconds(0),
      .handler = [parts](Call& call) { return purge(parts, call); },
  }));
  return add_holds(registry, parts);
}

}  // namespace aksis::audit
