#include "storage/database.hpp"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <future>
#include <mutex>
#include <thread>

#include "scratch.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

constexpr const char* kTable = "CREATE TABLE t (id BIGINT PRIMARY KEY, name TEXT NOT NULL)";

Status insert(Database& database, int64_t id, std::string_view name = "x") {
  return run(database, "INSERT INTO t (id, name) VALUES ($1, $2)", {id, name});
}

// Holds the writer in a body until it is opened.
class Gate {
 public:
  Body body() {
    return [this](Transaction&) -> Status {
      std::unique_lock lock(mutex_);
      entered_ = true;
      changed_.notify_all();
      changed_.wait(lock, [this] { return open_; });
      return {};
    };
  }
  void wait_entered() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return entered_; });
  }
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool entered_ = false;
  bool open_ = false;
};

void wait_for_queue(Database& database, uint64_t size) {
  while (database.metrics().write_queue < size) std::this_thread::yield();
}

}  // namespace

TEST_CASE("values come back as they went in") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(
      run(*database, "CREATE TABLE v (id BIGINT PRIMARY KEY, r DOUBLE PRECISION, s TEXT, b BLOB)"));
  const Blob bytes = {0, 1, 255};
  const std::string_view name = "L’Œuvre \U0001F600";
  REQUIRE_OK(run(*database, "INSERT INTO v (id, r, s, b) VALUES ($4, $3, $2, $1)",
                 {bytes, name, 0.1, int64_t{1} << 60}));
  REQUIRE_OK(run(*database, "INSERT INTO v (id, r, s, b) VALUES ($1, $2, $3, $4)",
                 {int64_t{1}, std::monostate(), std::string_view(), Blob()}));
  int rows = 0;
  const auto check = [&](const Row& row) -> Status {
    ++rows;
    REQUIRE(row.size() == 4);
    if (row.integer(0) == 1) {
      CHECK(row.is_null(1));
      CHECK(row.real(1) == 0.0);
      CHECK_FALSE(row.is_null(2));
      CHECK(row.text(2).empty());
      CHECK(std::get<Blob>(row.value(3)).empty());
      return {};
    }
    CHECK(row.integer(0) == int64_t{1} << 60);
    CHECK(row.real(1) == 0.1);
    CHECK(row.text(2) == name);
    CHECK(std::get<Blob>(row.value(3)) == bytes);
    CHECK(std::get<int64_t>(row.value(0)) == row.integer(0));
    CHECK(row.text(0).empty());
    return {};
  };
  REQUIRE_OK(database->read(
      [&](Transaction& tx) { return tx.query("SELECT id, r, s, b FROM v", {}, check); }));
  CHECK(rows == 2);
}

TEST_CASE("wrong values, parameters and statements are refused with the right code") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  REQUIRE_OK(run(*database,
                 "CREATE TABLE u (id BIGINT PRIMARY KEY, t BIGINT NOT NULL REFERENCES "
                 "t (id), CHECK (id > 0))"));
  REQUIRE_OK(insert(*database, 1));
  const auto code = [&](std::string_view sql, const std::vector<Value>& parameters = {}) {
    const auto status = run(*database, sql, parameters);
    return status.ok() ? Code{0} : status.error().code;
  };
  constexpr const char* kInsert = "INSERT INTO t (id, name) VALUES ($1, $2)";
  CHECK(code(kInsert, {int64_t{1}, "twice"}) == Code::conflict);
  CHECK(code(kInsert, {int64_t{2}, std::string_view("a\0b", 3)}) == Code::invalid);
  CHECK(code(kInsert, {int64_t{2}, "\xC3"}) == Code::invalid);
  CHECK(code(kInsert, {int64_t{2}, std::monostate()}) == Code::invalid);
  CHECK(code(kInsert, {"two", "text in a number"}) == Code::invalid);
  CHECK(code(kInsert, {int64_t{2}}) == Code::internal);
  CHECK(code("INSERT INTO t (id, name) VALUES (?, ?)", {int64_t{2}, "x"}) == Code::internal);
  CHECK(code("INSERT INTO u (id, t) VALUES (1, 99)") == Code::conflict);
  CHECK(code("INSERT INTO u (id, t) VALUES (0, 1)") == Code::invalid);
  CHECK(code("INSERT INTO t (id, name) VALUES (2, \"quoted\")") == Code::internal);
  CHECK(code("SELEKT 1") == Code::internal);
  CHECK(code("DELETE FROM t; DELETE FROM u") == Code::internal);
  CHECK(code("") == Code::invalid);
  CHECK(*number(*database, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("execute tells the rows changed and query runs RETURNING") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  REQUIRE_OK(database->write([](Transaction& tx) -> Status {
    for (int64_t id = 1; id <= 3; ++id)
      CHECK(*tx.execute("INSERT INTO t (id, name) VALUES ($1, 'a')", {id}) == 1);
    CHECK(*tx.execute("UPDATE t SET name = 'b' WHERE id > $1", {int64_t{1}}) == 2);
    CHECK(*tx.execute("CREATE TABLE later (id BIGINT)", {}) == 0);
    int64_t deleted = 0;
    AKSIS_TRY(tx.query("DELETE FROM t WHERE name = $1 RETURNING id", {"b"},
                       [&](const Row&) -> Status { return ++deleted, Status(); }));
    CHECK(deleted == 2);
    return {};
  }));
  CHECK(*number(*database, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("LIKE tells upper from lower case") {
  const Scratch scratch;
  const auto database = scratch.open();
  CHECK(*number(*database, "SELECT count(*) FROM (SELECT 1) WHERE 'A' LIKE 'a'") == 0);
}

TEST_CASE("a body that fails takes nothing of its neighbours with it") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  Gate gate;
  auto held = std::async(std::launch::async, [&] { return database->write(gate.body()); });
  gate.wait_entered();
  constexpr int kBodies = 28;  // within one group
  std::vector<std::future<Status>> answers;
  for (int i = 0; i < kBodies; ++i)
    answers.push_back(std::async(std::launch::async, [&, i] {
      return database->write([i](Transaction& tx) -> Status {
        AKSIS_TRY(tx.execute("INSERT INTO t (id, name) VALUES ($1, 'kept')", {int64_t{i}}));
        if (i % 4 == 1) return invalid("refused on purpose");
        if (i % 4 == 2) throw std::runtime_error("thrown on purpose");
        if (i % 4 == 3)
          AKSIS_TRY(tx.execute("INSERT INTO t (id, name) VALUES ($1, 'twice')", {int64_t{i}}));
        return {};
      });
    }));
  wait_for_queue(*database, kBodies);
  const auto before = database->metrics();
  gate.open();
  REQUIRE_OK(held.get());
  for (int i = 0; i < kBodies; ++i) {
    const auto status = answers[static_cast<size_t>(i)].get();
    INFO(i << " " << message(status));
    CHECK(status.ok() == (i % 4 == 0));
  }
  CHECK(*number(*database, "SELECT count(*) FROM t") == kBodies / 4);
  const auto after = database->metrics();
  CHECK(after.commits - before.commits == 2);  // the gate's group and theirs
  CHECK(after.writes - before.writes == kBodies / 4 + 1);
}

namespace {

// Writes numbers; a negative one fails after it was written, as does a number that is there.
class Numbers final : public Together {
 public:
  Status write(Transaction& tx, const std::vector<const void*>& items) override {
    most_ = std::max(most_, items.size());
    for (const void* item : items) {
      const auto number = *static_cast<const int64_t*>(item);
      AKSIS_TRY(tx.execute("INSERT INTO t (id, name) VALUES ($1, 'together')", {number}));
      if (number < 0) return invalid("refused on purpose");
      tx.notify("numbers");
    }
    return {};
  }
  size_t most() const { return most_; }

 private:
  size_t most_ = 0;  // of the writer's thread, read when it rests
};

}  // namespace

TEST_CASE("what is written together is one body, and fails one by one") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  const bool failing = GENERATE(false, true);
  Numbers first, second;
  std::atomic<int> woken = 0;
  database->listen("numbers", [&] { ++woken; });
  Gate gate;
  auto held = std::async(std::launch::async, [&] { return database->write(gate.body()); });
  gate.wait_entered();
  constexpr int kItems = 28;  // within one group
  std::vector<int64_t> numbers;
  std::vector<std::future<Status>> answers;
  for (int i = 0; i < kItems; ++i) numbers.push_back(failing && i % 7 == 3 ? -i : i);
  for (int i = 0; i < kItems; ++i)
    answers.push_back(std::async(std::launch::async, [&, i] {
      // Some are bodies of their own between the others.
      if (i % 7 == 5) return insert(*database, i, "alone");
      return database->write_together(i < kItems / 2 ? first : second, &numbers[size_t(i)]);
    }));
  wait_for_queue(*database, kItems);
  const auto before = database->metrics();
  gate.open();
  REQUIRE_OK(held.get());
  int kept = 0;
  for (int i = 0; i < kItems; ++i) {
    const auto status = answers[static_cast<size_t>(i)].get();
    INFO(i << " " << message(status));
    CHECK(status.ok() == (numbers[size_t(i)] >= 0));
    if (!status.ok()) CHECK(status.error().message == "refused on purpose");
    kept += status.ok() ? 1 : 0;
  }
  CHECK(kept == (failing ? kItems - 4 : kItems));
  CHECK(*number(*database, "SELECT count(*) FROM t WHERE id >= 0") == kept);
  CHECK(*number(*database, "SELECT count(*) FROM t") == kept);
  // The first that fails leaves the other none to write but alone.
  CHECK(std::max(first.most(), second.most()) > 1);
  if (!failing) CHECK(std::min(first.most(), second.most()) > 1);
  CHECK(woken == 1);
  const auto after = database->metrics();
  CHECK(after.commits - before.commits == 2);  // the gate's group and theirs
  CHECK(after.writes - before.writes == uint64_t(kept) + 1);
}

TEST_CASE("what is written together answers inside a body as a write does") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  Numbers numbers;
  const int64_t one = 1;
  Status inside;
  REQUIRE_OK(database->read([&](Transaction&) -> Status {
    inside = database->write_together(numbers, &one);
    return {};
  }));
  REQUIRE_FALSE(inside.ok());
  CHECK(inside.error().code == Code::conflict);
  REQUIRE_OK(database->write_together(numbers, &one));
  const auto again = database->write_together(numbers, &one);
  REQUIRE_FALSE(again.ok());
  CHECK(*number(*database, "SELECT count(*) FROM t") == 1);
}

TEST_CASE("a body that passes over a failed statement is not committed") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  const auto status = database->write([](Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute("INSERT INTO t (id, name) VALUES (1, 'a')", {}));
    CHECK_FALSE(tx.execute("INSERT INTO t (id, name) VALUES (1, 'b')", {}).ok());
    CHECK_FALSE(tx.execute("INSERT INTO t (id, name) VALUES (2, 'c')", {}).ok());
    return {};
  });
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == Code::conflict);
  CHECK(*number(*database, "SELECT count(*) FROM t") == 0);
}

TEST_CASE("what surrounds a write is kept or lost with it") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  int64_t next = 100;
  bool refuse = false, surround = true;
  database->surround_writes([&]() -> Around {
    if (!surround) return {};
    return [&, id = next++](Transaction& tx, const Body& body) -> Status {
      AKSIS_TRY(body(tx));
      if (refuse) return Error{Code::full, "no room", {}};
      const Unconfined core(tx);
      AKSIS_TRY(tx.execute("INSERT INTO t (id, name) VALUES ($1, 'beside')", {id}));
      return {};
    };
  });
  const auto count = [&] { return *number(*database, "SELECT count(*) FROM t"); };
  REQUIRE_OK(insert(*database, 1));
  CHECK(count() == 2);
  CHECK_FALSE(insert(*database, 1).ok());
  CHECK(count() == 2);
  refuse = true;
  CHECK(insert(*database, 2).error().code == Code::full);
  CHECK(count() == 2);
  // A module's own confinement does not bind what the host adds.
  refuse = false;
  const Confinement confined{"m", "m_", {}};
  REQUIRE_OK(database->write([](Transaction&) { return Status(); }, &confined));
  CHECK(count() == 3);
  surround = false;
  REQUIRE_OK(insert(*database, 3));
  CHECK(count() == 4);
}

TEST_CASE("a body beyond its time is rolled back alone, unless bulk") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  // About four seconds of SQLite's work, stopped after two.
  const Body endless = [](Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute("INSERT INTO t (id, name) VALUES (100, 'endless')", {}));
    AKSIS_TRY(
        tx.execute("INSERT INTO t (id, name) WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL "
                   "SELECT i + 1 FROM n WHERE i < 1000000000) SELECT 1000 + i, 'x' FROM n "
                   "WHERE i < 0",
                   {}));
    return {};
  };
  Gate gate;
  auto held = std::async(std::launch::async, [&] { return database->write(gate.body()); });
  gate.wait_entered();
  auto first = std::async(std::launch::async, [&] { return insert(*database, 1); });
  wait_for_queue(*database, 1);
  auto slow = std::async(std::launch::async, [&] { return database->write(endless); });
  wait_for_queue(*database, 2);
  auto last = std::async(std::launch::async, [&] { return insert(*database, 2); });
  wait_for_queue(*database, 3);
  gate.open();
  REQUIRE_OK(held.get());
  REQUIRE_OK(first.get());
  REQUIRE_OK(last.get());
  const auto status = slow.get();
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == Code::timeout);
  CHECK(*number(*database, "SELECT count(*) FROM t") == 2);
  CHECK(database->metrics().slow_writes >= 1);
}

TEST_CASE("beyond the queue's length a write is refused as busy") {
  const Scratch scratch;
  Options options;
  options.path = scratch.path();
  options.queue_max = 2;
  const auto database = scratch.open(options);
  REQUIRE_OK(run(*database, kTable));
  Gate gate;
  auto held = std::async(std::launch::async, [&] { return database->write(gate.body()); });
  gate.wait_entered();
  auto one = std::async(std::launch::async, [&] { return insert(*database, 1); });
  auto two = std::async(std::launch::async, [&] { return insert(*database, 2); });
  wait_for_queue(*database, 2);
  const auto refused = insert(*database, 3);
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::busy);
  gate.open();
  REQUIRE_OK(held.get());
  REQUIRE_OK(one.get());
  REQUIRE_OK(two.get());
  REQUIRE_OK(insert(*database, 3));
}

TEST_CASE("transactions do not nest and a read does not write") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  const Body nothing = [](Transaction&) -> Status { return {}; };
  for (const bool outer : {false, true})
    for (const bool inner : {false, true}) {
      const Body nested = [&](Transaction&) {
        return inner ? database->write(nothing) : database->read(nothing);
      };
      const auto status = outer ? database->write(nested) : database->read(nested);
      REQUIRE_FALSE(status.ok());
      CHECK(status.error().code == Code::conflict);
    }
  const auto status = database->read([](Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute("DELETE FROM t", {}));
    return {};
  });
  CHECK_FALSE(status.ok());
  REQUIRE_OK(insert(*database, 1));
}

TEST_CASE("a read sees one snapshot while others write") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  REQUIRE_OK(insert(*database, 1));
  REQUIRE_OK(database->read([&](Transaction& tx) -> Status {
    const auto count = [&] {
      int64_t rows = 0;
      CHECK(tx.query("SELECT count(*) FROM t", {}, [&](const Row& row) -> Status {
                rows = row.integer(0);
                return {};
              }).ok());
      return rows;
    };
    CHECK(count() == 1);
    auto other = std::async(std::launch::async, [&] { return insert(*database, 2); });
    CHECK(other.get().ok());
    CHECK(count() == 1);
    return {};
  }));
  CHECK(*number(*database, "SELECT count(*) FROM t") == 2);
}

TEST_CASE("the same statement runs inside its own rows") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  for (int64_t id = 1; id <= 3; ++id) REQUIRE_OK(insert(*database, id));
  constexpr const char* kAll = "SELECT id FROM t ORDER BY id";
  int seen = 0;
  REQUIRE_OK(database->read([&](Transaction& tx) {
    return tx.query(kAll, {}, [&](const Row&) {
      return tx.query(kAll, {}, [&](const Row&) -> Status { return ++seen, Status(); });
    });
  }));
  CHECK(seen == 9);
}

TEST_CASE("an error from a row stops the query and is its answer") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  for (int64_t id = 1; id <= 3; ++id) REQUIRE_OK(insert(*database, id));
  int seen = 0;
  const auto status = database->read([&](Transaction& tx) {
    return tx.query("SELECT id FROM t", {}, [&](const Row&) -> Status {
      if (++seen == 2) return Error{Code::cancelled, "enough", {}};
      return {};
    });
  });
  REQUIRE_FALSE(status.ok());
  CHECK(status.error().code == Code::cancelled);
  CHECK(seen == 2);
}

TEST_CASE("listeners wake after a durable change, not after a refused one") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  std::atomic<int> woken{0}, other{0};
  const auto listener = database->listen("things", [&] { ++woken; });
  database->listen("else", [&] { ++other; });
  const auto notifying = [&](bool fails) {
    return database->write([fails](Transaction& tx) -> Status {
      tx.notify("things");
      tx.notify("things");
      if (fails) return invalid("refused on purpose");
      return {};
    });
  };
  CHECK_FALSE(notifying(true).ok());
  CHECK(woken == 0);
  REQUIRE_OK(notifying(false));
  REQUIRE_OK(insert(*database, 1));
  CHECK(woken == 1);
  CHECK(other == 0);
  database->forget(listener);
  REQUIRE_OK(notifying(false));
  CHECK(woken == 1);
}

TEST_CASE("many threads read and write at once and nothing is lost") {
  const Scratch scratch;
  const auto database = scratch.open();
  REQUIRE_OK(run(*database, kTable));
  constexpr int kThreads = 8, kWrites = 50;
  std::atomic<int> failures{0};
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread)
    threads.emplace_back([&, thread] {
      for (int i = 0; i < kWrites; ++i) {
        const int64_t id = thread * kWrites + i;
        if (!insert(*database, id).ok()) ++failures;
        if (!number(*database, "SELECT id FROM t WHERE id = $1", {id}).ok()) ++failures;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(failures == 0);
  CHECK(*number(*database, "SELECT count(*) FROM t") == kThreads * kWrites);
}

TEST_CASE("the write-ahead log is folded back while the database runs and at its end") {
  const Scratch scratch;
  {
    const auto database = scratch.open();
    REQUIRE_OK(run(*database, "CREATE TABLE big (id BIGINT PRIMARY KEY, data TEXT NOT NULL)"));
    const std::string page(4000, 'x');
    for (int64_t round = 0; round < 20; ++round)
      REQUIRE_OK(database->write([&](Transaction& tx) -> Status {
        for (int64_t i = 0; i < 200; ++i)
          AKSIS_TRY(tx.execute("INSERT INTO big (id, data) VALUES ($1, $2)",
                               {round * 200 + i, std::string_view(page)}));
        return {};
      }));
    const auto metrics = database->metrics();
    CHECK(metrics.file_bytes > 10'000'000);
    CHECK(metrics.wal_bytes < 8'000'000);
  }
  CHECK_FALSE(std::filesystem::exists(scratch.path() + "-wal"));
}
