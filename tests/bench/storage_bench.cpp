// Durable writes and reads by id through the port, each beside bare SQLite in the same run.
// Usage: storage_bench [--json FILE] [--seconds N]
#include <sqlite3.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "figures.hpp"
#include "storage/database.hpp"

namespace {

using namespace aksis;
using storage::Database;
using Steady = std::chrono::steady_clock;

constexpr const char* kInsert = "INSERT INTO t (id, person, data) VALUES ($1, $2, $3)";
constexpr const char* kRead = "SELECT person, data FROM t WHERE id = $1";
constexpr std::string_view kPerson = "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b";
constexpr std::string_view kData = "{\"skill\":\"104422\",\"level\":3,\"source\":\"declared\"}";
constexpr int64_t kRows = 20'000;

using bench::require;

// The same table, settings and grouping, with nothing of ours between: the limit.
class Bare {
 public:
  explicit Bare(const std::string& path) {
    require(sqlite3_open(path.c_str(), &handle_) == SQLITE_OK, "open");
    for (const char* sql :
         {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", "PRAGMA cache_size = -32000",
          "CREATE TABLE t (id INTEGER PRIMARY KEY, person TEXT NOT NULL, data TEXT NOT NULL) "
          "STRICT"})
      run(sql);
    require(sqlite3_prepare_v2(handle_, kInsert, -1, &insert_, nullptr) == SQLITE_OK, "prepare");
    require(sqlite3_prepare_v2(handle_, kRead, -1, &read_, nullptr) == SQLITE_OK, "prepare");
  }
  ~Bare() {
    sqlite3_finalize(insert_);
    sqlite3_finalize(read_);
    sqlite3_close(handle_);
  }
  void run(const char* sql) {
    require(sqlite3_exec(handle_, sql, nullptr, nullptr, nullptr) == SQLITE_OK, sql);
  }
  void group(int64_t first, int size) {
    run("BEGIN IMMEDIATE");
    for (int i = 0; i < size; ++i) insert(first + i);
    run("COMMIT");
  }
  size_t read(int64_t id) {
    sqlite3_bind_int64(read_, 1, id);
    require(sqlite3_step(read_) == SQLITE_ROW, "read");
    const auto size = static_cast<size_t>(sqlite3_column_bytes(read_, 0)) +
                      static_cast<size_t>(sqlite3_column_bytes(read_, 1));
    sqlite3_reset(read_);
    return size;
  }

 private:
  void insert(int64_t id) {
    sqlite3_bind_int64(insert_, 1, id);
    sqlite3_bind_text(insert_, 2, kPerson.data(), int(kPerson.size()), SQLITE_STATIC);
    sqlite3_bind_text(insert_, 3, kData.data(), int(kData.size()), SQLITE_STATIC);
    require(sqlite3_step(insert_) == SQLITE_DONE, "insert");
    sqlite3_reset(insert_);
  }
  sqlite3* handle_ = nullptr;
  sqlite3_stmt *insert_ = nullptr, *read_ = nullptr;
};

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

Status insert(Database& database, int64_t id) {
  return database.write([id](storage::Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute(kInsert, {id, kPerson, kData}));
    return {};
  });
}

double write_rate(Database& database, int clients, double seconds, std::atomic<int64_t>& next) {
  const auto start = Steady::now();
  const int64_t first = next.load();
  std::vector<std::thread> threads;
  for (int i = 0; i < clients; ++i)
    threads.emplace_back([&] {
      while (seconds_since(start) < seconds) require(insert(database, next++).ok(), "write");
    });
  for (auto& thread : threads) thread.join();
  return static_cast<double>(next.load() - first) / seconds_since(start);
}

double bare_write_rate(Bare& bare, int group, double seconds, int64_t& next) {
  const auto start = Steady::now();
  const int64_t first = next;
  for (; seconds_since(start) < seconds; next += group) bare.group(next, group);
  return static_cast<double>(next - first) / seconds_since(start);
}

// Turns by turns, so that a disk or a neighbour that slows down slows all. The limit commits groups
// of the size the writer made (`grouped`), then of one write of every client (`full`).
std::vector<bench::Figure> measure_writes(Database& database, Bare& bare, double seconds) {
  constexpr int kTurns = 20;
  std::vector<bench::Figure> out;
  std::atomic<int64_t> next{kRows + 1};
  int64_t bare_next = kRows + 1;
  for (const int clients : {1, 8, 64}) {
    double ours = 0, grouped = 0, full = 0;
    for (int turn = 0; turn < kTurns; ++turn) {
      const auto before = database.metrics();
      ours += write_rate(database, clients, seconds / kTurns, next) / kTurns;
      const auto after = database.metrics();
      const auto group = static_cast<int>(std::lround(double(after.writes - before.writes) /
                                                      double(after.commits - before.commits)));
      grouped += bare_write_rate(bare, group, seconds / kTurns, bare_next) / kTurns;
      full += bare_write_rate(bare, clients, seconds / kTurns, bare_next) / kTurns;
    }
    const auto name = "storage: durable writes, " + std::to_string(clients) + " clients";
    out.push_back({name, ours, "writes/s", grouped});
    if (clients == 64) out.push_back({name + ", beside groups of 64", ours, "writes/s", full});
  }
  return out;
}

bench::Figure measure_reads(Database& database, Bare& bare, double seconds) {
  size_t bytes = 0, bare_bytes = 0;
  int64_t reads = 0, bare_reads = 0;
  double ours = 0, limit = 0;
  constexpr int64_t kSlice = 1000;
  while (ours + limit < seconds) {
    auto start = Steady::now();
    for (int64_t i = 0; i < kSlice; ++i) bare_bytes += bare.read(1 + (bare_reads++ * 7919) % kRows);
    limit += seconds_since(start);
    start = Steady::now();
    for (int64_t i = 0; i < kSlice; ++i) {
      const int64_t id = 1 + (reads++ * 7919) % kRows;
      const auto status = database.read([&](storage::Transaction& tx) {
        return tx.query(kRead, {id}, [&](const storage::Row& row) -> Status {
          bytes += row.text(0).size() + row.text(1).size();
          return {};
        });
      });
      require(status.ok(), "read");
    }
    ours += seconds_since(start);
  }
  require(bytes == bare_bytes, "comparing what was read");
  return {"storage: read by id, 1 client", double(reads) / ours, "reads/s",
          double(bare_reads) / limit};
}

}  // namespace

int main(int argc, char** argv) {
  const auto* seconds_asked = bench::option(argc, argv, "--seconds");
  const double seconds = seconds_asked ? std::atof(seconds_asked) : 2;
  // Where the build is, on a real disk: /tmp may be memory.
  char folder[] = "storage_bench.XXXXXX";
  require(mkdtemp(folder) != nullptr, "making a folder");
  {
    storage::Options options;
    options.path = std::string(folder) + "/ours.db";
    auto opened = Database::open(options);
    require(opened.ok(), "opening");
    auto& database = **opened;
    Bare bare(std::string(folder) + "/bare.db");
    require(database
                .write(
                    [](storage::Transaction& tx) -> Status {
                      AKSIS_TRY(
                          tx.execute("CREATE TABLE t (id BIGINT PRIMARY KEY, person TEXT NOT "
                                     "NULL, data TEXT NOT NULL)",
                                     {}));
                      for (int64_t id = 1; id <= kRows; ++id)
                        AKSIS_TRY(tx.execute(kInsert, {id, kPerson, kData}));
                      return {};
                    },
                    nullptr, true)
                .ok(),
            "filling");
    bare.group(1, kRows);
    auto lines = measure_writes(database, bare, seconds);
    lines.push_back(measure_reads(database, bare, seconds));
    bench::report(lines, argc, argv);
  }
  std::filesystem::remove_all(folder);
}
