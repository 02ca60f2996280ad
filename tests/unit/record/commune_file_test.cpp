#include "record/commune_file.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>

using namespace aksis;
using namespace aksis::record;

namespace {

const Commune* find(const CommuneFile& file, std::string_view code) {
  for (const auto& commune : file.communes)
    if (commune.code == code) return &commune;
  return nullptr;
}

}  // namespace

TEST_CASE("communes are read with what the list tells, whatever the order of its columns") {
  const auto read = read_communes(
      "population,nom,insee,codes_postaux,lat,lon,bassin_emploi,region,departement\n"
      "396,Boissey,01050,01190|01380|01190,46.3728,4.99898,8401,84,01\n"
      ",\"Saint-Denis\",97411,,,,,,\n");
  REQUIRE(read.ok());
  REQUIRE(read->communes.size() == 2);
  const auto& first = read->communes[0];
  CHECK(first.name == "Boissey");
  CHECK(first.postcodes == std::vector<std::string>{"01190", "01380"});
  CHECK(first.population == 396);
  REQUIRE(first.place);
  CHECK(first.place->lat == 4'637'280);
  CHECK(first.place->lon == 499'898);
  CHECK(first.employment_area == "8401");
  CHECK(first.region == "84");
  const auto& second = read->communes[1];
  CHECK(second.department == "974");
  CHECK_FALSE(second.place);
  CHECK(second.population == 0);
}

TEST_CASE("wrong rows are left out and named by their line") {
  const auto read = read_communes(
      "insee,nom,lat,lon,codes_postaux,population\n"
      "75056,Paris,48.85,2.35,75001,2\n"
      "1,x,1,1,,\n"
      "69123,Lyon,north,4,,\n"
      "69124,Far,91,4,,\n"
      "69125,,45,4,,\n"
      "69126,Code,45,4,690,\n"
      "69127,People,45,4,,-1\n"
      "69128,\xff\xfe,45,4,,\n"
      "2A004,Ajaccio,41.9,8.7,,\n");
  REQUIRE(read.ok());
  CHECK(read->communes.size() == 2);
  CHECK(read->communes[1].department == "2A");
  CHECK(read->refused == 7);
  REQUIRE(read->wrong.size() == 7);
  for (size_t i = 0; i < read->wrong.size(); ++i) CHECK(read->wrong[i].line == i + 3);
  CHECK(read->wrong[1].message.find("69123") != std::string::npos);
}

TEST_CASE("a file that is no list of communes is refused with what is wrong") {
  CHECK_FALSE(read_communes("").ok());
  CHECK_FALSE(read_communes("a,b\n1,2\n").ok());
  const auto useless = read_communes("insee,nom\n1,x\n");
  REQUIRE_FALSE(useless.ok());
  CHECK(useless.error().message.find("line 2") != std::string::npos);
  CHECK_FALSE(read_communes("insee,nom\n\"01001,x\n").ok());
}

TEST_CASE("a city of arrondissements lies amid them when the list gives it no place") {
  const auto read = read_communes(
      "insee,nom,lat,lon\n69123,Lyon,,\n69381,Lyon 1er,45.77,4.83\n69382,Lyon 2e,45.75,4.83\n"
      "75056,Paris,48.86,2.35\n75101,Paris 1er,40.0,2.0\n12218,Conques,,\n");
  REQUIRE(read.ok());
  CHECK(find(*read, "69123")->place->lat == 4'576'000);
  CHECK(find(*read, "75056")->place->lat == 4'886'000);
  CHECK_FALSE(find(*read, "12218")->place);
}

TEST_CASE("the demo's communes are sound") {
  std::ifstream file(std::string(AKSIS_SOURCE_DIR) + "/config/demo/communes.csv");
  std::stringstream text;
  text << file.rdbuf();
  const auto read = read_communes(text.str());
  REQUIRE(read.ok());
  CHECK(read->refused == 0);
  CHECK(read->communes.size() >= 140);
}
