#include "events/job_table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aksis/cpp/json.hpp"
#include "base/identity.hpp"
#include "events/jobs.hpp"
#include "events/topics.hpp"

namespace aksis::events {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr Micros kLease = 15 * kMinute;

std::string recurring_id(std::string_view operation) {
  return fmt::format("every:{}", operation);
}

// The unique index holds one waiting row per operation and key: a job that returns to waiting
// makes room for the one added meanwhile, which will do the same work.
Status drop_if_superseded(Transaction& tx, const std::string& id) {
  AKSIS_TRY(
      tx.execute("DELETE FROM core_job WHERE id = $1 AND key IS NOT NULL AND EXISTS (SELECT 1 "
                 "FROM core_job AS other WHERE other.operation = core_job.operation AND "
                 "other.key = core_job.key AND other.state = 'ready')",
                 {id}));
  return {};
}

Status return_to_waiting(Transaction& tx, const std::vector<std::string>& ids) {
  for (const auto& id : ids) {
    AKSIS_TRY(drop_if_superseded(tx, id));
    AKSIS_TRY(
        tx.execute("UPDATE core_job SET state = 'ready', owner = NULL, lease_until = NULL "
                   "WHERE id = $1 AND state = 'running'",
                   {id}));
  }
  return {};
}

Result<std::vector<std::string>> ids_of(Transaction& tx, std::string_view sql,
                                        const std::vector<Value>& parameters) {
  std::vector<std::string> out;
  AKSIS_TRY(tx.query(sql, parameters, [&](const Row& row) -> Status {
    out.emplace_back(row.text(0));
    return {};
  }));
  return out;
}

}  // namespace

Status enqueue(Transaction& tx, std::string_view operation, std::string_view input_json,
               Micros run_at, std::string_view key, const Clock& clock) {
  AKSIS_ASSIGN(input, json::parse(input_json));
  if (!input.IsObject())
    return invalid(fmt::format("the input of the job {} is not a JSON object", operation));
  const storage::Unconfined unconfined(tx);
  const Micros now = clock.now();
  AKSIS_TRY(
      tx.execute("INSERT INTO core_job (id, operation, input, run_at, key, state, attempts, "
                 "created_at) VALUES ($1, $2, $3, $4, $5, 'ready', 0, $6) ON CONFLICT "
                 "(operation, key) WHERE state = 'ready' DO NOTHING",
                 {uuid_v7(now), operation, input_json, run_at ? run_at : now,
                  storage::text_or_null(key), now}));
  tx.notify(kJobsTopic);
  return {};
}

JobTable::JobTable(storage::Database& database, const Clock& clock)
    : database_(database), clock_(clock), owner_(uuid_v7(clock.now())) {}

Status JobTable::begin(const std::vector<RecurringJob>& recurring) {
  return database_.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(declare(tx, recurring));
    AKSIS_ASSIGN(left,
                 ids_of(tx, "SELECT id FROM core_job WHERE state = 'running' ORDER BY id", {}));
    return return_to_waiting(tx, left);
  });
}

Status JobTable::declare(Transaction& tx, const std::vector<RecurringJob>& recurring) {
  AKSIS_ASSIGN(known,
               ids_of(tx,
                      "SELECT operation FROM core_job WHERE interval_us IS NOT NULL ORDER BY "
                      "operation",
                      {}));
  for (const auto& operation : known) {
    const bool declared = std::any_of(recurring.begin(), recurring.end(),
                                      [&](const auto& job) { return job.operation == operation; });
    if (declared) continue;
    AKSIS_TRY(tx.execute("DELETE FROM core_job WHERE id = $1", {recurring_id(operation)}));
  }
  const Micros now = clock_.now();
  for (const auto& job : recurring)
    // A shorter interval counts from now on; a longer one after the time already set.
    AKSIS_TRY(tx.execute(
        "INSERT INTO core_job (id, operation, input, run_at, state, attempts, interval_us, "
        "created_at) VALUES ($1, $2, '{}', $3, 'ready', 0, $4, $5) ON CONFLICT (id) DO UPDATE SET "
        "interval_us = excluded.interval_us, run_at = CASE WHEN core_job.run_at > excluded.run_at "
        "THEN excluded.run_at ELSE core_job.run_at END",
        {recurring_id(job.operation), job.operation, now + job.interval, job.interval, now}));
  return {};
}

Result<std::optional<Micros>> JobTable::next_due() {
  std::optional<Micros> out;
  AKSIS_TRY(database_.read([&](Transaction& tx) {
    out.reset();
    return tx.query("SELECT run_at FROM core_job WHERE state = 'ready' ORDER BY run_at, id LIMIT 1",
                    {}, [&](const Row& row) -> Status {
                      out = row.integer(0);
                      return {};
                    });
  }));
  return out;
}

Result<std::optional<ClaimedJob>> JobTable::claim() {
  std::optional<ClaimedJob> out;
  const Micros now = clock_.now();
  AKSIS_TRY(database_.write([&](Transaction& tx) {
    out.reset();
    return tx.query(
        "UPDATE core_job SET state = 'running', owner = $1, lease_until = $2, attempts = attempts "
        "+ 1 WHERE id = (SELECT id FROM core_job WHERE state = 'ready' AND run_at <= $3 ORDER BY "
        "run_at, id LIMIT 1) AND state = 'ready' RETURNING id, operation, input, attempts, "
        "interval_us",
        {owner_, now + kLease, now}, [&](const Row& row) -> Status {
          out = ClaimedJob{std::string(row.text(0)),
                           std::string(row.text(1)),
                           std::string(row.text(2)),
                           row.integer(3),
                           {}};
          if (!row.is_null(4)) out->interval = row.integer(4);
          return {};
        });
  }));
  return out;
}

Status JobTable::take_back(const std::set<std::string>& running) {
  constexpr std::string_view kExpired =
      "SELECT id FROM core_job WHERE state = 'running' AND lease_until <= $1 ORDER BY id";
  std::vector<std::string> lost;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(expired, ids_of(tx, kExpired, {clock_.now()}));
    lost = std::move(expired);
    return {};
  }));
  lost.erase(std::remove_if(lost.begin(), lost.end(),
                            [&](const auto& id) { return running.count(id) > 0; }),
             lost.end());
  if (lost.empty()) return {};
  return database_.write([&](Transaction& tx) { return return_to_waiting(tx, lost); });
}

Status JobTable::wait_again(Transaction& tx, const ClaimedJob& job, Micros run_at, int64_t attempts,
                            const std::string& error) {
  AKSIS_TRY(drop_if_superseded(tx, job.id));
  AKSIS_TRY(
      tx.execute("UPDATE core_job SET state = 'ready', run_at = $2, attempts = $3, last_error "
                 "= $4, owner = NULL, lease_until = NULL WHERE id = $1",
                 {job.id, run_at, attempts, storage::text_or_null(error)}));
  tx.notify(kJobsTopic);
  return {};
}

Status JobTable::done(const ClaimedJob& job) {
  return database_.write([&](Transaction& tx) -> Status {
    if (job.interval) return wait_again(tx, job, clock_.now() + *job.interval, 0, {});
    AKSIS_TRY(tx.execute("DELETE FROM core_job WHERE id = $1", {job.id}));
    return {};
  });
}

Status JobTable::retry(const ClaimedJob& job, Micros run_at, const std::string& error) {
  return database_.write(
      [&](Transaction& tx) { return wait_again(tx, job, run_at, job.attempts, error); });
}

Status JobTable::give_up(const ClaimedJob& job, const std::string& error) {
  return database_.write([&](Transaction& tx) -> Status {
    if (job.interval) return wait_again(tx, job, clock_.now() + *job.interval, 0, error);
    AKSIS_TRY(
        tx.execute("UPDATE core_job SET state = 'failed', last_error = $2, owner = NULL, "
                   "lease_until = NULL WHERE id = $1",
                   {job.id, error}));
    return {};
  });
}

Status JobTable::put_back(const ClaimedJob& job) {
  return database_.write([&](Transaction& tx) {
    return wait_again(tx, job, clock_.now(), std::max<int64_t>(0, job.attempts - 1), {});
  });
}

// The operation of a job that does not run.
Result<std::string> JobTable::at_rest(Transaction& tx, std::string_view id) {
  std::optional<std::string> operation;
  bool running = false;
  AKSIS_TRY(tx.query("SELECT operation, state FROM core_job WHERE id = $1", {id},
                     [&](const Row& row) -> Status {
                       operation = row.text(0);
                       running = row.text(1) == "running";
                       return {};
                     }));
  if (!operation) return Error{Code::not_found, fmt::format("there is no job {}", id), {}};
  if (running) return Error{Code::conflict, fmt::format("the job {} runs", id), {}};
  return *operation;
}

Status JobTable::run_now(std::string_view id) {
  return database_.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(operation, at_rest(tx, id));
    // One with its key that waits already does the same work; its row is the one that stays.
    AKSIS_TRY(tx.execute(
        "DELETE FROM core_job WHERE id = $1 AND state = 'failed' AND key IS NOT NULL AND EXISTS "
        "(SELECT 1 FROM core_job AS other WHERE other.operation = core_job.operation AND other.key "
        "= core_job.key AND other.state = 'ready')",
        {id}));
    AKSIS_TRY(
        tx.execute("UPDATE core_job SET state = 'ready', run_at = $2, attempts = 0 WHERE id = $1",
                   {id, clock_.now()}));
    tx.notify(kJobsTopic);
    return {};
  });
}

Result<std::string> JobTable::drop(std::string_view id) {
  std::string out;
  AKSIS_TRY(database_.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(operation, at_rest(tx, id));
    out = std::move(operation);
    AKSIS_ASSIGN(rows,
                 tx.execute("DELETE FROM core_job WHERE id = $1 AND interval_us IS NULL", {id}));
    if (rows == 0) return Error{Code::unsupported, fmt::format("the job {} recurs", id), {}};
    return {};
  }));
  return out;
}

Result<uint64_t> JobTable::waiting() {
  uint64_t out = 0;
  AKSIS_TRY(database_.read([&](Transaction& tx) {
    return tx.query("SELECT count(*) FROM core_job WHERE state = 'ready'", {},
                    [&](const Row& row) -> Status {
                      out = static_cast<uint64_t>(row.integer(0));
                      return {};
                    });
  }));
  return out;
}

}  // namespace aksis::events
