// What the program says without data and without a server.
#include <aksis/cpp/json.hpp>
#include <catch2/catch.hpp>
#include <sstream>

#include "program.hpp"

using namespace aksis;
using namespace aksis::test;

TEST_CASE("The help lists the commands and the exit codes, in both languages") {
  const auto english = run({"--help"});
  CHECK(english.code == 0);
  for (const char* word : {"serve", "demo", "backup", "restore", "person", "apikey", "Exit codes"})
    CHECK_THAT(english.out, Catch::Contains(word));
  const auto french = run({"--help"}, {{{"LANG", "fr_FR.UTF-8"}}, {}, false});
  CHECK_THAT(french.out, Catch::Contains("Codes de sortie"));
  CHECK_THAT(run({"--lang", "fr", "--help"}).out, Catch::Contains("Codes de sortie"));
  CHECK_THAT(run({"person", "--help"}).out, Catch::Contains("list"));
}

TEST_CASE("The help says of every argument and option what it is, flags look like flags") {
  const std::vector<std::vector<std::string>> commands = {{"match"},
                                                          {"gap"},
                                                          {"explain"},
                                                          {"skill", "add"},
                                                          {"wishes", "save"},
                                                          {"evaluate", "titles"},
                                                          {"import", "offers"},
                                                          {"offer", "list"},
                                                          {"feedback"},
                                                          {"backup"},
                                                          {"person", "show"}};
  for (const char* language : {"fr", "en"})
    for (auto words : commands) {
      words.insert(words.end(), {"--help", "--lang", language});
      const auto help = run(words);
      INFO(help.out);
      REQUIRE(help.code == 0);
      CHECK(help.out.find("{true}") == std::string::npos);
      size_t described = 0;
      std::istringstream lines(help.out);
      for (std::string line; std::getline(lines, line);) {
        // A name as wide as its column has its words on the next line.
        if (!line.starts_with("  ") || line.starts_with("   ")) continue;
        if (line.find("{") != std::string::npos) continue;
        INFO(line);
        CHECK(line.size() > 36);
        ++described;
      }
      CHECK(described > 0);
    }
}

TEST_CASE("Version, OpenAPI and completion need neither data nor server") {
  const auto version = run({"version", "--json"});
  CHECK(version.code == 0);
  CHECK_THAT(version.out, Catch::Contains("\"version\":"));
  const auto openapi = run({"openapi"});
  CHECK(openapi.code == 0);
  const auto document = json::parse(openapi.out);
  REQUIRE(document.ok());
  CHECK(json::text(*document, "openapi").starts_with("3.1"));
  const auto completion = run({"completion", "bash"});
  CHECK(completion.code == 0);
  CHECK_THAT(completion.out, Catch::Contains("complete -o filenames -F _aksis aksis") &&
                                 Catch::Contains("\"config\")"));
}

TEST_CASE("A wrong command line is answered 2") {
  CHECK(run({"nothing"}).code == 2);
  CHECK(run({}).code == 2);
  CHECK(run({"person"}).code == 2);
  CHECK(run({"person", "list", "--nothing"}).code == 2);
  CHECK(run({"--lang", "de", "version"}).code == 2);
}

TEST_CASE("What is wrong in a command line is named, with what was meant") {
  const auto err = [](std::vector<std::string> words, const char* language) {
    words.insert(words.end(), {"--lang", language});
    const auto outcome = run(words);
    CHECK(outcome.code == 2);
    CHECK(outcome.out == "");
    return outcome.err;
  };
  CHECK(err({"bckup"}, "fr") ==
        "aksis: la commande « bckup » n’existe pas (vouliez-vous dire backup ?) ; `aksis --help` "
        "dit ce qu’il faut\n");
  CHECK(err({"nothing"}, "en") == "aksis: there is no command \"nothing\"; see `aksis --help`\n");
  CHECK(err({}, "en") == "aksis: a command is missing; see `aksis --help`\n");
  CHECK(err({"person", "lst"}, "en") ==
        "aksis: there is no command \"lst\" (did you mean list?); see `aksis person --help`\n");
  CHECK(err({"person"}, "fr") ==
        "aksis: il manque une commande ; `aksis person --help` dit ce qu’il faut\n");
  CHECK(err({"person", "show"}, "fr") ==
        "aksis: il manque « person » ; `aksis person show --help` dit ce qu’il faut\n");
  CHECK(err({"person", "add", "A", "B"}, "en") ==
        "aksis: \"B\" is one word too many; see `aksis person add --help`\n");
  CHECK(err({"person", "list", "--limt", "3"}, "en") ==
        "aksis: there is no option --limt (did you mean --limit?); see `aksis person list "
        "--help`\n");
}

TEST_CASE("The configuration in force is shown with the origin of each value") {
  const Folder folder;
  const auto file = folder.write("aksis.toml", "[server]\nport = 8181\n");
  const auto shown =
      run({"config", "show", "--origin", "--json", "--config", file, "--data", folder.path("data")},
          {{{"AKSIS_LOG__LEVEL", "debug"}}, {}, false});
  CHECK(shown.code == 0);
  CHECK_THAT(shown.out, Catch::Contains(R"({"key":"server.port","value":8181,"origin":")" + file +
                                        ":2:8\"}") &&
                            Catch::Contains(R"("value":"debug","origin":"AKSIS_LOG__LEVEL"})") &&
                            Catch::Contains(R"("origin":"--set data.folder"})") &&
                            Catch::Contains(R"("origin":"default"})"));
}

TEST_CASE("A wrong configuration names file, line and column, and starts nothing") {
  const Folder folder;
  const auto file = folder.write("aksis.toml", "[server]\nprot = 8181\n[log]\nlevel = 3\n");
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"serve", "--create"}, {"config", "check"}, {"check"}, {"person", "list"}, {"demo"}}) {
    auto line = words;
    line.insert(line.end(), {"--config", file, "--data", folder.path("data")});
    const auto outcome = run(line);
    CHECK(outcome.code == 2);
    CHECK_THAT(outcome.err,
               Catch::Contains(file + ":2:8: unknown key server.prot; did you mean server.port?") &&
                   Catch::Contains(file + ":4:9: log.level must be one of"));
  }
  CHECK_FALSE(std::filesystem::exists(folder.path("data")));
  CHECK(run({"--help", "--config", file}).code == 0);
}

TEST_CASE("The demo is made in the folder of --data, and two folders are refused") {
  const Folder folder;
  const auto file = folder.write("taken", "a file, no folder");
  const auto honoured = run({"demo", "--data", file});
  CHECK(honoured.code != 0);
  CHECK_THAT(honoured.err, Catch::Contains(file));
  const auto two = run({"demo", "--data", folder.path("a"), "--folder", folder.path("b")});
  CHECK(two.code == 2);
  CHECK_THAT(two.err, Catch::Contains("--data and --folder"));
  CHECK_FALSE(std::filesystem::exists(folder.path("a")));
  CHECK_FALSE(std::filesystem::exists(folder.path("b")));
}

TEST_CASE("A section of a module that is not here is refused at its place") {
  const Folder folder;
  const auto file = folder.write("aksis.toml", "[modules.mathcing]\ntop = 1\n");
  const auto outcome = run({"config", "check", "--config", file});
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Catch::Contains(file + ":2:7: [modules.mathcing] is for a module"));
}

TEST_CASE("Without TLS only loopback is served") {
  const Folder folder;
  const auto outcome =
      run({"serve", "--create", "--data", folder.path("data"), "--set", "server.address=0.0.0.0"});
  CHECK(outcome.code == 2);
  CHECK_THAT(outcome.err, Catch::Contains("127.0.0.1") && Catch::Contains("tls_certificate"));
}

TEST_CASE("check says what is wrong with the data folder and starts nothing") {
  const Folder folder;
  const auto absent = run({"check", "--data", folder.path("data")});
  CHECK(absent.code == 5);
  CHECK_THAT(absent.out, Catch::Contains("does not exist"));
  std::filesystem::create_directory(folder.path("data"));
  CHECK(run({"check", "--data", folder.path("data")}).code == 0);
  CHECK(std::filesystem::is_empty(folder.path("data")));
}

TEST_CASE("An unknown operation is answered 3 with the one that was meant") {
  const auto outcome = run({"call", "people.lst"});
  CHECK(outcome.code == 3);
  CHECK_THAT(outcome.err, Catch::Contains("did you mean people.list?"));
  const auto list = run({"call", "--json"});
  CHECK(list.code == 0);
  CHECK_THAT(list.out, Catch::Contains(R"("operation":"people.create","kind":"write")"));
}
