#include "gender_forms.hpp"

#include <catch2/catch.hpp>

#include "label_words.hpp"

using namespace aksis::competences;

namespace {

using Words = std::vector<std::string>;

GenderForms learnt_from(const std::vector<const char*>& labels) {
  GenderForms forms;
  for (const char* label : labels) forms.add(label_forms(label));
  forms.finish();
  return forms;
}

}  // namespace

TEST_CASE("second forms are read as the first ones the labels give") {
  const auto forms = learnt_from({"Conducteur / Conductrice d'engins", "Agent de tri"});
  CHECK(forms.first_forms({"conductrice", "d", "engins"}) == Words{"conducteur", "d", "engins"});
  CHECK(forms.first_forms({"inconnue"}) == Words{"inconnue"});
}

TEST_CASE("a word that stands in a first form keeps its meaning") {
  const auto forms = learnt_from({"Portier / Portière", "Poseur de portière"});
  CHECK(forms.first_forms({"portiere"}) == Words{"portiere"});
}

TEST_CASE("of several first forms the one most labels give is taken") {
  const auto forms = learnt_from({"Maître / Maîtresse de maison", "Maître / Maîtresse de chai",
                                  "Mentor / Maîtresse de stage"});
  CHECK(forms.first_forms({"maitresse"}) == Words{"maitre"});
}

TEST_CASE("a title that gives both forms gives the job once") {
  const auto forms = learnt_from({"Vendeur / Vendeuse"});
  CHECK(forms.first_forms({"vendeur", "vendeuse", "en", "pain", "en", "pain"}) ==
        Words{"vendeur", "en", "pain", "en"});
  CHECK(forms.first_forms({}).empty());
}
