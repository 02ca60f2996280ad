#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "rome_reader.hpp"
#include "rome_values.hpp"

namespace aksis::competences {

namespace {

// The sentences of one kind of text of one occupation, by their official position.
using Sentences = std::map<std::pair<Index, bool>, std::vector<std::pair<int, std::string>>>;

// The text file doubles its apostrophes ("l''entretien"), as SQL does.
std::string undoubled(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '\'' && i + 1 < text.size() && text[i + 1] == '\'') ++i;
  }
  return out;
}

}  // namespace

Status RomeReader::domains() {
  AKSIS_TRY(table("grand_domaine", Need::optional,
                  {{"code_grand_domaine"}, {"libelle_grand_domaine"}}, [&](const TableRow& row) {
                    builder_.add(Domain{builder_.store(row[0]), builder_.store(row[1]), kNone});
                    return Status();
                  }));
  return table("domaine_professionnel", Need::optional,
               {{"code_domaine_professionnel"}, {"libelle_domaine_professionnel"}},
               [&](const TableRow& row) {
                 builder_.add(Domain{builder_.store(row[0]), builder_.store(row[1]),
                                     builder_.find_domain(row[0].substr(0, 1))});
                 return Status();
               });
}

Status RomeReader::occupations() {
  AKSIS_TRY(domains());
  const auto add = [&](const TableRow& row) -> Status {
    if (row[0].size() != kRomeCodeSize)
      return row.wrong(
          0, "\"" + std::string(row[0]) + "\" is no ROME code (a letter and 4 digits)",
          "« " + std::string(row[0]) + " » n’est pas un code ROME (une lettre et 4 chiffres).");
    if (row[1].empty()) return no_label(row, 1);
    Occupation made;
    made.code = builder_.store(row[0]);
    made.label = builder_.store(row[1]);
    made.ogr = builder_.store(row[2]);
    made.parent_code = builder_.store(row[3]);
    made.eco = eco_transition(row[4]);
    made.digital = flag(row[5]);
    made.demographic = flag(row[6]);
    made.regulated = flag(row[7]);
    made.manager = flag(row[8]);
    made.domain = builder_.find_domain(row[0].substr(0, 3));
    if (builder_.add(made) == kNone) return stands_twice(row, "the occupation", "Le métier");
    return {};
  };
  AKSIS_TRY(table("referentiel_code_rome", Need::required,
                  {{"code_rome"},
                   {"libelle_rome"},
                   {"code_ogr"},
                   {"code_rome_parent", false},
                   {"transition_eco", false},
                   {"transition_num", false},
                   {"transition_demo", false},
                   {"emploi_reglemente", false},
                   {"emploi_cadre", false}},
                  add));
  AKSIS_TRY(table("referentiel_code_rome_riasec", Need::optional,
                  {{"code_rome"}, {"riasec_majeur"}, {"riasec_mineur"}},
                  [&](const TableRow& row) -> Status {
                    AKSIS_ASSIGN(occupation, known_occupation(row, 0));
                    builder_.occupation(occupation).riasec = riasec(row[1], row[2]);
                    return {};
                  }));
  return occupation_texts();
}

Status RomeReader::occupation_texts() {
  Sentences sentences;
  AKSIS_TRY(table("texte", Need::optional,
                  {{"code_rome"}, {"libelle_type_texte"}, {"position_phrase"}, {"libelle_texte"}},
                  [&](const TableRow& row) -> Status {
                    AKSIS_ASSIGN(occupation, known_occupation(row, 0));
                    AKSIS_ASSIGN(position, number(row, 2));
                    const bool access = row[1] == "acces_metier";
                    if (!access && row[1] != "definition") return {};
                    sentences[{occupation, access}].emplace_back(position, undoubled(row[3]));
                    return {};
                  }));
  for (auto& [key, lines] : sentences) {
    std::stable_sort(lines.begin(), lines.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    std::string whole;
    for (const auto& [position, line] : lines) {
      if (!whole.empty()) whole += '\n';
      whole += line;
    }
    auto& occupation = builder_.occupation(key.first);
    (key.second ? occupation.access : occupation.definition) = builder_.store(whole);
  }
  return {};
}

Status RomeReader::appellations() {
  return table("referentiel_appellation", Need::required,
               {{"code_ogr"},
                {"libelle_appellation_long"},
                {"libelle_appellation_court"},
                {"code_rome"},
                {"classification", false},
                {"peu_usite", false},
                {"transition_eco", false},
                {"transition_num", false},
                {"transition_demo", false},
                {"emploi_reglemente", false},
                {"emploi_cadre", false}},
               [&](const TableRow& row) -> Status {
                 AKSIS_TRY(number(row, 0));
                 AKSIS_ASSIGN(occupation, known_occupation(row, 3));
                 if (row[1].empty()) return no_label(row, 1);
                 Appellation made;
                 made.code = builder_.store(row[0]);
                 made.label = builder_.store(row[1]);
                 made.short_label = builder_.store(row[2]);
                 made.occupation = occupation;
                 made.principal = row[4] == "PRINCIPALE";
                 made.rarely_used = row[5] == "O";
                 made.eco = eco_transition(row[6]);
                 made.digital = flag(row[7]);
                 made.demographic = flag(row[8]);
                 made.regulated = flag(row[9]);
                 made.manager = flag(row[10]);
                 if (builder_.add(made) == kNone)
                   return stands_twice(row, "the appellation", "L’appellation");
                 return {};
               });
}

}  // namespace aksis::competences
