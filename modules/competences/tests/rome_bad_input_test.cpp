#include <catch2/catch.hpp>
#include <fstream>

#include "rome_folder.hpp"
#include "rome_import.hpp"
#include "told_issues.hpp"

using namespace aksis::competences;
using Catch::Matchers::Contains;

namespace {

std::string error_of(const std::string& path) {
  const auto result = import_rome(path);
  REQUIRE_FALSE(result.ok());
  aksis::check_french(result.error());
  return result.error().message;
}

// The only row left out, as "line: column: message".
std::string only_issue(const std::string& path) {
  const auto result = import_rome(path);
  if (!result.ok()) FAIL(result.error().message);
  REQUIRE(result->issues.row_count() == 1);
  const auto& issue = result->issues.rows()[0];
  check_french(result->issues);
  return std::to_string(issue.line) + ": " + (issue.column.empty() ? "" : issue.column + ": ") +
         issue.message;
}

}  // namespace

TEST_CASE("a small set imports from a folder and from a zip alike") {
  RomeFolder folder;
  const auto plain = import_rome(folder.path());
  REQUIRE(plain.ok());
  CHECK(plain->issues.row_count() == 0);
  const Referential& r = plain->referential;
  CHECK(r.version() == "470");
  const Index baker = r.find_occupation("D1102");
  CHECK(r.text(r.occupation(baker).definition) ==
        "Fabrique des pains,\net les façonne.\nLes cuit l'après-midi.");
  CHECK(r.text(r.occupation(baker).access) == "Avec un CAP.");
  REQUIRE(r.mobility_of(baker).size() == 2);
  CHECK(r.mobility_of(baker)[0].occupation == r.find_occupation("D1104"));
  // The shown label keeps its apostrophe; the tree found it by its key.
  const Item& macro = r.item(r.find_item("302"));
  CHECK(r.text(macro.label) == "Fabriquer des produits de l’alimentation");
  REQUIRE(macro.branch != kNone);
  CHECK(r.branches()[macro.branch].level == BranchLevel::objective);
  CHECK(r.skills_of_macro(r.find_item("302")).size() == 3);
  CHECK(r.occupations_from_parent("D1102").size() == 2);
  const Index breeding = r.find_category(Scheme::sector, "114");
  REQUIRE(breeding != kNone);
  CHECK(r.categories()[breeding].parent == r.find_category(Scheme::sector, "79"));

  const auto zipped = import_rome(folder.zip());
  if (!zipped.ok()) FAIL(zipped.error().message);
  CHECK(zipped->referential.items().size() == r.items().size());
  CHECK(zipped->referential.memory_bytes() == r.memory_bytes());
}

TEST_CASE("a place without a ROME set is refused with what to do") {
  CHECK_THAT(error_of("/nowhere/at/all"), Contains("does not exist"));
  RomeFolder folder;
  folder.remove("coherence_item");
  CHECK_THAT(error_of(folder.path()), Contains("unix_coherence_item_v") && Contains("missing"));
}

TEST_CASE("the optional files may be absent") {
  RomeFolder folder;
  for (const char* stem :
       {"referentiel_savoir", "referentiel_contexte_travail", "texte", "rubrique_mobilite",
        "arborescence_competences", "arborescence_secteur_activite"})
    folder.remove(stem);
  folder.set("coherence_item", "code_rome,code_ogr,coeur_metier\nD1102,203,Principale\n");
  const auto result = import_rome(folder.path());
  REQUIRE(result.ok());
  CHECK(result->issues.row_count() == 0);
}

TEST_CASE("a missing column is named with its file; more columns and another order do no harm") {
  RomeFolder folder;
  folder.set("coherence_item", "code_rome;coeur_metier;new;code_ogr\nD1102;Principale;x;203\n");
  const auto result = import_rome(folder.path());
  REQUIRE(result.ok());
  const Referential& r = result->referential;
  REQUIRE(r.items_of(r.find_occupation("D1102")).size() == 1);
  CHECK(r.items_of(r.find_occupation("D1102"))[0].core == Core::core);
  folder.set("coherence_item", "code_rome,code_ogr\nD1102,203\n");
  CHECK_THAT(error_of(folder.path()),
             Contains("unix_coherence_item_v470_utf8.csv") && Contains("\"coeur_metier\""));
}

TEST_CASE("wrong rows are left out with file and line") {
  RomeFolder folder;
  SECTION("an unknown code") {
    folder.append("coherence_item", "\"Z9999\",\"203\",\"\"\n");
    CHECK_THAT(only_issue(folder.path()),
               Contains("19: code_rome: the occupation Z9999 is unknown"));
  }
  SECTION("a cut last row") {
    folder.append("coherence_item", "\"D1102\",\"20");
    CHECK_THAT(error_of(folder.path()), Contains("never closed") && Contains("line 19"));
    folder.set("coherence_item", folder.content("coherence_item") + "3\"");
    CHECK_THAT(only_issue(folder.path()), Contains("19: 3 columns expected, 2 found"));
  }
  SECTION("a code twice") {
    folder.append("referentiel_appellation", "\"8\",\"Boulanger\",\"\",\"D1102\",\"\",\"\"\n");
    CHECK_THAT(only_issue(folder.path()), Contains("the appellation 8 stands twice"));
  }
  SECTION("a broken letter in a UTF-8 file") {
    folder.append("referentiel_competence",
                  "\"299\",\"Compétence\",\"Cass\xE9 ici\",\"\",\"\",\"\",\"Savoir-faire\",\"\","
                  "\"\",\"\",\"\",\"\"\n");
    CHECK_THAT(only_issue(folder.path()), Contains("not valid UTF-8"));
  }
}

TEST_CASE("a file in ISO-8859-1 is read as such") {
  RomeFolder folder;
  folder.set("referentiel_savoir",
             "code_ogr_savoir,libelle_savoir\n401,R\xE8gles d\x92hygi\xE8ne\n");
  folder.set("coherence_item", "code_rome,code_ogr,coeur_metier\nD1102,401,\n");
  const auto result = import_rome(folder.path());
  REQUIRE(result.ok());
  CHECK(result->referential.text(
            result->referential.item(result->referential.find_item("401")).label) ==
        "Règles d’hygiène");
  REQUIRE(result->issues.notes().size() == 1);
  check_french(result->issues);
}

TEST_CASE("other encodings, binaries and other files are refused whole") {
  RomeFolder folder;
  folder.set("texte",
             "\xFF\xFE"
             "c\0o\0");
  CHECK_THAT(error_of(folder.path()), Contains("UTF-16"));
  folder.set("texte", std::string("a,b\0c\n", 6));
  CHECK_THAT(error_of(folder.path()), Contains("NUL"));
  folder.set("texte", "");
  CHECK_THAT(error_of(folder.path()), Contains("is empty"));
  folder.remove("texte");
  std::string rows = "code_rome,code_ogr,coeur_metier\n";
  for (int i = 0; i < 100; ++i) rows += "Q000,203,\n";
  folder.set("coherence_item", rows);
  CHECK_THAT(error_of(folder.path()), Contains("100 of 100 rows are wrong"));
}

TEST_CASE("two versions in one folder are refused") {
  RomeFolder folder;
  std::ofstream(folder.path() + "/unix_texte_v460_utf8.csv") << "x\n";
  CHECK_THAT(error_of(folder.path()), Contains("keep one version"));
}

TEST_CASE("zips that are broken or bombs are refused") {
  RomeFolder folder;
  const std::string broken = folder.path() + "/broken.zip";
  std::ofstream(broken) << "PK\x03\x04 and nothing more";
  CHECK_THAT(error_of(broken), Contains("no readable zip"));

  folder.set("referentiel_code_rome",
             folder.content("referentiel_code_rome") + std::string(size_t{8} << 20, '\n'));
  CHECK_THAT(error_of(folder.zip()), Contains("zip bomb"));
  folder.set("referentiel_code_rome", std::string(kFileBytesMax + 1, 'x'));
  CHECK_THAT(error_of(folder.path()), Contains("larger than 64 MiB"));
}

TEST_CASE("a zip whose data was changed is refused") {
  RomeFolder folder;
  const std::string path = folder.zip();
  std::string bytes;
  {
    std::ifstream in(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
  }
  const size_t entry = bytes.find("unix_referentiel_code_rome_v470");
  REQUIRE(entry != bytes.npos);
  for (size_t i = entry + 80; i < entry + 100; ++i) bytes[i] = static_cast<char>(bytes[i] ^ 0x5A);
  std::ofstream(path, std::ios::binary) << bytes;
  CHECK_THAT(error_of(path), Contains("is broken"));
}
