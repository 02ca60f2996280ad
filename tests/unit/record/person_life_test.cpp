// A whole person through the privacy engine: sealed, shown, changed keys, kept for a time, erased.
#include "person_bench.hpp"

using namespace aksis;
using namespace aksis::record;

TEST_CASE("nothing of a person stands in clear in the file, and every key opens what it sealed") {
  PersonBench bench;
  const auto id = bench.add(kWholePerson);
  bench.ok("people.update", of(id, R"("used_name": "Autrenom")"));
  CHECK(bench.readable().empty());
  CHECK(bench.file_bytes().find(id) != std::string::npos);
  const auto check = bench.ok("keys.verify", "{}");
  CHECK(json::integer(check.body, "people") == 1);
  CHECK(json::integer(check.body, "ciphertexts") > 15);
  CHECK(json::integer(check.body, "fault_count") == 0);
}

TEST_CASE("an export shows the person everything, in French") {
  PersonBench bench;
  const auto id = bench.add(kWholePerson);
  const auto given = bench.ok("people.export", of(id));
  const auto text = json::dump(given.body);
  for (const auto& canary : kCanaries) {
    INFO(canary);
    CHECK(text.find(canary) != std::string::npos);
  }
  const std::string page(json::text(given.body, "page"));
  CHECK(page.find("nom de naissance") != std::string::npos);
  CHECK(page.find("conseiller ou conseillère") != std::string::npos);
}

TEST_CASE("an erasure and a scrub leave nothing of the person, and others stay") {
  PersonBench bench;
  const auto gone = bench.add(kWholePerson);
  const auto stays = bench.add(R"({"birth_name": "Restante", "birth_date": "1980-01-02"})");
  bench.ok("people.erase", of(gone, R"("ground": "request", "reason": "lettre du 3")"));
  bench.ok("privacy.scrub", "{}");
  CHECK(bench.readable().empty());
  CHECK(bench.call("people.read", of(gone)).code() == Code::not_found);
  for (const auto* table :
       {"core_person_field", "core_person_field_change", "core_search_token", "core_relation"}) {
    INFO(table);
    CHECK(*storage::number(*bench.database,
                           "SELECT COUNT(*) FROM " + std::string(table) + " WHERE person = $1",
                           {gone}) == 0);
  }
  CHECK(json::text(bench.ok("people.read", of(stays)).body, "birth_name") == "Restante");
  // The number is free again: nothing remembers whose it was.
  bench.add(R"({"nir": "2 90 05 69 383 123"})");
}

TEST_CASE("a change of keys keeps every person readable and found") {
  PersonBench bench;
  const auto id = bench.add(kWholePerson);
  const auto before = json::dump(bench.ok("people.read", of(id)).body);
  REQUIRE(privacy::rotate_tenant_keys(*bench.database, *bench.keys, bench.holders, {}).ok());
  REQUIRE(bench.keys->rotate_kek().ok());
  CHECK(json::dump(bench.ok("people.read", of(id)).body) == before);
  CHECK(json::integer(bench.ok("keys.verify", "{}").body, "fault_count") == 0);
  const auto found = bench.ok("people.search", R"({"q": "CANAR1234567"})");
  CHECK(json::member(found.body, "people")->Size() == 1);
}

TEST_CASE("time runs from the end of the registration, or from the last activity") {
  PersonBench bench;
  const auto registered = bench.add(R"({"registered_on": "2026-01-05"})");
  const auto ended =
      bench.add(R"({"registered_on": "2005-01-05", "registration_ended_on": "2006-01-05"})");
  const auto quiet = bench.add(R"({"birth_name": "Calme"})");
  const auto followed = bench.add(R"({"birth_name": "Suivie"})");
  bench.ok("relations.start", of(followed, R"("kind": "referent", "holder": "ana",
    "reason": "premier accueil")"));
  const auto pseudonymous = bench.add("{}");
  bench.clock.at += 3 * 366 * kDay;
  const auto run = bench.ok("privacy.retention", "{}");
  CHECK(json::integer(run.body, "people") == 5);
  const auto archived = [&](const std::string& id) {
    return *storage::number(*bench.database,
                            "SELECT COUNT(*) FROM core_person_state WHERE person = $1 AND state = "
                            "'archived'",
                            {id}) == 1;
  };
  CHECK(bench.call("people.read", of(ended)).code() == Code::not_found);
  CHECK_FALSE(archived(registered));
  CHECK_FALSE(archived(followed));
  CHECK(archived(quiet));
  CHECK(archived(pseudonymous));
  // A change brings back who is accompanied again.
  bench.ok("people.update", of(quiet, R"("first_names": "Revenue")"));
  bench.ok("privacy.retention", "{}");
  CHECK_FALSE(archived(quiet));
}

TEST_CASE("people made before keys get one, by the job or at their first change") {
  PersonBench bench;
  for (const char* id : {"old-1", "old-2", "old-3"})
    REQUIRE_OK(storage::run(*bench.database,
                            "INSERT INTO core_person (id, reference, created_at, version) "
                            "VALUES ($1, $1, 1, 1)",
                            {id}));
  bench.ok("people.update", of("old-1", R"("birth_name": "Nouvelle")"));
  CHECK(json::text(bench.ok("people.read", of("old-1")).body, "birth_name") == "Nouvelle");
  bench.ok("people.delete", of("old-2"));
  CHECK(json::integer(bench.ok("people.make_keys", "{}").body, "made") == 1);
  CHECK(json::integer(bench.ok("people.make_keys", "{}").body, "made") == 0);
  CHECK(bench.call("people.delete", of("old-3")).code() == Code::conflict);
}

TEST_CASE("people without a key do not hide those after them from the end of their time") {
  PersonBench bench;
  REQUIRE_OK(bench.database->write([&](storage::Transaction& tx) -> Status {
    for (const char* reference : {"A-1", "A-2", "A-3"})
      AKSIS_TRY(create_person(tx, nullptr, reference, bench.clock));
    return {};
  }));
  bench.clock.at += kSecond;
  const auto keyed = bench.add(R"({"birth_name": "Tardive"})");
  REQUIRE_OK(bench.database->read([&](storage::Transaction& tx) -> Status {
    // A holder that gives fewer people than asked for has no more.
    AKSIS_ASSIGN(first, bench.holders.all().front().subjects(tx, "", 2));
    REQUIRE(first.size() == 1);
    CHECK(first.front().person == keyed);
    AKSIS_ASSIGN(rest, bench.holders.all().front().subjects(tx, keyed, 2));
    CHECK(rest.empty());
    return {};
  }));
}
