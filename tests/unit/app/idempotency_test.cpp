#include "app/instance/idempotency_store.hpp"

#include "instance_fixture.hpp"

using namespace aksis;
using namespace aksis::app;
using namespace aksis::test;
using State = http::IdempotencyStore::State;

namespace {

const http::IdempotencyKey kKey{"key:1", "people.create", "abc"};

}  // namespace

TEST_CASE("A key is claimed once, and its answer is given again") {
  CoreDatabase core;
  IdempotencyTable table(*core.database, core.clock, *core.keyring);
  REQUIRE(table.claim(kKey, "hash")->state == State::fresh);
  CHECK(table.claim(kKey, "hash")->state == State::running);
  CHECK(table.claim(kKey, "other")->state == State::mismatch);
  REQUIRE(table.finish(kKey, {201, "{}", "v1"}).ok());
  const auto again = table.claim(kKey, "hash");
  CHECK(again->state == State::done);
  CHECK(again->answer.status == 201);
  CHECK(again->answer.body == "{}");
  CHECK(again->answer.etag == "v1");
  CHECK(table.claim(kKey, "other")->state == State::mismatch);
  IdempotencyTable later(*core.database, core.clock, *core.keyring);
  CHECK(later.claim(kKey, "hash")->state == State::done);
}

TEST_CASE("What was answered is not read from the file, and opens to the same request alone") {
  CoreDatabase core;
  IdempotencyTable table(*core.database, core.clock, *core.keyring);
  REQUIRE(table.claim(kKey, "hash")->state == State::fresh);
  REQUIRE(table.finish(kKey, {201, "\"Kervadec\"", ""}).ok());
  storage::Blob kept;
  const auto look = [&](storage::Transaction& tx) {
    return tx.query("SELECT answer FROM core_idempotency", {},
                    [&](const storage::Row& row) -> Status {
                      kept = storage::blob(row.text(0));
                      return {};
                    });
  };
  REQUIRE(core.database->read(look).ok());
  const std::string bytes(kept.begin(), kept.end());
  for (const char* told : {"Kervadec", "hash", "abc", "people.create"})
    CHECK(bytes.find(told) == std::string::npos);
  // Moved under another request's token, or changed, it is nobody's answer.
  kept.back() ^= 1;
  const auto change = [&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute("UPDATE core_idempotency SET answer = $1", {kept}));
    return {};
  };
  REQUIRE(core.database->write(change).ok());
  const auto again = table.claim(kKey, "hash");
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().code == Code::internal);
}

TEST_CASE("Another caller, operation or key is another claim") {
  CoreDatabase core;
  IdempotencyTable table(*core.database, core.clock, *core.keyring);
  REQUIRE(table.claim(kKey, "hash")->state == State::fresh);
  CHECK(table.claim({"key:2", "people.create", "abc"}, "hash")->state == State::fresh);
  CHECK(table.claim({"key:1", "people.delete", "abc"}, "hash")->state == State::fresh);
  CHECK(table.claim({"key:1", "people.create", "abd"}, "hash")->state == State::fresh);
}

TEST_CASE("A claim that was released, or left by a stopped process, is fresh again") {
  CoreDatabase core;
  IdempotencyTable table(*core.database, core.clock, *core.keyring);
  REQUIRE(table.claim(kKey, "hash")->state == State::fresh);
  table.release(kKey);
  CHECK(table.claim(kKey, "other")->state == State::fresh);
  IdempotencyTable later(*core.database, core.clock, *core.keyring);
  CHECK(later.claim(kKey, "hash")->state == State::fresh);
}

TEST_CASE("Answers are forgotten after a day") {
  CoreDatabase core;
  IdempotencyTable table(*core.database, core.clock, *core.keyring);
  REQUIRE(table.claim(kKey, "hash")->state == State::fresh);
  REQUIRE(table.finish(kKey, {200, "old", ""}).ok());
  core.clock.at += kDay - 1;
  CHECK(table.claim(kKey, "hash")->state == State::done);
  core.clock.at += 1;
  CHECK(table.claim(kKey, "hash")->state == State::fresh);
  REQUIRE(table.finish(kKey, {200, "new", ""}).ok());
  CHECK(table.claim(kKey, "hash")->answer.body == "new");
  core.clock.at += kDay;
  operations::Registry registry(core.clock);
  REQUIRE(IdempotencyTable::offer_operations(registry, *core.database, core.clock).ok());
  operations::Call call({"host", true, {"*"}}, json::Document(rapidjson::kObjectType));
  REQUIRE(registry.run(*registry.find(IdempotencyTable::kPurgeOperation), call).ok());
  int64_t rows = -1;
  REQUIRE(core.database
              ->read([&](storage::Transaction& tx) {
                return tx.query("SELECT COUNT(*) FROM core_idempotency", {},
                                [&](const storage::Row& row) -> Status {
                                  rows = row.integer(0);
                                  return {};
                                });
              })
              .ok());
  CHECK(rows == 0);
}
