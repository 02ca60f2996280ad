// What matching keeps of a person in words is sealed with their key, shown to them, and ends with
// them.
#include <catch2/catch.hpp>
#include <filesystem>

#include "agency.hpp"

using namespace aksis;
using Catch::Matchers::Contains;
using matching::test::Agency;

namespace {

const std::string kPersonInput = std::string("{\"person\":\"") + Agency::kPerson + "\"}";

std::string input(const std::string& members) {
  return std::string("{\"person\":\"") + Agency::kPerson + "\"," + members + "}";
}

// Words that stand nowhere else.
constexpr std::string_view kCanaries[] = {"canari-garde-denfant", "canari-mal-de-dos"};

// A result, a refusal and wishes in words.
std::string fill(Agency& agency) {
  agency.ok("matching.offers.save", R"({"offer":"B1","title":"Boulanger","rome_code":"D1102"})");
  agency.ok("matching.wishes.save", input(R"("occupations":[{"rome_code":"D1102"}],)"
                                          R"("comment":"canari-garde-denfant le mercredi")"));
  agency.ok("matching.feedback.give",
            input(R"("offer":"B1","step":"refused",)"
                  R"("reason":"personal","comment":"canari-mal-de-dos")"));
  const auto kept = agency.ok("matching.results.keep", input(R"("offer":"B1")"));
  return std::string(json::text(kept.body, "result"));
}

bool in_file(Agency& agency, std::string_view text) {
  return modules::KeptPeople::in_file(agency.database_path(), text);
}

// As version 3 of the tables kept it.
std::vector<std::string> clear_result(const std::string& id, const std::string& person) {
  return {
      "INSERT INTO mtc_result (id, person, offer, score, weights, inputs, answer, made_at) "
      "VALUES ('" +
      id + "', '" + person +
      "', 'B1', 500, 'w1', "
      "'{\"canari\":\"entrées-" +
      id + "\"}', '{\"canari\":\"réponse-" + id + "\"}', 7)"};
}

}  // namespace

TEST_CASE("words about a person come back to who has the record open, and stand sealed") {
  Agency agency;
  const auto result = fill(agency);
  CHECK(json::text(agency.ok("matching.wishes.read", kPersonInput).body, "comment") ==
        "canari-garde-denfant le mercredi");
  const auto list = agency.ok("matching.feedback.list", input(R"("offer":"B1")"));
  CHECK(json::text(list.body["feedback"][0], "comment") == "canari-mal-de-dos");
  for (const auto& event : agency.published()) CHECK_THAT(event, !Contains("canari"));
  for (const auto canary : kCanaries) CHECK_FALSE(in_file(agency, canary));
  CHECK_FALSE(in_file(agency, "\"weights_version\""));  // of every answer kept
  CHECK(in_file(agency, "D1102"));                      // wishes that are compared stay
  CHECK(agency.kept().key_faults() == 0);
  // Words left out of a save are gone.
  agency.ok("matching.wishes.save", input(R"("sectors":["62"])"));
  CHECK_THAT(agency.ok("matching.wishes.read", kPersonInput).text, !Contains("canari"));
}

TEST_CASE("an export shows the module's part in French") {
  Agency agency;
  fill(agency);
  const auto exported = json::dump(agency.kept().exported(Agency::kPerson));
  for (const auto canary : kCanaries) CHECK_THAT(exported, Contains(std::string(canary)));
  CHECK_THAT(exported, Contains("souhaits") && Contains("raison personnelle") &&
                           Contains("refusée") && Contains("résultats") &&
                           Contains("données_utilisées") && !Contains("value.step"));
}

TEST_CASE("an erasure and a scrub leave no byte of the module's, in file, log or backup") {
  Agency agency;
  const auto result = fill(agency);
  CHECK(in_file(agency, result));  // the test can see what it looks for
  agency.kept().erase(Agency::kPerson);
  for (const auto* table : {"mtc_wishes", "mtc_feedback", "mtc_result"})
    CHECK(agency.number(std::string("SELECT COUNT(*) FROM ") + table) == 0);
  REQUIRE(agency.kept().erasures.scrub().ok());
  const auto backup = agency.file("later.db", "");
  std::filesystem::remove(backup);
  REQUIRE(agency.database().backup_to(backup, nullptr).ok());
  for (const auto& path : {agency.database_path(), backup}) {
    INFO(path);
    CHECK_FALSE(modules::KeptPeople::in_file(path, result));
    for (const auto canary : kCanaries) CHECK_FALSE(modules::KeptPeople::in_file(path, canary));
  }
}

TEST_CASE("results an earlier version kept in clear are sealed at the next start") {
  auto before = clear_result("r1", Agency::kPerson);
  for (const auto& more : {clear_result("r2", Agency::kOther), clear_result("r3", "nobody")})
    before.insert(before.end(), more.begin(), more.end());
  Agency agency("{}", 3, before);
  CHECK(agency.number("SELECT COUNT(*) FROM mtc_result_clear") == 0);
  CHECK(agency.number("SELECT COUNT(*) FROM mtc_result") == 2);  // nobody's are gone
  CHECK(agency.number("SELECT SUM(made_at + score) FROM mtc_result") == 2 * 507);
  CHECK(agency.opened_answer("r1") == "{\"canari\":\"réponse-r1\"}");
  CHECK(agency.kept().key_faults() == 0);
  CHECK(in_file(agency, "réponse-r1"));
  REQUIRE(agency.kept().erasures.scrub().ok());
  for (const auto* canary : {"réponse-r1", "entrées-r2", "réponse-r3"})
    CHECK_FALSE(in_file(agency, canary));
}
