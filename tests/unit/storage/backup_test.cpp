#include "storage/backup.hpp"

#include <atomic>
#include <fstream>
#include <thread>

#include "scratch.hpp"
#include "storage/migrations.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

constexpr Micros kNow = 1'700'000'000'000'000;
const auto kOn = [](int, int) { return true; };

std::unique_ptr<Database> filled(const Scratch& scratch, int64_t rows) {
  auto database = scratch.open();
  REQUIRE_OK(migrate(*database, "core",
                     {{1, "0001_t.sql", "CREATE TABLE t (id BIGINT PRIMARY KEY, data TEXT)"}}));
  const std::string data(500, 'd');
  constexpr bool kBulk = true;
  REQUIRE_OK(database->write(
      [&](Transaction& tx) -> Status {
        for (int64_t id = 1; id <= rows; ++id)
          AKSIS_TRY(tx.execute("INSERT INTO t (id, data) VALUES ($1, $2)", {id, data}));
        return {};
      },
      nullptr, kBulk));
  return database;
}

int64_t rows_of(const Contents& contents, const std::string& table) {
  for (const auto& [name, rows] : contents.rows)
    if (name == table) return rows;
  return -1;
}

}  // namespace

TEST_CASE("a backup is one whole snapshot while writers go on") {
  const Scratch scratch;
  const auto database = filled(scratch, 20'000);
  std::atomic<bool> stop{false};
  std::atomic<int64_t> written{0};
  std::thread writer([&] {
    // Two rows a transaction: a copy with an odd number has torn one.
    for (int64_t id = 1'000'000; !stop; id += 2) {
      const auto done = database->write([&](Transaction& tx) -> Status {
        AKSIS_TRY(tx.execute("INSERT INTO t (id, data) VALUES ($1, 'a')", {id}));
        AKSIS_TRY(tx.execute("INSERT INTO t (id, data) VALUES ($1, 'b')", {id + 1}));
        return {};
      });
      if (done.ok()) ++written;
    }
  });
  int calls = 0;
  int64_t during = 0;
  const auto copied = database->backup_to(scratch.path("copy.db"), [&](int done, int total) {
    if (calls++ == 0) during = written;
    // Goes on only once writers have gone on too: they do not wait for the copy.
    if (done < total)
      while (written < during + calls) std::this_thread::yield();
    return true;
  });
  stop = true;
  writer.join();
  REQUIRE_OK(copied);
  CHECK(calls > 3);
  CHECK(written > during);
  const auto contents = verify_backup(scratch.path("copy.db"));
  REQUIRE(contents.ok());
  CHECK(rows_of(*contents, "t") >= 20'000);
  CHECK(rows_of(*contents, "t") % 2 == 0);
  CHECK_FALSE(std::filesystem::exists(scratch.path("copy.db-wal")));
  CHECK_FALSE(std::filesystem::exists(scratch.path("copy.db.part")));
}

TEST_CASE("a stopped or refused backup leaves what stood there") {
  const Scratch scratch;
  const auto database = filled(scratch, 20'000);
  REQUIRE_OK(database->backup_to(scratch.path("copy.db"), kOn));
  const auto size = std::filesystem::file_size(scratch.path("copy.db"));
  const auto stopped = database->backup_to(scratch.path("copy.db"), [](int, int) { return false; });
  REQUIRE_FALSE(stopped.ok());
  CHECK(stopped.error().code == Code::cancelled);
  CHECK(std::filesystem::file_size(scratch.path("copy.db")) == size);
  CHECK_FALSE(std::filesystem::exists(scratch.path("copy.db.part")));
  for (const auto& target : {scratch.path(), scratch.path() + "-wal", scratch.path() + ".lock",
                             scratch.folder(), scratch.folder() + "/absent/copy.db"}) {
    INFO(target);
    const auto refused = database->backup_to(target, kOn);
    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code == Code::invalid);
  }
  CHECK(*number(*database, "SELECT count(*) FROM t") == 20'000);
}

TEST_CASE("a restore puts the backup in place and keeps the database that stood there") {
  const Scratch scratch;
  auto database = filled(scratch, 100);
  REQUIRE_OK(database->backup_to(scratch.path("copy.db"), kOn));
  REQUIRE_OK(run(*database, "DELETE FROM t WHERE id > 10"));

  const auto in_use = restore(scratch.path("copy.db"), scratch.path(), kNow);
  REQUIRE_FALSE(in_use.ok());
  CHECK(in_use.error().message.find("in use") != std::string::npos);
  database.reset();

  const auto restored = restore(scratch.path("copy.db"), scratch.path(), kNow);
  INFO(message(restored));
  REQUIRE(restored.ok());
  CHECK(rows_of(restored.value().contents, "t") == 100);
  CHECK(rows_of(restored.value().contents, "core_migration") == 1);
  CHECK(restored.value().kept == scratch.path() + ".before-restore-20231114T221320Z");
  CHECK(*number(*scratch.open(), "SELECT count(*) FROM t") == 100);
  const auto kept = verify_backup(restored.value().kept);
  REQUIRE(kept.ok());
  CHECK(rows_of(*kept, "t") == 10);

  // Again in the same second: the first kept file is not touched.
  const auto again = restore(scratch.path("copy.db"), scratch.path(), kNow);
  REQUIRE(again.ok());
  CHECK(again.value().kept != restored.value().kept);
  CHECK(std::filesystem::exists(restored.value().kept));
}

TEST_CASE("a restore where nothing stood, or something damaged, works") {
  const Scratch scratch;
  filled(scratch, 100)->backup_to(scratch.path("copy.db"), kOn).value();
  const auto fresh = restore(scratch.path("copy.db"), scratch.path("fresh.db"), kNow);
  REQUIRE(fresh.ok());
  CHECK(fresh.value().kept.empty());

  std::ofstream(scratch.path("broken.db")) << std::string(5000, 'x');
  std::ofstream(scratch.path("broken.db-wal")) << "what was left";
  const auto broken = restore(scratch.path("copy.db"), scratch.path("broken.db"), kNow);
  INFO(message(broken));
  REQUIRE(broken.ok());
  CHECK(std::filesystem::file_size(broken.value().kept) == 5000);
  CHECK(std::filesystem::exists(broken.value().kept + "-wal"));
  Options options;
  options.path = scratch.path("broken.db");
  CHECK(*number(*scratch.open(options), "SELECT count(*) FROM t") == 100);
}

TEST_CASE("what is no whole backup is refused and changes nothing") {
  const Scratch scratch;
  filled(scratch, 3000)->backup_to(scratch.path("copy.db"), kOn).value();
  const auto target = scratch.path();
  const auto refused = [&](const std::string& backup) {
    const auto status = restore(backup, target, kNow);
    REQUIRE_FALSE(status.ok());
    CHECK(*number(*scratch.open(), "SELECT count(*) FROM t") == 3000);
    return status.error().message;
  };
  CHECK(refused(scratch.path("absent.db")).find("no backup file") != std::string::npos);
  CHECK(refused(target).find("the database itself") != std::string::npos);

  std::filesystem::copy_file(scratch.path("copy.db"), scratch.path("cut.db"));
  std::filesystem::resize_file(scratch.path("cut.db"), 8 * 4096);
  CHECK(refused(scratch.path("cut.db")).find("damaged") != std::string::npos);

  std::ofstream(scratch.path("text.db")) << std::string(3000, 't');
  CHECK(refused(scratch.path("text.db")).find("not a database") != std::string::npos);
  std::ofstream(scratch.path("empty.db"));
  CHECK(refused(scratch.path("empty.db")).find("empty") != std::string::npos);
  Options options;
  options.path = scratch.path("other.db");
  scratch.open(options);
  CHECK(refused(scratch.path("other.db")).find("core_migration") != std::string::npos);
  for (const auto& entry : std::filesystem::directory_iterator(scratch.folder()))
    CHECK(entry.path().string().find("before-restore") == std::string::npos);
}
