#include "record/territories.hpp"

#include <catch2/catch.hpp>
#include <fstream>

#include "bench.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

const char* const kList =
    "insee,nom,departement,region,codes_postaux,population,lat,lon,bassin_emploi\n"
    "44109,Nantes,44,52,44000|44100,320000,47.23,-1.55,5201\n"
    "44162,Saint-Herblain,44,52,44800,48000,47.21,-1.65,5201\n"
    "49007,Angers,49,52,49000,155000,47.47,-0.55,5205\n"
    "85146,Montaigu-Vendée,85,52,85600,20000,46.97,-1.30,5201\n"
    "35238,Rennes,35,53,35000,225000,48.11,-1.68,5306\n"
    "97502,Saint-Pierre,975,,97500,5500,,,\n";

struct Atlas : Bench {
  json::Document import(const std::string& text) {
    const auto path = scratch.path("communes.csv");
    std::ofstream(path) << text;
    return ok("territories.import", "{\"path\":\"" + path + "\"}").body;
  }
  std::string found(const std::string& words) {
    std::string codes;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(communes, find_communes(tx, words, 10));
      for (const auto& commune : communes) codes += commune.code + " ";
      return {};
    }));
    return codes;
  }
  bool inside(const std::string& commune, const std::string& kind, const std::string& code) {
    bool out = false;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(lies, lies_in(tx, commune, kind, code));
      out = lies;
      return {};
    }));
    return out;
  }
};

}  // namespace

TEST_CASE("an imported list makes the tree from the commune up to the nation") {
  Atlas bench;
  const auto report = bench.import(kList);
  CHECK(json::integer(report, "communes") == 6);
  CHECK(json::integer(report, "without_place") == 1);
  const auto shown = bench.ok("territories.read", R"({"commune":"85146"})").body;
  std::string line;
  for (const auto& one : json::member(shown, "territories")->GetArray())
    line += std::string(json::text(one, "kind")) + "=" + std::string(json::text(one, "name")) + " ";
  CHECK(line ==
        "commune=Montaigu-Vendée employment_area=5201 department=Vendée region=Pays de la Loire "
        "nation=France ");
  // The area crosses departments: it hangs where most of its people live.
  CHECK(bench.inside("85146", "employment_area", "5201"));
  CHECK(bench.inside("85146", "department", "85"));
  CHECK_FALSE(bench.inside("85146", "department", "44"));
  CHECK(bench.inside("85146", "region", "52"));
  CHECK(bench.inside("85146", "nation", "FR"));
  CHECK_FALSE(bench.inside("85146", "nation", "DE"));
  CHECK(bench.inside("97502", "department", "975"));
  CHECK(bench.inside("97502", "nation", "FR"));
  CHECK_FALSE(bench.inside("97502", "region", "52"));
  CHECK_FALSE(bench.inside("00000", "nation", "FR"));
}

TEST_CASE("communes are found by name, word, accent or postcode, the largest first") {
  Atlas bench;
  bench.import(kList);
  CHECK(bench.found("nantes") == "44109 ");
  CHECK(bench.found("saint") == "44162 97502 ");
  CHECK(bench.found("SAINT-herb") == "44162 ");
  CHECK(bench.found("vendee") == "85146 ");
  CHECK(bench.found("44") == "44109 44162 ");
  CHECK(bench.found("441") == "44109 ");
  CHECK(bench.found("%") == "");
  CHECK(bench.found("zz") == "");
  const auto shown = bench.ok("communes.find", R"({"q":"nantes"})").body;
  const auto& first = json::member(shown, "communes")->GetArray()[0];
  CHECK(json::member(first, "postcodes")->Size() == 2);
}

TEST_CASE("importing again replaces what changed and keeps what is no longer listed") {
  Atlas bench;
  bench.import(kList);
  bench.import(
      "insee,nom,departement,region,codes_postaux,population,bassin_emploi\n"
      "44109,Nantes-sur-Loire,44,52,44200,330000,5299\n");
  CHECK(bench.found("nantes sur") == "44109 ");
  CHECK(bench.found("44000") == "");
  CHECK(bench.found("44200") == "44109 ");
  CHECK(bench.inside("44109", "employment_area", "5299"));
  CHECK(bench.found("rennes") == "35238 ");
}

TEST_CASE("a stopped import says so and can be run again") {
  Atlas bench;
  const auto file = *read_communes(kList);
  const auto stopped = write_territories(*bench.database, file.communes, bench.clock,
                                         [](size_t, size_t) { return false; });
  REQUIRE_FALSE(stopped.ok());
  CHECK(stopped.error().code == Code::cancelled);
  REQUIRE_OK(write_territories(*bench.database, file.communes, bench.clock,
                               [](size_t, size_t) { return true; }));
  CHECK(bench.found("rennes") == "35238 ");
}

TEST_CASE("the real list of communes is taken whole") {
  const std::string path = std::string(AKSIS_DATA_DIR) + "/geo/communes.csv";
  std::ifstream file(path);
  if (!file) {
    WARN(path + " is absent: nothing was tried");
    return;
  }
  Atlas bench;
  const auto report = bench.ok("territories.import", "{\"path\":\"" + path + "\"}").body;
  CHECK(json::integer(report, "communes") > 34'900);
  CHECK(json::integer(report, "refused") == 0);
  CHECK(bench.inside("75112", "region", "11"));
  CHECK(bench.inside("13055", "employment_area", "9306"));
  CHECK(bench.found("marseille").substr(0, 5) == "13055");
}
