// The files of a ROME set as an enemy would write them: no crash, no leak, no endless loop. The
// first byte chooses the file that the rest of the input replaces; the others are small and whole.
#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "overlay.hpp"
#include "rome_import.hpp"
#include "search.hpp"

using namespace aksis::competences;

namespace {

constexpr std::array<std::pair<const char*, const char*>, 8> kFiles = {{
    {"referentiel_code_rome.csv", "code_rome,code_ogr,libelle_rome\nD1102,8,Boulanger\n"},
    {"referentiel_appellation.csv",
     "code_ogr,libelle_appellation_long,libelle_appellation_court,code_rome\n"
     "8,Boulanger / Boulangère,,D1102\n"},
    {"referentiel_competence.csv",
     "code_ogr,nature,libelle_competence,code_ogr_macro_comp,cat_comp\n"
     "302,Macro-compétence,Fabriquer,,Savoir-faire\n203,Compétence,Pétrir,302,Savoir-faire\n"},
    {"coherence_item.csv", "code_rome,code_ogr,coeur_metier\nD1102,203,Principale\n"},
    {"texte.csv", "code_rome,libelle_type_texte,position_phrase,libelle_texte\n"},
    {"arborescence_competences.csv",
     "domaine_competence,enjeu,objectif,libelle_macro_competence\n"},
    {"arborescence_secteur_activite.csv", "code_rome,code_sect_activite,libelle_sect_activite\n"},
    {"rubrique_mobilite.csv", "code_rome,code_rome_cible,numero_ordre\n"},
}};

void read_overlay(bool toml, std::string bytes) {
  static const Referential empty = ReferentialBuilder().finish();
  Issues issues;
  (void)parse_overlay({toml ? "a.toml" : "a.csv", std::move(bytes)}, empty, issues).ok();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::string bytes(reinterpret_cast<const char*>(data + 1), size - 1);
  const size_t chosen = data[0] % (kFiles.size() + 1);
  if (chosen == kFiles.size()) {
    read_overlay(data[0] & 0x80, std::move(bytes));
    return 0;
  }
  std::vector<SourceFile> set;
  for (const auto& [name, text] : kFiles) set.push_back({name, text});
  set[chosen].bytes = bytes;
  auto files = SourceFiles::of(std::move(set));
  const auto read = import_rome(files);
  if (read.ok()) (void)Search(read->referential).titles(bytes, 10);
  return 0;
}
