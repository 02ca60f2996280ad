// Commands of the modules that come with the program.
#include <signal.h>

#include <aksis/cpp/json.hpp>
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <optional>

#include "program.hpp"

using namespace aksis;
using namespace aksis::test;

namespace {

namespace fs = std::filesystem;

const std::string kRome = std::string(AKSIS_DATA_DIR) + "/rome_v4";

bool has_command(const std::string& word) {
  return run({"--help"}).out.find("\n  " + word + " ") != std::string::npos;
}

}  // namespace

TEST_CASE("Ctrl-C stops a long import, which leaves nothing, both ways") {
  if (!fs::exists(kRome) || !has_command("import")) {
    WARN("skipped: " << kRome << " or the module competences is not here");
    return;
  }
  const Folder folder;
  const auto data = folder.path("data");
  fs::create_directory(data);
  const std::vector<std::string> question = {"referential", "--json", "--data", data};
  const auto before = run(question);
  for (const bool beside_server : {false, true}) {
    std::optional<Served> served;
    if (beside_server) served.emplace(data);
    Program import({"import", "rome", kRome, "--data", data});
    REQUIRE(import.says("\n"));  // the first line of progress
    import.signal(SIGINT);
    const auto stopped = import.wait();
    INFO(stopped.err);
    CHECK(stopped.code == 130);
    const auto after = run(question);
    CHECK(after.code == before.code);
    CHECK(after.out == before.out);
  }
}

TEST_CASE("The demo is made once, served again with the same key, and completed when it was not") {
  const std::string files = std::string(AKSIS_SOURCE_DIR) + "/config/demo";
  if (!fs::exists(files + "/rome") || !fs::exists(files + "/offers.jsonl")) {
    WARN("skipped: the demo's referential and offers are not here yet");
    return;
  }
  const Folder folder;
  const auto data = folder.path("demo");
  std::string first_key;
  for (int time = 0; time < 3; ++time) {
    // One that was stopped half-way is completed around the people it has.
    if (time == 2) REQUIRE(fs::remove(data + "/demo.done"));
    Program demo({"demo", "--folder", data, "--set", "server.port=0"});
    const auto ready = demo.line();
    REQUIRE(ready.starts_with("ready http://127.0.0.1:"));
    const auto key = ready.substr(ready.find(" key="));
    if (time == 0) first_key = key;
    CHECK(key == first_key);
    const auto people = run({"person", "list", "--json", "--data", data});
    const auto parsed = json::parse(people.out);
    REQUIRE(parsed.ok());
    CHECK(json::member(*parsed, "people")->Size() == 12);
    demo.signal(SIGTERM);
    const auto ended = demo.wait();
    CHECK(ended.code == 0);
    CHECK_THAT(ended.err, Catch::Contains("aksis person list") && !Catch::Contains("{\"at\":"));
  }
  // Who steals the database, and its log with it, learns nobody's name, birth date or contact.
  int looked = 0;
  for (const auto& entry : fs::directory_iterator(data)) {
    if (!entry.path().filename().string().starts_with("aksis.db")) continue;
    std::ifstream in(entry.path(), std::ios::binary);
    const std::string bytes(std::istreambuf_iterator<char>(in), {});
    ++looked;
    for (const char* secret : {"Kowalski", "kowalski", "Lemoine", "Benali", "1988-03-14",
                               "lina.perrin", "0639980001", "639980001"}) {
      INFO(entry.path() << ": " << secret);
      CHECK(bytes.find(secret) == std::string::npos);
    }
  }
  CHECK(looked >= 1);
}

TEST_CASE("What the last import of ROME changed can be read later") {
  const Folder folder;
  const auto data = folder.path("data"), rome = folder.path("rome");
  fs::create_directory(data);
  fs::copy(std::string(AKSIS_SOURCE_DIR) + "/config/demo/rome", rome);
  REQUIRE(run({"import", "rome", rome, "--data", data}).code == 0);
  const auto sheets = rome + "/unix_referentiel_code_rome.csv";
  std::ifstream in(sheets);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  const std::string old = "Boulanger / Boulangère";
  REQUIRE(text.find(old) != std::string::npos);
  text.replace(text.find(old), old.size(), "Artisan du pain");
  std::ofstream(sheets) << text;
  REQUIRE(run({"import", "rome", rome, "--data", data}).code == 0);
  const auto told = run({"referential", "--data", data, "--lang", "en"});
  CHECK_THAT(told.out, Catch::Contains("occupations renamed") && Catch::Contains(old) &&
                           Catch::Contains("Artisan du pain"));
}
