#include "search.hpp"

#include <catch2/catch.hpp>

#include "label_words.hpp"
#include "official_rome.hpp"
#include "rome_folder.hpp"

using namespace aksis::competences;

namespace {

std::vector<std::string> found(const LabelIndex& index, std::string_view query,
                               const std::vector<std::vector<std::string_view>>& labels) {
  std::vector<std::string> out;
  for (const auto& hit : index.search(query, 5))
    out.push_back(std::string(name(hit.match)) + ": " + std::string(labels[hit.label][0]));
  return out;
}

// The code of the occupation found first in the official set.
std::string first(const Referential& r, const Search& search, std::string_view query) {
  const auto hits = search.titles(query, 5);
  return hits.empty() ? "" : std::string(r.text(r.occupation(hits[0].occupation).code));
}

}  // namespace

TEST_CASE("inclusive spellings and gender forms become plain words") {
  CHECK(without_inclusive_endings("chef·fe de projet") == "chef de projet");
  CHECK(without_inclusive_endings("Technicien(ne) SAV") == "Technicien SAV");
  CHECK(without_inclusive_endings("directeur/trice") == "directeur");
  CHECK(without_inclusive_endings("employé.e.s") == "employé");
  CHECK(without_inclusive_endings("Aide-soignant") == "Aide-soignant");
  CHECK(without_inclusive_endings("CACES (R489)") == "CACES (R489)");
  const auto forms = label_forms("Conducteur / Conductrice d’engins");
  REQUIRE(forms.size() == 2);
  CHECK(forms[0] == std::vector<std::string>{"conducteur", "d", "engins"});
  CHECK(forms[1] == std::vector<std::string>{"conductrice", "d", "engins"});
  CHECK(label_forms("Ventes / Achats").size() == 1);
}

TEST_CASE("labels are found exact before prefix before words before typo before part") {
  const std::vector<std::vector<std::string_view>> labels = {
      {"Éleveur / Éleveuse de chèvres"}, {"Éleveur / Éleveuse"},
      {"Aide-éleveur / Aide-éleveuse"},  {"Maître-chien / Maîtresse-chien d’œuvre"},
      {"Boulanger / Boulangère"},
  };
  const LabelIndex index(labels);
  const auto search = [&](std::string_view query) { return found(index, query, labels); };
  using List = std::vector<std::string>;
  CHECK(search("eleveuse") == List{"exact: Éleveur / Éleveuse",
                                   "prefix: Éleveur / Éleveuse de chèvres",
                                   "words: Aide-éleveur / Aide-éleveuse"});
  CHECK(search("chevres eleveur") == List{"words: Éleveur / Éleveuse de chèvres"});
  CHECK(search("ELEVEUR·EUSE DE CH") == List{"prefix: Éleveur / Éleveuse de chèvres"});
  CHECK(search("d'oeuvre chien") == List{"words: Maître-chien / Maîtresse-chien d’œuvre"});
  CHECK(search("boulnager ") == List{"typo: Boulanger / Boulangère"});
  CHECK(search("boulangers") == List{"words: Boulanger / Boulangère"});
  CHECK(search("bouln") == List{"typo: Boulanger / Boulangère"});
  CHECK(search("boulanger astronaute") == List{"partial: Boulanger / Boulangère"});
  CHECK(search("").empty());
  CHECK(search(" - ").empty());
  CHECK(search("xyzxyz").empty());
  CHECK(search(std::string(100000, 'e')).empty());
  CHECK(index.search("eleveur", 1).size() == 1);
  CHECK(LabelIndex().search("eleveur", 5).empty());
}

TEST_CASE("titles name occupations and appellations, items name themselves") {
  RomeFolder folder;
  const auto rome = import_rome(folder.path());
  REQUIRE(rome.ok());
  const Referential& r = rome->referential;
  const Search search(r);
  CHECK(first(r, search, "d1102") == "D1102");
  const auto hits = search.titles("oeuvre d'art", 5);
  REQUIRE(hits.size() == 1);
  CHECK(r.text(r.appellation(hits[0].appellation).code) == "111");
  // The occupation's own title stands once.
  CHECK(search.titles("boulanger", 5).size() == 1);
  const auto items = search.items("petrir", 5);
  REQUIRE(items.size() == 1);
  CHECK(r.text(r.item(items[0].item).code) == "203");
}

TEST_CASE("the official titles are found under the spellings people type") {
  const auto* rome = official_rome();
  if (!rome) return;
  const Referential& r = rome->referential;
  const Search search(r);
  CHECK(first(r, search, "aide soignante") == "J1501");
  CHECK(first(r, search, "boulangere") == "D1102");
  CHECK(first(r, search, "infirmier·ère") != "");
  CHECK(first(r, search, "conducteur d engins agricole") == "A1101");
  CHECK(first(r, search, "assistante maternel") == "K1310");
  CHECK(search.memory_bytes() < size_t{16} << 20);
  // Every appellation is among the first five for its own label.
  size_t missed = 0;
  for (const Appellation& appellation : r.appellations()) {
    bool seen = false;
    for (const auto& hit : search.titles(r.text(appellation.label), 5))
      seen |= hit.match == Match::exact && (hit.occupation == appellation.occupation);
    missed += !seen;
    if (!seen) UNSCOPED_INFO(r.text(appellation.label));
  }
  CHECK(missed <= 5);
}
