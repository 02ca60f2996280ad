#include "rome_changes.hpp"

#include <catch2/catch.hpp>

#include "rome_folder.hpp"
#include "rome_import.hpp"

using namespace aksis::competences;

TEST_CASE("the report of an upgrade names what came, went, and was renamed") {
  RomeFolder folder;
  const auto before = import_rome(folder.path());
  REQUIRE(before.ok());
  CHECK(compare(before->referential, before->referential).none());

  auto occupations = folder.content("referentiel_code_rome");
  occupations.replace(occupations.find("Chevrier / Chevrière"),
                      std::string("Chevrier / Chevrière").size(), "Éleveur / Éleveuse de chèvres");
  folder.set("referentiel_code_rome",
             occupations +
                 "\"D1106\",\"16\",\"17\",\"Crêpier / Crêpière\",\"\",\"\",\"\",\"\",\"\",\"\"\n");
  auto links = folder.content("coherence_item");
  const std::string gone = "\"D1102\",\"204\",\"Principale\"\n";
  links.erase(links.find(gone), gone.size());
  const std::string flagged = "\"D1102\",\"203\",\"Principale\"";
  links.replace(links.find(flagged), flagged.size(), "\"D1102\",\"203\",\"\"");
  folder.set("coherence_item", links + "\"D1102\",\"205\",\"\"\n\"D1106\",\"203\",\"\"\n");
  const auto after = import_rome(folder.path());
  REQUIRE(after.ok());

  const RomeChanges changes = compare(before->referential, after->referential);
  CHECK_FALSE(changes.none());
  REQUIRE(changes.occupations.added.size() == 1);
  CHECK(changes.occupations.added[0].code == "D1106");
  REQUIRE(changes.occupations.renamed.size() == 1);
  CHECK(changes.occupations.renamed[0].after == "Éleveur / Éleveuse de chèvres");
  CHECK(changes.occupations.removed.empty());
  CHECK(changes.items.added.empty());
  REQUIRE(changes.links.size() == 1);
  CHECK(changes.links[0].rome_code == "D1102");
  CHECK(changes.links[0].added == 1);
  CHECK(changes.links[0].removed == 1);
  CHECK(changes.links[0].reflagged == 1);
  CHECK(changes.links_after == changes.links_before + 1);
}
