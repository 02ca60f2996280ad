#include <catch2/catch.hpp>
#include <thread>

#include "agency.hpp"

using namespace aksis;
using matching::test::Agency;
using matching::test::Answer;

namespace {

const std::string kPersonInput = std::string("{\"person\":\"") + Agency::kPerson + "\"}";

std::string match_input(std::string_view offer) {
  return std::string("{\"person\":\"") + Agency::kPerson + "\",\"offer\":\"" + std::string(offer) +
         "\"}";
}

constexpr std::string_view kCommunes =
    "INSERT INTO core_commune_v1 VALUES ('75056', 'Paris', '75', 4885660, 235220), "
    "('69123', 'Lyon', '69', 4576400, 483570), ('97502', 'Saint-Pierre', '975', NULL, NULL)";

// Three good offers, one without a ROME code, one broken line.
constexpr std::string_view kOffers =
    R"({"id":"B1","intitule":"Boulanger","romeCode":"D1102","typeContrat":"CDI",)"
    R"("dateCreation":"2025-02-01T10:00:00Z","lieuTravail":{"libelle":"75","commune":"75056"},)"
    R"("permis":[{"libelle":"B - Véhicule léger","exigence":"S"}],"agence":{}})"
    "\n"
    R"({"id":"P1","intitule":"Pâtissier","romeCode":"D1104","typeContrat":"CDD",)"
    R"("competences":[{"code":"104","libelle":"Décorer","exigence":"E"},)"
    R"({"code":"999","libelle":"Inconnue","exigence":"S"}],"champInconnu":1})"
    "\n"
    R"({"id":"X1","intitule":"Sans code"})"
    "\n"
    R"({"id":"N1","intitule":"Livreur","romeCode":"N4105","lieuTravail":{"commune":"69123"}})"
    "\n"
    R"({"id":"T1","intitule":"Coupée","romeCode":"D11)"
    "\n";

void import_all(Agency& agency) {
  agency.execute(kCommunes);
  const auto offers = agency.file("offers.jsonl", kOffers);
  agency.ok("matching.offers.import", "{\"path\":\"" + offers + "\"}");
}

void save_wishes(Agency& agency, const std::string& members) {
  agency.ok("matching.wishes.save",
            std::string("{\"person\":\"") + Agency::kPerson + "\"," + members + "}");
}

std::string first_offer(const Answer& answer) {
  const auto& results = answer.body["results"];
  if (results.Empty()) return "";
  return results[0]["offer"]["id"].GetString();
}

bool holds(const json::Value& list, std::string_view code) {
  for (const auto& entry : list.GetArray())
    if (json::text(entry, "code") == code) return true;
  return false;
}

}  // namespace

TEST_CASE("offers are imported with a report, and the same file again changes nothing") {
  Agency agency;
  const auto path = agency.file("offers.jsonl", kOffers);
  const auto first = agency.ok("matching.offers.import", "{\"path\":\"" + path + "\"}");
  CHECK(json::integer(first.body, "accepted") == 3);
  CHECK(json::integer(first.body, "written") == 3);
  CHECK(json::integer(first.body, "refused") == 2);
  REQUIRE(first.body["errors"].Size() == 2);
  CHECK(json::integer(first.body["errors"][0], "line") == 3);
  CHECK(json::text(first.body["errors"][0], "member") == "/rome_code");
  CHECK(json::integer(first.body["errors"][1], "line") == 5);
  CHECK(first.text.find("champInconnu") != std::string::npos);
  CHECK(first.text.find("skill 999") != std::string::npos);

  const auto again = agency.ok("matching.offers.import", "{\"path\":\"" + path + "\"}");
  CHECK(json::integer(again.body, "written") == 0);
  CHECK(json::integer(again.body, "unchanged") == 3);
  CHECK(agency.number("SELECT COUNT(*) FROM mtc_offer") == 3);

  CHECK(agency.call("matching.offers.import", "{\"path\":\"/nowhere/x\"}").status.error().code ==
        Code::not_found);
  CHECK(agency.call("matching.offers.import", R"({"path":"/dev/zero"})").status.error().code ==
        Code::invalid);
  const auto zip = agency.file("offers.zip", "PK\x03\x04zip");
  CHECK(agency.call("matching.offers.import", "{\"path\":\"" + zip + "\"}").status.error().code ==
        Code::unsupported);
}

TEST_CASE("a person gets the offers that fit, each with reasons in their language") {
  Agency agency;
  import_all(agency);
  save_wishes(agency, R"("occupations":[{"rome_code":"D1102"}],"commune":"75056","radius_km":30,)"
                      R"("contracts":["CDI"],"licences":[])");
  const auto french = agency.ok("matching.offers_for", kPersonInput);
  CHECK(first_offer(french) == "B1");
  REQUIRE(french.body["results"].Size() == 2);  // Lyon is out of the radius
  const auto& best = french.body["results"][0];
  CHECK(holds(best["for"], "occupation_wished"));
  CHECK(holds(best["for"], "near"));
  CHECK(holds(best["against"], "licence_wished"));
  CHECK(holds(best["what_would_change_it"], "licence"));
  CHECK(french.text.find("C’est un métier recherché") != std::string::npos);
  CHECK(french.text.find("avec le permis B") != std::string::npos);
  const auto english = agency.ok("matching.offers_for", kPersonInput, "en");
  CHECK(english.text.find("This is an occupation looked for") != std::string::npos);
  // No code without its sentence: a missing message would be the key itself.
  for (const auto kind : {"\"for.", "\"against.", "\"change.", "\"missing.", "\"why_not."})
    CHECK(english.text.find(kind) == std::string::npos);

  const auto why = agency.ok("matching.explain", match_input("N1"));
  CHECK(holds(why.body["why_not"], "distance"));
  CHECK(holds(why.body["what_would_change_it"], "radius"));
}

TEST_CASE("a centre of interest counts for the occupations it holds") {
  Agency agency;
  import_all(agency);
  save_wishes(agency, R"("interests":["7"])");
  const auto pastry = agency.ok("matching.explain", match_input("P1"));
  CHECK(holds(pastry.body["for"], "interest_met"));
  const auto driver = agency.ok("matching.explain", match_input("N1"));
  CHECK(holds(driver.body["against"], "interest_other"));
}

TEST_CASE("changes of offers and of people show at once") {
  Agency agency;
  import_all(agency);
  save_wishes(agency, R"("occupations":[{"rome_code":"D1104"}])");
  CHECK(first_offer(agency.ok("matching.offers_for", kPersonInput)) == "P1");

  agency.ok("matching.offers.close", R"({"offer":"P1"})");
  CHECK(first_offer(agency.ok("matching.offers_for", kPersonInput)) != "P1");
  const auto saved = agency.ok("matching.offers.save",
                               R"({"offer":"P2","title":"Pâtisserie","rome_code":"D1104"})");
  CHECK(first_offer(agency.ok("matching.offers_for", kPersonInput)) == "P2");
  CHECK(agency
            .call("matching.offers.save", R"({"offer":"P2","title":"Autre","rome_code":"D1104"})",
                  "fr", "99")
            .status.error()
            .code == Code::stale);
  CHECK(saved.etag == "1");

  const auto before = json::integer(agency.ok("matching.explain", match_input("P2")).body, "score");
  agency.execute(
      "INSERT INTO competences_skill_v1 VALUES ($1, '104', 4, 'test', '2025-01-01', "
      "NULL)",
      {std::string_view(Agency::kPerson)});
  CHECK(json::integer(agency.ok("matching.explain", match_input("P2")).body, "score") > before);
}

TEST_CASE("everything is there again after a restart, and a new referential is taken up") {
  Agency agency;
  import_all(agency);
  save_wishes(agency, R"("occupations":[{"rome_code":"D1102"}])");
  const auto before = agency.ok("matching.offers_for", kPersonInput);
  agency.restart();
  CHECK(agency.ok("matching.offers_for", kPersonInput).text == before.text);

  agency.execute("DELETE FROM competences_occupation_v1 WHERE rome_code = 'D1102'");
  agency.deliver("competences.referential_changed/1", R"({"version":"2"})");
  const auto after = agency.ok("matching.offers_for", kPersonInput);
  CHECK(first_offer(after) != "B1");
  CHECK(json::integer(after.body, "offers_open") == 2);
}

TEST_CASE("people are found for an offer, and forgotten when deleted") {
  Agency agency;
  import_all(agency);
  const auto offer = R"({"offer":"B1"})";
  const auto first = agency.ok("matching.people_for", offer);
  REQUIRE(first.body["results"].Size() == 1);
  CHECK(json::text(first.body["results"][0], "person") == Agency::kPerson);
  agency.execute(
      "INSERT INTO competences_skill_v1 VALUES ($1, '101', 4, 'test', '2025-01-01', "
      "NULL), ($1, '102', 4, 'test', '2025-01-01', NULL)",
      {std::string_view(Agency::kOther)});
  agency.deliver("competences.profile_changed/1",
                 std::string("{\"person\":\"") + Agency::kOther + "\"}");
  CHECK(agency.ok("matching.people_for", offer).body["results"].Size() == 2);

  save_wishes(agency, R"("occupations":[{"rome_code":"D1102"}],"contracts":["MIS"],)"
                      R"("hard":["contracts"])");
  const auto barred = agency.ok("matching.people_for", offer);
  CHECK(barred.body["results"].Size() == 1);
  CHECK(json::integer(barred.body, "barred") == 1);

  agency.ok("matching.feedback.give", std::string("{\"person\":\"") + Agency::kPerson +
                                          R"(","offer":"B1","step":"proposed"})");
  agency.execute("DELETE FROM core_person WHERE id = $1", {std::string_view(Agency::kPerson)});
  agency.deliver("core.person_deleted/1", kPersonInput);
  CHECK(agency.number("SELECT COUNT(*) FROM mtc_wishes") == 0);
  CHECK(agency.number("SELECT COUNT(*) FROM mtc_feedback") == 0);
  CHECK(agency.number("SELECT COUNT(*) FROM mtc_result") == 0);
  CHECK(json::integer(agency.ok("matching.people_for", offer).body, "barred") == 0);
  CHECK(agency.call("matching.offers_for", kPersonInput).status.error().code == Code::not_found);
}

TEST_CASE("wishes name their wrong places and keep their version") {
  Agency agency;
  import_all(agency);
  const auto wrong = agency.call(
      "matching.wishes.save",
      std::string("{\"person\":\"") + Agency::kPerson +
          R"(","occupations":[{"rome_code":"Z9999"}],"commune":"99999","contexts_wanted":["101"]})");
  REQUIRE_FALSE(wrong.status.ok());
  CHECK(wrong.status.error().details.size() == 3);
  CHECK(wrong.status.error().details[0].pointer == "/occupations/0/rome_code");
  CHECK(agency.ok("matching.wishes.read", kPersonInput).etag == "0");
  save_wishes(agency, R"("salary_floor_cents":200000)");
  const auto read = agency.ok("matching.wishes.read", kPersonInput);
  CHECK(read.etag == "1");
  CHECK(json::integer(read.body["wishes"], "salary_floor_cents") == 200'000);
  CHECK(agency.call("matching.wishes.save", kPersonInput, "fr", "7").status.error().code ==
        Code::stale);
}

TEST_CASE("a kept result replays to the same bytes, whatever became of the referential") {
  Agency agency;
  import_all(agency);
  save_wishes(agency, R"("occupations":[{"rome_code":"D1102"}],"commune":"75056")");
  const auto kept = agency.ok("matching.results.keep", match_input("B1"));
  const std::string id(json::text(kept.body, "result"));
  agency.execute("DELETE FROM competences_occupation_item_v1");
  agency.deliver("competences.referential_changed/1", R"({"version":"2"})");
  agency.ok("matching.offers.save", R"({"offer":"B1","title":"Autre","rome_code":"D1104"})");
  const auto input = "{\"result\":\"" + id + "\"}";
  const auto replay = agency.ok("matching.results.replay", input);
  CHECK(json::boolean(replay.body, "identical"));
  CHECK(json::dump(replay.body["answer"]) == json::dump(kept.body["answer"]));
  // Kept without sentences, told with them, in the language of whoever asks.
  CHECK_THAT(agency.opened_answer(id), !Catch::Contains("\"text\""));
  CHECK_THAT(replay.text, Catch::Contains("C’est un métier recherché") &&
                              Catch::Contains("niveau 3 sur 4") && !Catch::Contains("\"for."));
  const auto english = agency.ok("matching.results.read", input, "en");
  CHECK_THAT(english.text, Catch::Contains("This is an occupation looked for") &&
                               Catch::Contains("\"text\":\"+") && !Catch::Contains("\"change."));

  agency.replace_answer(id, "{\"score\":1}");
  const auto altered = agency.ok("matching.results.replay", input);
  CHECK_FALSE(json::boolean(altered.body, "identical", true));
  CHECK(json::integer(altered.body["difference"], "at") > 0);
  CHECK(json::dump(agency.ok("matching.results.read", input).body["answer"]) == "{\"score\":1}");
  // What the person's key did not seal is no result.
  agency.execute("UPDATE mtc_result SET answer = inputs");
  CHECK(agency.call("matching.results.read", input).status.error().code == Code::internal);
}

TEST_CASE("feedback is kept, listed and published with the result it was about") {
  Agency agency;
  import_all(agency);
  const auto give = [&](const std::string& rest) {
    return agency.call("matching.feedback.give", std::string("{\"person\":\"") + Agency::kPerson +
                                                     "\",\"offer\":\"B1\"," + rest + "}");
  };
  CHECK(give(R"("step":"proposed")").status.ok());
  CHECK_FALSE(give(R"("step":"refused")").status.ok());
  CHECK_FALSE(give(R"("step":"hired","reason":"salary")").status.ok());
  CHECK(give(R"("step":"refused","reason":"too_far")").status.ok());
  const auto list = agency.ok("matching.feedback.list", match_input("B1"));
  REQUIRE(list.body["feedback"].Size() == 2);
  CHECK(json::text(list.body["feedback"][1], "reason") == "too_far");
  const auto events = agency.published();
  REQUIRE(events.size() == 2);
  CHECK(events[0].find("matching.feedback_given/1 ") == 0);
  CHECK(events[1].find("\"reason\":\"too_far\"") != std::string::npos);
}

TEST_CASE("weights come from the configuration and stay readable by their version") {
  Agency agency(R"({"weights":{"parts":{"skills":600,"occupation":100,"experience":100,)"
                R"("wishes":100,"distance":50,"freshness":50}}})");
  import_all(agency);
  const auto now = agency.ok("matching.weights", "{}");
  CHECK(json::integer(now.body["weights"]["parts"], "skills") == 600);
  const auto kept = agency.ok("matching.results.keep", match_input("B1"));
  const std::string version(json::text(kept.body["answer"], "weights_version"));
  CHECK(version == json::text(now.body, "version"));
  const auto unknown = agency.call("matching.weights", R"({"version":"w0"})");
  CHECK(unknown.status.error().code == Code::not_found);
}

TEST_CASE("ended offers are closed") {
  Agency agency;
  import_all(agency);
  agency.ok("matching.offers.save",
            R"({"offer":"E1","title":"Finie","rome_code":"D1102","created":"2001-01-01",)"
            R"("expires":"2001-02-01"})");
  const auto closed = agency.ok("matching.offers.close_expired", "{}");
  CHECK(json::integer(closed.body, "closed") == 1);
  CHECK_FALSE(agency.ok("matching.offers.read", R"({"offer":"E1"})").body["open"].GetBool());
  const auto list = agency.ok("matching.offers.list", R"({"q":"patissier"})");
  REQUIRE(list.body["offers"].Size() == 1);
  CHECK(json::text(list.body["offers"][0]["offer"], "id") == "P1");
}

TEST_CASE("searches and changes run side by side") {
  Agency agency;
  import_all(agency);
  save_wishes(agency, R"("occupations":[{"rome_code":"D1102"}])");
  std::atomic<int> failed{0};
  std::atomic<bool> stop{false};
  {
    std::jthread reader([&] {
      while (!stop) failed += !agency.call("matching.offers_for", kPersonInput).status.ok();
    });
    std::jthread people([&] {
      while (!stop) failed += !agency.call("matching.people_for", R"({"offer":"B1"})").status.ok();
    });
    for (int i = 0; i < 30; ++i) {
      const auto id = std::to_string(i % 5);
      failed +=
          !agency
               .call("matching.offers.save", "{\"offer\":\"S" + id + "\",\"title\":\"t" +
                                                 std::to_string(i) + R"(","rome_code":"D1102"})")
               .status.ok();
      if (i % 10 == 9) agency.deliver("competences.referential_changed/1", "{}");
    }
    stop = true;
  }
  CHECK(failed == 0);
  // The five saved and the two of the bakery; the third imported is of an unrelated occupation.
  CHECK(agency.ok("matching.offers_for", kPersonInput).body["results"].Size() == 7);
}
