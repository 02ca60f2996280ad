#include "offer_import.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "rome_folder.hpp"
#include "told.hpp"

using namespace aksis;
using namespace aksis::matching;

namespace {

struct Imported {
  std::vector<Offer> offers;
  ImportReport report;
  Status outcome;
};

Imported import(std::string_view text, size_t piece = SIZE_MAX) {
  Imported out;
  OfferImporter importer([&](Offer&& offer, size_t) -> Status {
    out.offers.push_back(std::move(offer));
    return {};
  });
  for (size_t at = 0; at < text.size() && out.outcome.ok(); at += std::min(piece, text.size()))
    out.outcome = importer.feed(text.substr(at, piece));
  if (out.outcome.ok()) out.outcome = importer.finish();
  out.report = importer.report();
  check_french(out.outcome);
  for (const auto& error : out.report.errors)
    check_french(said(Code::invalid, error.message, error.french));
  return out;
}

const std::string kGood =
    R"j({"id":"A1","intitule":"Boulanger","romeCode":"D1102","typeContrat":"CDI",)j"
    R"("natureContrat":"Contrat travail","experienceExige":"E",)"
    R"j("experienceLibelle":"2 An(s)","dureeTravailLibelle":"35H\nTravail en journée",)j"
    R"("alternance":"False","nombrePostes":"2","accessibleTH":null,)"
    R"("lieuTravail":{"libelle":"75","latitude":"48.85","longitude":2.35,"commune":"75056"},)"
    R"("salaireLibelle":"Mensuel de 2000.0 Euros","permis":[{"libelle":"B - Véhicule léger",)"
    R"("exigence":"E"}],"langues":[{"libelle":"Anglais","exigence":"S"}],)"
    R"("competences":[{"code":"101","libelle":"Pétrir","exigence":"E"}],)"
    R"("qualitesProfessionnelles":[{"libelle":"Travailler en équipe"}]})";

std::string offer(std::string_view id) {
  return R"({"id":")" + std::string(id) + R"(","romeCode":"D1102"})";
}

}  // namespace

TEST_CASE("every member of an offer is read, numbers written as texts too") {
  const auto got = import(kGood + "\n");
  REQUIRE(got.offers.size() == 1);
  const auto& read = got.offers[0];
  CHECK(read.contract == Contract::permanent);
  CHECK(read.experience == ExperienceKind::demanded);
  CHECK(read.experience_months == 24);
  CHECK(read.weekly_minutes == 2'100);
  CHECK(read.contexts == std::vector<std::string>{"Travail en journée"});
  CHECK_FALSE(read.alternating);
  CHECK(read.positions == 2);
  REQUIRE(read.point);
  CHECK(read.point->lat == 4'885'000);
  CHECK(read.salary.max_cents == 200'000);
  REQUIRE(read.skills.size() == 2);
  CHECK(read.skills[0].required);
  CHECK(read.skills[1].label == "Travailler en équipe");
  CHECK(read.licences[0].required);
  CHECK(read.languages[0].label == "Anglais");
  CHECK(got.report.unknowns.members.empty());
  CHECK(got.report.unknowns.codes.empty());
}

TEST_CASE("what is written is what is read") {
  const auto got = import(kGood);
  REQUIRE(got.offers.size() == 1);
  const auto text = to_json(got.offers[0]);
  const auto again = offer_from_json(*json::parse(text));
  REQUIRE(again.ok());
  CHECK(to_json(*again) == text);
}

TEST_CASE("lines, an array and the interface's answer give the same, cut anywhere") {
  const auto list = offer("A") + "," + offer("B") + ",\n" + offer("C\\\"]}");
  const std::string shapes[] = {
      offer("A") + "\n" + offer("B") + "\r\n\n" + offer("C\\\"]}"),
      "[" + list + "]",
      "{\"resultats\": [" + list + "], \"filtresPossibles\": [{\"agregation\": []}]}",
      "{\"filtresPossibles\": [{\"x\": [1]}], \"resultats\": [" + list + "]}",
  };
  for (const auto& text : shapes)
    for (const size_t piece : {size_t(1), size_t(7), size_t(100'000)}) {
      INFO(text << " in pieces of " << piece);
      const auto got = import(text, piece);
      REQUIRE(got.outcome.ok());
      REQUIRE(got.offers.size() == 3);
      CHECK(got.offers[2].id == "C\"]}");
      CHECK(got.report.refused == 0);
    }
}

TEST_CASE("a broken row costs that row and says where") {
  std::string deep = R"({"id":"D","romeCode":"D1102","x":)";
  for (int i = 0; i < 64; ++i) deep += '[';
  for (int i = 0; i < 64; ++i) deep += ']';
  deep += "}";
  const std::string latin = "{\"id\":\"L\",\"romeCode\":\"D1102\",\"intitule\":\"caf\xE9\"}";
  const auto got = import(offer("A") + "\n" +                        // 1
                          "{\"id\":\"B\"}\n" +                       // 2: no ROME code
                          "{\"id\":\"C\",\"romeCode\":\"d11\"}\n" +  // 3: a wrong one
                          deep + "\n" +                              // 4
                          latin + "\n" +                             // 5
                          "{\"id\":\"E\",\"id\":\"F\"}\n" +          // 6: a key twice
                          "[1]\n" +                                  // 7
                          "{\"id\":7,\"romeCode\":\"D1102\"}\n" +    // 8: an id of another type
                          std::string(kOfferBytesMax + 10, 'x') + "\n" +  // 9
                          offer("Z") + "\n" +                             // 10
                          R"({"id":"T","romeCode":"D11)");                // 11: cut off
  REQUIRE(got.outcome.ok());
  CHECK(got.report.accepted == 2);
  REQUIRE(got.report.refused == 9);
  const std::pair<size_t, const char*> expected[] = {
      {2, "no ROME code"}, {3, "is no ROME code"},    {4, "deeper than 64"},
      {5, "not UTF-8"},    {6, "a key stands twice"}, {7, "a JSON object"},
      {8, "identifier"},   {9, "longer than 1 MiB"},  {11, "line 11, column"}};
  for (size_t i = 0; i < 9; ++i) {
    const auto& error = got.report.errors[i];
    INFO(error.line << ": " << error.message);
    CHECK(error.line == expected[i].first);
    CHECK(error.message.find(expected[i].second) != std::string::npos);
  }
}

TEST_CASE("an array cut off, or no list at all, is said") {
  const auto cut = import("[" + offer("A") + ",\n{\"id\":\"B\",\"rome");
  REQUIRE(cut.outcome.ok());
  CHECK(cut.report.accepted == 1);
  REQUIRE(cut.report.errors.size() == 1);
  CHECK(cut.report.errors[0].line == 2);
  CHECK(cut.report.errors[0].message.find("cut off") != std::string::npos);
  CHECK(import("{\"resultats\": 3}").report.refused == 1);
  CHECK_FALSE(import("[]]]").outcome.ok());
  CHECK_FALSE(import("[}").outcome.ok());
  CHECK_FALSE(import(std::string(1'000'000, '[')).outcome.ok());
}

TEST_CASE("values that are no objects are refused one by one") {
  const auto got = import("[1, \"x\",\nnull, " + offer("A") + ", [2]]");
  REQUIRE(got.outcome.ok());
  CHECK(got.report.accepted == 1);
  REQUIRE(got.report.refused == 4);
  CHECK(got.report.errors[2].line == 2);
}

TEST_CASE("a quote that is never closed does not gather the whole file") {
  const auto got = import("id,title,rome_code\n1,\"" + std::string(3'000'000, 'x'));
  REQUIRE(got.report.refused == 1);
  CHECK(got.report.errors[0].message.find("larger than 1 MiB") != std::string::npos);
}

TEST_CASE("files of other kinds are refused with a sentence") {
  CHECK(import("PK\x03\x04...").outcome.error().code == Code::unsupported);
  CHECK(import("\x1F\x8B...").outcome.error().code == Code::unsupported);
  CHECK(import(std::string("\xFF\xFE{\0", 4)).outcome.error().code == Code::unsupported);
  CHECK(import("").outcome.error().message.find("empty") != std::string::npos);
  CHECK(import(" \n ").outcome.error().message.find("empty") != std::string::npos);
  CHECK(import("\xEF\xBB\xBF" + offer("A")).report.accepted == 1);
}

TEST_CASE("unknown members and codes are counted, not refused") {
  const auto got = import(R"({"id":"A","romeCode":"D1102","nouveau":1,"typeContrat":"QQQ",)"
                          R"("permis":[{"libelle":"Bateau"}]})");
  CHECK(got.report.accepted == 1);
  CHECK(got.report.unknowns.members.at("nouveau") == 1);
  CHECK(got.report.unknowns.codes.at("typeContrat QQQ") == 1);
  CHECK(got.report.unknowns.codes.at("permis Bateau") == 1);
}

TEST_CASE("an error of the taker stops the import") {
  size_t taken = 0;
  OfferImporter importer([&](Offer&&, size_t) -> Status {
    return ++taken == 2 ? Status(Error{Code::full, "full", {}}) : Status();
  });
  CHECK(importer.feed(offer("A") + "\n" + offer("B") + "\n" + offer("C") + "\n").ok());
  const auto outcome = importer.finish();  // the shape is only decided here
  REQUIRE_FALSE(outcome.ok());
  CHECK(outcome.error().code == Code::full);
  CHECK(taken == 2);
}

TEST_CASE("CSV: good rows are kept, wrong ones named by line and column") {
  const auto got = import(
      "id;title;rome_code;contract;created;salary_per;salary_min;weekly_hours;lat;lon;skills;"
      "licences;note\n"
      "A;\"Boulanger; nuit\";D1102;CDI;2025-02-01;monthly;2000,50;37,5;48.8;2.3;101:E|102;B:E;x\n"
      "B;t;D1102;CDI;01/02/2025;;;;;;;;\n"
      "C;t;D1102;CDI;;;12;;;;;;\n"
      "D;t;D1102\n"
      "E;caf\xE9;D1102;;;;;;;;;;\n"
      "F;t;D1102;ZZZ;;;;;95;2;;;\n"
      "G;t;D1102;ZZZ;;;;;;;;;\n");
  REQUIRE(got.outcome.ok());
  REQUIRE(got.offers.size() == 2);
  CHECK(got.offers[0].title == "Boulanger; nuit");
  CHECK(got.offers[0].weekly_minutes == 37 * 60 + 30);
  CHECK(got.offers[0].salary.min_cents == 200'050);
  REQUIRE(got.offers[0].skills.size() == 2);
  CHECK(got.offers[0].skills[0].required);
  CHECK_FALSE(got.offers[0].skills[1].required);
  CHECK(got.report.unknowns.members.at("note") == 1);
  CHECK(got.report.unknowns.codes.at("contract ZZZ") >= 1);
  REQUIRE(got.report.errors.size() == 5);
  const char* members[] = {"/created", "/salary_per", "", "", "/lat"};
  for (size_t i = 0; i < 5; ++i) {
    INFO(got.report.errors[i].message);
    CHECK(got.report.errors[i].line == i + 3);
    CHECK(got.report.errors[i].member == members[i]);
  }
}

TEST_CASE("CSV: a broken header stops, broken quotes keep what came before") {
  CHECK_FALSE(import("id,title\nA,t\n").outcome.ok());
  CHECK_FALSE(import("id,title,rome_code,id\n").outcome.ok());
  const auto got = import("id,title,rome_code\nA,t,D1102\nB,\"open,D1102\nC,t,D1102\n");
  CHECK(got.outcome.ok());
  CHECK(got.report.accepted == 1);
  CHECK(got.report.refused == 1);
}

TEST_CASE("CSV: a row without end does not fill the memory") {
  const std::string start = "id,title,rome_code\nA,t,D1102\n";
  std::string many_fields = start + "B";
  for (size_t i = 0; i < (3 << 20); ++i) many_fields += ",x";
  const std::string open_quote = start + "B,\"" + std::string(6 << 20, 'x');
  for (const auto& [text, limit] : std::map<const std::string*, const char*>{
           {&many_fields, "1000 fields"}, {&open_quote, "1 MiB"}}) {
    const auto got = import(*text, 1 << 20);
    CHECK(got.outcome.ok());
    CHECK(got.report.accepted == 1);
    REQUIRE(got.report.errors.size() == 1);
    CHECK(got.report.errors[0].message.find(limit) != std::string::npos);
  }
  CHECK(import(std::string(100'000, '\0')).outcome.error().code == Code::unsupported);
}

TEST_CASE("the sample of real offers is read whole") {
  const auto text = test::file_text(std::string(AKSIS_DATA_DIR) + "/offers/offres_sample.jsonl");
  if (!text) {
    WARN("the sample of offers is absent: nothing was checked");
    return;
  }
  const auto got = import(*text, 1 << 16);
  REQUIRE(got.outcome.ok());
  CHECK(got.report.accepted == 2'271);
  CHECK(got.report.refused == 0);
  CHECK(got.report.unknowns.members.empty());
  CHECK(got.report.unknowns.codes.empty());
  size_t salaries = 0, hours = 0, places = 0;
  for (const auto& each : got.offers) {
    salaries += each.salary.kind != SalaryKind::unknown;
    hours += each.weekly_minutes != 0;
    places += each.point.has_value();
  }
  CHECK(salaries > 900);
  CHECK(hours > 800);
  CHECK(places > 1'850);
}
