#include "access/gate.hpp"

#include "house.hpp"
#include "privacy/person_state.hpp"

using namespace aksis;
using namespace aksis::access;
using operations::Call;
using operations::Grant;
using operations::Kind;
using operations::Scope;

namespace {

// Operations that pass the gate in ways those of the program do not.
const std::string kInput = R"({"type": "object", "properties": {"person": {"type": "string"},
    "other": {"type": "string"}, "fail": {"type": "boolean"}}})";

Status offer_changes(operations::Registry& registry, House& house) {
  AKSIS_TRY(registry.add({.id = "test.write",
                          .kind = Kind::write,
                          .permission = "people.write",
                          .input_schema = kInput,
                          .handler = [&house](Call& call) {
                            return house.write([&](storage::Transaction& tx) -> Status {
                              AKSIS_TRY(tx.execute(
                                  "UPDATE core_person SET version = version + 1 WHERE id = $1",
                                  {json::text(call.input(), "person")}));
                              if (json::boolean(call.input(), "fail"))
                                return said(Code::conflict, "as it was asked to", "comme demandé");
                              return {};
                            });
                          }}));
  AKSIS_TRY(registry.add({.id = "test.silent",
                          .kind = Kind::task,
                          .permission = "people.read",
                          .input_schema = kInput,
                          .handler = [](Call&) { return Status(); }}));
  AKSIS_TRY(registry.add({.id = "test.swallows",
                          .kind = Kind::write,
                          .permission = "people.write",
                          .input_schema = kInput,
                          .handler = [&house](Call&) -> Status {
                            const auto done = house.write([](storage::Transaction& tx) -> Status {
                              AKSIS_TRY(tx.execute("UPDATE core_person SET version = version", {}));
                              return {};
                            });
                            (void)done;
                            return {};
                          }}));
  return {};
}

Status offer_reads(operations::Registry& registry, House& house) {
  AKSIS_TRY(registry.add({.id = "test.nested",
                          .permission = "people.read",
                          .subject = "-",
                          .input_schema = kInput,
                          .handler = [&house, &registry](Call& call) -> Status {
                            Call inner(call.principal(), *json::parse(fmt::format(
                                                             R"({{"person":"{}"}})",
                                                             json::text(call.input(), "person"))));
                            inner.request_id = call.request_id;
                            inner.language = call.language;
                            inner.depth = call.depth + 1;
                            return registry.run(*registry.find("people.read"), inner);
                          }}));
  AKSIS_TRY(registry.add({.id = "test.opens",
                          .permission = "people.read",
                          .subject = "-",
                          .input_schema = kInput,
                          .handler = [&house, &registry](Call& call) {
                            return house.gate->open(*registry.find("test.opens"), call,
                                                    std::string(json::text(call.input(), "other")));
                          }}));
  AKSIS_TRY(registry.add({.id = "test.duty",
                          .permission = "people.export",
                          .input_schema = kInput,
                          .handler = [](Call&) { return Status(); }}));
  AKSIS_TRY(registry.add({.id = "test.open",
                          .kind = Kind::write,
                          .open = true,
                          .input_schema = kInput,
                          .handler = [&house](Call& call) {
                            return house.write([&](storage::Transaction& tx) -> Status {
                              AKSIS_TRY(tx.execute("UPDATE core_person SET version = version", {}));
                              if (json::boolean(call.input(), "fail"))
                                return said(Code::forbidden, "as it was asked to", "comme demandé");
                              return {};
                            });
                          }}));
  AKSIS_TRY(registry.add({.id = "test.untyped",
                          .permission = "people.read",
                          .input_schema = R"({"type": "object", "properties": {"person": {}}})",
                          .handler = [](Call&) { return Status(); }}));
  AKSIS_TRY(registry.add({.id = "test.careful",
                          .permission = "people.read",
                          .step_up = true,
                          .input_schema = kInput,
                          .handler = [](Call&) { return Status(); }}));
  return {};
}

void offer_more(operations::Registry& registry, House& house) {
  REQUIRE_OK(offer_changes(registry, house));
  REQUIRE_OK(offer_reads(registry, house));
}

struct GateHouse : House {
  std::string north = agency("Agence du Nord"), south = agency("Agence du Sud");
  std::string ana = account("ana", north, {"adviser"});

  GateHouse() : House({}, {}, offer_more) {}
  std::string about(const std::string& person, const std::string& rest = "") const {
    return fmt::format(R"({{"person":"{}"{}}})", person, rest);
  }
};

}  // namespace

TEST_CASE("each relation opens the record, and nothing else does") {
  GateHouse house;
  const auto caller = house.as(house.ana);
  const auto referred = house.person(), grouped = house.person(), instructed = house.person(),
             ours = house.person(), theirs = house.person(), nobodys = house.person();
  const auto other = house.account("other", house.south, {"adviser"});
  house.relate(referred, "referent", house.ana);
  const auto group =
      house
          .host("groups.create",
                fmt::format(R"({{"organisation":"{}","name":"Groupe"}})", house.north))
          .text("id");
  house.host("groups.join", fmt::format(R"({{"group":"{}","account":"{}"}})", group, house.ana));
  house.relate(grouped, "group", group);
  house.relate(instructed, "instructor", house.ana);
  house.relate(ours, "agency", house.north);
  house.relate(theirs, "agency", house.south);
  house.relate(theirs, "referent", other);
  const std::pair<std::string, std::string> open[] = {
      {referred, "referent"}, {grouped, "group"}, {instructed, "instructor"}, {ours, "agency"}};
  for (const auto& [person, relation] : open) {
    const auto asked = house.read(caller, person);
    INFO(relation << ": " << asked.why());
    REQUIRE(asked.ok());
    const auto entry = house.entry(asked.request);
    CHECK(entry.kind == "read");
    CHECK(entry.actor == "account:" + house.ana);
    CHECK(entry.person == person);
    CHECK(entry.relation == relation);
    CHECK(entry.operation == "people.read");
    CHECK(entry.session == caller.session);
    CHECK(entry.on_behalf_of.empty());
    CHECK(entry.outcome == "done");
    // Another agency's adviser sees none of them.
    CHECK(house.read(house.as(other), person).code() == Code::forbidden);
  }
  // Closed, and nobody at all, are told in the same words, and both are written down.
  const auto closed = house.read(caller, theirs), unknown = house.read(caller, "no-such-person");
  CHECK(closed.code() == Code::forbidden);
  CHECK(unknown.code() == Code::forbidden);
  CHECK(closed.why() == unknown.why());
  CHECK(house.read(caller, nobodys).why() == closed.why());
  for (const auto* refused : {&closed, &unknown}) {
    const auto entry = house.entry(refused->request);
    CHECK(entry.kind == "refused");
    CHECK(entry.outcome == "forbidden");
    CHECK(entry.relation.empty());
  }
}

TEST_CASE("a relation that ended, a group that closed, an own scope open nothing") {
  GateHouse house;
  const auto caller = house.as(house.ana);
  const auto person = house.person(), ours = house.person(), grouped = house.person();
  house.relate(person, "referent", house.ana);
  house.relate(ours, "agency", house.north);
  const auto group =
      house
          .host("groups.create",
                fmt::format(R"({{"organisation":"{}","name":"Groupe"}})", house.north))
          .text("id");
  house.host("groups.join", fmt::format(R"({{"group":"{}","account":"{}"}})", group, house.ana));
  house.relate(grouped, "group", group);
  REQUIRE(house.read(caller, person).ok());
  const auto relation = house.texts("SELECT id FROM core_relation WHERE person = $1", {person});
  house.host("relations.end", fmt::format(R"({{"person":"{}","relation":"{}","reason":"moved"}})",
                                          person, relation.at(0)));
  CHECK(house.read(caller, person).code() == Code::forbidden);
  REQUIRE(house.read(caller, grouped).ok());
  house.host("groups.close", fmt::format(R"({{"group":"{}"}})", group));
  CHECK(house.read(caller, grouped).code() == Code::forbidden);
  // people.write is held for the own people only.
  CHECK(house.ask(caller, "test.write", house.about(ours)).code() == Code::forbidden);
}

TEST_CASE("without the permission a relation opens nothing") {
  GateHouse house;
  const auto steering = house.account("pilotage", house.north, {"steering"});
  const auto person = house.person();
  house.relate(person, "referent", steering);
  const auto asked = house.read(house.as(steering), person);
  CHECK(asked.code() == Code::forbidden);
  CHECK(house.entry(asked.request).kind == "refused");
  // What was sent in place of an id does not fill the log.
  const auto long_one = house.read(house.as(steering), std::string(100'000, 'x'));
  CHECK(long_one.code() == Code::forbidden);
  CHECK(house.entry(long_one.request).person.empty());
}

TEST_CASE("a deputy reads and writes on behalf of the one away, for the time it lasts") {
  GateHouse house;
  const auto ben = house.account("ben", house.north, {"adviser"});
  const auto person = house.person();
  house.relate(person, "referent", house.ana);
  const auto caller = house.as(ben);
  REQUIRE(house.read(caller, person).code() == Code::forbidden);
  const auto lent =
      house.ask(house.as(house.ana), "deputies.start",
                fmt::format(R"({{"deputy":"{}","days":2,"reason":"vacances"}})", ben));
  INFO(lent.why());
  REQUIRE(lent.ok());
  CHECK(house.entry(lent.request).object == "account:" + house.ana);
  const auto read = house.read(caller, person);
  REQUIRE(read.ok());
  CHECK(house.entry(read.request).on_behalf_of == house.ana);
  CHECK(house.entry(read.request).actor == "account:" + ben);
  const auto written = house.ask(caller, "test.write", house.about(person));
  REQUIRE(written.ok());
  CHECK(house.entry(written.request).kind == "change");
  CHECK(house.entry(written.request).on_behalf_of == house.ana);
  CHECK(house.entry(written.request).relation == "referent");
  house.clock.at += 2 * kDay;
  CHECK(house.read(house.as(ben), person).code() == Code::forbidden);
}

TEST_CASE("nobody lends the records of another organisation") {
  GateHouse house;
  const auto boss = house.account("boss", house.north, {"supervisor"});
  const auto ben = house.account("ben", house.north, {"adviser"});
  const auto far = house.account("far", house.south, {"adviser"});
  const auto deputy = [&](const std::string& caller, const std::string& away,
                          const std::string& in) {
    return house
        .ask(house.as(caller), "deputies.start",
             fmt::format(R"({{"account":"{}","deputy":"{}","days":2,"reason":"vacances"}})", away,
                         in))
        .code();
  };
  CHECK(deputy(boss, far, boss) == Code::forbidden);
  CHECK(deputy(boss, house.ana, far) == Code::forbidden);
  CHECK(deputy(house.ana, house.ana, far) == Code::forbidden);
  CHECK(deputy(ben, house.ana, ben) == Code::forbidden);
  CHECK(deputy(boss, house.ana, "nobody") == Code::invalid);
  CHECK(deputy(boss, "nobody", boss) == Code::invalid);
  CHECK(deputy(boss, house.ana, ben) == Code{0});
  REQUIRE_OK(house.write(
      [&](storage::Transaction& tx) { return set_account_state(tx, ben, "disabled"); }));
  CHECK(deputy(boss, boss, ben) == Code::invalid);

  const auto theirs = house
                          .host("groups.create",
                                fmt::format(R"({{"organisation":"{}","name":"Sud"}})", house.south))
                          .text("id");
  const auto join = fmt::format(R"({{"group":"{}","account":"{}"}})", theirs, boss);
  CHECK(house.ask(house.as(boss), "groups.join", join).code() == Code::forbidden);
  CHECK(house.ask(house.as(boss), "groups.close", fmt::format(R"({{"group":"{}"}})", theirs))
            .code() == Code::forbidden);
  CHECK(house
            .ask(house.as(boss), "groups.create",
                 fmt::format(R"({{"organisation":"{}","name":"Nord"}})", house.south))
            .code() == Code::forbidden);
  CHECK(house
            .ask(house.as(boss), "groups.create",
                 fmt::format(R"({{"organisation":"{}","name":"Nord"}})", house.north))
            .ok());
  CHECK(house.count("SELECT count(*) FROM core_follow_up_group_member") == 0);
}

TEST_CASE("who stands in for whom is shown for one's own organisation") {
  GateHouse house;
  const auto boss = house.account("boss", house.north, {"supervisor"});
  const auto ben = house.account("ben", house.north, {"adviser"});
  const auto far = house.account("far", house.south, {"adviser"});
  const auto near = house.account("near", house.south, {"supervisor"});
  const auto lend = [&](const std::string& away, const std::string& in) {
    return house
        .host("deputies.start",
              fmt::format(R"({{"account":"{}","deputy":"{}","days":2,"reason":"absence"}})", away,
                          in))
        .text("id");
  };
  const auto north = lend(house.ana, ben), south = lend(far, near), across = lend(far, ben);
  const auto seen = [&](const operations::Principal& caller, const std::string& input = "{}") {
    const auto asked = house.ask(caller, "deputies.list", input);
    INFO(asked.why());
    REQUIRE(asked.ok());
    std::set<std::string> out;
    for (const auto& one : json::member(asked.answer.body, "deputies")->GetArray())
      out.emplace(json::text(one, "id"));
    return out;
  };
  using Ids = std::set<std::string>;
  CHECK(seen(house.as(boss)) == Ids{north, across});
  CHECK(seen(house.as(near)) == Ids{south, across});
  CHECK(seen(house.as(boss), fmt::format(R"({{"account":"{}"}})", far)) == Ids{across});
  CHECK(seen(house.as(house.ana)) == Ids{north});
  CHECK(seen({"local", true, {"*"}}) == Ids{north, south, across});
  // What is left out takes no place.
  CHECK(seen(house.as(near), R"({"limit":2})") == Ids{south, across});
  auto wide = house.as(boss);
  wide.grants = {"relations.read", Grant("relations.manage", Scope::national)};
  CHECK(seen(wide) == Ids{north, south, across});
  operations::Principal program{
      "client:p", false, {"relations.read", Grant("relations.manage", Scope::agency)}};
  CHECK(seen(program).empty());
  program.organisation = house.north;
  CHECK(seen(program) == Ids{north, across});
  program.grants = {"*"};
  CHECK(seen(program) == Ids{north, south, across});
}

TEST_CASE("every change has one entry, and one that failed has none") {
  GateHouse house;
  const auto caller = house.as(house.ana);
  const auto person = house.person();
  house.relate(person, "referent", house.ana);
  const auto done = house.ask(caller, "test.write", house.about(person));
  REQUIRE(done.ok());
  const auto entry = house.entry(done.request);
  CHECK(entry.kind == "change");
  CHECK(entry.actor == caller.id);
  CHECK(entry.person == person);
  CHECK(entry.relation == "referent");
  CHECK(entry.operation == "test.write");
  const auto failed = house.ask(caller, "test.write", house.about(person, R"(,"fail":true)"));
  CHECK(failed.code() == Code::conflict);
  CHECK(house.entries(failed.request).empty());
  // Whom a change made is told too.
  const auto made = house.ask(caller, "people.create", R"({"reference":"new"})");
  REQUIRE(made.ok());
  CHECK(house.entry(made.request).person == made.text("id"));
  // What says it writes and only looks is a read.
  const auto silent = house.ask(caller, "test.silent", house.about(person));
  REQUIRE(silent.ok());
  CHECK(house.entry(silent.request).kind == "read");
}

TEST_CASE("what a module opens and calls is written down once each") {
  GateHouse house;
  const auto caller = house.as(house.ana);
  const auto person = house.person(), closed = house.person();
  house.relate(person, "referent", house.ana);
  const auto nested = house.ask(caller, "test.nested", house.about(person));
  REQUIRE(nested.ok());
  CHECK(house.entry(nested.request).operation == "people.read");
  const auto turned = house.ask(caller, "test.nested", house.about(closed));
  CHECK(turned.code() == Code::forbidden);
  // The inner call and the outer one were both turned away.
  CHECK(house.entries(turned.request).size() == 2);
  const auto opened = house.ask(caller, "test.opens", fmt::format(R"({{"other":"{}"}})", person));
  REQUIRE(opened.ok());
  CHECK(house.entry(opened.request).kind == "read");
  CHECK(house.entry(opened.request).person == person);
  const auto shut = house.ask(caller, "test.opens", fmt::format(R"({{"other":"{}"}})", closed));
  CHECK(shut.code() == Code::forbidden);
  CHECK(house.entry(shut.request).kind == "refused");
  CHECK(house.entry(shut.request).person == closed);
}

TEST_CASE("what cannot be traced is not answered and not done") {
  GateHouse house;
  const auto caller = house.as(house.ana);
  const auto person = house.person();
  house.relate(person, "referent", house.ana);
  const auto version = [&] {
    return house.count("SELECT version FROM core_person WHERE id = $1", {person});
  };
  const auto before = version();
  REQUIRE_OK(storage::run(*house.database, "DELETE FROM core_audit_state"));
  CHECK(house.read(caller, person).code() == Code::internal);
  CHECK(house.ask(caller, "test.write", house.about(person)).code() == Code::internal);
  CHECK(house.read(caller, "somebody").code() == Code::internal);
  CHECK(version() == before);
  CHECK(house.count("SELECT count(*) FROM core_opened") == 0);
}

TEST_CASE("a person named by something else than text opens nothing") {
  GateHouse house;
  const auto caller = house.as(house.ana);
  for (const auto* input : {R"({"person":7})", R"({"person":["x"]})", R"({"person":{"a":"b"}})"})
    CHECK(house.ask(caller, "test.untyped", input).code() == Code::invalid);
  CHECK(house.ask(caller, "test.untyped", R"({"person":"x"})").code() == Code::forbidden);
}

TEST_CASE("a factor shown too long ago is asked of people, not of programs") {
  GateHouse house;
  const auto person = house.person();
  house.relate(person, "referent", house.ana);
  const auto caller = house.as(house.ana);
  CHECK(house.ask(caller, "test.careful", house.about(person)).ok());
  house.clock.at += 5 * kMinute;
  CHECK(house.ask(caller, "test.careful", house.about(person)).ok());
  house.clock.at += 1;
  const auto late = house.ask(caller, "test.careful", house.about(person));
  CHECK(late.code() == Code::forbidden);
  CHECK(late.answer.status.error().details.at(0).pointer == "/step_up");
  CHECK(house.entry(late.request).kind == "refused");
  auto never = caller;
  never.authenticated_at = 0;
  CHECK(house.ask(never, "test.careful", house.about(person)).code() == Code::forbidden);
  CHECK(house.ask({"local", true, {"*"}}, "test.careful", house.about(person)).ok());
  CHECK(house.ask({"client:x", false, {"*"}}, "test.careful", house.about(person)).ok());
  // However often, an old factor is no knocking at closed records.
  for (int i = 0; i < 30; ++i) house.ask(caller, "test.careful", house.about(std::to_string(i)));
  CHECK(house.suspended == 0);
}

TEST_CASE("what anybody may call passes, and writes its own entries") {
  GateHouse house;
  const operations::Principal nobody{"nobody", false, {}};
  const auto done = house.ask(nobody, "test.open", "{}");
  CHECK(done.ok());
  CHECK(house.entries(done.request).empty());
  const auto refused = house.ask(nobody, "test.open", R"({"fail":true})");
  CHECK(refused.code() == Code::forbidden);
  CHECK(house.entries(refused.request).empty());
}

TEST_CASE("who protects the data reaches people without accompanying them, for that alone") {
  GateHouse house;
  const auto dpo = house.account("dpo", house.north, {"data_protection"});
  const auto person = house.person();
  REQUIRE_OK(house.write([&](storage::Transaction& tx) {
    return privacy::set_archived(tx, person, true, "twenty years", house.clock);
  }));
  const auto caller = house.as(dpo);
  const auto done = house.ask(caller, "test.duty", house.about(person));
  INFO(done.why());
  REQUIRE(done.ok());
  CHECK(house.entry(done.request).relation == "all");
  CHECK(house.entry(done.request).person == person);
  CHECK(house.count("SELECT count(*) FROM core_opened WHERE account = $1", {dpo}) == 1);
  CHECK(house.read(caller, person).code() == Code::forbidden);
  // Held with a narrower scope it is as any other permission.
  auto narrow = caller;
  narrow.grants = {Grant("people.export", Scope::national), Grant("people.read", Scope::all)};
  CHECK(house.ask(narrow, "test.duty", house.about(person)).code() == Code::forbidden);
  CHECK(house.read(narrow, person).code() == Code::forbidden);
}

TEST_CASE("intermediate archive is closed to daily work") {
  GateHouse house;
  const auto caller = house.as(house.ana);
  const auto person = house.person();
  house.relate(person, "referent", house.ana);
  REQUIRE(house.read(caller, person).ok());
  REQUIRE_OK(house.write([&](storage::Transaction& tx) {
    return privacy::set_archived(tx, person, true, "twenty years", house.clock);
  }));
  CHECK(house.read(caller, person).code() == Code::forbidden);
  CHECK(house.break_glass(caller, person).code() == Code::forbidden);
  CHECK(house.host("people.read", house.about(person)).ok());
}

TEST_CASE("programs see what their scope says") {
  GateHouse house;
  const auto ours = house.person(), theirs = house.person(), nobodys = house.person();
  house.relate(ours, "agency", house.north);
  house.relate(theirs, "agency", house.south);
  const auto sees = [&](Scope scope, const std::string& person) {
    operations::Principal program{"client:p", false, {Grant("people.read", scope)}};
    program.organisation = house.north;
    const auto asked = house.read(program, person);
    CHECK(house.entries(asked.request).size() == 1);
    return asked.ok();
  };
  for (const auto scope : {Scope::agency, Scope::territory, Scope::national}) {
    CHECK(sees(scope, ours));
    CHECK_FALSE(sees(scope, theirs));
    CHECK_FALSE(sees(scope, nobodys));
  }
  for (const auto& person : {ours, theirs, nobodys}) {
    CHECK_FALSE(sees(Scope::own, person));
    CHECK(sees(Scope::all, person));
  }
  // A person's account needs a relation, whatever its scope.
  auto account = house.as(house.ana);
  account.grants = {Grant("*", Scope::all)};
  CHECK_FALSE(house.read(account, theirs).ok());
}

TEST_CASE("a write beyond the habit is undone and raises the alarm, whatever its handler says") {
  for (const auto* operation : {"test.write", "test.swallows"}) {
    VolumeRules rules;
    rules.records_free = rules.records_max = 2;
    House house(rules, {}, offer_more);
    const auto ana = house.account("ana", house.agency("Nord"), {"adviser"});
    std::vector<std::string> people;
    for (int i = 0; i < 3; ++i) {
      people.push_back(house.person());
      house.relate(people.back(), "referent", ana);
    }
    const auto caller = house.as(ana);
    for (int i = 0; i < 2; ++i)
      REQUIRE(house.ask(caller, operation, fmt::format(R"({{"person":"{}"}})", people[i])).ok());
    const auto beyond =
        house.ask(caller, operation, fmt::format(R"({{"person":"{}"}})", people[2]));
    CHECK(beyond.code() == Code::forbidden);
    CHECK(house.entry(beyond.request).kind == "alarm");
    CHECK(house.suspended == 1);
    CHECK(house.state_of(ana) == "locked");
    CHECK(house.count("SELECT count(*) FROM core_opened WHERE person = $1", {people[2]}) == 0);
  }
}
