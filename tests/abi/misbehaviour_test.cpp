// Modules that break a rule: each gets its sentence and status, and the host goes on.
#include <catch2/catch.hpp>
#include <thread>

#include "modules/call_watch.hpp"
#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

struct Misbehaving : TestHost {
  Misbehaving() {
    folder.add_fixture("misbehaves", "modules/misbehaves");
    const auto loaded = load();
    INFO((loaded.ok() ? "" : loaded.error().message));
    REQUIRE(loaded.ok());
  }
  // Runs an operation that must fail; what it logged is in `log`, and the host still answers.
  Error failing(const std::string& operation, const std::string& input = "{}") {
    Stderr output;
    const auto status = run(operation, input);
    log = output.text();
    REQUIRE_FALSE(status.ok());
    const auto fine = run("misbehaves.fine");
    REQUIRE(fine.ok());
    REQUIRE(answer == R"({"fine":true})");
    return status.error();
  }
  std::string log;
};

template <typename Condition>
bool within_five_seconds(Condition condition) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(5);
  while (std::chrono::steady_clock::now() < end) {
    if (condition()) return true;
    std::this_thread::yield();
  }
  return false;
}

}  // namespace

TEST_CASE_METHOD(Misbehaving, "an exception that crosses the border is a 500 with a log line") {
  const auto error = failing("misbehaves.throws");
  CHECK(error.code == Code::internal);
  CHECK_THAT(log, Contains("MODULE_MISBEHAVING") && Contains("misbehaves.throws") &&
                      Contains("thrown on purpose"));
}

TEST_CASE_METHOD(Misbehaving, "an exception from a transaction's body rolls back and is a 500") {
  const auto error = failing("misbehaves.throws_in_body");
  CHECK(error.code == Code::internal);
  CHECK_THAT(log, Contains("MODULE_MISBEHAVING") && Contains("the body of a transaction"));
}

TEST_CASE_METHOD(Misbehaving, "a number that is no status is a 500 with a log line") {
  const auto error = failing("misbehaves.garbage_status");
  CHECK(error.code == Code::internal);
  CHECK_THAT(log, Contains("MODULE_MISBEHAVING") && Contains("4711"));
}

TEST_CASE_METHOD(Misbehaving, "an answer that is no JSON is a 500 with a log line") {
  const auto error = failing("misbehaves.garbage_answer");
  CHECK(error.code == Code::internal);
  CHECK(answer != R"({"cut": )");
  CHECK_THAT(log, Contains("MODULE_MISBEHAVING") && Contains("no JSON"));
}

TEST_CASE_METHOD(Misbehaving, "SQL outside the module's tables is refused with a sentence") {
  for (const auto* sql :
       {"SELECT * FROM core_migration", "DELETE FROM core_migration", "PRAGMA user_version",
        "ATTACH 'x.db' AS x", "CREATE TABLE other_table (id TEXT)"}) {
    INFO(sql);
    const auto error = failing("misbehaves.foreign_sql", R"({"sql":")" + std::string(sql) + "\"}");
    CHECK(error.code != Code::internal);
    CHECK(error.message.size() > 10);
  }
}

TEST_CASE_METHOD(Misbehaving, "a transaction kept after its body is refused with a log line") {
  const auto error = failing("misbehaves.keeps_tx");
  CHECK(error.code == Code::internal);
  CHECK_THAT(log, Contains("MODULE_MISBEHAVING") && Contains("after its body had returned"));
}

TEST_CASE_METHOD(Misbehaving, "a transaction on another thread is refused with a log line") {
  const auto error = failing("misbehaves.other_thread");
  CHECK(error.code == Code::internal);
  CHECK_THAT(log, Contains("MODULE_MISBEHAVING") && Contains("another thread"));
}

TEST_CASE_METHOD(Misbehaving, "transactions do not nest") {
  CHECK(failing("misbehaves.nests").code == Code::conflict);
}

TEST_CASE_METHOD(Misbehaving, "a call kept after its handler is refused with a log line") {
  REQUIRE(run("misbehaves.keeps_call").ok());
  const auto error = failing("misbehaves.keeps_call");
  CHECK(error.code == Code::internal);
  CHECK_THAT(log, Contains("MODULE_MISBEHAVING") && Contains("after its handler had returned"));
}

TEST_CASE_METHOD(Misbehaving, "a circle of calls ends with a sentence") {
  const auto error = failing("misbehaves.loop");
  CHECK(error.code == Code::conflict);
  CHECK_THAT(error.message, Contains("calls deep"));
}

TEST_CASE_METHOD(Misbehaving, "a call that the manifest does not declare is refused") {
  const auto error = failing("misbehaves.undeclared_call");
  CHECK(error.code == Code::forbidden);
  CHECK_THAT(error.message, Contains("misbehaves.fine") && Contains("calls"));
}

TEST_CASE_METHOD(Misbehaving, "a handler that heeds cancelled() ends with a timeout") {
  const auto error = failing("misbehaves.heeds");
  CHECK(error.code == Code::timeout);
}

TEST_CASE("a module that calls itself takes one place of its share") {
  TestHost host;
  host.folder.add_fixture("misbehaves", "modules/misbehaves");
  host.options.calls_max = 1;
  REQUIRE(host.load().ok());
  const auto deep = host.run("misbehaves.loop");
  REQUIRE_FALSE(deep.ok());
  CHECK_THAT(deep.error().message, Contains("calls deep"));
  CHECK(host.run("misbehaves.fine").ok());
}

TEST_CASE_METHOD(Misbehaving, "calls that stall are named, and beyond a number new ones get 503") {
  Stderr output;
  std::vector<std::thread> waiting;
  for (int i = 0; i < kStalledMax; ++i)
    waiting.emplace_back([this] {
      operations::Call call({"test", true, {"*"}}, json::Document(rapidjson::kObjectType));
      (void)registry->run(*registry->find("misbehaves.stalls"), call);
    });
  const bool noticed =
      within_five_seconds([this] { return host->modules()[0].stalled == kStalledMax; });
  const auto refused = run("misbehaves.fine");
  fixture_interface(folder.path("modules/misbehaves/libaksis_misbehaves.so"),
                    "misbehaves.release/1");
  for (auto& one : waiting) one.join();
  CHECK(noticed);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::busy);
  CHECK_THAT(refused.error().message, Contains("does not answer"));
  CHECK(host->modules()[0].stalled == 0);
  CHECK(run("misbehaves.fine").ok());
  CHECK_THAT(output.text(), Contains("MODULE_MISBEHAVING") && Contains("stalls"));
}
