// The guard against mass reading, beside programs with a key.
#include "house.hpp"

using namespace aksis;
using namespace aksis::access;
using operations::Principal;

namespace {

VolumeRules rules_of(int64_t most) {
  VolumeRules out;
  out.records_max = out.records_free = most;
  return out;
}

struct Program {
  House house;
  std::string north = house.agency("Nord");
  std::string admin = house.account("admin", "", {"administrator"});
  std::vector<std::string> people;
  std::string id, key;

  Program(const VolumeRules& rules, const std::string& scope, int count = 6) : house(rules) {
    const auto made = house.host(
        "clients.create",
        fmt::format(R"({{"name":"program","organisation":"{}",)"
                    R"("grants":["people.read:{}","people.write:{}","accounts.manage:all"]}})",
                    north, scope, scope));
    id = made.text("id");
    key = made.text("key");
    for (int i = 0; i < count; ++i) {
      people.push_back(house.person());
      house.relate(people.back(), "agency", north);
    }
  }
  std::string name() const { return "client:" + id; }
  Result<Principal> caller() const { return house.clients->authenticate(key); }
  // How many of the people one after the other are opened.
  int reads() {
    const auto principal = caller();
    REQUIRE(principal.ok());
    int opened = 0;
    for (const auto& person : people) opened += house.read(*principal, person).ok() ? 1 : 0;
    return opened;
  }
  std::vector<std::string> alarms() const {
    return house.texts("SELECT id FROM core_volume_alarm WHERE account = $1 ORDER BY id", {name()});
  }
  Asked settle(const Principal& by, bool release) {
    return house.ask(by, "alarms.settle",
                     fmt::format(R"({{"alarm":"{}","finding":"looked at","release":{}}})",
                                 alarms().back(), release));
  }
};

}  // namespace

TEST_CASE("a program that opens too many records is stopped, its key refused until an alarm ends") {
  Program program(rules_of(3), "agency");
  auto& house = program.house;
  CHECK(program.reads() == 3);
  REQUIRE(program.alarms().size() == 1);
  CHECK(house.suspended == 1);
  CHECK(house.count("SELECT opened FROM core_volume_alarm") == 3);
  CHECK(house.count("SELECT count(*) FROM core_event WHERE type = 'core.volume_alarm/1'") == 1);
  const auto refused = program.caller();
  REQUIRE_FALSE(refused.ok());
  CHECK(refused.error().code == Code::unauthenticated);
  CHECK(refused.error().message.find("aksis alarm settle") != std::string::npos);
  const auto listed = house.host("clients.list", "{}");
  CHECK(json::dump(listed.answer.body).find("suspended_at") != std::string::npos);
  // Also after a restart, and for a day and longer.
  house.start();
  house.clock.at += 3 * kDay;
  CHECK_FALSE(program.caller().ok());

  // Nobody settles what is about themselves, with another key neither; a human does.
  Principal itself{program.name(), false, {"accounts.manage"}};
  CHECK(program.settle(itself, true).code() == Code::not_found);
  const auto settled = program.settle(house.as(program.admin), true);
  REQUIRE(settled.ok());
  CHECK(house.entry(settled.request).object == program.name());
  REQUIRE(program.caller().ok());
  CHECK(program.reads() == 3);
  CHECK(program.alarms().size() == 2);
}

TEST_CASE("an alarm settled without release leaves the key closed; a revoked one is not opened") {
  Program program(rules_of(2), "agency");
  auto& house = program.house;
  program.reads();
  REQUIRE(program.settle(house.as(program.admin), false).ok());
  CHECK_FALSE(program.caller().ok());
  house.start();
  CHECK_FALSE(program.caller().ok());

  Program other(rules_of(2), "agency");
  other.reads();
  other.house.host("clients.revoke", fmt::format(R"({{"client":"{}"}})", other.id));
  CHECK(other.settle(other.house.as(other.admin), true).code() == Code::conflict);
  CHECK(other.settle(other.house.as(other.admin), false).ok());
  CHECK_FALSE(other.caller().ok());
}

TEST_CASE("calls of a program that are under way when it is stopped open nothing more") {
  Program program(rules_of(4), "agency", 40);
  auto& house = program.house;
  const auto caller = *program.caller();
  std::atomic<int> answered = 0;
  std::atomic<size_t> next = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i)
    threads.emplace_back([&] {
      for (auto n = next++; n < program.people.size(); n = next++)
        if (house.read(caller, program.people[n]).ok()) ++answered;
    });
  for (auto& thread : threads) thread.join();
  CHECK(answered == 4);
  CHECK(program.alarms().size() == 1);
  CHECK(house.suspended == 1);
}

TEST_CASE("knocking at closed records stops a program as it stops an account") {
  Program program(rules_of(60), "agency", 0);
  auto& house = program.house;
  const auto caller = *program.caller();
  for (int i = 0; i < 20; ++i) house.read(caller, fmt::format("closed{}", i));
  CHECK(program.caller().ok());
  house.read(caller, "closed20");
  CHECK(program.alarms().size() == 1);
  CHECK_FALSE(program.caller().ok());
}

TEST_CASE("a program that is given every record has its pace, and is not counted") {
  Program program(rules_of(2), "all", 8);
  CHECK(program.reads() == 8);
  CHECK(program.alarms().empty());
  CHECK(program.house.count("SELECT count(*) FROM core_opened") == 0);
  CHECK(program.caller().ok());
}

TEST_CASE("changes count as readings do, and the one beyond is undone") {
  Program program(rules_of(2), "agency", 4);
  auto& house = program.house;
  const auto caller = *program.caller();
  int done = 0;
  for (const auto& person : program.people)
    done += house
                .ask(caller, "people.update",
                     fmt::format(R"({{"person":"{}","birth_name":"Canari"}})", person))
                .ok();
  CHECK(done == 2);
  CHECK(house.count("SELECT count(*) FROM core_person_field WHERE field = 'birth_name'") == 2);
  CHECK_FALSE(program.caller().ok());
}
