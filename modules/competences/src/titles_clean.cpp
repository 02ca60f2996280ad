#include "titles_clean.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "aksis/cpp/fold.hpp"
#include "bridges_terms.hpp"
#include "label_words.hpp"

namespace aksis::competences {

namespace {

// What says how one is hired, not for which job. Words that also stand in names of jobs are not
// among them: "chargé de recherche", "veilleur de nuit", "conseiller emploi".
constexpr std::string_view kAsides =
    " 1er 2eme alternance alternant alternante an ans apprenti apprentie apprentissage asap bac "
    "cdd cdi cherche cherchons complet confirme confirmee debutant debutante ete experimente "
    "experimentee f fh h heures hf immediat interim interimaire job junior m mf mi mois offre "
    "partiel plein professionnalisation remplacement saisonnier saisonniere semaine senior "
    "stagiaire titulaire urgent vacataire w we week weekend x year ";

struct Abbreviation {
  std::string_view shortened;
  std::string_view full;
};
// Common in French recruitment, from knowledge of the trade; not drawn from any sample of offers.
constexpr std::array<Abbreviation, 58> kAbbreviations = {{
    {"adv", "administration des ventes"},
    {"aes", "accompagnant educatif et social"},
    {"aesh", "accompagnant eleve situation handicap"},
    {"amoa", "assistance maitrise ouvrage"},
    {"amp", "aide medico psychologique"},
    {"arc", "attache recherche clinique"},
    {"as", "aide soignant"},
    {"asd", "aide soignant domicile"},
    {"ash", "agent service hospitalier"},
    {"asv", "auxiliaire veterinaire"},
    {"assist", "assistant"},
    {"atsem", "agent territorial ecoles maternelles"},
    {"avs", "auxiliaire de vie sociale"},
    {"be", "bureau etudes"},
    {"btp", "batiment travaux publics"},
    {"cip", "conseiller insertion professionnelle"},
    {"cvc", "chauffage ventilation climatisation"},
    {"cnc", "commande numerique"},
    {"compta", "comptable"},
    {"cpe", "conseiller principal education"},
    {"cesf", "conseiller economie sociale familiale"},
    {"daf", "directeur administratif financier"},
    {"dev", "developpeur"},
    {"dg", "directeur general"},
    {"drh", "directeur ressources humaines"},
    {"dsi", "directeur systemes information"},
    {"eje", "educateur jeunes enfants"},
    {"gms", "grande moyenne surface"},
    {"gmao", "gestion maintenance assistee ordinateur"},
    {"hse", "hygiene securite environnement"},
    {"iade", "infirmier anesthesiste"},
    {"ibode", "infirmier bloc operatoire"},
    {"ide", "infirmier diplome etat soins generaux"},
    {"idec", "infirmier coordinateur"},
    {"ing", "ingenieur"},
    {"irve", "infrastructure recharge vehicule electrique"},
    {"it", "informatique"},
    {"manip", "manipulateur"},
    {"moa", "maitrise ouvrage"},
    {"moe", "maitrise oeuvre"},
    {"pl", "poids lourd"},
    {"prod", "production"},
    {"qhse", "qualite hygiene securite environnement"},
    {"qse", "qualite securite environnement"},
    {"qvt", "qualite vie travail"},
    {"raf", "responsable administratif financier"},
    {"resp", "responsable"},
    {"rh", "ressources humaines"},
    {"rrh", "responsable ressources humaines"},
    {"rse", "responsabilite societale entreprise"},
    {"sav", "service apres vente"},
    {"si", "systemes information"},
    {"spl", "super poids lourd"},
    {"tech", "technicien"},
    {"tp", "travaux publics"},
    {"vl", "vehicule leger"},
    {"vrd", "voirie reseaux divers"},
    {"vrp", "voyageur representant placier commercial"},
}};

bool aside(const std::string& word) {
  if (kAsides.find(' ' + word + ' ') != kAsides.npos) return true;
  const bool starts_with_digit = std::isdigit(static_cast<unsigned char>(word[0])) != 0;
  return starts_with_digit && word.size() <= 4;  // 35h, 2x8, 80, 2025
}

const Abbreviation* abbreviation(const std::string& word) {
  for (const auto& one : kAbbreviations)
    if (one.shortened == word) return &one;
  return nullptr;
}

}  // namespace

std::vector<std::string> title_words(std::string_view title) {
  const auto all = search_words(title);
  std::vector<std::string> out;
  for (const auto& word : all) {
    if (aside(word)) continue;
    if (const auto* found = abbreviation(word)) {
      for (const auto part : words(found->full)) out.emplace_back(part);
    } else {
      out.push_back(word);
    }
  }
  return out.empty() ? all : out;
}

std::vector<std::string> letter_terms(const std::vector<std::string>& words) {
  constexpr size_t kShortest = 3;
  constexpr size_t kLongest = 5;
  std::vector<std::string> out;
  for (const auto& word : words) {
    const std::string bounded = " " + word + " ";
    for (size_t size = kShortest; size <= kLongest; ++size)
      for (size_t at = 0; at + size <= bounded.size(); ++at)
        out.push_back(bounded.substr(at, size));
  }
  return out;
}

std::vector<std::string> stem_terms(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  std::string_view before;
  for (const auto& word : words) {
    if (is_stop_word(word)) continue;
    const auto stem = word_stem(word);
    if (!before.empty()) out.push_back(std::string(before) + ' ' + std::string(stem));
    out.emplace_back(stem);
    before = stem;
  }
  return out;
}

}  // namespace aksis::competences
