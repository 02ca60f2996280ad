// What is personal: what is taken, shown, hidden, changed and remembered.
#include "audit/facts.hpp"
#include "person_bench.hpp"
#include "record/person_fields.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

operations::Principal adviser(std::vector<std::string> masked = {}, bool nir = false) {
  operations::Principal out{"account:ana", false, {"people.read", "people.write"}};
  if (nir) out.grants.emplace_back("people.nir");
  out.account = "ana";
  out.masked = std::move(masked);
  return out;
}

std::vector<std::string> pointers(const Answer& answer) {
  std::vector<std::string> out;
  if (answer.status.ok()) return out;
  for (const auto& one : answer.status.error().details) out.push_back(one.pointer);
  return out;
}

}  // namespace

TEST_CASE("what is given of a person is read again as it is kept") {
  PersonBench bench;
  const auto made = bench.ok("people.create", kWholePerson);
  CHECK(std::string(json::text(made.body, "reference")).starts_with("P-"));
  const auto read = bench.ok("people.read", of(std::string(json::text(made.body, "id"))));
  CHECK(json::dump(read.body) == json::dump(made.body));
  CHECK(json::text(read.body, "birth_name") == "Canaribert");
  CHECK(json::text(read.body, "commune") == "69383");
  const auto& contacts = *json::member(read.body, "contacts");
  REQUIRE(contacts.Size() == 2);
  CHECK(json::text(contacts[0], "value") == "0639987071");
  CHECK(json::boolean(contacts[0], "preferred"));
  CHECK(json::boolean(contacts[1], "valid"));
  CHECK(json::member(read.body, "identifiers")->Size() == 2);
}

TEST_CASE("every wrong value is named, and never repeated") {
  PersonBench bench;
  const auto wrong = bench.call("people.create", R"({"birth_name": " -- ",
    "birth_date": "1990-02-30", "birth_place": "Lyon", "sex": "X", "nationality": "fr",
    "nir": "2 90 05 69 383 123 99", "commune": "6938",
    "contacts": [{"kind": "email", "value": "personne"}, {"kind": "phone", "value": "12"}]})");
  REQUIRE(wrong.code() == Code::invalid);
  CHECK(pointers(wrong) == std::vector<std::string>{"/birth_name", "/birth_date", "/birth_place",
                                                    "/sex", "/nationality", "/nir", "/commune",
                                                    "/contacts/0/value", "/contacts/1/value"});
  for (const auto& one : wrong.status.error().details)
    CHECK(one.message.find("383") == std::string::npos);
  CHECK(pointers(bench.call("people.create", R"({"birth_date": "2999-01-01"})")) ==
        std::vector<std::string>{"/birth_date"});
  CHECK(pointers(bench.call("people.create", R"({"commune": "01999"})")) ==
        std::vector<std::string>{"/commune"});
  CHECK(pointers(bench.call("people.create", R"({"registration_ended_on": "2026-01-01"})")) ==
        std::vector<std::string>{"/registered_on"});
  CHECK(pointers(bench.call("people.create", R"({"registered_on": "2026-02-01",
    "registration_ended_on": "2026-01-01"})")) ==
        std::vector<std::string>{"/registration_ended_on"});
  CHECK(*storage::number(*bench.database, "SELECT COUNT(*) FROM core_person") == 0);
}

TEST_CASE("only the members given change, under the version read") {
  PersonBench bench;
  const auto id = bench.add(kWholePerson);
  const auto etag = bench.ok("people.read", of(id)).etag;
  const auto changed = bench.call("people.update", of(id, R"("used_name": "Neuve", "sex": "",
    "identifiers": [{"kind": "mission_locale", "value": ""}])"),
                                  etag);
  REQUIRE_OK(changed.status);
  CHECK(json::text(changed.body, "used_name") == "Neuve");
  CHECK(json::member(changed.body, "sex") == nullptr);
  CHECK(json::text(changed.body, "birth_name") == "Canaribert");
  CHECK(json::member(changed.body, "identifiers")->Size() == 1);
  CHECK(json::member(changed.body, "contacts")->Size() == 2);
  CHECK(changed.etag != etag);
  CHECK(bench.call("people.update", of(id, R"("sex": "F")"), etag).code() == Code::stale);
  // The same again is no change.
  CHECK(bench.call("people.update", of(id, R"("used_name": "Neuve")"), changed.etag).etag ==
        changed.etag);
  CHECK(bench.registry.find("people.update")->needs_version);
}

TEST_CASE("a NIR is one person's, and a second use does not say whose") {
  PersonBench bench;
  const auto first = bench.add(kWholePerson);
  const auto again = bench.call("people.create", R"({"birth_name": "Autre",
    "nir": "290056938312339"})");
  REQUIRE(again.code() == Code::conflict);
  CHECK(pointers(again) == std::vector<std::string>{"/nir"});
  const auto& said = again.status.error().message;
  CHECK(said.find(first) == std::string::npos);
  CHECK(said.find("search") != std::string::npos);
  CHECK(bench
            .call("people.create",
                  R"({"identifiers": [{"kind": "france_travail", "value": "CANAR1234567"}]})")
            .code() == Code::conflict);
  // Another kind may have the same number.
  bench.add(R"({"identifiers": [{"kind": "caf", "value": "CANAR1234567"}]})");
  CHECK(*storage::number(*bench.database, "SELECT COUNT(*) FROM core_person") == 2);
}

TEST_CASE("the NIR shows its last two characters, and whole to who gives a reason") {
  PersonBench bench;
  const auto id = bench.add(kWholePerson);
  const auto plain = bench.as(adviser(), "people.read", of(id));
  REQUIRE_OK(plain.status);
  CHECK(json::member(plain.body, "nir") == nullptr);
  CHECK(json::text((*json::member(plain.body, "masked"))[0]) == "nir");
  const auto allowed = bench.as(adviser({}, true), "people.read", of(id));
  CHECK(json::text(allowed.body, "nir") == "•••••••••••23");
  CHECK(json::member(allowed.body, "masked")->Empty());

  const auto why = of(id, R"("reason": "déclaration à la caisse")");
  CHECK(bench.as(adviser(), "people.nir.read", why).code() == Code::forbidden);
  CHECK(bench.as(adviser({"nir"}, true), "people.nir.read", why).code() == Code::forbidden);
  CHECK(bench.as(adviser({}, true), "people.nir.read", of(id)).code() == Code::invalid);
  operations::Call call(adviser({}, true), *json::parse(why));
  REQUIRE_OK(bench.registry.run(*bench.registry.find("people.nir.read"), call));
  CHECK(call.response().find("2900569383123") != std::string::npos);
  CHECK(call.reason == "déclaration à la caisse");
  CHECK(bench.registry.find("people.nir.read")->subject == "person");
}

TEST_CASE("a masked field is told to be there, not shown, in no answer") {
  PersonBench bench;
  const auto id = bench.add(kWholePerson);
  bench.ok("people.update", of(id, R"("birth_date": "1991-05-17")"));
  const auto caller = adviser({"birth_date", "contacts", "identifiers", "address"});
  for (const auto* operation : {"people.read", "people.history"}) {
    const auto seen = json::dump(bench.as(caller, operation, of(id)).body);
    INFO(operation << seen);
    for (const auto* hidden :
         {"1991-05-17", "1990-05-17", "0639987071", "CANAR1234567", "Canarivoles"})
      CHECK(seen.find(hidden) == std::string::npos);
  }
  const auto read = bench.as(caller, "people.read", of(id));
  CHECK(json::dump(*json::member(read.body, "masked")) ==
        R"(["birth_date","nir","address","identifiers","contacts"])");
  // What is not seen is not replaced.
  CHECK(bench.as(caller, "people.update", of(id, R"("contacts": [])")).code() == Code::forbidden);
}

TEST_CASE("the history says where each value is from and what it replaced") {
  PersonBench bench;
  const auto id = bench.add(R"({"birth_name": "Avant", "source": "import"})");
  bench.clock.at += kDay;
  bench.ok("people.update", of(id, R"("birth_name": "Après", "source": "person")"));
  const auto history = bench.ok("people.history", of(id));
  const auto& fields = *json::member(history.body, "fields");
  REQUIRE(fields.Size() == 1);
  CHECK(json::text(fields[0], "source") == "person");
  CHECK(json::text(fields[0], "changed_by") == "test");
  const auto& changes = *json::member(history.body, "changes");
  REQUIRE(changes.Size() == 2);
  CHECK(json::text(changes[0], "before") == "Avant");
  CHECK(json::member(changes[1], "before") == nullptr);
  CHECK(json::text(changes[1], "source") == "import");
}

TEST_CASE("the history of a field is bounded in number and in time") {
  PersonBench bench;
  const auto id = bench.add("{}");
  const auto changes = [&] {
    return *storage::number(*bench.database, "SELECT COUNT(*) FROM core_person_field_change");
  };
  for (int i = 0; i < kChangesKept + 10; ++i) {
    bench.clock.at += kSecond;
    bench.ok("people.update", of(id, "\"used_name\": \"Nom" + std::to_string(i) + "\""));
  }
  CHECK(changes() == kChangesKept);
  bench.clock.at += kChangesKeptFor + kDay;
  bench.ok("people.update", of(id, R"("used_name": "Dernier")"));
  CHECK(changes() == 1);
}

TEST_CASE("the audit is told what changed, and of the NIR its end alone") {
  PersonBench bench;
  const auto id = bench.add(kWholePerson);
  std::vector<audit::Fact> facts;
  REQUIRE_OK(bench.database->write([&](storage::Transaction& tx) -> Status {
    audit::FactsOfBody gathered;
    AKSIS_TRY(change_record(tx, bench.keys.get(), id,
                            {{"used_name", "Neuve"}, {"nir", "190056938312389"}, {"sex", "F"}},
                            {"adviser", "account:ana"}, bench.clock));
    facts = gathered.facts();
    return {};
  }));
  REQUIRE(facts.size() == 2);
  CHECK(facts[0].member == "nir");
  CHECK(facts[0].before == "•••••••••••23");
  CHECK(facts[1].before == "Usagivre");
  CHECK(facts[1].after == "Neuve");
}

TEST_CASE("modules see of a person where they live and whether they are registered") {
  PersonBench bench;
  const auto id = bench.add(kWholePerson);
  const storage::Confinement module{"competences", "skl_", {"core_person_v2"}};
  const auto seen = [&](const std::string& what) {
    return storage::number(*bench.database, "SELECT " + what + " FROM core_person_v2 WHERE id = $1",
                           {id}, &module);
  };
  CHECK(*seen("registered") == 1);
  CHECK(*seen("CASE WHEN commune = '69383' THEN 1 ELSE 0 END") == 1);
  bench.clock.at += kDay;
  bench.ok("people.update", of(id, R"("registration_ended_on": "2026-03-01")"));
  CHECK(*seen("registered") == 0);
  CHECK(*seen("updated_at - created_at") == kDay);
  CHECK_FALSE(
      storage::number(*bench.database, "SELECT version FROM core_person_field", {}, &module).ok());
}
