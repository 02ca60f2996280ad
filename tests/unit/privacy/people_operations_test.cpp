#include "operations_bench.hpp"

using namespace aksis;
using namespace aksis::privacy;

TEST_CASE("a restricted person is in the view, and no purpose is allowed until it is lifted") {
  OperationsBench bench;
  bench.add_person("ana"), bench.add_person("bob");
  const auto may = [&](const std::string& person, const std::string& purpose) {
    bool out = false;
    REQUIRE_OK(bench.read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(allowed, may_process(tx, person, purpose));
      out = allowed;
      return {};
    }));
    return out;
  };
  CHECK(may("ana", "matching"));
  const auto done =
      bench.ok("people.restrict", R"({"person": "ana", "reason": "exactitude contestée"})");
  CHECK(json::boolean(done.body, "restricted"));
  CHECK(json::text(done.body, "restriction_changed_by") == "account:ana");
  CHECK_FALSE(may("ana", "matching"));
  CHECK(may("bob", "matching"));
  CHECK(bench.count("SELECT COUNT(*) FROM core_person_state_v1 WHERE restricted = 1") == 1);
  CHECK(bench.count("SELECT COUNT(*) FROM core_person_state_v1 WHERE restricted = 1 AND "
                    "person = 'ana'") == 1);
  CHECK(bench.call("people.restrict", R"({"person": "ana", "reason": "encore"})").code() ==
        Code::conflict);
  CHECK(bench.call("people.restrict", R"({"person": "eve", "reason": "inconnue"})").code() ==
        Code::not_found);
  bench.ok("people.unrestrict", R"({"person": "ana", "reason": "vérifié"})");
  CHECK(may("ana", "matching"));
  CHECK(bench.count("SELECT COUNT(*) FROM core_event WHERE type = 'core.person_restricted/1'") ==
        2);
}

TEST_CASE("a purpose that needs consent is allowed while it is given") {
  OperationsBench bench;
  bench.add_person("ana");
  const auto may = [&] {
    bool out = false;
    REQUIRE_OK(bench.read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(allowed, may_process(tx, "ana", "messages"));
      out = allowed;
      CHECK(may_process(tx, "ana", "unknown").error().code == Code::not_found);
      return {};
    }));
    return out;
  };
  const std::string act = R"({"person": "ana", "purpose": "messages", "how": "formulaire"})";
  CHECK_FALSE(may());
  CHECK(bench.call("consents.withdraw", act).code() == Code::conflict);
  bench.ok("consents.give", act);
  CHECK(may());
  CHECK(bench.call("consents.give", act).code() == Code::conflict);
  bench.clock.at += kDay;
  bench.ok("consents.withdraw", act);
  CHECK_FALSE(may());
  bench.clock.at += kDay;
  bench.ok("consents.give", act);
  CHECK(may());
  const auto list = bench.ok("consents.list", R"({"person": "ana"})");
  const auto& consents = *json::member(list.body, "consents");
  REQUIRE(consents.Size() == 2);
  CHECK(json::text(consents[0], "withdrawn_at").empty());
  CHECK_FALSE(json::text(consents[1], "withdrawn_at").empty());
  CHECK(bench.call("consents.give", R"({"person": "ana", "purpose": "matching", "how": "oral"})")
            .code() == Code::conflict);
  CHECK(bench.call("consents.give", R"({"person": "eve", "purpose": "messages", "how": "oral"})")
            .code() == Code::not_found);
  CHECK(json::member(bench.ok("purposes.list").body, "purposes")->Size() == 6);
}

TEST_CASE("an export has everything, for machines and for people, and no text becomes markup") {
  OperationsBench bench;
  bench.add_person("ana"), bench.add_person("bob");
  bench.note("ana", "n1", "<script>alert('é')</script> & \"co\"");
  bench.note("bob", "n2", "de Bob");
  bench.ok("consents.give", R"({"person": "ana", "purpose": "messages", "how": "formulaire"})");
  const auto given = bench.ok("people.export", R"({"person": "ana"})");
  const auto& parts = *json::member(*json::member(given.body, "data"), "parts");
  CHECK(json::text((*json::member(*json::member(parts, "notes"), "free_notes"))[0]) ==
        "<script>alert('é')</script> & \"co\"");
  CHECK(json::text((*json::member(*json::member(parts, "privacy"), "consents"))[0], "purpose") ==
        "messages");
  const std::string page(json::text(given.body, "page"));
  CHECK(page.find("<script") == std::string::npos);
  CHECK(page.find("&lt;script&gt;alert(&#39;é&#39;)&lt;/script&gt; &amp; &quot;co&quot;") !=
        std::string::npos);
  CHECK(page.find("Notes &lt;internes&gt;") != std::string::npos);
  CHECK(page.find("free notes") != std::string::npos);
  CHECK(given.text.find("Bob") == std::string::npos);
  CHECK(bench.call("people.export", R"({"person": "eve"})").code() == Code::not_found);
  CHECK(bench.registry.find("people.export")->step_up);
  CHECK(bench.registry.find("people.export")->subject == "person");
}

TEST_CASE("an erased person is gone from everywhere, and a scrub ends it") {
  OperationsBench bench;
  bench.add_person("ana");
  bench.note("ana", "n1", "x");
  bench.ok("consents.give", R"({"person": "ana", "purpose": "messages", "how": "formulaire"})");
  bench.ok("people.restrict", R"({"person": "ana", "reason": "contesté"})");
  const std::string order = R"({"person": "ana", "ground": "request", "reason": "lettre"})";
  bench.ok("people.erase", order);
  for (const auto* table : {"core_note", "core_consent", "core_person_state", "core_person_key"})
    CHECK(bench.count("SELECT COUNT(*) FROM " + std::string(table)) == 0);
  CHECK(bench.call("people.erase", order).code() == Code::not_found);
  CHECK(bench.call("people.export", R"({"person": "ana"})").code() == Code::not_found);
  bench.ok("privacy.scrub");
  CHECK(bench.database->metrics().wal_bytes == 0);
}
