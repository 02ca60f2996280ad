// A file that is the whole stock of its source: what is not in it any more is closed, and comes
// back with the file that has it again.
#include <catch2/catch.hpp>

#include "agency.hpp"

using namespace aksis;
using matching::test::Agency;
using matching::test::Answer;

namespace {

const std::string kWho = std::string("\"person\":\"") + Agency::kPerson + "\"";

std::string line(const std::string& id, const std::string& title = "Boulanger",
                 const std::string& code = "D1102") {
  return R"({"id":")" + id + R"(","intitule":")" + title + R"(","romeCode":")" + code + "\"}\n";
}

std::string input(Agency& agency, const std::string& lines, const std::string& members) {
  return R"({"path":")" + agency.file("offers.jsonl", lines) + "\"," + members + "}";
}

Answer import(Agency& agency, const std::string& lines, const std::string& members) {
  return agency.ok("matching.offers.import", input(agency, lines, members));
}

std::vector<std::string> proposed(Agency& agency) {
  const auto answer = agency.ok("matching.offers_for", "{" + kWho + "}");
  std::vector<std::string> out;
  for (const auto& result : answer.body["results"].GetArray())
    out.emplace_back(json::text(result["offer"], "id"));
  std::sort(out.begin(), out.end());
  return out;
}

constexpr const char* kComplete = R"("source":"ft","complete":true)";
using Ids = std::vector<std::string>;

struct Stocked : Agency {
  Stocked() {
    ok("matching.wishes.save", "{" + kWho + R"(,"occupations":[{"rome_code":"D1102"}]})");
    import(*this, line("1") + line("2") + line("3"), R"("source":"ft")");
    import(*this, line("1"), R"("source":"other")");
    ok("matching.offers.save", R"({"offer":"mine","title":"Boulanger","rome_code":"D1102"})");
  }
};

}  // namespace

TEST_CASE("a complete file closes what its source no longer has, and nothing else") {
  Stocked agency;
  CHECK(proposed(agency) == Ids{"ft:1", "ft:2", "ft:3", "mine", "other:1"});
  const auto report = import(agency, line("1") + line("3", "Boulangère"), kComplete);
  CHECK(json::integer(report.body, "closed") == 1);
  CHECK(json::integer(report.body, "written") == 1);
  CHECK(json::integer(report.body, "unchanged") == 1);
  // At once: no waiting here.
  CHECK(proposed(agency) == Ids{"ft:1", "ft:3", "mine", "other:1"});

  const auto why = agency.ok("matching.explain", "{" + kWho + R"(,"offer":"ft:2"})");
  CHECK_FALSE(json::boolean(why.body, "open", true));
  REQUIRE(why.body["why_not"].Size() == 1);
  CHECK(json::text(why.body["why_not"][0], "code") == "gone");
  CHECK_THAT(std::string(json::text(why.body["why_not"][0], "text")),
             Catch::Contains("n’est plus dans le fichier de sa source"));
  CHECK(agency.number("SELECT COUNT(*) FROM mtc_offer") == 5);  // nothing is deleted

  const auto back = import(agency, line("1") + line("2") + line("3", "Boulangère"), kComplete);
  CHECK(json::integer(back.body, "reopened") == 1);
  CHECK(json::integer(back.body, "closed") == 0);
  CHECK(proposed(agency) == Ids{"ft:1", "ft:2", "ft:3", "mine", "other:1"});
}

TEST_CASE("a file that is not said to be complete closes nothing") {
  Stocked agency;
  const auto report = import(agency, line("1"), R"("source":"ft")");
  CHECK_FALSE(report.body.HasMember("closed"));
  CHECK(proposed(agency).size() == 5);
}

TEST_CASE("more than half of a stock is closed only when somebody insists") {
  Stocked agency;
  const auto refused =
      agency.call("matching.offers.import", input(agency, line("1") + line("9"), kComplete));
  REQUIRE_FALSE(refused.status.ok());
  CHECK(refused.status.error().code == Code::conflict);
  CHECK_THAT(refused.status.error().message,
             Catch::Contains("2 des 3 offres ouvertes") && Catch::Contains("--force"));
  CHECK(proposed(agency).size() == 5);  // none is in, none is gone
  const auto forced =
      import(agency, line("1") + line("9"), std::string(kComplete) + R"(,"force":true)");
  CHECK(json::integer(forced.body, "closed") == 2);
  CHECK(proposed(agency) == Ids{"ft:1", "ft:9", "mine", "other:1"});
}

TEST_CASE("an offer whose row is wrong is not gone, and one nobody can name stops the closing") {
  Stocked agency;
  const auto wrong = import(agency, line("1") + line("2", "Boulanger", "x") + line("3"), kComplete);
  CHECK(json::integer(wrong.body, "refused") == 1);
  CHECK(json::integer(wrong.body, "closed") == 0);
  const auto csv = import(
      agency, "id,title,rome_code\n1,Boulanger,D1102\n2,Boulanger,x\n3,B,D1102\n", kComplete);
  CHECK(json::integer(csv.body, "refused") == 1);
  CHECK(json::integer(csv.body, "closed") == 0);
  const auto cut =
      agency.call("matching.offers.import",
                  input(agency, line("1") + line("3") + R"({"id":"2","inti)", kComplete));
  REQUIRE_FALSE(cut.status.ok());
  CHECK_THAT(cut.status.error().message, Catch::Contains("1 offre du fichier est illisible"));
  CHECK(proposed(agency).size() == 5);
}

TEST_CASE("an offer closed by hand stays closed until its source changes it") {
  Stocked agency;
  agency.ok("matching.offers.close", R"({"offer":"ft:2"})");
  const auto why = agency.ok("matching.explain", "{" + kWho + R"(,"offer":"ft:2"})");
  CHECK(json::text(why.body["why_not"][0], "code") == "closed");
  const auto same = import(agency, line("1") + line("2") + line("3"), kComplete);
  CHECK(json::integer(same.body, "reopened") == 0);
  CHECK(proposed(agency) == Ids{"ft:1", "ft:3", "mine", "other:1"});
  const auto changed = import(agency, line("1") + line("2", "Boulangère") + line("3"), kComplete);
  CHECK(json::integer(changed.body, "reopened") == 1);
  CHECK(proposed(agency).size() == 5);
}
