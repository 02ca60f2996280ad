// What access costs: a person's record read through the gate, written down durably before it is
// answered, at 64 clients beside one bare row a commit shared the same way, and beside one of an
// entry's size and indexes, on this disk and on one that flushes slower; and a read that names
// nobody with and without the gate.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "access/accounts.hpp"
#include "access/gate.hpp"
#include "audit/filer.hpp"
#include "base/identity.hpp"
#include "base/log.hpp"
#include "events/outbox.hpp"
#include "figures.hpp"
#include "flush.hpp"
#include "privacy/keyring.hpp"
#include "record/people.hpp"

namespace {

using namespace aksis;
using operations::Call;
using operations::Grant;
using operations::Scope;
using storage::Database;
using storage::Transaction;
using Steady = std::chrono::steady_clock;

constexpr int kClients = 64;
constexpr int kEach = 300;   // calls of a client
constexpr int kPeople = 50;  // of each account: a day within what nobody is asked about
constexpr int kPlain = 200'000;
constexpr int kRounds = 3;
constexpr std::chrono::milliseconds kFlush(1);  // what a good SSD without a battery needs
// What an entry of bench.person holds beside its time, actor and person, with its leaf's hash.
const std::string kRest(90, 'x');

double since(Steady::time_point start) {
  return std::chrono::duration<double>(Steady::now() - start).count();
}

struct House {
  std::string folder =
      (std::filesystem::temp_directory_path() / ("aksis-" + random_hex(8))).string();
  SystemClock clock;
  std::unique_ptr<Database> database;
  std::unique_ptr<access::VolumeGuard> guard;
  std::unique_ptr<access::RecordGate> gate;
  std::unique_ptr<audit::Filer> filer;
  operations::Registry gated{clock}, open{clock};

  House() {
    std::filesystem::create_directory(folder);
    storage::Options options;
    options.path = folder + "/bench.db";
    auto opened = Database::open(options);
    bench::require(opened, "opening");
    database = std::move(*opened);
    bench::require(storage::migrate(*database, "core.events", events::migrations()), "migrating");
    bench::require(storage::migrate(*database, "core.privacy", privacy::migrations()), "migrating");
    bench::require(storage::migrate(*database, "core.audit", audit::migrations()), "migrating");
    bench::require(storage::migrate(*database, "core.record", record::migrations()), "migrating");
    bench::require(storage::migrate(*database, "core.access", access::migrations()), "migrating");
    guard = std::make_unique<access::VolumeGuard>(*database, clock, access::VolumeRules{},
                                                  [](const std::string&) { return Status(); });
    gate = std::make_unique<access::RecordGate>(*database, clock, *guard);
    bench::require(database->write([&](Transaction& tx) { return fill(tx); }, nullptr, true),
                   "filling");
    filer = std::make_unique<audit::Filer>(*database);
    filer->start();
    declare(gated);
    declare(open);
    gated.set_gate(gate.get());
  }
  ~House() {
    filer.reset();
    database.reset();
    std::filesystem::remove_all(folder);
  }

  static std::string account(int client) { return "account-" + std::to_string(client); }
  static std::string person(int client, int number) {
    return account(client) + "-person-" + std::to_string(number);
  }

  static Status fill(Transaction& tx) {
    AKSIS_TRY(tx.execute("CREATE TABLE bare (id TEXT PRIMARY KEY, data TEXT NOT NULL)", {}));
    AKSIS_TRY(
        tx.execute("CREATE TABLE alike (idx BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor TEXT NOT "
                   "NULL, person TEXT NOT NULL, data TEXT NOT NULL)",
                   {}));
    for (const std::string columns : {"person, at", "actor, at", "at"})
      AKSIS_TRY(tx.execute("CREATE INDEX alike_" + columns.substr(0, columns.find(',')) +
                               " ON alike (" + columns + ", idx)",
                           {}));
    for (int client = 0; client < kClients; ++client)
      for (int i = 0; i < kPeople; ++i) {
        const auto id = person(client, i);
        AKSIS_TRY(
            tx.execute("INSERT INTO core_person (id, reference, created_at, version) VALUES "
                       "($1, $1, 1, 1)",
                       {id}));
        AKSIS_TRY(
            tx.execute("INSERT INTO core_relation (id, person, kind, holder, from_at, "
                       "reason, made_by) VALUES ($1, $1, 'referent', $2, 1, 'bench', 'host')",
                       {id, account(client)}));
      }
    return {};
  }

  void declare(operations::Registry& registry) {
    bench::require(
        registry.add({
            .id = "bench.person",
            .permission = "people.read",
            .input_schema = R"({"type":"object","properties":{"person":{"type":"string"}}})",
            .handler =
                [this](Call& call) {
                  return database->read([&](Transaction& tx) -> Status {
                    AKSIS_ASSIGN(found,
                                 record::read_person(tx, json::text(call.input(), "person")));
                    call.respond(json::Writer().object().member("id", found.id).end().text());
                    return {};
                  });
                },
        }),
        "declaring");
    bench::require(
        registry.add({
            .id = "bench.plain",
            .permission = "organisations.read",
            .input_schema = R"({"type":"object","properties":{"id":{"type":"string"}}})",
            .handler =
                [this](Call& call) {
                  return database->read([&](Transaction& tx) {
                    return tx.query(
                        "SELECT reference FROM core_person WHERE id = $1",
                        {json::text(call.input(), "id")}, [&](const storage::Row& row) -> Status {
                          call.respond(
                              json::Writer().object().member("r", row.text(0)).end().text());
                          return {};
                        });
                  });
                },
        }),
        "declaring");
  }

  operations::Principal caller(int client) const {
    operations::Principal out{
        "account:" + account(client), false, {{"people.read", Scope::own}, {"organisations.read"}}};
    out.account = account(client);
    out.session = "session";
    return out;
  }
};

struct Measured {
  double per_second = 0, p99_ms = 0;
};

// `each(client, turn)` by every client at once.
Measured at_once(const std::function<Status(int, int)>& each) {
  std::vector<std::vector<double>> took(kClients);
  std::vector<std::thread> threads;
  const auto start = Steady::now();
  for (int client = 0; client < kClients; ++client)
    threads.emplace_back([&, client] {
      for (int turn = 0; turn < kEach; ++turn) {
        const auto begun = Steady::now();
        bench::require(each(client, turn), "a call");
        took[client].push_back(since(begun) * 1000);
      }
    });
  for (auto& thread : threads) thread.join();
  Measured out;
  out.per_second = kClients * kEach / since(start);
  std::vector<double> all;
  for (const auto& one : took) all.insert(all.end(), one.begin(), one.end());
  std::sort(all.begin(), all.end());
  out.p99_ms = all[all.size() * 99 / 100];
  return out;
}

Status ask(const operations::Registry& registry, const char* id,
           const operations::Principal& caller, const std::string& member,
           const std::string& value) {
  Call call(caller, *json::parse(json::Writer().object().member(member, value).end().text()));
  return registry.run(*registry.find(id), call);
}

// Calls a second of one client, the best of some rounds.
double plain(House& house, const operations::Registry& registry) {
  const auto caller = house.caller(0);
  double best = 0;
  for (int round = 0; round < kRounds; ++round) {
    const auto start = Steady::now();
    for (int i = 0; i < kPlain / kRounds; ++i)
      bench::require(ask(registry, "bench.plain", caller, "id", House::person(0, i % kPeople)),
                     "a call");
    best = std::max(best, kPlain / kRounds / since(start));
  }
  return best;
}

struct Rates {
  Measured bare, alike, audited;
};

void keep_best(Measured& best, const Measured& one) {
  if (one.per_second > best.per_second) best = one;
}

// The three in turn, the best round of each.
Rates rates(House& house, std::atomic<int64_t>& next) {
  Rates out;
  for (int round = 0; round < kRounds; ++round) {
    keep_best(out.bare, at_once([&](int, int) {
                const auto id = std::to_string(++next);
                return house.database->write([&](Transaction& tx) -> Status {
                  AKSIS_TRY(tx.execute("INSERT INTO bare (id, data) VALUES ($1, 'x')", {id}));
                  return {};
                });
              }));
    keep_best(out.alike, at_once([&](int client, int turn) {
                const int64_t id = ++next;
                const auto actor = "account:" + House::account(client);
                const auto person = House::person(client, turn % kPeople);
                return house.database->write([&](Transaction& tx) -> Status {
                  AKSIS_TRY(
                      tx.execute("INSERT INTO alike (idx, at, actor, person, data) VALUES "
                                 "($1, $2, $3, $4, $5)",
                                 {id, house.clock.now(), actor, person, kRest}));
                  return {};
                });
              }));
    keep_best(out.audited, at_once([&](int client, int turn) {
                return ask(house.gated, "bench.person", house.caller(client), "person",
                           House::person(client, turn % kPeople));
              }));
  }
  return out;
}

}  // namespace

int main(int count, char** words) {
  log::set_level(log::Level::error);
  House house;
  std::atomic<int64_t> next = 0;
  const auto here = rates(house, next);
  bench::lengthen_flushes(kFlush);
  const auto slower = rates(house, next);
  bench::lengthen_flushes({});
  const double without = plain(house, house.open), with = plain(house, house.gated);
  bench::report(
      {{"access: audited reads of people, 64 clients", here.audited.per_second, "reads/s",
        here.bare.per_second},
       {"access: the same beside bare rows of an entry's size and indexes", here.audited.per_second,
        "reads/s", here.alike.per_second},
       {"access: audited read of a person, 64 clients, p99", here.audited.p99_ms, "ms", 10},
       {"access: audited reads, 64 clients, a flush taking 1 ms more", slower.audited.per_second,
        "reads/s", slower.bare.per_second},
       {"access: audited read, 64 clients, a flush taking 1 ms more, p99", slower.audited.p99_ms,
        "ms", 10},
       {"access: read that names nobody, gate beside none", with, "reads/s", without}},
      count, words);
  return 0;
}
