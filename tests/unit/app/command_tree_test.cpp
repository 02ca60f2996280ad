#include "app/command_line/command_tree.hpp"

#include "app/command_line/help_headings.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace aksis;
using namespace aksis::app;

namespace {

Status nothing(operations::Call&) {
  return {};
}

// A tree over two operations, and one line read by it.
struct Line {
  SystemClock clock;
  operations::Registry registry{clock};
  Globals globals;
  CommandTree tree{globals, Language::en};

  Line() {
    add("jobs.search", "Searches", {"jobs search", {"person"}}, R"({
        "type":"object","required":["person"],"properties":{
          "person":{"type":"string"},
          "max_distance":{"type":"integer","minimum":0,"default":30},
          "share":{"type":"number"},
          "kind":{"type":"array","items":{"type":"string","enum":["CDI","CDD"]}},
          "all":{"type":"boolean","default":false},
          "fresh":{"type":"boolean","default":true},
          "weights":{"type":"object","additionalProperties":true},
          "data":{"type":"string"}}})");
    add("jobs.import", "Imports", {"import", {"path"}}, R"({
        "type":"object","required":["path"],
        "properties":{"path":{"type":"string"},"note":{"type":"string"}}})");
    tree.add_operations(registry, [](const std::string& module) {
      return CommandTree::ModuleTexts{"Module " + module, {}};
    });
  }

  void add(const char* id, const char* summary, operations::Command command, const char* schema) {
    operations::Operation operation;
    operation.id = id;
    operation.module = "jobs";
    operation.summary_fr = operation.summary_en = summary;
    operation.command = std::move(command);
    operation.input_schema = schema;
    operation.handler = nothing;
    REQUIRE(registry.add(std::move(operation)).ok());
  }

  Result<std::string> input(const std::vector<std::string>& words) {
    const auto asked = tree.parse(words);
    REQUIRE(asked.options);
    AKSIS_ASSIGN(input, asked.options->input());
    return json::dump(input);
  }
};

std::string accepted(const std::vector<std::string>& words) {
  Line line;
  const auto input = line.input(words);
  INFO((input.ok() ? "" : input.error().message));
  REQUIRE(input.ok());
  return *input;
}

std::string refused(const std::vector<std::string>& words) {
  Line line;
  const auto input = line.input(words);
  REQUIRE_FALSE(input.ok());
  CHECK(input.error().code == Code::invalid);
  return input.error().details.empty() ? input.error().message : input.error().details[0].pointer;
}

}  // namespace

TEST_CASE("Arguments and options become members of their types") {
  CHECK(accepted({"jobs", "search", "p1"}) == R"({"person":"p1"})");
  CHECK(accepted({"jobs", "search", "p1", "--max-distance", "12", "--share=0.5", "--all",
                  "--no-fresh"}) ==
        R"({"person":"p1","max_distance":12,"share":0.5,"all":true,"fresh":false})");
}

TEST_CASE("A list is an option given several times") {
  CHECK(accepted({"jobs", "search", "--kind", "CDI", "p1", "--kind", "CDD"}) ==
        R"({"person":"p1","kind":["CDI","CDD"]})");
  CHECK(accepted({"jobs", "search", "p1", "--kind", "CDI"}) == R"({"person":"p1","kind":["CDI"]})");
}

TEST_CASE("Objects are given as JSON") {
  CHECK(accepted({"jobs", "search", "p1", "--weights", R"({"a":[1]})"}) ==
        R"({"person":"p1","weights":{"a":[1]}})");
  CHECK(refused({"jobs", "search", "p1", "--weights", "{"})
            .starts_with("--weights: the JSON is wrong"));
}

TEST_CASE("The whole input may come at once, options change it") {
  CHECK(accepted({"jobs", "search", "p2", "--input", R"({"person":"p1","share":1})"}) ==
        R"({"share":1,"person":"p2"})");
  const auto file = std::filesystem::temp_directory_path() / "aksis_command_tree_test.json";
  std::ofstream(file) << R"({"data":"x"})";
  CHECK(accepted({"jobs", "search", "p1", "--input", "@" + file.string()}) ==
        R"({"data":"x","person":"p1"})");
  std::filesystem::remove(file);
}

TEST_CASE("What does not fit the schema is named as it was written") {
  CHECK(refused({"jobs", "search", "p1", "--max-distance", "near"}) == "--max-distance");
  CHECK(refused({"jobs", "search", "p1", "--max-distance", "-1"}) == "--max-distance");
  CHECK(refused({"jobs", "search", "p1", "--input", R"({"other":1})"}) == "--other");
}

TEST_CASE("Options of every command are taken anywhere and keep their meaning") {
  Line line;
  const auto asked = line.tree.parse({"jobs", "--json", "search", "p1", "--data", "/there"});
  CHECK(asked.operation->id == "jobs.search");
  CHECK(line.globals.json);
  CHECK(line.globals.data == "/there");
  const auto globals = read_globals({"jobs", "search", "--data=/x", "p", "--unknown", "--lang",
                                     "en", "--set", "a.b=1", "--set", "a.c=2"});
  CHECK(globals.data == "/x");
  CHECK(globals.language == "en");
  CHECK(globals.assignments == std::vector<std::string>{"a.b=1", "a.c=2"});
}

TEST_CASE("A relative path is made absolute, an address is left alone") {
  const auto here = std::filesystem::current_path().string();
  CHECK(accepted({"import", "x/../y.zip", "--note", "n/m"}) ==
        R"({"path":")" + here + R"(/y.zip","note":"n/m"})");
  CHECK(accepted({"import", "https://a.fr/x.zip"}) == R"({"path":"https://a.fr/x.zip"})");
}

TEST_CASE("A wrong command line is refused before anything runs") {
  Line line;
  CHECK_THROWS_AS(line.tree.parse({"jobs", "search"}), CLI::RequiredError);
  CHECK_THROWS_AS(line.tree.parse({"jobs", "search", "p", "--nothing"}), CLI::ExtrasError);
  CHECK_THROWS_AS(line.tree.parse({"jobs", "search", "p", "--kind", "other"}),
                  CLI::ValidationError);
  CHECK_THROWS_AS(line.tree.parse({"jobs"}), CLI::RequiredError);
  CHECK_THROWS_AS(line.tree.parse({}), CLI::RequiredError);
  CHECK_THROWS_AS(line.tree.parse({"nothing"}), CLI::ParseError);
}

TEST_CASE("The help shows every command with its summary and options") {
  Line line;
  const auto help = line.tree.root().help();
  CHECK_THAT(help, Catch::Contains("Module jobs") && Catch::Contains("import") &&
                       Catch::Contains("Exit codes"));
  const auto search = line.tree.root().get_subcommand("jobs")->get_subcommand("search")->help();
  CHECK_THAT(search, Catch::Contains("Searches") && Catch::Contains("--max-distance INT") &&
                         Catch::Contains("default 30") && Catch::Contains("--no-fresh"));
}

TEST_CASE("the host's commands stand under the heading of what they are about, in both languages") {
  using aksis::app::heading_of;
  using aksis::app::Language;
  CHECK(heading_of("user add", Language::fr) == "Comptes et accès");
  CHECK(heading_of("apikey list", Language::en) == "Accounts and access");
  CHECK(heading_of("person", Language::fr) == "Personnes et structures");
  CHECK(heading_of("audit search", Language::fr) == "Traçabilité et confidentialité");
  CHECK(heading_of("audit search", Language::en) == "Audit and privacy");
  CHECK(heading_of("serve", Language::fr) == "Serveur et données");
  // The whole first word counts, and what nobody claims is the server's.
  CHECK(heading_of("userland", Language::en) == "Server and data");
  CHECK(heading_of("", Language::en) == "Server and data");
}
