#include "record/relations.hpp"

#include <fmt/format.h>

#include <map>
#include <random>
#include <set>

#include "bench.hpp"
#include "record/person_record.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

struct Office : Bench {
  std::string agency = made("organisations.create", R"({"kind":"agency","name":"Ouest"})");
  std::string other = made("organisations.create", R"({"kind":"agency","name":"Est"})");

  std::string group(const std::string& name) {
    return made("groups.create",
                fmt::format(R"({{"organisation":"{}","name":"{}"}})", agency, name));
  }
  Answer relate(const std::string& person, const std::string& kind, const std::string& holder) {
    return call("relations.start",
                fmt::format(R"({{"person":"{}","kind":"{}","holder":"{}","reason":"accueil"}})",
                            person, kind, holder));
  }
  Answer end(const std::string& person, const std::string& relation) {
    return call("relations.end",
                fmt::format(R"({{"person":"{}","relation":"{}","reason":"fin de suivi"}})", person,
                            relation));
  }
  Answer member(const char* change, const std::string& group, const std::string& account) {
    return call(fmt::format("groups.{}", change),
                fmt::format(R"({{"group":"{}","account":"{}"}})", group, account));
  }
  // "referent", … or "closed".
  std::string opens(const std::string& account, const std::string& organisation,
                    const std::string& person) {
    std::string out = "closed";
    REQUIRE_OK(database->read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(opening, follows(tx, {account, organisation}, person, clock.now()));
      if (opening) out = name_of(opening->kind);
      if (opening && !opening->on_behalf_of.empty()) out += " for " + opening->on_behalf_of;
      return {};
    }));
    return out;
  }
  std::set<std::string> caseload_of(const std::string& account) {
    std::set<std::string> out;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(people, caseload(tx, {account, {}}, clock.now(), "", 1000));
      out.insert(people.begin(), people.end());
      return {};
    }));
    return out;
  }
};

}  // namespace

TEST_CASE("a relation opens the record to its holder, from its start to its end") {
  Office office;
  const auto person = office.person("A-1");
  CHECK(office.opens("ana", office.agency, person) == "closed");
  REQUIRE_OK(office.relate(person, "agency", office.agency).status);
  CHECK(office.opens("ana", office.agency, person) == "agency");
  CHECK(office.opens("ana", office.other, person) == "closed");
  CHECK(office.opens("ana", "", person) == "closed");
  const auto referent = office.relate(person, "referent", "ana");
  REQUIRE_OK(referent.status);
  CHECK(office.opens("ana", office.agency, person) == "referent");
  CHECK(office.opens("", "", person) == "closed");
  office.clock.at += kDay;
  REQUIRE_OK(office.end(person, std::string(json::text(referent.body, "id"))).status);
  CHECK(office.opens("ana", office.other, person) == "closed");
  CHECK(office.end(person, std::string(json::text(referent.body, "id"))).code() == Code::conflict);
  CHECK(office.end(person, "unknown").code() == Code::not_found);
}

TEST_CASE("a new referent or agency ends the one before, and the history stays") {
  Office office;
  const auto person = office.person("A-1");
  REQUIRE_OK(office.relate(person, "referent", "ana").status);
  CHECK(office.relate(person, "referent", "ana").code() == Code::conflict);
  office.clock.at += kHour;
  REQUIRE_OK(office.relate(person, "referent", "bob").status);
  CHECK(office.opens("ana", "", person) == "closed");
  CHECK(office.opens("bob", "", person) == "referent");
  const auto all =
      office.ok("relations.list", "{\"person\":\"" + person + "\",\"ended\":true}").body;
  const auto& relations = *json::member(all, "relations");
  REQUIRE(relations.Size() == 2);
  CHECK(json::text(relations[0], "holder") == "bob");
  CHECK(json::text(relations[1], "until") == json::text(relations[0], "from"));
  CHECK(json::text(relations[1], "ended_by") == "test");
  const auto present = office.ok("relations.list", "{\"person\":\"" + person + "\"}").body;
  CHECK(json::member(present, "relations")->Size() == 1);
}

TEST_CASE("a group opens records to its members while they are in it and it is open") {
  Office office;
  const auto person = office.person("A-1");
  const auto group = office.group("Jeunes");
  REQUIRE_OK(office.relate(person, "group", group).status);
  CHECK(office.opens("ana", "", person) == "closed");
  REQUIRE_OK(office.member("join", group, "ana").status);
  CHECK(office.member("join", group, "ana").code() == Code::conflict);
  CHECK(office.opens("ana", "", person) == "group");
  CHECK(office.caseload_of("ana") == std::set<std::string>{person});
  office.clock.at += kHour;
  REQUIRE_OK(office.member("leave", group, "ana").status);
  CHECK(office.member("leave", group, "ana").code() == Code::conflict);
  CHECK(office.opens("ana", "", person) == "closed");
  office.clock.at += kHour;
  REQUIRE_OK(office.member("join", group, "ana").status);
  CHECK(office.opens("ana", "", person) == "group");
  REQUIRE_OK(office.call("groups.close", "{\"group\":\"" + group + "\"}").status);
  CHECK(office.opens("ana", "", person) == "closed");
  CHECK(office.caseload_of("ana").empty());
  CHECK(office.member("join", group, "bob").code() == Code::conflict);
  CHECK(office.relate(office.person("A-2"), "group", group).code() == Code::conflict);
}

TEST_CASE("who stands in sees the people of the one away, for that time, and lends nothing on") {
  Office office;
  const auto person = office.person("A-1");
  REQUIRE_OK(office.relate(person, "referent", "ana").status);
  REQUIRE_OK(office.relate(person, "agency", office.agency).status);
  const auto stand_in = [&](const char* deputy, const char* account, int in_days, int days) {
    return office.call("deputies.start",
                       fmt::format(R"({{"deputy":"{}","account":"{}","in_days":{},"days":{},
                                       "reason":"congés"}})",
                                   deputy, account, in_days, days));
  };
  CHECK(stand_in("ana", "ana", 0, 7).code() == Code::invalid);
  CHECK(stand_in("bob", "ana", 0, 93).code() == Code::invalid);
  const auto first = stand_in("bob", "ana", 1, 7);
  REQUIRE_OK(first.status);
  CHECK(stand_in("bob", "ana", 3, 7).code() == Code::conflict);
  REQUIRE_OK(stand_in("eve", "bob", 0, 30).status);

  CHECK(office.opens("bob", "", person) == "closed");
  office.clock.at += kDay;
  CHECK(office.opens("bob", "", person) == "referent for ana");
  CHECK(office.opens("bob", office.agency, person) == "agency");
  CHECK(office.opens("eve", "", person) == "closed");
  CHECK(office.caseload_of("bob") == std::set<std::string>{person});
  CHECK(office.caseload_of("eve").empty());
  office.clock.at += 7 * kDay;
  CHECK(office.opens("bob", "", person) == "closed");
  CHECK(office.caseload_of("bob").empty());

  const auto second = stand_in("bob", "ana", 0, 7);
  REQUIRE_OK(second.status);
  CHECK(office.opens("bob", "", person) == "referent for ana");
  const auto end = fmt::format(R"({{"deputy":"{}"}})", json::text(second.body, "id"));
  REQUIRE_OK(office.call("deputies.end", end).status);
  CHECK(office.call("deputies.end", end).code() == Code::conflict);
  CHECK(office.opens("bob", "", person) == "closed");
  CHECK(json::member(office.ok("deputies.list", R"({"account":"ana"})").body, "deputies")->Size() ==
        2);
}

TEST_CASE("an account names a deputy for itself, and for others only with the permission") {
  Office office;
  const auto ask = [&](const std::string& account, std::vector<operations::Grant> grants) {
    operations::Principal caller{"account:ana", false, std::move(grants)};
    caller.account = "ana";
    operations::Call call(caller, *json::parse(R"({"deputy":"eve","days":2,"reason":"absence",
                                                   "account":")" +
                                               account + "\"}"));
    return office.registry.run(*office.registry.find("deputies.start"), call);
  };
  CHECK(ask("", {"relations.read"}).ok());
  CHECK(ask("bob", {"relations.read"}).error().code == Code::forbidden);
  CHECK(ask("bob", {"relations.read", "relations.manage"}).ok());
}

TEST_CASE("nobody is entrusted to what is closed or unknown, and nobody unknown is entrusted") {
  Office office;
  const auto person = office.person("A-1");
  CHECK(office.relate(person, "agency", "unknown").code() == Code::not_found);
  CHECK(office.relate(person, "group", "unknown").code() == Code::not_found);
  CHECK(office.relate("01a20bc8-0000-7000-8000-000000000000", "referent", "ana").code() ==
        Code::not_found);
  REQUIRE_OK(
      office.call("organisations.close", "{\"organisation\":\"" + office.other + "\"}").status);
  CHECK(office.relate(person, "agency", office.other).code() == Code::conflict);
}

TEST_CASE("who goes takes their relations along") {
  Office office;
  const auto person = office.person("A-1");
  REQUIRE_OK(office.relate(person, "referent", "ana").status);
  REQUIRE_OK(office.database->write(
      [&](storage::Transaction& tx) { return remove_person(tx, person, office.clock); }));
  CHECK(office.caseload_of("ana").empty());
  int64_t left = -1;
  REQUIRE_OK(office.database->read([&](storage::Transaction& tx) {
    return tx.query("SELECT count(*) FROM core_relation", {}, [&](const storage::Row& row) {
      left = row.integer(0);
      return Status();
    });
  }));
  CHECK(left == 0);
}

// Random starts, ends, joins and leaves beside a model that holds only what is true now.
TEST_CASE("whatever happens, records are open to exactly those who hold a relation") {
  for (unsigned seed = 1; seed <= 5; ++seed) {
    Office office;
    std::mt19937 random(seed);
    const auto any = [&](const auto& list) { return list[random() % list.size()]; };
    const std::vector<std::string> accounts{"ana", "bob", "eve"};
    const std::vector<std::string> people{office.person("1"), office.person("2"),
                                          office.person("3")};
    const std::vector<std::string> groups{office.group("x"), office.group("y")};
    std::map<std::string, std::string> referents;               // person → account
    std::map<std::string, std::set<std::string>> group_of, in;  // person → groups; group → accounts
    std::map<std::pair<std::string, std::string>, std::string> ids;  // person, holder → relation
    for (int step = 0; step < 120; ++step) {
      office.clock.at += kMinute;
      const auto person = any(people), account = any(accounts), group = any(groups);
      INFO("seed " << seed << " step " << step);
      switch (random() % 6) {
        case 0: {
          const auto done = office.relate(person, "referent", account);
          REQUIRE(done.status.ok() == (referents[person] != account));
          if (!done.status.ok()) break;
          referents[person] = account;
          ids[{person, account}] = json::text(done.body, "id");
          break;
        }
        case 1: {
          const auto done = office.relate(person, "group", group);
          REQUIRE(done.status.ok() == group_of[person].insert(group).second);
          if (done.status.ok()) ids[{person, group}] = json::text(done.body, "id");
          break;
        }
        case 2:
          if (referents[person] != account) break;
          REQUIRE_OK(office.end(person, ids[{person, account}]).status);
          referents[person].clear();
          break;
        case 3:
          if (!group_of[person].erase(group)) break;
          REQUIRE_OK(office.end(person, ids[{person, group}]).status);
          break;
        case 4:
          REQUIRE(office.member("join", group, account).status.ok() ==
                  in[group].insert(account).second);
          break;
        default:
          REQUIRE(office.member("leave", group, account).status.ok() ==
                  (in[group].erase(account) == 1));
      }
      for (const auto& who : accounts) {
        std::set<std::string> expected;
        for (const auto& whom : people) {
          bool grouped = false;
          for (const auto& one : group_of[whom]) grouped = grouped || in[one].contains(who);
          const bool referent = referents[whom] == who;
          REQUIRE(office.opens(who, "", whom) == (referent  ? "referent"
                                                  : grouped ? "group"
                                                            : "closed"));
          if (referent || grouped) expected.insert(whom);
        }
        REQUIRE(office.caseload_of(who) == expected);
      }
    }
  }
}
