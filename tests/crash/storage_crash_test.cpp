// Kills a process that writes, again and again, and compares what it had acknowledged with what is
// there. AKSIS_CRASHES sets how often (default 30).
#include <iostream>

#include "killing.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

constexpr int kThreads = 4;

// The child: writes pairs of rows under ids of its own and notes each acknowledged id, on the disk,
// before it goes on. Never returns.
[[noreturn]] void write_until_killed(const std::string& path, const std::string& ledger,
                                     int64_t first) {
  Options options;
  options.path = path;
  auto opened = Database::open(options);
  if (!opened.ok()) {
    std::cerr << opened.error().message << '\n';
    _exit(1);
  }
  auto& database = **opened;
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread)
    threads.emplace_back([&, thread] {
      const Ledger notes(ledger);
      for (int64_t id = first + thread;; id += kThreads) {
        const auto status = database.write([&](Transaction& tx) -> Status {
          AKSIS_TRY(tx.execute("INSERT INTO t (id, half) VALUES ($1, 0)", {id}));
          AKSIS_TRY(tx.execute("INSERT INTO t (id, half) VALUES ($1, 1)", {id}));
          return {};
        });
        if (!status.ok()) _exit(2);
        notes.note(id);
      }
    });
  for (auto& thread : threads) thread.join();
  _exit(4);
}

}  // namespace

TEST_CASE("a process killed at any moment loses nothing it acknowledged") {
  const Scratch scratch;
  const auto ledger = scratch.path("ledger");
  REQUIRE_OK(
      run(*scratch.open(), "CREATE TABLE t (id BIGINT, half BIGINT, PRIMARY KEY (id, half))"));
  const auto seed = std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  std::chrono::duration<double> slowest{0};
  for (int round = 0; round < crashes(); ++round) {
    kill_in(ledger, random,
            [&] { write_until_killed(scratch.path(), ledger, 1'000'000 * (round + 1)); });
    const auto start = std::chrono::steady_clock::now();
    const auto database = scratch.open();
    slowest =
        std::max<std::chrono::duration<double>>(slowest, std::chrono::steady_clock::now() - start);
    std::vector<int64_t> lost;
    const auto acknowledged = read_ledger(ledger);
    REQUIRE_OK(database->read([&](Transaction& tx) -> Status {
      lost.clear();
      for (const int64_t id : acknowledged) {
        int64_t rows = 0;
        AKSIS_TRY(
            tx.query("SELECT count(*) FROM t WHERE id = $1", {id}, [&](const Row& row) -> Status {
              rows = row.integer(0);
              return {};
            }));
        if (rows != 2) lost.push_back(id);
      }
      return {};
    }));
    INFO("round " << round << ", seed " << seed);
    CHECK(lost == std::vector<int64_t>{});
    CHECK(*number(*database,
                  "SELECT count(*) FROM (SELECT id FROM t GROUP BY id HAVING count(*) "
                  "<> 2)") == 0);
  }
  const auto database = scratch.open();
  REQUIRE_OK(database->backup_to(scratch.path("copy.db"), nullptr));  // checks integrity
  const auto acknowledged = read_ledger(ledger).size();
  std::cout << crashes() << " crashes, " << acknowledged << " acknowledged writes, 0 lost; slowest "
            << "opening " << slowest.count() * 1000 << " ms\n";
  CHECK(acknowledged > 0);
  CHECK(slowest.count() < 2);
}
