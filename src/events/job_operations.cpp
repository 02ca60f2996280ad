#include <fmt/format.h>

#include "aksis/cpp/json.hpp"
#include "base/log.hpp"
#include "events/job_table.hpp"
#include "events/operations.hpp"

namespace aksis::events {
namespace {

using operations::Call;
using operations::Kind;
using operations::Operation;
using storage::Database;
using storage::Row;
using storage::Transaction;

constexpr const char* kListInput = R"({"type": "object", "properties": {
  "state": {"type": "string", "enum": ["ready", "running", "failed"],
    "description": "Only jobs that wait, run, or failed at every attempt"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 100}}})";

constexpr const char* kListOutput = R"({"type": "object", "required": ["jobs"], "properties": {
  "jobs": {"type": "array", "items": {"type": "object",
    "required": ["id", "operation", "state", "run_at", "attempts", "error", "input"],
    "properties": {"id": {"type": "string"}, "operation": {"type": "string"},
      "state": {"type": "string", "enum": ["ready", "running", "failed"]},
      "run_at": {"type": "string", "description": "UTC, when it is or was due"},
      "every_s": {"type": "integer", "description": "Seconds between two runs of a recurring job"},
      "attempts": {"type": "integer"},
      "error": {"type": "string", "description": "Of the last attempt; empty: none failed"},
      "input": {"type": "object"}}}}}})";

constexpr const char* kRunInput = R"({"type": "object", "required": ["id"], "properties": {
  "id": {"type": "string", "maxLength": 200, "description": "As `aksis jobs list` shows it"}}})";

constexpr const char* kDropInput = R"({"type": "object", "required": ["id", "reason"],
  "properties": {
    "id": {"type": "string", "maxLength": 200, "description": "As `aksis jobs list` shows it"},
    "reason": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "Why it is given up; kept in the log"}}})";

void write(json::Writer& out, const Row& row) {
  out.object()
      .member("id", row.text(0))
      .member("operation", row.text(1))
      .member("state", row.text(2))
      .member("run_at", iso_time(row.integer(3)));
  if (!row.is_null(4)) out.member("every_s", row.integer(4) / kSecond);
  out.member("attempts", row.integer(5)).member("error", row.text(6));
  out.key("input").raw(row.text(7)).end();
}

Status list(Database& database, Call& call) {
  return database.read([&](Transaction& tx) -> Status {
    json::Writer out;
    out.object().key("jobs").array();
    AKSIS_TRY(tx.query(
        "SELECT id, operation, state, run_at, interval_us, attempts, last_error, input FROM "
        "core_job WHERE $1 = '' OR state = $1 ORDER BY run_at, id LIMIT $2",
        {json::text(call.input(), "state"), json::integer(call.input(), "limit")},
        [&](const Row& row) -> Status {
          write(out, row);
          return {};
        }));
    call.respond(out.end().end().text());
    return {};
  });
}

Error refusal(const Call& call, Error error) {
  const auto id = json::text(call.input(), "id");
  if (error.code == Code::not_found)
    return said(error.code, fmt::format("There is no job {}; `aksis jobs list` shows them.", id),
                fmt::format("Il n’y a pas de tâche {} ; `aksis jobs list` les montre.", id));
  if (error.code == Code::conflict)
    return said(error.code, fmt::format("The job {} runs now; wait for its end.", id),
                fmt::format("La tâche {} est en cours ; attendez sa fin.", id));
  if (error.code == Code::unsupported)
    return said(Code::conflict,
                fmt::format("The job {} recurs as its module declares; it goes when the "
                            "module does.",
                            id),
                fmt::format("La tâche {} revient comme son module le déclare ; elle "
                            "part avec le module.",
                            id));
  return error;
}

Status run(Database& database, const Clock& clock, Call& call) {
  const auto due = JobTable(database, clock).run_now(json::text(call.input(), "id"));
  return due.ok() ? Status() : refusal(call, due.error());
}

Status drop(Database& database, const Clock& clock, Call& call) {
  const auto id = json::text(call.input(), "id");
  auto dropped = JobTable(database, clock).drop(id);
  if (!dropped.ok()) return refusal(call, dropped.error());
  json::Writer line;
  line.object().member("job", id).member("operation", *dropped).member("by", call.principal().id);
  line.member("reason", json::text(call.input(), "reason")).end();
  log::warning("jobs", "a job was given up", line.text());
  return {};
}

}  // namespace

Status add_job_operations(operations::Registry& registry, Database& database, const Clock& clock) {
  AKSIS_TRY(registry.add({
      .id = "jobs.list",
      .kind = Kind::read,
      .summary_fr = "Liste les tâches qui attendent, sont en cours ou ont échoué",
      .summary_en = "Lists the jobs that wait, run or failed",
      .method = "GET",
      .path = "/jobs",
      .permission = "jobs.read",
      .input_schema = kListInput,
      .output_schema = kListOutput,
      .command = {{"jobs list",
                   {},
                   {"jobs.id", "jobs.operation", "jobs.state", "jobs.run_at", "jobs.attempts",
                    "jobs.error"}}},
      .handler = [&](Call& call) { return list(database, call); },
  }));

  AKSIS_TRY(registry.add({
      .id = "jobs.run",
      .kind = Kind::write,
      .summary_fr = "Met une tâche échouée ou en attente à faire tout de suite, par le serveur",
      .summary_en = "Makes a failed or waiting job due at once, for the server to run",
      .method = "POST",
      .path = "/jobs/{id}/run",
      .permission = "jobs.manage",
      .input_schema = kRunInput,
      .command = {{"jobs run", {"id"}}},
      .handler = [&](Call& call) { return run(database, clock, call); },
  }));

  return registry.add({
      .id = "jobs.drop",
      .kind = Kind::write,
      .summary_fr = "Abandonne une tâche échouée ou en attente, avec un motif gardé au journal",
      .summary_en = "Gives up a failed or waiting job, with a reason kept in the log",
      .method = "POST",
      .path = "/jobs/{id}/drop",
      .permission = "jobs.manage",
      .input_schema = kDropInput,
      .command = {{"jobs drop", {"id"}}},
      .handler = [&](Call& call) { return drop(database, clock, call); },
  });
}

}  // namespace aksis::events
