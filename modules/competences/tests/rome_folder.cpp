#include "rome_folder.hpp"

#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace aksis::competences {

namespace {

constexpr const char* kOccupations =
    R"("code_rome","code_fiche_metier","code_ogr","libelle_rome","transition_eco","transition_num","transition_demo","emploi_reglemente","emploi_cadre","code_rome_parent"
"A1101","11","6","Conducteur / Conductrice d'engins agricoles","Emploi Blanc","","","","","A1101"
"A1410","12","7","Chevrier / Chevrière","Emploi Blanc","N","N","N","N","A1410"
"D1102","13","8","Boulanger / Boulangère","Emploi Vert","N","N","O","N","D1102"
"D1104","14","9","Pâtissier / Pâtissière","Emploi Blanc","N","N","O","N","D1102"
"K1304","15","10","Aide à domicile","Emploi Blanc","O","O","N","N","K1304"
)";
constexpr const char* kAppellations =
    R"("code_ogr","libelle_appellation_long","libelle_appellation_court","code_rome","classification","peu_usite"
"101","Tractoriste agricole","Tractoriste agricole","A1101","SYNONYME","N"
"6","Conducteur / Conductrice d'engins agricoles","Conducteur(trice) d'engins agricoles","A1101","PRINCIPALE","N"
"7","Chevrier / Chevrière","Chevrier / Chevrière","A1410","PRINCIPALE","N"
"8","Boulanger / Boulangère","Boulanger / Boulangère","D1102","PRINCIPALE","N"
"9","Pâtissier / Pâtissière","Pâtissier / Pâtissière","D1104","PRINCIPALE","N"
"10","Aide à domicile","Aide à domicile","K1304","PRINCIPALE","N"
"111","Tourier / Tourière en œuvre d’art","Tourier / Tourière","D1104","SYNONYME","O"
)";
constexpr const char* kCompetences =
    R"("code_ogr","nature","libelle_competence","definition","code_ogr_macro_comp","code_macro_comp","cat_comp","sous_cat_comp","transition_eco","transition_num","libelle_heterogeneite","libelle_origine"
"201","Compétence","Conduire un tracteur","","301","","Savoir-faire","Technique","","N","",""
"202","Compétence","Entretenir un engin agricole","","301","","Savoir-faire","Technique","","N","",""
"203","Compétence","Pétrir une pâte","","302","","Savoir-faire","Technique","","N","",""
"204","Compétence","Cuire des pains","","302","","Savoir-faire","Technique","","N","",""
"205","Compétence","Décorer un gâteau","","302","","Savoir-faire","Technique expert","","N","",""
"206","Compétence","Aider à la toilette","","303","","Savoir-faire","Technique","","N","",""
"301","Macro-compétence","Utiliser des engins","","","","Savoir-faire","Technique","","","",""
"302","Macro-compétence","Fabriquer des produits de l’alimentation","","","","Savoir-faire","Technique","","","",""
"303","Macro-compétence","Prendre soin d'une personne","","","","Savoir-faire","Transverse","","","",""
"304","Macro-compétence","Travailler en équipe","","","","Savoir-être professionnel","Transverse","","","",""
)";
constexpr const char* kKnowledge =
    R"("code_ogr_savoir","libelle_savoir","categorie_savoir","sous_categorie_savoir","transition_eco","transition_num"
"401","Règles d'hygiène","Normes et procédés","","",""
"402","Mécanique agricole","Domaines d'expertise","","",""
)";
constexpr const char* kContexts =
    R"("code_ogr","libelle_cont_travail","code_type_cont_trav","libelle_type_cont_trav"
"501","Travail de nuit","2","Horaires et durée du travail"
)";
constexpr const char* kLinks =
    R"("code_rome","code_ogr","coeur_metier"
"A1101","201","Principale"
"A1101","202",""
"A1101","402","Émergente"
"A1410","202",""
"A1410","401",""
"D1102","203","Principale"
"D1102","204","Principale"
"D1102","302",""
"D1102","401",""
"D1102","304",""
"D1102","501",""
"D1104","203",""
"D1104","205","Principale"
"D1104","401",""
"D1104","501",""
"K1304","206","Principale"
"K1304","304",""
)";
constexpr const char* kTexts =
    R"("code_rome","code_compo_bloc","libelle_type_texte","position_phrase","libelle_texte"
"D1102","3","definition","2","Les cuit l''après-midi."
"D1102","3","definition","1","Fabrique des pains,
et les façonne."
"D1102","4","acces_metier","1","Avec un CAP."
)";
constexpr const char* kMoves = R"("code_rome","code_rome_cible","numero_ordre"
"D1102","K1304","2"
"D1102","D1104","1"
)";
constexpr const char* kTree =
    R"(code_domaine_competence,domaine_competence,enjeu,objectif,libelle_macro_competence,code_ogr_macro_competence,categorie
1,Production,Alimentation,Fabriquer,Fabriquer des produits de l'alimentation,,Savoir-faire
1,Production,Engins,Conduire,Utiliser des engins,301,Savoir-faire
)";
constexpr const char* kSectors =
    R"("code_sect_activite","libelle_sect_activite","code_ss_sect_activite","libelle_ss_sect_activite","code_ogr_rome","code_rome","libelle_rome","principal"
"79","Agriculture","114","Élevage","7","A1410","Chevrier / Chevrière","oui"
"80","Alimentation","","","8","D1102","Boulanger / Boulangère","oui"
)";

}  // namespace

RomeFolder::RomeFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "rome.XXXXXX").string();
  if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
  path_ = name;
  set("referentiel_code_rome", kOccupations);
  set("referentiel_appellation", kAppellations);
  set("referentiel_competence", kCompetences);
  set("referentiel_savoir", kKnowledge);
  set("referentiel_contexte_travail", kContexts);
  set("coherence_item", kLinks);
  set("texte", kTexts);
  set("rubrique_mobilite", kMoves);
  set("arborescence_competences", kTree);
  set("arborescence_secteur_activite", kSectors);
}

RomeFolder::~RomeFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string RomeFolder::file_of(const std::string& stem) const {
  return path_ + "/unix_" + stem + "_v470_utf8.csv";
}

void RomeFolder::set(const std::string& stem, const std::string& content) {
  files_[stem] = content;
  std::ofstream(file_of(stem), std::ios::binary) << content;
}

void RomeFolder::remove(const std::string& stem) {
  files_.erase(stem);
  std::filesystem::remove(file_of(stem));
}

std::string RomeFolder::zip() const {
  const std::string path = path_ + "/rome.zip";
  int error = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
  if (!archive) throw std::runtime_error("no zip");
  for (const auto& [stem, content] : files_) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    const std::string name = "RefRome/unix_" + stem + "_v470_utf8.csv";
    if (zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0)
      throw std::runtime_error("no zip entry");
  }
  if (zip_close(archive) != 0) throw std::runtime_error("zip not written");
  return path;
}

}  // namespace aksis::competences
