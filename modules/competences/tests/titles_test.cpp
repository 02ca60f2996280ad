#include "titles.hpp"

#include <catch2/catch.hpp>
#include <chrono>

#include "official_rome.hpp"
#include "referential_builder.hpp"
#include "titles_clean.hpp"

using namespace aksis;
using namespace aksis::competences;

namespace {

using Words = std::vector<std::string>;

Referential four_trades() {
  ReferentialBuilder builder;
  struct Row {
    const char *code, *label, *appellation;
  };
  int code = 100;
  for (const Row& row : {Row{"J1501", "Aide-soignant / Aide-soignante", "Aide-soignant de nuit"},
                         Row{"D1102", "Boulanger / Boulangère", "Ouvrier boulanger"},
                         Row{"N4101", "Conducteur / Conductrice de poids lourd",
                             "Chauffeur / Chauffeuse de poids lourd"},
                         Row{"K2304", "Agent / Agente de tri", "Trieur / Trieuse de déchets"}}) {
    Occupation occupation;
    occupation.code = builder.store(row.code);
    occupation.label = builder.store(row.label);
    Appellation appellation;
    appellation.code = builder.store(std::to_string(code++));
    appellation.label = builder.store(row.appellation);
    appellation.occupation = builder.add(occupation);
    builder.add(appellation);
  }
  return std::move(builder).finish();
}

std::string first_code(const Referential& referential, const Titles& titles,
                       std::string_view title) {
  const auto guesses = titles.guess(title, 1);
  if (guesses.empty()) return "";
  return std::string(referential.text(referential.occupation(guesses[0].occupation).code));
}

}  // namespace

TEST_CASE("a title is reduced to the words of the job") {
  CHECK(title_words("BOULANGER (H/F) - CDI 35h") == Words{"boulanger"});
  CHECK(title_words("Chauffeur PL (H/F)") == Words{"chauffeur", "poids", "lourd"});
  CHECK(title_words("Vendeur(se) en boulangerie") == Words{"vendeur", "en", "boulangerie"});
  CHECK(title_words("CDI H/F") == Words{"cdi", "h", "f"});  // better than nothing
  CHECK(title_words("").empty());
  // Words that also name jobs stay.
  CHECK(title_words("Veilleur de nuit en CDI") == Words{"veilleur", "de", "nuit", "en"});
  CHECK(title_words("Chargé de recherche H/F") == Words{"charge", "de", "recherche"});
}

TEST_CASE("titles as written find their occupation") {
  const auto referential = four_trades();
  const Titles titles(referential);
  CHECK(first_code(referential, titles, "AIDE SOIGNANTE (H/F)") == "J1501");
  CHECK(first_code(referential, titles, "AS de nuit H/F - EHPAD") == "J1501");
  CHECK(first_code(referential, titles, "Boulangers") == "D1102");
  CHECK(first_code(referential, titles, "boulengère") == "D1102");
  CHECK(first_code(referential, titles, "Chauffeur PL SPL") == "N4101");
  CHECK(first_code(referential, titles, "trieuse de déchets") == "K2304");
}

TEST_CASE("a title in the second gender form gets the same guesses") {
  const auto referential = four_trades();
  const Titles titles(referential);
  for (const auto& [first, second] : {std::pair{"Conducteur de nuit", "Conductrice de nuit"},
                                      {"Trieur", "Trieuse"},
                                      {"Chauffeur", "Chauffeur / Chauffeuse"}}) {
    const auto one = titles.guess(first, 4);
    const auto other = titles.guess(second, 4);
    REQUIRE(!one.empty());
    REQUIRE(one.size() == other.size());
    for (size_t i = 0; i < one.size(); ++i) {
      CHECK(one[i].occupation == other[i].occupation);
      CHECK(one[i].score == other[i].score);
    }
  }
}

TEST_CASE("what an occupation's texts say decides between equal labels") {
  ReferentialBuilder builder;
  for (const auto& [code, definition] : {std::pair{"A1101", "Soigne les vaches et les chèvres"},
                                         {"A1102", "Taille les arbres et les haies"}}) {
    Occupation occupation;
    occupation.code = builder.store(code);
    occupation.label = builder.store("Ouvrier agricole");
    occupation.definition = builder.store(definition);
    builder.add(occupation);
  }
  const auto referential = std::move(builder).finish();
  const Titles titles(referential);
  CHECK(first_code(referential, titles, "Ouvrier agricole") == "A1101");  // equal: by code
  CHECK(first_code(referential, titles, "Ouvrier agricole, arbres fruitiers") == "A1102");
}

TEST_CASE("an appellation kept from the model is not found by its own words") {
  const auto referential = four_trades();
  const Titles titles(referential, {}, [](Index appellation) { return appellation != 3; });
  CHECK(Titles(referential).guess("trieur", 1).at(0).occupation == 3);
  CHECK(titles.guess("trieur", 1).at(0).score < Titles(referential).guess("trieur", 1).at(0).score);
}

TEST_CASE("confidence is higher for an exact title than for a vague one") {
  const auto referential = four_trades();
  const Titles titles(referential);
  const auto exact = titles.guess("Boulanger", 4);
  const auto vague = titles.guess("Ouvrier polyvalent du tri des palettes", 4);
  REQUIRE(!exact.empty());
  REQUIRE(!vague.empty());
  CHECK(exact[0].confidence > vague[0].confidence);
  for (const auto& guess : exact) {
    CHECK(guess.confidence >= 0);
    CHECK(guess.confidence <= 1);
  }
  for (size_t i = 1; i < exact.size(); ++i) {
    CHECK(exact[i].score <= exact[i - 1].score);
    CHECK(exact[i].confidence <= exact[i - 1].confidence);
  }
}

TEST_CASE("titles of offers are learnt") {
  const auto referential = four_trades();
  const std::vector<LearntTitle> learnt = {{"Zumba", 3}, {"Salsa", kNone}};
  CHECK(Titles(referential).guess("ZUMBA (H/F)", 1).empty());
  const auto guesses = Titles(referential, learnt).guess("ZUMBA (H/F)", 1);
  REQUIRE(guesses.size() == 1);
  CHECK(guesses[0].occupation == 3);
  CHECK(guesses[0].learnt);
}

TEST_CASE("titles with nothing known give nothing") {
  const auto referential = four_trades();
  CHECK(Titles(referential).guess("", 5).empty());
  CHECK(Titles(referential).guess("###", 5).empty());
  CHECK(Titles(referential).guess("\xFF\xFE", 5).empty());
  CHECK(Titles(referential).guess("Boulanger", 0).empty());
  CHECK(Titles().guess("Boulanger", 5).empty());
  CHECK(Titles(ReferentialBuilder().finish()).guess("Boulanger", 5).empty());
}

TEST_CASE("official appellations find their own occupation") {
  const auto* rome = official_rome();
  if (!rome) return;
  const auto& referential = rome->referential;
  const Titles titles(referential);
  CHECK(titles.memory_bytes() < 23'000'000);
  size_t asked = 0;
  size_t right = 0;
  for (Index i = 0; i < referential.appellations().size(); i += 50) {
    const auto& appellation = referential.appellation(i);
    const auto guesses = titles.guess(referential.text(appellation.label), 1);
    ++asked;
    if (!guesses.empty() && guesses[0].occupation == appellation.occupation) ++right;
  }
  CHECK(right * 100 >= asked * 95);
}
