#include "events/jobs.hpp"
#include "../operations/told.hpp"

#include "events/operations.hpp"
#include "events/outbox.hpp"
#include "scratch.hpp"
#include "waiting.hpp"

using namespace aksis;
using namespace aksis::events;
using operations::Call;
using storage::Scratch;
using storage::Transaction;

namespace {

struct Bench {
  Scratch scratch;
  ManualClock clock;
  std::unique_ptr<storage::Database> database = scratch.open();
  operations::Registry registry{clock};
  JobsOptions options;
  std::atomic<int> runs{0};
  std::atomic<int> failing{0};  // the next so many runs fail
  std::atomic<bool> throwing{false};
  std::atomic<bool> wrong_principal{false};

  Bench() {
    REQUIRE_OK(storage::migrate(*database, "core.events", migrations()));
    options.retry_delays = {std::chrono::seconds(5), std::chrono::minutes(1)};
    add("test.work", [this](Call& call) -> Status {
      const auto& who = call.principal();
      if (who.id != "module:test" || !who.allows("test.write") || who.allows("other.write"))
        wrong_principal = true;
      ++runs;
      if (failing > 0) {
        --failing;
        if (throwing) throw std::runtime_error("thrown on purpose");
        return invalid("refused on purpose");
      }
      return {};
    });
  }
  void add(const std::string& id, operations::Handler handler) {
    operations::Operation operation;
    operation.id = id;
    operation.module = "test";
    operation.kind = operations::Kind::task;
    operation.permission = "test.write";
    operation.summary_fr = operation.summary_en = "x";
    operation.input_schema = R"({"type": "object", "additionalProperties": false,
                                 "properties": {"n": {"type": "integer"}}})";
    operation.deadline = std::chrono::milliseconds(0);
    operation.handler = std::move(handler);
    REQUIRE_OK(registry.add(std::move(operation)));
  }
  Status enqueue(Micros run_at = 0, std::string_view key = {},
                 std::string_view operation = "test.work", std::string_view input = "{}") {
    return database->write(
        [&](Transaction& tx) { return events::enqueue(tx, operation, input, run_at, key, clock); });
  }
  std::unique_ptr<Jobs> start(Micros every = 0) {
    auto jobs = std::make_unique<Jobs>(*database, registry, clock, options);
    if (every) jobs->every("test.work", every);
    REQUIRE_OK(jobs->start());
    return jobs;
  }
  int64_t count(std::string_view where) {
    return *storage::number(*database, "SELECT count(*) FROM core_job WHERE " + std::string(where));
  }
};

}  // namespace

TEST_CASE("jobs run once each and leave nothing behind") {
  Bench bench;
  const auto jobs = bench.start();
  for (int i = 0; i < 20; ++i) REQUIRE_OK(bench.enqueue());
  REQUIRE(eventually([&] { return bench.count("TRUE") == 0; }));
  CHECK(bench.runs == 20);
  CHECK_FALSE(bench.wrong_principal);
  CHECK(eventually([&] { return jobs->metrics().done == 20; }));
}

TEST_CASE("a job waits for its time") {
  Bench bench;
  const auto jobs = bench.start();
  REQUIRE_OK(bench.enqueue(bench.clock.now() + kHour));
  REQUIRE_OK(bench.enqueue());
  REQUIRE(eventually([&] { return bench.runs == 1 && bench.count("TRUE") == 1; }));
  CHECK(jobs->metrics().waiting == 1);
  bench.clock.advance(kHour);
  jobs->wake();
  REQUIRE(eventually([&] { return bench.count("TRUE") == 0; }));
  CHECK(bench.runs == 2);
}

TEST_CASE("one job waits for a key") {
  Bench bench;
  bench.add("test.other", [](Call&) -> Status { return {}; });
  for (int i = 0; i < 3; ++i) REQUIRE_OK(bench.enqueue(0, "refresh"));
  REQUIRE_OK(bench.enqueue(0, "refresh", "test.other"));
  for (int i = 0; i < 2; ++i) REQUIRE_OK(bench.enqueue());
  CHECK(bench.count("operation = 'test.work'") == 3);
  CHECK(bench.count("operation = 'test.other'") == 1);
  const auto jobs = bench.start();
  REQUIRE(eventually([&] { return bench.count("TRUE") == 0; }));
  CHECK(bench.runs == 3);
}

TEST_CASE("a failing job is tried again with growing delays, then kept as failed") {
  Bench bench;
  bench.throwing = GENERATE(false, true);
  bench.failing = 100;
  const auto jobs = bench.start();
  REQUIRE_OK(bench.enqueue());
  REQUIRE(eventually([&] { return bench.count("state = 'ready' AND attempts = 1") == 1; }));
  CHECK(bench.runs == 1);
  for (int attempt = 2; attempt <= 3; ++attempt) {
    bench.clock.advance(attempt == 2 ? 5 * kSecond : kMinute);
    jobs->wake();
    REQUIRE(eventually([&] {
      return bench.count("state <> 'running' AND attempts = " + std::to_string(attempt)) == 1;
    }));
  }
  CHECK(bench.runs == 3);
  CHECK(bench.count("state = 'failed' AND last_error <> ''") == 1);
  CHECK(jobs->metrics().failed == 1);
  CHECK(jobs->metrics().retried == 2);
  bench.failing = 0;
  REQUIRE_OK(bench.enqueue());
  REQUIRE(eventually([&] { return bench.count("TRUE") == 1; }));
}

TEST_CASE("a job of an unknown operation or with a wrong input does not stop the others") {
  Bench bench;
  const auto jobs = bench.start();
  REQUIRE_OK(bench.enqueue(0, {}, "gone.work"));
  REQUIRE_OK(bench.enqueue(0, {}, "test.work", "{\"n\":\"text\"}"));
  REQUIRE_OK(bench.enqueue());
  REQUIRE(eventually([&] {
    return bench.count("TRUE") == 2 && bench.count("state = 'ready' AND attempts = 1") == 2;
  }));
  CHECK(bench.runs == 1);
  CHECK(bench.count("last_error LIKE '%gone.work%'") == 1);
  CHECK_FALSE(bench.enqueue(0, {}, "test.work", "[]").ok());
  CHECK_FALSE(bench.enqueue(0, {}, "test.work", "{").ok());
}

TEST_CASE("a recurring job keeps its next time over restarts") {
  Bench bench;
  auto jobs = bench.start(kHour);
  CHECK(bench.count("interval_us IS NOT NULL") == 1);
  CHECK(bench.runs == 0);
  bench.clock.advance(kHour);
  jobs->wake();
  REQUIRE(eventually([&] { return bench.runs == 1 && bench.count("state = 'ready'") == 1; }));
  const auto next = "run_at = " + std::to_string(bench.clock.now() + kHour);
  CHECK(bench.count(next) == 1);
  jobs.reset();
  bench.clock.advance(30 * kMinute);
  jobs = bench.start(kHour);
  CHECK(bench.count(next) == 1);
  bench.failing = 3;
  bench.clock.advance(kHour);
  for (int attempt = 2; attempt <= 4; ++attempt) {
    jobs->wake();
    REQUIRE(
        eventually([&] { return bench.runs == attempt && bench.count("state = 'ready'") == 1; }));
    if (attempt < 4) bench.clock.advance(kMinute);
  }
  // After its last attempt it waits for its next time instead of being given up.
  CHECK(bench.count("run_at = " + std::to_string(bench.clock.now() + kHour)) == 1);
  jobs.reset();
  jobs = bench.start();  // no longer declared
  CHECK(bench.count("TRUE") == 0);
}

TEST_CASE("stopping asks a running job to stop, and it runs again later") {
  Bench bench;
  std::atomic<int> entered{0};
  bench.add("test.long", [&](Call& call) -> Status {
    if (++entered == 1) {
      if (!eventually([&] { return call.cancelled(0); })) return {};
      return Error{Code::cancelled, "stopped", {}};
    }
    return {};
  });
  auto jobs = bench.start();
  REQUIRE_OK(bench.enqueue(0, {}, "test.long"));
  REQUIRE(eventually([&] { return entered == 1; }));
  jobs.reset();
  CHECK(bench.count("state = 'ready' AND attempts = 0") == 1);
  jobs = bench.start();
  REQUIRE(eventually([&] { return bench.count("TRUE") == 0; }));
  CHECK(entered == 2);
}

TEST_CASE("what a killed process left running is taken back") {
  Bench bench;
  REQUIRE_OK(bench.enqueue());
  REQUIRE_OK(bench.enqueue(0, "k"));
  REQUIRE_OK(storage::run(*bench.database,
                          "UPDATE core_job SET state = 'running', owner = 'dead', lease_until = $1",
                          {bench.clock.now() + kHour}));
  REQUIRE_OK(bench.enqueue(0, "k"));  // added while the first was thought to run
  const auto jobs = bench.start();
  REQUIRE(eventually([&] { return bench.count("TRUE") == 0; }));
  CHECK(bench.runs == 2);
}

TEST_CASE("a row whose end could not be noted is taken back after its lease") {
  Bench bench;
  const auto jobs = bench.start();
  REQUIRE_OK(storage::run(
      *bench.database,
      "INSERT INTO core_job (id, operation, input, run_at, state, attempts, owner, lease_until, "
      "created_at) VALUES ('j', 'test.work', '{}', 1, 'running', 1, 'me', $1, 1)",
      {bench.clock.now() + kMinute}));
  jobs->wake();
  bench.clock.advance(kMinute);
  jobs->wake();
  REQUIRE(eventually([&] { return bench.count("TRUE") == 0; }));
  CHECK(bench.runs == 1);
}

TEST_CASE("a failed job is run again or given up when an administrator says so") {
  Bench bench;
  bench.options.retry_delays = {};
  bench.failing = 2;
  REQUIRE_OK(add_job_operations(bench.registry, *bench.database, bench.clock));
  const auto run = [&](const char* operation, const std::string& input, std::string* answer = {}) {
    auto parsed = json::parse(input);
    REQUIRE(parsed.ok());
    Call call({"admin", true, {"*"}}, std::move(*parsed));
    call.language = "en";
    auto status = bench.registry.run(*bench.registry.find(operation), call);
    check_french(status);
    if (answer) *answer = call.response();
    return status;
  };
  const auto jobs = bench.start(kHour);
  REQUIRE_OK(bench.enqueue(0, "a"));
  REQUIRE_OK(bench.enqueue(0, "b"));
  REQUIRE(eventually([&] { return bench.count("state = 'failed'") == 2; }));
  std::string answer;
  REQUIRE_OK(run("jobs.list", R"({"state": "failed"})", &answer));
  auto listed = json::parse(answer);
  REQUIRE(listed.ok());
  REQUIRE((*listed)["jobs"].Size() == 2);
  const auto& first = (*listed)["jobs"][0];
  CHECK(json::text(first, "error") == "refused on purpose");
  CHECK(json::integer(first, "attempts") == 1);
  const auto one = R"({"id": ")" + std::string(json::text(first, "id")) + R"("})";
  const auto other = R"({"id": ")" + std::string(json::text((*listed)["jobs"][1], "id")) +
                     R"(", "reason": "not needed any more"})";
  REQUIRE_OK(run("jobs.run", one));
  REQUIRE(eventually([&] { return bench.count("interval_us IS NULL") == 1; }));
  CHECK(bench.runs == 3);
  CHECK(run("jobs.run", one).error().code == Code::not_found);
  REQUIRE_OK(run("jobs.drop", other));
  CHECK(bench.count("interval_us IS NULL") == 0);
  CHECK(run("jobs.drop", R"({"id": "every:test.work", "reason": "not wanted"})").error().code ==
        Code::conflict);
  REQUIRE_OK(run("jobs.run", R"({"id": "every:test.work"})"));  // before its time
  CHECK(eventually([&] { return bench.runs == 4; }));
}

TEST_CASE("a failed job that another with its key supersedes is not run twice") {
  Bench bench;
  bench.options.retry_delays = {};
  bench.failing = 1;
  REQUIRE_OK(add_job_operations(bench.registry, *bench.database, bench.clock));
  const auto jobs = bench.start();
  REQUIRE_OK(bench.enqueue(0, "a"));
  REQUIRE(eventually([&] { return bench.count("state = 'failed'") == 1; }));
  std::string id;
  REQUIRE_OK(bench.database->read([&](Transaction& tx) {
    return tx.query("SELECT id FROM core_job", {}, [&](const storage::Row& row) -> Status {
      id = row.text(0);
      return {};
    });
  }));
  REQUIRE_OK(bench.enqueue(bench.clock.now() + kDay, "a"));
  auto input = json::parse(R"({"id": ")" + id + R"("})");
  Call call({"admin", true, {"*"}}, std::move(*input));
  REQUIRE_OK(bench.registry.run(*bench.registry.find("jobs.run"), call));
  CHECK(bench.count("state = 'ready'") == 1);
  CHECK(bench.count("TRUE") == 1);
}
