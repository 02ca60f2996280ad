// What a person lacks for an offer: both modules together, over the demo's referential.
#include <aksis/cpp/json.hpp>
#include <catch2/catch.hpp>

#include "program.hpp"

using namespace aksis;
using namespace aksis::test;

namespace {

constexpr const char* kOffers =
    R"({"id":"NAMED","romeCode":"J1501","competences":[{"code":"115131","exigence":"E"},)"
    R"({"code":"999999","exigence":"S"}]})"
    "\n"
    R"({"id":"BARE","romeCode":"J1501"})"
    "\n"
    R"({"id":"STRANGE","romeCode":"Z9999"})"
    "\n";

}  // namespace

TEST_CASE("A gap with an offer is told of the skills it names, else of its occupation") {
  const Folder folder;
  const auto data = folder.path("data");
  std::filesystem::create_directory(data);
  const auto ask = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--data", data, "--lang", "en"});
    return run(words);
  };
  const std::string demo = std::string(AKSIS_SOURCE_DIR) + "/config/demo";
  REQUIRE(ask({"import", "rome", demo + "/rome"}).code == 0);
  REQUIRE(ask({"import", "trainings", demo + "/trainings"}).code == 0);
  REQUIRE(ask({"import", "offers", folder.write("offers.jsonl", kOffers)}).code == 0);
  REQUIRE(ask({"person", "add", "A-17"}).code == 0);
  REQUIRE(ask({"skill", "add", "A-17", "115131", "3"}).code == 0);

  const auto named = json::parse(ask({"offer", "gap", "A-17", "NAMED", "--json"}).out);
  REQUIRE(named.ok());
  REQUIRE(json::member(*named, "lines")->Size() == 1);
  CHECK(json::text((*json::member(*named, "lines"))[0], "state") == "held");
  CHECK(json::integer((*json::member(*named, "lines"))[0], "wanted") == 3);
  CHECK(json::number(*named, "coverage") == 1);

  const auto bare = json::parse(ask({"offer", "gap", "A-17", "BARE", "--json"}).out);
  const auto whole = json::parse(ask({"gap", "A-17", "--occupation", "J1501", "--json"}).out);
  REQUIRE(bare.ok());
  REQUIRE(whole.ok());
  CHECK(*bare == *whole);

  const auto plan = ask({"offer", "training-plan", "A-17", "NAMED", "--json"});
  INFO(plan.err);
  CHECK(plan.code == 0);
  CHECK_THAT(plan.out, Catch::Contains("\"lacking\":0"));

  CHECK(ask({"offer", "gap", "A-17", "NONE"}).code == 3);
  const auto strange = ask({"offer", "gap", "A-17", "STRANGE"});
  CHECK(strange.code == 4);
  CHECK_THAT(strange.err, Catch::Contains("import ROME"));
}
