#include "rome_import.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>

#include "official_rome.hpp"
#include "rome_folder.hpp"

using namespace aksis::competences;
using Catch::Matchers::Contains;

TEST_CASE("the official set is read whole") {
  const auto start = std::chrono::steady_clock::now();
  const auto* rome = official_rome();
  if (!rome) return;
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  INFO("read in " << took.count() << " s, " << rome->referential.memory_bytes() << " bytes");
  const Referential& r = rome->referential;
  CHECK(r.version() == "460");
  CHECK(r.occupations().size() == 1584);
  CHECK(r.appellations().size() == 13120);
  CHECK(r.items().size() == 17810 + 507 + 15354 + 179);
  size_t links = 0, moves = 0;
  for (Index i = 0; i < r.occupations().size(); ++i) {
    links += r.items_of(i).size();
    moves += r.mobility_of(i).size();
    CHECK(r.appellations_of(i).size() >= 1);
    CHECK(r.appellations_of(i)[0].principal);
    CHECK(r.occupation(i).domain != kNone);
    CHECK(r.occupation(i).riasec.major != 0);
  }
  CHECK(links == 104219);
  CHECK(moves == 14912);
  CHECK(r.memory_bytes() <= size_t{25} << 20);
  CHECK(rome->issues.row_count() == 0);
  for (const auto& issue : rome->issues.rows())
    UNSCOPED_INFO(issue.file << issue.line << issue.message);

  const Index farmer = r.find_occupation("A1101");
  REQUIRE(farmer != kNone);
  CHECK(r.text(r.occupation(farmer).label) == "Conducteur / Conductrice d'engins agricoles");
  CHECK_THAT(std::string(r.text(r.occupation(farmer).definition)),
             Contains("assure l'entretien et la maintenance"));
  // The one file in ISO-8859-1.
  const Index naf = r.find_category(Scheme::naf, "1");
  REQUIRE(naf != kNone);
  CHECK_FALSE(r.occupations_in(naf).empty());
  REQUIRE(rome->issues.notes().size() == 1);
  CHECK_THAT(rome->issues.notes()[0].message, Contains("secteur_naf"));
  // The tree reaches every macro-competence.
  for (const Item& item : r.items())
    if (item.kind == ItemKind::macro || item.kind == ItemKind::soft_skill)
      CHECK(item.branch != kNone);
}
