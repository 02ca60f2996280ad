#include "training.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <random>

#include "cover.hpp"
#include "gap.hpp"
#include "official_rome.hpp"
#include "rome_folder.hpp"
#include "rome_import.hpp"
#include "told_issues.hpp"

using namespace aksis::competences;
using Catch::Matchers::Contains;

namespace {

CoverSet bits(std::initializer_list<size_t> on) {
  CoverSet out;
  for (const size_t bit : on) out.set(bit);
  return out;
}

const Referential& rome() {
  static const RomeFolder folder;
  static const Referential referential = std::move(import_rome(folder.path()).value().referential);
  return referential;
}

Certification certification(std::string code, std::vector<std::string> rome_codes,
                            bool active = true) {
  return {std::move(code), "Titre", "3", "TP", "2030-01-01", active, std::move(rome_codes)};
}

std::vector<Index> items(std::initializer_list<const char*> codes) {
  std::vector<Index> out;
  for (const char* code : codes) out.push_back(rome().find_item(code));
  return out;
}

}  // namespace

TEST_CASE("the smallest cover beats the greedy one") {
  // Greedy takes the middle set of four and then needs two more.
  const std::vector<CoverSet> sets = {bits({1, 2, 3, 4}), bits({0, 1, 2}), bits({3, 4, 5})};
  const Cover cover = smallest_cover(sets, 1000);
  CHECK(cover.exact);
  CHECK(cover.chosen.size() == 2);
  CHECK_FALSE(smallest_cover(sets, 0).exact);
  CHECK(smallest_cover(sets, 0).chosen.size() == 3);
  CHECK(smallest_cover({}, 10).chosen.empty());
}

TEST_CASE("the cover is as small as trying all subsets finds") {
  std::mt19937 random(3);
  for (int round = 0; round < 60; ++round) {
    std::vector<CoverSet> sets(9);
    CoverSet all;
    for (auto& set : sets) {
      for (size_t bit = 0; bit < 14; ++bit) set[bit] = random() % 4 == 0;
      all |= set;
    }
    size_t smallest = sets.size();
    for (unsigned chosen = 0; chosen < 1u << sets.size(); ++chosen) {
      CoverSet reached;
      for (size_t i = 0; i < sets.size(); ++i)
        if (chosen >> i & 1) reached |= sets[i];
      if (reached == all)
        smallest = std::min(smallest, static_cast<size_t>(__builtin_popcount(chosen)));
    }
    const Cover cover = smallest_cover(sets, 100000);
    CHECK(cover.exact);
    CHECK(cover.chosen.size() == smallest);
  }
}

TEST_CASE("a plan takes the fewest active certifications and says what none covers") {
  // D1102 (V3) is the parent of D1102 and D1104: items of half of them are covered.
  const TrainingCatalogue catalogue(
      rome(), {certification("RNCP1", {"D1102"}), certification("RNCP2", {"A1101"}),
               certification("RNCP3", {"A1101", "D1102"}, false), certification("RNCP4", {"D1102"}),
               certification("RNCP5", {})});
  const auto asked = items({"203", "205", "201", "206"});
  const TrainingPlan plan = catalogue.plan(asked);
  CHECK(plan.method == TrainingPlan::Method::exact);
  REQUIRE(plan.steps.size() == 2);
  CHECK(plan.steps[0].alternatives + plan.steps[1].alternatives == 3);
  CHECK(plan.uncovered == items({"206"}));
  CHECK(catalogue.plan({}).steps.empty());
  const auto* third = catalogue.find("RNCP3");
  REQUIRE(third);
  CHECK(catalogue.items_of(*third).size() == 9);
  CHECK(catalogue.find("RNCP9") == nullptr);
  CHECK(TrainingCatalogue().plan(asked).uncovered.size() == 4);
}

TEST_CASE("a folder without the RNCP files is refused with their names") {
  Issues issues;
  const RomeFolder folder;
  const auto result = import_trainings(folder.path(), issues);
  REQUIRE_FALSE(result.ok());
  aksis::check_french(result.error());
  CHECK_THAT(result.error().message, Contains("rncp_info"));
}

TEST_CASE("certifications are read with their traps") {
  const RomeFolder folder;
  std::ofstream(folder.path() + "/rncp_info.v9.csv")
      << "Numero_Fiche;Intitule;Date_Fin_Enregistrement;Actif;Nomenclature_Europe_Intitule\n"
         "RNCP1;\"Métiers\nde la pierre\n\";1/31/24;ACTIVE;niveau4\n"
         "RNCP1;Double;;INACTIVE;\n"
         "RNCP2;Autre;;INACTIVE;Sans niveau – indéterminé\n"
         "X3;Autre;;INACTIVE;\n"
         "RNCP4;Autre;99/99/99;INACTIVE;\n";
  std::ofstream(folder.path() + "/rncp_rome.v9.csv") << "CodeRNCP;EtatFiche;Rome;libelle;;\n"
                                                        "RNCP1;Publiée;F1612;Taille;;\n"
                                                        "RNCP1;Publiée;F1612;Taille;;\n"
                                                        "RNCP1;Publiée;F16;Taille;;\n"
                                                        "RNCP9;Publiée;F1612;Taille;;\n";
  Issues issues;
  const auto read = import_trainings(folder.path(), issues);
  if (!read.ok()) FAIL(read.error().message);
  REQUIRE(read->size() == 2);
  CHECK((*read)[0].ends_on == "2024-01-31");
  CHECK((*read)[0].level == "4");
  CHECK((*read)[0].active);
  CHECK((*read)[0].rome_codes == std::vector<std::string>{"F1612"});
  CHECK((*read)[1].level.empty());
  CHECK(issues.row_count() == 3);
  CHECK(issues.notes().size() == 2);
  check_french(issues);

  std::ofstream(folder.path() + "/rncp_rome.v9.csv.gz") << "\x1f\x8b broken";
  std::filesystem::remove(folder.path() + "/rncp_rome.v9.csv");
  const auto broken = import_trainings(folder.path(), issues);
  REQUIRE_FALSE(broken.ok());
  aksis::check_french(broken.error());
  CHECK_THAT(broken.error().message, Contains("broken or cut gzip"));
}

TEST_CASE("the real certifications close real gaps in good time") {
  const auto* official = official_rome();
  if (!official) return;
  Issues issues;
  auto read = import_trainings(std::string(AKSIS_DATA_DIR) + "/training", issues);
  if (!read.ok()) FAIL(read.error().message);
  CHECK(read->size() == 20387);
  for (const auto& issue : issues.rows())
    UNSCOPED_INFO(issue.file << ":" << issue.line << " " << issue.message);
  CHECK(issues.row_count() < 200);
  const Referential& r = official->referential;
  const TrainingCatalogue catalogue(r, std::move(read).value());
  size_t greedy = 0, covered = 0, asked = 0;
  double worst = 0;
  for (Index occupation = 0; occupation < r.occupations().size(); occupation += 16) {
    std::vector<Index> wanted;
    for (const Requirement& one : requirements(r, occupation)) wanted.push_back(one.item);
    const auto start = std::chrono::steady_clock::now();
    const TrainingPlan plan = catalogue.plan(wanted);
    worst = std::max(
        worst, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    greedy += plan.method == TrainingPlan::Method::greedy;
    covered += wanted.size() - plan.uncovered.size();
    asked += wanted.size();
  }
  WARN("plans: worst " << worst * 1000 << " ms, " << greedy << " of 99 greedy, " << covered
                       << " of " << asked << " items covered");
  CHECK(covered * 2 > asked);
}
