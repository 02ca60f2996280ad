// Kills a process that writes, again and again, and compares what it had acknowledged with what is
// there. AKSIS_CRASHES sets how often (default 30).
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <random>
#include <thread>

#include "scratch.hpp"

using namespace aksis;
using namespace aksis::storage;

namespace {

constexpr int kThreads = 4;
// A line of the ledger. A write that is killed may end at a page's edge; of this width, no line
// lies across one.
constexpr int kLineBytes = 16;
constexpr unsigned kLedgerGrowthMax = 250 * kLineBytes;
constexpr unsigned kJitterMaxUs = 3000;  // so that the end falls anywhere in a write

int crashes() {
  const char* wanted = std::getenv("AKSIS_CRASHES");
  return wanted ? std::atoi(wanted) : 30;
}

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
      const int file = ::open(ledger.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
      for (int64_t id = first + thread;; id += kThreads) {
        const auto status = database.write([&](Transaction& tx) -> Status {
          AKSIS_TRY(tx.execute("INSERT INTO t (id, half) VALUES ($1, 0)", {id}));
          AKSIS_TRY(tx.execute("INSERT INTO t (id, half) VALUES ($1, 1)", {id}));
          return {};
        });
        if (!status.ok()) _exit(2);
        const auto line = fmt::format("{:0{}}\n", id, kLineBytes - 1);
        if (::write(file, line.data(), line.size()) < 0 || fdatasync(file) != 0) _exit(3);
      }
    });
  for (auto& thread : threads) thread.join();
  _exit(4);
}

// Until the ledger has grown so far, and a moment more. Not longer than ten seconds.
void wait_for_some(const std::string& ledger, size_t growth, unsigned jitter_us) {
  using Steady = std::chrono::steady_clock;
  const auto size = [&] {
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(ledger, absent);
    return absent ? 0 : bytes;
  };
  const auto wanted = size() + growth;
  const auto deadline = Steady::now() + std::chrono::seconds(10);
  while (size() < wanted && Steady::now() < deadline) std::this_thread::yield();
  const auto end = Steady::now() + std::chrono::microseconds(jitter_us);
  while (Steady::now() < end) std::this_thread::yield();
}

std::vector<int64_t> read_ledger(const std::string& ledger) {
  std::ifstream file(ledger);
  std::vector<int64_t> out;
  for (std::string line; std::getline(file, line);) {
    REQUIRE(line.size() == kLineBytes - 1);
    out.push_back(std::stoll(line));
  }
  return out;
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
    const pid_t child = fork();
    REQUIRE(child >= 0);
    if (child == 0) write_until_killed(scratch.path(), ledger, 1'000'000 * (round + 1));
    wait_for_some(ledger, random() % kLedgerGrowthMax, random() % kJitterMaxUs);
    kill(child, SIGKILL);
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(WIFSIGNALED(status));

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
