#include "access/volume_guard.hpp"

#include <algorithm>
#include <random>

#include "house.hpp"

using namespace aksis;
using namespace aksis::access;
using storage::Transaction;

namespace {

VolumeRules rules_of(int64_t most, int64_t free, int64_t days = 30) {
  VolumeRules out;
  out.records_max = most;
  out.records_free = free;
  out.habit_days = days;
  return out;
}

// The guard alone, for accounts and people that are only names.
struct GuardBench {
  House house;
  explicit GuardBench(VolumeRules rules) : house(rules) {}

  bool count(const std::string& account, const std::string& person) {
    const auto done =
        house.write([&](Transaction& tx) { return house.guard->count(tx, account, person); });
    if (!done.ok()) {
      REQUIRE(is_volume_error(done.error()));
      REQUIRE(house.guard->went_beyond(account));
    }
    return done.ok();
  }
  // How many of `n` new people are opened.
  int open(const std::string& account, int n, int first = 0) {
    int opened = 0;
    for (int i = 0; i < n; ++i) opened += count(account, fmt::format("p{}", first + i)) ? 1 : 0;
    return opened;
  }
};

struct Agency {
  House house;
  std::string north = house.agency("Nord");
  std::string ana = house.account("ana", north, {"adviser"});
  std::string admin = house.account("admin", "", {"administrator"});
  std::vector<std::string> people;

  explicit Agency(VolumeRules rules, int count = 0) : house(rules) {
    for (int i = 0; i < count; ++i) {
      people.push_back(house.person());
      house.relate(people.back(), "agency", north);
    }
  }
  Asked settle(const std::string& alarm, bool release, const std::string& by) {
    return house.ask(
        house.as(by), "alarms.settle",
        fmt::format(R"({{"alarm":"{}","finding":"looked at","release":{}}})", alarm, release));
  }
  std::vector<std::string> alarms() const {
    return house.texts("SELECT id FROM core_volume_alarm ORDER BY id");
  }
};

}  // namespace

TEST_CASE("without a habit what is free is allowed, and not one more") {
  GuardBench bench(rules_of(200, 60));
  CHECK(bench.open("ana", 60) == 60);
  CHECK_FALSE(bench.count("ana", "one more"));
  // Those of today stay open, and others' numbers are their own.
  CHECK(bench.count("ana", "p7"));
  CHECK(bench.count("ben", "one more"));
  CHECK_FALSE(bench.count("ana", "one more"));
}

TEST_CASE("the habit is three times the mean of the days with work, up to the cap") {
  GuardBench bench(rules_of(50, 5));
  bench.house.clock.at = (bench.house.clock.now() / kDay + 1) * kDay + kHour;
  CHECK(bench.open("ana", 4) == 4);
  bench.house.clock.at += 2 * kDay;  // a day without work does not count
  CHECK(bench.open("ana", 5, 100) == 5);
  bench.house.clock.at += 2 * kDay;
  // ceil(3 x 9 / 2) = 14
  CHECK(bench.open("ana", 30, 200) == 14);
  bench.house.clock.at += 2 * kDay;
  // ceil(3 x 23 / 3) = 23
  CHECK(bench.open("ana", 60, 300) == 23);
  bench.house.clock.at += 2 * kDay;
  // ceil(3 x 46 / 4) = 35
  CHECK(bench.open("ana", 60, 400) == 35);
  bench.house.clock.at += 2 * kDay;
  // ceil(3 x 81 / 5) = 49; then the cap
  CHECK(bench.open("ana", 60, 500) == 49);
  bench.house.clock.at += 2 * kDay;
  CHECK(bench.open("ana", 90, 600) == 50);
  // A month later there is no habit left.
  bench.house.clock.at += 32 * kDay;
  CHECK(bench.open("ana", 60, 700) == 5);
}

TEST_CASE("midnight gives nothing back before its time") {
  GuardBench bench(rules_of(10, 10));
  auto& clock = bench.house.clock;
  clock.at = (clock.now() / kDay + 1) * kDay - kMinute;
  const Micros first = clock.now();
  CHECK(bench.open("ana", 10) == 10);
  clock.at += 2 * kMinute;
  CHECK_FALSE(bench.count("ana", "new"));
  CHECK(bench.count("ana", "p3"));  // the same people again
  clock.at = first + kDay - 1;
  CHECK_FALSE(bench.count("ana", "new"));
  clock.at = first + kDay;
  // p3 was read again meanwhile, so nine are free.
  CHECK(bench.open("ana", 20, 50) == 9);
}

TEST_CASE(
    "after a restart no opening is forgotten early, and none counts a quarter hour too long") {
  GuardBench bench(rules_of(3, 3));
  auto& house = bench.house;
  auto& clock = house.clock;
  clock.at = (clock.now() / kDay + 1) * kDay + 10 * kHour;
  const Micros first = clock.now();
  CHECK(bench.open("ana", 3) == 3);
  Micros last = 0;
  for (const Micros later : {kMinute, 2 * kMinute, 3 * kMinute}) {
    clock.at = last = first + later;
    CHECK(bench.count("ana", "p1"));
  }
  const auto guard_of = [&] {
    return VolumeGuard(*house.database, clock, rules_of(3, 3),
                       [](const std::string&) { return Status(); });
  };
  const auto opens = [&](VolumeGuard& guard, const std::string& person) {
    return house.write([&](Transaction& tx) { return guard.count(tx, "ana", person); }).ok();
  };
  auto restarted = guard_of();
  clock.at = first + kDay;  // p0 and p2 are free again
  CHECK(opens(restarted, "n1"));
  CHECK(opens(restarted, "n2"));
  clock.at = last + kDay - 1;
  CHECK_FALSE(opens(restarted, "n3"));
  clock.at = last + kDay + 15 * kMinute;
  auto again = guard_of();
  CHECK(opens(again, "n3"));
}

// Whatever the order, no 24 hours see more people than the cap, and the formula is the header's.
TEST_CASE("the guard is its model over random days") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    const auto rules = rules_of(12, 3, 5);
    GuardBench bench(rules);
    std::mt19937 random(seed);
    struct Opened {
      Micros at;
      std::string person;
    };
    std::vector<Opened> opened;
    int refused = 0, beyond_free = 0;
    for (int step = 0; step < 600; ++step) {
      auto& clock = bench.house.clock;
      clock.at += static_cast<Micros>(random() % (random() % 20 == 0 ? 2 * kDay : kHour));
      const auto person = fmt::format("p{}", random() % 40);
      const Micros now = clock.now();
      const int64_t day = now / kDay;
      std::set<std::string> within = {person};
      std::map<int64_t, std::set<std::string>> days;
      bool today = false;
      for (const auto& one : opened) {
        const auto its = one.at / kDay;
        today = today || (its == day && one.person == person);
        if (one.at > now - kDay) within.insert(one.person);
        if (its < day && its >= day - rules.habit_days) days[its].insert(one.person);
      }
      int64_t sum = 0;
      for (const auto& [its, people] : days) sum += static_cast<int64_t>(people.size());
      const auto worked = static_cast<int64_t>(days.size());
      const int64_t habit = worked == 0 ? 0 : (rules.factor * sum + worked - 1) / worked;
      const auto allowed = std::min(rules.records_max, std::max(rules.records_free, habit));
      const bool expected = today || static_cast<int64_t>(within.size()) <= allowed;
      INFO("seed " << seed << ", step " << step);
      REQUIRE(bench.count("ana", person) == expected);
      if (!expected) {
        ++refused;
        continue;
      }
      opened.push_back({now, person});
      REQUIRE(static_cast<int64_t>(within.size()) <= rules.records_max);
      if (static_cast<int64_t>(within.size()) > rules.records_free) ++beyond_free;
    }
    CHECK(refused > 20);
    CHECK(beyond_free > 20);
  }
}

TEST_CASE("asking many at once opens no more records, raises one alarm and ends every session") {
  constexpr int kPeople = 64, kThreads = 8, kMost = 10;
  Agency agency(rules_of(kMost, kMost), kPeople);
  auto& house = agency.house;
  const auto caller = house.as(agency.ana);
  const auto token = house.session(agency.ana);
  std::mutex mutex;
  std::set<std::string> answered;
  std::atomic<int> next = 0, strange = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      for (int n = next++; n < kPeople; n = next++) {
        const auto asked = house.read(caller, agency.people[static_cast<size_t>(n)]);
        if (!asked.ok() && asked.code() != Code::forbidden) ++strange;
        if (!asked.ok()) continue;
        const std::lock_guard lock(mutex);
        answered.insert(agency.people[static_cast<size_t>(n)]);
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(strange == 0);
  CHECK(answered.size() == kMost);
  CHECK(house.suspended == 1);
  CHECK(agency.alarms().size() == 1);
  CHECK(house.state_of(agency.ana) == "locked");
  CHECK(house.signed_in(token).error().code == Code::unauthenticated);
  CHECK(house.count("SELECT count(*) FROM core_session WHERE account = $1", {agency.ana}) == 0);
  CHECK(house.count("SELECT count(*) FROM core_event WHERE type = 'core.volume_alarm/1'") == 1);
  // Each call has one entry, and the reads are those that were answered.
  CHECK(house.count("SELECT count(*) FROM core_audit_entry WHERE operation = 'people.read' AND "
                    "kind = 'read'") == kMost);
  CHECK(house.count("SELECT count(*) FROM core_audit_entry WHERE operation = 'people.read'") ==
        kPeople);
}

TEST_CASE("knocking at closed records raises the alarm at the twenty-first within ten minutes") {
  Agency agency(rules_of(200, 60));
  auto& house = agency.house;
  const auto caller = house.as(agency.ana);
  const auto knock = [&](int n) { house.read(caller, fmt::format("closed{}", n)); };
  for (int i = 0; i < 20; ++i) knock(i);
  for (int i = 0; i < 20; ++i) knock(7);  // the same one again is the same one
  REQUIRE(agency.alarms().empty());
  house.clock.at += 10 * kMinute;  // those of before are forgotten
  for (int i = 0; i < 20; ++i) {
    knock(100 + i);
    house.clock.at += kSecond;
  }
  REQUIRE(agency.alarms().empty());
  knock(200);
  REQUIRE(agency.alarms().size() == 1);
  CHECK(house.count("SELECT refused FROM core_volume_alarm") == 21);
  CHECK(house.count("SELECT opened FROM core_volume_alarm") == 0);
  CHECK(house.count("SELECT allowed FROM core_volume_alarm") == 60);
  CHECK(house.state_of(agency.ana) == "locked");
  // In flight meanwhile: refused as before, and no second alarm.
  for (int i = 0; i < 50; ++i) knock(300 + i);
  CHECK(agency.alarms().size() == 1);
  CHECK(house.suspended == 1);
}

TEST_CASE("an alarm is settled by somebody else, and its end opens only what it closed") {
  Agency agency(rules_of(2, 2), 4);
  auto& house = agency.house;
  const auto raise = [&] {
    const auto caller = house.as(agency.ana);
    for (const auto& person : agency.people) house.read(caller, person);
    return agency.alarms().back();
  };
  const auto first = raise();
  CHECK(agency.settle(first, true, agency.ana).code() == Code::forbidden);
  CHECK(agency.settle("no alarm", true, agency.admin).code() == Code::not_found);
  const auto settled = agency.settle(first, true, agency.admin);
  REQUIRE(settled.ok());
  CHECK(house.entry(settled.request).object == "account:" + agency.ana);
  CHECK(house.state_of(agency.ana) == "active");
  CHECK(agency.settle(first, true, agency.admin).code() == Code::not_found);

  // Settled without release it stays closed.
  house.clock.at += kDay;
  const auto second = raise();
  REQUIRE(second != first);
  REQUIRE(agency.settle(second, false, agency.admin).ok());
  CHECK(house.state_of(agency.ana) == "locked");

  // Then enabling it is all that is left to do.
  const auto enable = [&] {
    return house.ask({"local", true, {"*"}}, "accounts.enable",
                     fmt::format(R"({{"account":"{}"}})", agency.ana));
  };
  CHECK(enable().ok());

  // Disabled meanwhile for another reason, the alarm's end does not enable it.
  REQUIRE_OK(
      house.write([&](Transaction& tx) { return set_account_state(tx, agency.ana, "active"); }));
  house.clock.at += kDay;
  const auto third = raise();
  REQUIRE(third != second);
  house.host("accounts.disable",
             fmt::format(R"({{"account":"{}","reason":"dismissed"}})", agency.ana));
  CHECK(agency.settle(third, true, agency.admin).code() == Code::conflict);
  CHECK(house.state_of(agency.ana) == "disabled");
  CHECK(agency.settle(third, false, agency.admin).ok());
  CHECK(house.state_of(agency.ana) == "disabled");

  // Nobody settles what is about themselves.
  REQUIRE_OK(house.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(
        tx.execute("INSERT INTO core_volume_alarm (id, account, at, opened, refused, "
                   "allowed) VALUES ('own', $1, 1, 1, 1, 1)",
                   {agency.admin}));
    return {};
  }));
  CHECK(agency.settle("own", true, agency.admin).code() == Code::not_found);
}

TEST_CASE("what an alarm closed is not enabled past the alarm") {
  Agency agency(rules_of(2, 2), 4);
  auto& house = agency.house;
  const auto ana = fmt::format(R"({{"account":"{}"}})", agency.ana);
  const auto enable = [&] { return house.ask(house.as(agency.admin), "accounts.enable", ana); };
  const auto caller = house.as(agency.ana);
  for (const auto& person : agency.people) house.read(caller, person);
  REQUIRE(house.state_of(agency.ana) == "locked");
  CHECK(enable().code() == Code::conflict);
  CHECK(enable().why().find("aksis alarm settle") != std::string::npos);
  CHECK(house.state_of(agency.ana) == "locked");
  // Nor by way of another state.
  house.host("accounts.disable",
             fmt::format(R"({{"account":"{}","reason":"meanwhile"}})", agency.ana));
  CHECK(enable().code() == Code::conflict);
  CHECK(house.state_of(agency.ana) == "disabled");
  REQUIRE(agency.settle(agency.alarms().back(), false, agency.admin).ok());
  CHECK(enable().ok());
}

TEST_CASE("whom a human lets go on may read up to the cap that day, and no further") {
  Agency agency(rules_of(8, 3), 12);
  auto& house = agency.house;
  const auto reads = [&] {
    house.clock.at += kSecond;  // alarms stand in the order of their time
    const auto caller = house.as(agency.ana);
    int answered = 0;
    for (const auto& person : agency.people) answered += house.read(caller, person).ok() ? 1 : 0;
    return answered;
  };
  CHECK(reads() == 3);
  REQUIRE(agency.settle(agency.alarms().back(), true, agency.admin).ok());
  CHECK(reads() == 8);
  REQUIRE(agency.alarms().size() == 2);
  CHECK(house.count("SELECT allowed FROM core_volume_alarm ORDER BY id DESC LIMIT 1") == 8);
  // The cap is for nobody to lift.
  REQUIRE(agency.settle(agency.alarms().back(), true, agency.admin).ok());
  CHECK(reads() == 8);
  CHECK(agency.alarms().size() == 3);
}

TEST_CASE("an account disabled while it reads is not made one that an alarm's end opens") {
  Agency agency(rules_of(2, 2), 4);
  auto& house = agency.house;
  const auto caller = house.as(agency.ana);
  house.host("accounts.disable",
             fmt::format(R"({{"account":"{}","reason":"dismissed"}})", agency.ana));
  for (const auto& person : agency.people) house.read(caller, person);
  CHECK(house.state_of(agency.ana) == "disabled");
  CHECK(house.suspended == 0);
  CHECK(house.count("SELECT count(*) FROM core_opened") == 2);
}

TEST_CASE("what is older than the habit is forgotten, and nothing that counts") {
  GuardBench bench(rules_of(200, 60, 30));
  auto& house = bench.house;
  house.clock.at = (house.clock.now() / kDay + 1) * kDay + kHour;
  for (int day = 0; day < 40; ++day) {
    bench.count("ana", fmt::format("p{}", day));
    house.clock.at += kDay;
  }
  REQUIRE(house.count("SELECT count(*) FROM core_opened") == 40);
  const auto today = house.clock.now() / kDay;
  house.host("access.forget_opened", "{}");
  CHECK(house.count("SELECT count(*) FROM core_opened WHERE day >= $1", {today - 30}) == 30);
  CHECK(house.count("SELECT count(*) FROM core_opened WHERE day < $1", {today - 31}) == 0);
}
