// Kills a process that reads people's records through the gate, again and again: whatever it
// answered has its entry in the audit log, once, and the log is whole. AKSIS_CRASHES sets how often
// (default 30).
#include <iostream>
#include <map>

#include "access/accounts.hpp"
#include "access/gate.hpp"
#include "audit/checkpoints.hpp"
#include "audit/log.hpp"
#include "audit/search.hpp"
#include "audit/verify.hpp"
#include "events/outbox.hpp"
#include "killing.hpp"
#include "privacy/keyring.hpp"
#include "record/people.hpp"

using namespace aksis;
using namespace aksis::storage;
using operations::Call;
using operations::Principal;

namespace {

constexpr int kThreads = 8;  // each with an account of its own
constexpr int64_t kFiledTogether = 100;
constexpr int kPeople = 20;  // of each account: a day within what nobody is asked about

std::string account_of(int thread) {
  return fmt::format("account-{}", thread);
}
std::string person_of(int thread, int64_t number) {
  return fmt::format("{}-person-{}", account_of(thread), number % kPeople);
}

void prepare(Database& database) {
  REQUIRE_OK(migrate(database, "core.events", events::migrations()));
  REQUIRE_OK(migrate(database, "core.privacy", privacy::migrations()));
  REQUIRE_OK(migrate(database, "core.audit", audit::migrations()));
  REQUIRE_OK(migrate(database, "core.record", record::migrations()));
  REQUIRE_OK(migrate(database, "core.access", access::migrations()));
  REQUIRE_OK(database.write([](Transaction& tx) -> Status {
    for (int thread = 0; thread < kThreads; ++thread)
      for (int i = 0; i < kPeople; ++i) {
        const auto id = person_of(thread, i);
        AKSIS_TRY(
            tx.execute("INSERT INTO core_person (id, reference, created_at, version) VALUES "
                       "($1, $1, 1, 1)",
                       {id}));
        AKSIS_TRY(
            tx.execute("INSERT INTO core_relation (id, person, kind, holder, from_at, reason, "
                       "made_by) VALUES ($1, $1, 'referent', $2, 1, 'test', 'host')",
                       {id, account_of(thread)}));
      }
    return {};
  }));
}

Status read_one(const operations::Registry& registry, int thread, int64_t id) {
  Principal caller{fmt::format("account:{}", account_of(thread)),
                   false,
                   {operations::Grant("people.read", operations::Scope::own)}};
  caller.account = account_of(thread);
  const auto input = json::Writer().object().member("person", person_of(thread, id)).end().text();
  Call call(std::move(caller), *json::parse(input));
  call.request_id = std::to_string(id);
  return registry.run(*registry.find("crash.person"), call);
}

// As audit::Filer does, far more often.
Status file_when_many(Database& database) {
  bool many = false;
  AKSIS_TRY(database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(state, audit::read_state(tx));
    many = state.tree.size() - state.filed >= kFiledTogether;
    return {};
  }));
  if (!many) {
    std::this_thread::yield();
    return {};
  }
  return database.write(
      [](Transaction& tx) -> Status {
        AKSIS_TRY(audit::file_some(tx, kFiledTogether));
        return {};
      },
      nullptr, true);
}

// The child: reads records under request ids of its own, and notes each that was answered. Never
// returns.
[[noreturn]] void read_until_killed(const std::string& path, const std::string& ledger,
                                    int64_t first) {
  Options options;
  options.path = path;
  auto opened = Database::open(options);
  if (!opened.ok()) _exit(1);
  auto& database = **opened;
  const SystemClock clock;
  access::VolumeGuard guard(database, clock, {}, [](const std::string&) { return Status(); });
  access::RecordGate gate(database, clock, guard);
  operations::Registry registry(clock);
  operations::Operation read;
  read.id = "crash.person";
  read.permission = "people.read";
  read.input_schema = R"({"type":"object","properties":{"person":{"type":"string"}}})";
  read.handler = [](Call&) { return Status(); };
  if (!registry.add(std::move(read)).ok()) _exit(1);
  registry.set_gate(&gate);
  std::vector<std::thread> threads;
  for (int thread = 0; thread < kThreads; ++thread)
    threads.emplace_back([&, thread] {
      const Ledger notes(ledger);
      for (int64_t id = first + thread;; id += kThreads) {
        if (const auto status = read_one(registry, thread, id); !status.ok()) {
          std::cerr << status.error().message << '\n';
          _exit(2);
        }
        notes.note(id);
      }
    });
  threads.emplace_back([&] {
    for (;;)
      if (!file_when_many(database).ok()) _exit(3);
  });
  for (auto& thread : threads) thread.join();
  _exit(4);
}

// How many entries each call has.
std::map<int64_t, int> entries_by_call(Database& database) {
  std::map<int64_t, int> out;
  REQUIRE_OK(database.read([&](Transaction& tx) {
    out.clear();
    return tx.query("SELECT request_id FROM core_audit_entry WHERE kind = 'read'", {},
                    [&](const Row& row) -> Status {
                      ++out[std::stoll(std::string(row.text(0)))];
                      return {};
                    });
  }));
  return out;
}

// Found by their person, filed or not.
int64_t found_of(Database& database, const std::string& person) {
  int64_t out = 0;
  audit::SearchFilter filter;
  filter.person = person;
  filter.limit = 500;
  REQUIRE_OK(database.read([&](Transaction& tx) -> Status {
    out = 0;
    std::string cursor;
    for (bool more = true; more;) {
      filter.cursor = cursor;
      AKSIS_ASSIGN(page, audit::search(tx, filter));
      out += static_cast<int64_t>(page.entries.size());
      more = page.next.has_value();
      cursor = page.next.value_or("");
    }
    return {};
  }));
  return out;
}

void check_log(Database& database, const audit::SigningKey& key,
               const std::vector<int64_t>& answered) {
  const auto found = audit::verify(database, key, std::nullopt, {});
  REQUIRE_OK(found);
  INFO((found->findings.empty() ? std::string()
                                : found->findings[0].place + ": " + found->findings[0].what));
  CHECK(found->sound());
  const auto entries = entries_by_call(database);
  std::vector<int64_t> lost, doubled;
  for (const auto id : answered)
    if (!entries.contains(id)) lost.push_back(id);
  for (const auto& [id, count] : entries)
    if (count != 1) doubled.push_back(id);
  CHECK(lost == std::vector<int64_t>{});
  CHECK(doubled == std::vector<int64_t>{});
  CHECK(found->entries == static_cast<int64_t>(entries.size()));
  // Each opening was counted with its entry.
  CHECK(*number(database,
                "SELECT count(*) FROM (SELECT DISTINCT e.person FROM core_audit_entry e WHERE NOT "
                "EXISTS (SELECT 1 FROM core_opened o WHERE o.person = e.person))") == 0);
}

}  // namespace

TEST_CASE("a process killed at any moment answered no read without its entry") {
  const Scratch scratch;
  const auto ledger = scratch.path("ledger");
  prepare(*scratch.open());
  const auto key = *audit::SigningKey::open(scratch.path("key"), "agence.example/1");
  const auto seed = std::random_device()();
  INFO("seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < crashes(); ++round) {
    kill_in(ledger, random,
            [&] { read_until_killed(scratch.path(), ledger, 1'000'000 * (round + 1)); });
    const auto database = scratch.open();
    INFO("round " << round << ", seed " << seed);
    check_log(*database, key, read_ledger(ledger));
    REQUIRE_OK(database->write([&](Transaction& tx) -> Status {
      AKSIS_TRY(audit::make_checkpoint(tx, key));
      return {};
    }));
  }
  const auto database = scratch.open();
  int64_t found = 0;
  for (int thread = 0; thread < kThreads; ++thread)
    for (int i = 0; i < kPeople; ++i) found += found_of(*database, person_of(thread, i));
  CHECK(found == *number(*database, "SELECT count(*) FROM core_audit_entry"));
  const auto answered = read_ledger(ledger).size();
  std::cout << crashes() << " crashes, " << answered << " answered reads, each with its entry\n";
  CHECK(answered > 0);
}
