#include "privacy/key_operations.hpp"

#include "operations_bench.hpp"

using namespace aksis;
using namespace aksis::privacy;

TEST_CASE("keys change and everything still opens") {
  OperationsBench bench;
  for (int i = 0; i < 1200; ++i) bench.add_person("p" + std::to_string(i));
  bench.note("p1", "n1", "une note");
  bench.factor("f1", "JBSWY3DP");
  bench.factor("f2", "KRUGS4ZA");
  const auto kek = bench.keys->kek();
  const auto first = bench.ok("keys.rotate");
  CHECK(json::integer(first.body, "changed") == 4);
  CHECK(json::text(first.body, "kek") != kek);
  const auto second = bench.ok("keys.rotate", R"({"what": "tenant"})");
  CHECK(json::integer(second.body, "changed") == 1202);
  CHECK(bench.factor_secret("f1") == "JBSWY3DP");
  const auto check = bench.ok("keys.verify");
  CHECK(json::integer(check.body, "people") == 1200);
  CHECK(json::integer(check.body, "ciphertexts") == 3);
  CHECK(json::integer(check.body, "fault_count") == 0);
  bench.reopen_keys();
  CHECK(bench.factor_secret("f2") == "KRUGS4ZA");
  CHECK(*bench.opened({"core_note", "sealed", "n1"}, "p1", [&] {
    storage::Blob out;
    REQUIRE_OK(bench.read([&](storage::Transaction& tx) {
      return tx.query("SELECT sealed FROM core_note", {}, [&](const storage::Row& row) -> Status {
        out = storage::blob(row.text(0));
        return {};
      });
    }));
    return out;
  }()) == "une note");
}

TEST_CASE("a change of keys that is stopped goes on, and is seen meanwhile") {
  OperationsBench bench;
  for (int i = 0; i < 600; ++i) bench.add_person("p" + std::to_string(i));
  int asked = 0;
  const auto once = rotate_tenant_keys(*bench.database, *bench.keys, bench.holders,
                                       [&](int64_t, int64_t) { return asked++ == 0; });
  REQUIRE_FALSE(once.ok());
  CHECK(once.error().code == Code::cancelled);
  const auto check = bench.ok("keys.verify");
  CHECK(json::integer(check.body, "fault_count") == 100);
  CHECK(json::member(check.body, "faults")->Size() == 100);
  CHECK(*rotate_tenant_keys(*bench.database, *bench.keys, bench.holders, {}) == 100);
  CHECK(json::integer(bench.ok("keys.verify").body, "fault_count") == 0);
}

TEST_CASE("verification names every place that does not open, and nothing of its content") {
  OperationsBench bench;
  bench.add_person("ana"), bench.add_person("bob");
  bench.note("ana", "n1", "secret de Ana"), bench.note("ana", "n2", "x"),
      bench.note("bob", "n3", "y");
  bench.factor("f1", "JBSWY3DP");
  REQUIRE_OK(storage::run(*bench.database,
                          "UPDATE core_note SET sealed = (SELECT sealed FROM core_note WHERE id = "
                          "'n2') WHERE id = 'n1'"));
  REQUIRE_OK(
      storage::run(*bench.database, "UPDATE core_factor SET secret = $1", {storage::Blob(60, 1)}));
  REQUIRE_OK(storage::run(*bench.database, "DELETE FROM core_person_key WHERE person = 'bob'"));
  const auto check = bench.ok("keys.verify");
  std::set<std::string> rows;
  for (const auto& fault : json::member(check.body, "faults")->GetArray())
    rows.insert(std::string(json::text(fault, "row")));
  CHECK(rows == std::set<std::string>{"n1", "n3", "f1"});
  CHECK(check.text.find("Ana") == std::string::npos);
}

TEST_CASE("keys.status tells of keys without showing them; columns are declared") {
  OperationsBench bench;
  bench.add_person("ana");
  bench.ok("keys.rotate", R"({"what": "tenant"})");
  const auto status = bench.ok("keys.status");
  CHECK(json::integer(status.body, "people") == 1);
  CHECK(json::member(status.body, "keys")->Size() == 6);
  CHECK(bench.registry.find("keys.rotate")->step_up);
  const auto refused = bench.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(bench.keys->seal_tenant(tx, {"core_other", "secret", "1"}, "x"));
    return {};
  });
  CHECK(storage::message(refused).find("declared by no holder") != std::string::npos);
  CHECK_FALSE(bench.holders.add({"notes", ""}).ok());
  Holder strange{"strange", ""};
  strange.sealed = {{"a; DROP TABLE b", "c", "", "d"}};
  CHECK_FALSE(bench.holders.add(strange).ok());
}
