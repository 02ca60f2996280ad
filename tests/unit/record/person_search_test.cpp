// Who is found by what, and what a searcher learns of people who are not theirs.
#include <random>
#include <set>

#include "person_bench.hpp"
#include "record/deputies.hpp"
#include "record/groups.hpp"
#include "record/organisations.hpp"
#include "record/person_search.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

struct Searchers : PersonBench {
  operations::Principal caller(const std::string& account) {
    operations::Principal out{"account:" + account, false, {"people.read", "people.write"}};
    out.account = account;
    return out;
  }
  std::string add_as(const std::string& account, const std::string& input) {
    const auto answer = as(caller(account), "people.create", input);
    REQUIRE_OK(answer.status);
    return std::string(json::text(answer.body, "id"));
  }
  // "id id +elsewhere"
  std::string found(const std::string& account, const std::string& words) {
    json::Writer input;
    input.object().member("q", words).end();
    const auto answer = as(caller(account), "people.search", input.text());
    REQUIRE_OK(answer.status);
    std::string out;
    for (const auto& one : json::member(answer.body, "people")->GetArray())
      out += std::string(json::text(one, "id")) + " ";
    return out + "+" + std::to_string(json::integer(answer.body, "elsewhere"));
  }
};

}  // namespace

TEST_CASE("a person is found by names, date, reference, NIR or identifier") {
  Searchers bench;
  const auto id = bench.add_as("ana", kWholePerson);
  bench.add_as("ana", R"({"birth_name": "Martin", "birth_date": "1980-01-02"})");
  const auto reference = std::string(json::text(bench.ok("people.read", of(id)).body, "reference"));
  for (const auto& words :
       {std::string("canaribert"), std::string("usag"), std::string("ondine canari"),
        std::string("kanaribaire"), std::string("1990-05-17"), std::string("17/05/1990"),
        std::string("zephyrine 1990-05-17"), std::string("2900569383123"), reference,
        std::string("2 90 05 69 383 123"), std::string("CANAR1234567")}) {
    INFO(words);
    CHECK(bench.found("ana", words) == id + " +0");
  }
  CHECK(bench.found("ana", "martin 1990-05-17") == "+0");
  CHECK(bench.found("ana", "CANAR12") == "+0");
  CHECK(bench.registry.find("people.search")->traced);
  CHECK(bench.registry.find("people.search")->subject.empty());
}

TEST_CASE("others' people are a count, for a whole NIR or whole names and birth date alone") {
  Searchers bench;
  const auto id = bench.add_as("ana", kWholePerson);
  CHECK(bench.found("bob", "2900569383123") == "+1");
  CHECK(bench.found("bob", "canaribert zéphyrine 1990-05-17") == "+1");
  const auto reference = std::string(json::text(bench.ok("people.read", of(id)).body, "reference"));
  for (const auto& words :
       {std::string("canaribert"), std::string("1990-05-17"), std::string("canari 1990-05-17"),
        std::string("zephyrine 1990-05-17"), std::string("canaribert 1990-05-18"), reference,
        std::string("CANAR1234567"), std::string("1900569383123")}) {
    INFO(words);
    CHECK(bench.found("bob", words) == "+0");
  }
  // A program given every record, and the host, reach everybody.
  CHECK(json::member(bench.ok("people.search", R"({"q": "canaribert"})").body, "people")->Size() ==
        1);
}

TEST_CASE("one's own people are found however many others share their name") {
  Searchers bench;
  for (int i = 0; i < 60; ++i) bench.add_as("bob", R"({"birth_name": "Martin"})");
  const auto mine = bench.add_as("ana", R"({"birth_name": "Martineau"})");
  CHECK(bench.found("ana", "martin") == mine + " +0");
}

TEST_CASE("who is in the archive is not found by daily work, not even as a count") {
  Searchers bench;
  const auto id = bench.add_as("ana", kWholePerson);
  REQUIRE_OK(bench.database->write([&](storage::Transaction& tx) {
    return privacy::set_archived(tx, id, true, "durée écoulée", bench.clock);
  }));
  for (const auto* who : {"ana", "bob"})
    for (const auto* words : {"canaribert", "2900569383123", "canaribert 1990-05-17"})
      CHECK(bench.found(who, words) == "+0");
}

TEST_CASE("a new name is found and the old one no more") {
  Searchers bench;
  const auto id = bench.add_as("ana", kWholePerson);
  bench.ok("people.update", of(id, R"("used_name": "Delorme", "birth_date": "1991-01-01")"));
  CHECK(bench.found("ana", "delorme") == id + " +0");
  CHECK(bench.found("ana", "usagivre") == "+0");
  CHECK(bench.found("ana", "1990-05-17") == "+0");
  CHECK(bench.found("ana", "1991-01-01") == id + " +0");
}

namespace {

// People of one name, and relations of every kind between them and few holders.
struct Offices : Searchers {
  std::mt19937 random{7};
  const std::vector<std::string> accounts = {"ana", "bob", "eve"};
  std::vector<std::string> people, organisations, groups;

  Offices() {
    for (int i = 0; i < 40; ++i) people.push_back(add(R"({"birth_name": "Martin"})"));
    REQUIRE_OK(database->write([&](storage::Transaction& tx) -> Status {
      for (const auto* name : {"Agence A", "Agence B"}) {
        Organisation made;
        made.kind = "agency";
        made.name = name;
        AKSIS_ASSIGN(organisation, create_organisation(tx, made, clock));
        organisations.push_back(organisation.id);
        AKSIS_ASSIGN(group, create_group(tx, organisation.id, name, clock));
        groups.push_back(group.id);
      }
      AKSIS_TRY(join_group(tx, groups[0], "ana", clock));
      AKSIS_TRY(join_group(tx, groups[1], "bob", clock));
      Deputy away;
      away.account = "bob";
      away.deputy = "eve";
      away.from = clock.at;
      away.until = clock.at + 7 * kDay;
      away.reason = "congés";
      AKSIS_TRY(start_deputy(tx, away, clock));
      return {};
    }));
  }
  size_t below(size_t n) { return random() % n; }
  // Refused when it holds already.
  Status relate() {
    return database->write([&](storage::Transaction& tx) -> Status {
      Relation made;
      made.person = people[below(people.size())];
      made.kind = static_cast<RelationKind>(below(4));
      made.holder = made.kind == RelationKind::group    ? groups[below(2)]
                    : made.kind == RelationKind::agency ? organisations[below(2)]
                                                        : accounts[below(3)];
      made.from = clock.at;
      made.reason = "essai";
      if (below(3) == 0) made.until = made.from + static_cast<Micros>(below(5)) * kDay;
      AKSIS_TRY(start_relation(tx, made, clock));
      return {};
    });
  }
  // How many are open to the follower; a search must find those.
  size_t check(const Follower& follower) {
    std::set<std::string> open, found;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) -> Status {
      for (const auto& person : people) {
        AKSIS_ASSIGN(opening, follows(tx, follower, person, clock.at));
        if (opening) open.insert(person);
      }
      AKSIS_ASSIGN(answer, search_people(tx, *keys, follower, "martin", 50, clock.at));
      for (const auto& one : answer.people) found.insert(one.record.person.id);
      return {};
    }));
    INFO(follower.account << " of " << follower.organisation);
    CHECK(found == open);
    return open.size();
  }
};

}  // namespace

TEST_CASE("a search by name shows those whose record the gate would open, whatever the relation") {
  Offices bench;
  size_t shown = 0, asked = 0, begun = 0;
  for (int round = 0; round < 8; ++round) {
    for (int i = 0; i < 25; ++i) begun += bench.relate().ok();
    bench.clock.at += kDay;
    if (round == 5)
      REQUIRE_OK(bench.database->write([&](storage::Transaction& tx) -> Status {
        AKSIS_TRY(close_group(tx, bench.groups[0], bench.clock));
        return {};
      }));
    for (const auto& account : bench.accounts)
      for (const auto& organisation :
           {std::string(), bench.organisations[0], bench.organisations[1]}) {
        INFO("round " << round);
        shown += bench.check({account, organisation});
        asked += bench.people.size();
      }
  }
  CHECK(begun > 100);
  CHECK(shown > asked / 10);
  CHECK(shown < asked * 9 / 10);
}
