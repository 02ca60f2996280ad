// Who hears an event: those whose reach opens the person it names, as the gate would say.
#include "app/instance/audience.hpp"

#include <random>

#include "instance_fixture.hpp"
#include "record/openers.hpp"
#include "record/reach.hpp"

using namespace aksis;
using namespace aksis::app;
using namespace aksis::test;
using operations::Grant;
using operations::Principal;
using operations::Scope;
using storage::Transaction;

namespace {

Principal account(const std::string& id, const std::string& organisation, Scope scope,
                  const std::string& permission = "people.read") {
  Principal out{"account:" + id, false, {Grant(permission, scope)}};
  out.account = id;
  out.organisation = organisation;
  return out;
}

Principal client(const std::string& organisation, Scope scope) {
  Principal out{"client:c", false, {Grant("people.read", scope)}};
  out.organisation = organisation;
  return out;
}

// Random relations, groups and deputies among few accounts, organisations and people.
struct Filling {
  std::mt19937 random;
  Micros now;

  std::string one_of(const char* kind, unsigned count) {
    return std::string(kind) + std::to_string(random() % count);
  }
  // Begun, or not yet.
  Micros from() { return random() % 5 == 0 ? now + kDay : now - kDay; }
  // Ended, ending or without an end.
  storage::Value until() {
    const auto which = random() % 4;
    if (which > 1) return {};
    return which == 0 ? now - 1 : now + kDay;
  }

  Status groups(Transaction& tx) {
    for (int i = 0; i < 3; ++i) {
      AKSIS_TRY(
          tx.execute("INSERT INTO core_follow_up_group (id, organisation, name, created_at, "
                     "version) VALUES ($1, 'o0', 'g', 1, 1)",
                     {"g" + std::to_string(i)}));
    }
    AKSIS_TRY(
        tx.execute("UPDATE core_follow_up_group SET closed_at = $1 WHERE id = 'g2'", {now - 1}));
    for (int i = 0; i < 6; ++i)
      AKSIS_TRY(tx.execute(
          "INSERT INTO core_follow_up_group_member (follow_up_group, account, from_at, until_at) "
          "VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
          {one_of("g", 3), one_of("a", 6), from(), until()}));
    return {};
  }
  Status deputies(Transaction& tx) {
    for (int i = 0; i < 4; ++i)
      AKSIS_TRY(tx.execute(
          "INSERT INTO core_deputy (id, account, deputy, from_at, until_at, reason, made_by) "
          "VALUES ($1, $2, $3, $4, $5, 'r', 'host')",
          {"d" + std::to_string(i), one_of("a", 6), one_of("a", 6), from(),
           random() % 2 ? now + 2 * kDay : now - 1}));
    return {};
  }
  Status relations(Transaction& tx) {
    const char* kinds[] = {"referent", "instructor", "group", "agency"};
    for (int i = 0; i < 24; ++i) {
      const std::string kind = kinds[random() % 4];
      const auto holder = kind == "group"    ? one_of("g", 3)
                          : kind == "agency" ? one_of("o", 3)
                                             : one_of("a", 6);
      AKSIS_TRY(
          tx.execute("INSERT INTO core_relation (id, person, kind, holder, from_at, "
                     "until_at, reason, made_by) VALUES ($1, $2, $3, $4, $5, $6, 'r', "
                     "'host')",
                     {"r" + std::to_string(i), one_of("p", 8), kind, holder, from(), until()}));
    }
    return {};
  }
};

void fill(CoreDatabase& core, unsigned seed) {
  REQUIRE(core.database
              ->write([&](Transaction& tx) -> Status {
                Filling filling{std::mt19937(seed), core.clock.at};
                AKSIS_TRY(filling.groups(tx));
                AKSIS_TRY(filling.deputies(tx));
                return filling.relations(tx);
              })
              .ok());
}

std::vector<Principal> everybody() {
  std::vector<Principal> out;
  for (int a = 0; a < 6; ++a)
    for (const auto* organisation : {"", "o0", "o1"})
      for (const auto scope : {Scope::own, Scope::agency, Scope::all})
        out.push_back(account("a" + std::to_string(a), organisation, scope));
  for (const auto scope : {Scope::own, Scope::agency, Scope::all})
    out.push_back(client("o1", scope));
  out.push_back({"local", true, {"*"}});
  return out;
}

}  // namespace

TEST_CASE("who hears of a person is who may open their record, whatever relates them") {
  int heard = 0, silent = 0;
  for (unsigned seed = 1; seed <= 6; ++seed) {
    CoreDatabase core;
    fill(core, seed);
    const auto callers = everybody();
    for (int p = 0; p < 8; ++p) {
      const auto person = "p" + std::to_string(p);
      const auto audience =
          audience_of(*core.database, core.clock, "core.person_changed/1",
                      json::Writer().object().member("person", person).end().text());
      REQUIRE(audience);
      for (const auto& caller : callers) {
        const auto reach = record::reach_of(caller, "people.read");
        bool opens = !reach;
        if (reach)
          REQUIRE(core.database
                      ->read([&](Transaction& tx) -> Status {
                        AKSIS_ASSIGN(found, record::follows(tx, *reach, person, core.clock.at));
                        opens = found.has_value();
                        return {};
                      })
                      .ok());
        INFO("seed " << seed << ", " << person << ", " << caller.id << " of "
                     << caller.organisation);
        REQUIRE(audience(caller) == opens);
        ++(opens ? heard : silent);
      }
    }
  }
  CHECK(heard > 100);
  CHECK(silent > 100);
}

TEST_CASE("supervisors hear of their organisation's glass, administrators of its accounts") {
  CoreDatabase core;
  const auto glass = audience_of(*core.database, core.clock, "core.glass_broken/1",
                                 R"({"person":"p","account":"a","organisation":"o1"})");
  REQUIRE(glass);
  const auto supervisor = [](const char* organisation, Scope scope) {
    return account("s", organisation, scope, "people.supervise");
  };
  CHECK(glass(supervisor("o1", Scope::agency)));
  CHECK(glass(supervisor("o2", Scope::national)));
  CHECK_FALSE(glass(supervisor("o2", Scope::agency)));
  CHECK_FALSE(glass(supervisor("o1", Scope::own)));
  CHECK_FALSE(glass(supervisor("", Scope::agency)));

  REQUIRE(core.database
              ->write([&](Transaction& tx) -> Status {
                AKSIS_TRY(tx.execute(
                    "INSERT INTO core_account (id, login, login_fold, name, name_fold, email, "
                    "organisation, state, created_at, version) VALUES ('a', 'a', 'a', 'a', 'a', "
                    "'', 'o1', 'active', 1, 1)",
                    {}));
                return {};
              })
              .ok());
  const auto alarm =
      audience_of(*core.database, core.clock, "core.volume_alarm/1", R"({"account":"a"})");
  REQUIRE(alarm);
  const auto administrator = [](const char* organisation, Scope scope) {
    return account("x", organisation, scope, "accounts.manage");
  };
  CHECK(alarm(administrator("", Scope::all)));
  CHECK(alarm(administrator("o1", Scope::agency)));
  CHECK_FALSE(alarm(administrator("o2", Scope::agency)));
  CHECK_FALSE(alarm(administrator("o1", Scope::own)));
}

TEST_CASE("what names nobody goes to whoever holds the permission") {
  CoreDatabase core;
  CHECK_FALSE(audience_of(*core.database, core.clock, "matching.imported/1", R"({"offers":3})"));
  CHECK_FALSE(audience_of(*core.database, core.clock, "matching.imported/1", "no json"));
}
