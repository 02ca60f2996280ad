#include <condition_variable>
#include <fstream>
#include <mutex>
#include <thread>

#include "scratch.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

bool holds(const std::string& path, const std::string& text) {
  std::ifstream file(path, std::ios::binary);
  const std::string all{std::istreambuf_iterator<char>(file), {}};
  return all.find(text) != std::string::npos;
}

}  // namespace

TEST_CASE("a scrub leaves nothing deleted, while others write") {
  Scratch scratch;
  auto database = scratch.open();
  REQUIRE_OK(run(*database, "CREATE TABLE t (id BIGINT PRIMARY KEY, word TEXT NOT NULL)"));
  for (int64_t id = 1; id <= 300; ++id)
    REQUIRE_OK(run(*database, "INSERT INTO t (id, word) VALUES ($1, $2)",
                   {id, id % 3 ? "kept" : "canary-of-the-deleted"}));
  REQUIRE_OK(run(*database, "DELETE FROM t WHERE word <> 'kept'"));
  const auto wal = scratch.path() + "-wal";
  CHECK((holds(scratch.path(), "canary-of") || holds(wal, "canary-of")));
  int64_t written = 0;
  std::thread other([&] {
    for (int64_t id = 1000; id < 1050; ++id)
      written += run(*database, "INSERT INTO t (id, word) VALUES ($1, 'late')", {id}).ok();
  });
  REQUIRE_OK(database->scrub());
  other.join();
  CHECK(written == 50);
  REQUIRE_OK(database->scrub());
  CHECK_FALSE(holds(scratch.path(), "canary-of"));
  CHECK(database->metrics().wal_bytes == 0);
  CHECK(*number(*database, "SELECT COUNT(*) FROM t") == 250);
  REQUIRE_OK(database->read([&](Transaction&) {
    CHECK(database->scrub().error().code == Code::conflict);
    return Status();
  }));
}

TEST_CASE("a scrub beside a reader that stays says so, and works after it") {
  Scratch scratch;
  Options options;
  options.busy_timeout_ms = 20;
  auto database = scratch.open(options);
  REQUIRE_OK(run(*database, "CREATE TABLE t (id BIGINT PRIMARY KEY)"));
  std::mutex mutex;
  std::condition_variable changed;
  bool reading = false, leave = false;
  std::thread reader([&] {
    const auto status = database->read([&](Transaction& tx) {
      const auto counted =
          tx.query("SELECT COUNT(*) FROM t", {}, [](const Row&) { return Status(); });
      std::unique_lock lock(mutex);
      reading = true;
      changed.notify_all();
      changed.wait(lock, [&] { return leave; });
      return counted;
    });
    CHECK(status.ok());
  });
  {
    std::unique_lock lock(mutex);
    changed.wait(lock, [&] { return reading; });
  }
  CHECK(database->scrub().error().code == Code::busy);
  {
    const std::lock_guard lock(mutex);
    leave = true;
  }
  changed.notify_all();
  reader.join();
  CHECK(database->scrub().ok());
  REQUIRE_OK(run(*database, "INSERT INTO t (id) VALUES (1)"));
}
