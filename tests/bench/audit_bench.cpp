// What an audit entry costs beside a bare insert, in one transaction and through the group commit
// at 64 clients, and how fast the log is verified and proves. Limits: the same work without the
// audit.
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "audit/facts.hpp"
#include "audit/verify.hpp"
#include "base/identity.hpp"
#include "base/log.hpp"
#include "events/outbox.hpp"
#include "figures.hpp"

namespace {

using namespace aksis;
using namespace aksis::audit;
using storage::Database;
using storage::Transaction;
using Steady = std::chrono::steady_clock;

constexpr int kClients = 64;
constexpr int kTurns = 10;
constexpr int64_t kBatch = 2000;

template <typename R>
auto required(R result, const char* what) {
  if (!result.ok()) {
    std::fprintf(stderr, "audit_bench: %s: %s\n", what, result.error().message.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_same_v<R, Status>) return std::move(result).value();
}

double seconds_since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

Entry reading(int64_t number) {
  Entry out;
  out.at = 1'790'000'000 * kSecond + number * 1000;
  out.kind = "read";
  out.actor = "account:0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f" + std::to_string(1000 + number % 300);
  out.operation = "people.read";
  out.module = "core";
  out.person = "0190a1b2-c3d4-7e5f-8a6b-7c8d" + std::to_string(10000000 + number * 7919 % 9999991);
  out.relation = "referent";
  out.request_id = "0190a1b2-c3d4-7e5f-8a6b-" + std::to_string(100000000000 + number);
  out.session = "session:0190a1b2";
  return out;
}

Status insert_bare(Transaction& tx, int64_t number) {
  AKSIS_TRY(tx.execute("INSERT INTO bare (id, person, data) VALUES ($1, $2, $3)",
                       {number, "0190a1b2-c3d4-7e5f-8a6b-7c8d9e0f1a2b",
                        "{\"skill\":\"104422\",\"level\":3,\"source\":\"declared\"}"}));
  return {};
}

// Processor seconds of `count` bodies in one transaction: neighbours on the machine do not count.
double in_one(Database& database, int64_t count, const std::function<Status(Transaction&)>& each) {
  const auto start = std::clock();
  required(database.write(
               [&](Transaction& tx) -> Status {
                 for (int64_t i = 0; i < count; ++i) AKSIS_TRY(each(tx));
                 return {};
               },
               nullptr, true),
           "writing");
  return double(std::clock() - start) / CLOCKS_PER_SEC;
}

double rate(Database& database, double seconds, const std::function<Status(Transaction&)>& body) {
  std::atomic<int64_t> done{0};
  const auto start = Steady::now();
  std::vector<std::thread> threads;
  for (int i = 0; i < kClients; ++i)
    threads.emplace_back([&] {
      while (seconds_since(start) < seconds) {
        required(database.write(body), "writing");
        ++done;
      }
    });
  for (auto& thread : threads) thread.join();
  return static_cast<double>(done) / seconds_since(start);
}

void measure_appends(Database& database, double seconds, std::vector<bench::Figure>& out) {
  std::atomic<int64_t> next{1};
  const auto bare = [&](Transaction& tx) { return insert_bare(tx, next++); };
  const auto audited = [&](Transaction& tx) -> Status {
    AKSIS_TRY(append(tx, reading(next++)));
    return {};
  };
  double bare_s = 0, audited_s = 0, bare_rate = 0, audited_rate = 0;
  for (int turn = 0; turn < kTurns; ++turn) {
    bare_s += in_one(database, kBatch, bare);
    audited_s += in_one(database, kBatch, audited);
    bare_rate += rate(database, seconds / kTurns, bare) / kTurns;
    audited_rate += rate(database, seconds / kTurns, audited) / kTurns;
  }
  const double each = 1e6 / double(kBatch * kTurns);
  out.push_back({"audit: a bare insert in a transaction", bare_s * each, "µs of processor"});
  out.push_back(
      {"audit: an audit entry in a transaction", audited_s * each, "µs of processor", 30});
  out.push_back({"audit: durable audit entries, 64 clients", audited_rate, "entries/s", bare_rate});
}

void measure_verification(Database& database, const SigningKey& key, int64_t entries,
                          std::vector<bench::Figure>& out) {
  int64_t size = 0;
  required(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(state, read_state(tx));
    size = state.tree.size();
    return {};
  }),
           "reading the state");
  int64_t next = size;
  const auto each = [&](Transaction& tx) -> Status {
    AKSIS_TRY(append(tx, reading(next++)));
    return {};
  };
  while (next < entries) in_one(database, kBatch, each);
  size = next;
  const auto found = required(verify(database, key, std::nullopt, {}), "verifying");
  if (!found.sound()) std::exit(1);
  out.push_back({"audit: verification of " + std::to_string(found.entries) + " entries",
                 double(found.entries) / found.seconds, "entries/s"});
  constexpr int kProofs = 200;
  const auto start = Steady::now();
  for (int64_t i = 0; i < kProofs; ++i)
    required(database.read([&](Transaction& tx) -> Status {
      AKSIS_TRY(inclusion_proof(level_reader(tx), i * 7919 % size, size));
      AKSIS_TRY(consistency_proof(level_reader(tx), 1 + i * 104729 % size, size));
      return {};
    }),
             "proving");
  out.push_back(
      {"audit: an inclusion and a consistency proof", seconds_since(start) * 1e3 / kProofs, "ms"});
}

}  // namespace

int main(int argc, char** argv) {
  const auto* seconds_asked = bench::option(argc, argv, "--seconds");
  const auto* entries_asked = bench::option(argc, argv, "--entries");
  const double seconds = seconds_asked ? std::atof(seconds_asked) : 2;
  const int64_t entries = entries_asked ? std::atoll(entries_asked) : 200'000;
  log::set_level(log::Level::warning);
  // Where the build is, on a real disk: /tmp may be memory.
  char folder[] = "audit_bench.XXXXXX";
  if (!mkdtemp(folder)) return 1;
  {
    storage::Options options;
    options.path = std::string(folder) + "/audit.db";
    const auto database = required(Database::open(options), "opening");
    const auto key = required(SigningKey::open(std::string(folder) + "/key", "bench"), "the key");
    required(storage::migrate(*database, "core.events", events::migrations()), "migrating");
    required(storage::migrate(*database, "core.audit", migrations()), "migrating");
    required(database->write([](Transaction& tx) -> Status {
      AKSIS_TRY(
          tx.execute("CREATE TABLE bare (id BIGINT PRIMARY KEY, person TEXT NOT NULL, data "
                     "TEXT NOT NULL)",
                     {}));
      return {};
    }),
             "making a table");
    std::vector<bench::Figure> lines;
    measure_appends(*database, seconds, lines);
    measure_verification(*database, key, entries, lines);
    bench::report(lines, argc, argv);
  }
  std::filesystem::remove_all(folder);
}
