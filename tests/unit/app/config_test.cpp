#include "app/config/config.hpp"

#include <unistd.h>

#include <aksis/cpp/json.hpp>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/config/keys.hpp"

namespace fs = std::filesystem;
using namespace aksis;
using namespace aksis::app;

namespace {

// A folder of its own with a configuration file, gone at the end.
struct Files {
  Files() {
    std::string pattern = fs::temp_directory_path() / "aksis_config_XXXXXX";
    folder = mkdtemp(pattern.data());
  }
  ~Files() { fs::remove_all(folder); }
  std::string write(const std::string& name, std::string_view text) const {
    fs::create_directories((folder / name).parent_path());
    std::ofstream(folder / name) << text;
    return (folder / name).string();
  }
  fs::path folder;
};

Result<Config> load(std::string_view text) {
  const Files files;
  return load_config({files.write("aksis.toml", text), {}, {}});
}

// The one thing wrong with `text`: "LINE:COLUMN message".
std::string fault(std::string_view text) {
  const auto config = load(text);
  REQUIRE_FALSE(config.ok());
  REQUIRE(config.error().details.size() == 1);
  const auto& detail = config.error().details[0];
  return detail.pointer.substr(detail.pointer.find(".toml:") + 6) + " " + detail.message;
}

std::string fault_of(const Sources& sources) {
  const auto config = load_config(sources);
  REQUIRE_FALSE(config.ok());
  REQUIRE(config.error().details.size() == 1);
  return config.error().details[0].pointer + " " + config.error().details[0].message;
}

}  // namespace

TEST_CASE("Without any source every key has its default") {
  const auto config = load("");
  REQUIRE(config.ok());
  CHECK(config->integer("server.port") == 8080);
  CHECK(config->text("server.address") == "127.0.0.1");
  CHECK(config->texts("modules.disabled").empty());
  CHECK_FALSE(config->boolean("modules.allow_draft"));
  CHECK(config->all().at({"server", "port"}).origin == "default");
  CHECK(config->all().size() == keys().size());
}

TEST_CASE("The commented file in the tree is what the table of keys says") {
  std::ifstream in(AKSIS_SOURCE_DIR "/config/aksis.toml");
  std::ostringstream text;
  text << in.rdbuf();
  CHECK(text.str() == reference_file());
  const auto config = load_config({AKSIS_SOURCE_DIR "/config/aksis.toml", {}, {}});
  REQUIRE(config.ok());
  const auto defaults = load("");
  for (const auto& [path, setting] : defaults->all())
    CHECK(config->all().at(path).json == setting.json);
}

TEST_CASE("Every key has a default that its own declaration accepts") {
  for (const auto& key : keys()) {
    INFO(key.path());
    CHECK(load("[" + std::string(key.section) + "]\n" + std::string(key.name) + " = " +
               std::string(key.otherwise))
              .ok());
  }
}

TEST_CASE("A later source wins and is named as the origin") {
  const Files files;
  const auto main =
      files.write("aksis.toml", "[server]\nport = 1\nworkers = 2\nqueue_max = 3\ndrain_s = 4\n");
  const auto first = files.write("conf.d/10.toml", "[server]\nworkers = 20\nqueue_max = 30\n");
  files.write("conf.d/05.toml", "[server]\nworkers = 19\n");
  files.write("conf.d/20.txt", "nothing that is read");
  const auto config = load_config(
      {main, {"AKSIS_SERVER__QUEUE_MAX=31", "AKSIS_SERVER__DRAIN_S=41"}, {"server.drain_s=42"}});
  REQUIRE(config.ok());
  CHECK(config->integer("server.port") == 1);
  CHECK(config->integer("server.workers") == 20);
  CHECK(config->integer("server.queue_max") == 31);
  CHECK(config->integer("server.drain_s") == 42);
  CHECK(config->all().at({"server", "port"}).origin == main + ":2:8");
  CHECK(config->all().at({"server", "workers"}).origin == first + ":2:11");
  CHECK(config->all().at({"server", "queue_max"}).origin == "AKSIS_SERVER__QUEUE_MAX");
  CHECK(config->all().at({"server", "drain_s"}).origin == "--set server.drain_s");
  CHECK(config->files.size() == 3);
}

TEST_CASE("A relative path starts at the folder of its file") {
  const Files files;
  const auto config = load_config(
      {files.write("aksis.toml", "[data]\nfolder = \"here/../there\"\n[modules]\nfolders=[\"m\"]"),
       {},
       {}});
  REQUIRE(config.ok());
  CHECK(config->text("data.folder") == (files.folder / "there").string());
  CHECK(config->texts("modules.folders") == std::vector{(files.folder / "m").string()});
}

TEST_CASE("An unknown key names its place and the key that was meant") {
  CHECK(fault("[server]\n\n  prot = 8080\n") ==
        "3:10 unknown key server.prot; did you mean server.port?");
  CHECK(fault("[log]\nfolder = \"x\"\n") ==
        "2:10 unknown key log.folder; did you mean data.folder?");
  CHECK(fault("[data]\nzzzzzzzzzzzz = 1\n") ==
        "2:16 unknown key data.zzzzzzzzzzzz; config/aksis.toml lists all keys");
  CHECK(fault("[sever]\nport = 1\n") == "1:1 unknown section [sever]; did you mean [server]?");
  CHECK(fault("port = 1\n") ==
        "1:8 the key port stands outside any section; did you mean server.port?");
}

TEST_CASE("A value of a wrong type or out of range says what is wanted") {
  CHECK(fault("[server]\nport = \"80\"") == "2:8 server.port must be an integer from 0 to 65535");
  CHECK(fault("[server]\nport = 65536") == "2:8 server.port must be an integer from 0 to 65535");
  CHECK(fault("[server]\nport = -1") == "2:8 server.port must be an integer from 0 to 65535");
  CHECK(fault("[server]\nport = 80.5") == "2:8 server.port must be an integer from 0 to 65535");
  CHECK(fault("[modules]\nallow_draft = 1") == "2:15 modules.allow_draft must be true or false");
  CHECK(fault("[log]\nlevel = \"loud\"") ==
        "2:9 log.level must be one of \"debug\", \"info\", \"warning\", \"error\"");
  CHECK(fault("[modules]\ndisabled = [1]") ==
        "2:12 modules.disabled must be a list of texts, such as [\"a\", \"b\"]");
  CHECK(fault("[data]\nfolder = 1979-05-27") == "2:10 data.folder must be a path in quotes");
  CHECK(fault("[server.port]\nx = 1") == "1:1 server.port must be an integer from 0 to 65535");
}

TEST_CASE("A file that is no TOML names line and column") {
  CHECK_THAT(fault("[server]\nport = \n"), Catch::StartsWith("2:8 "));
  CHECK_THAT(fault("[server]\nport = 1\nport = 2\n"), Catch::StartsWith("3:"));
  CHECK_THAT(fault("[server\n"), Catch::StartsWith("1:8 "));
  CHECK_THAT(fault("[log]\nlevel = \"\xff\xfe\"\n"), Catch::StartsWith("2:"));
}

TEST_CASE("All faults are named at once") {
  const auto config = load("[server]\nprot = 1\nworkers = true\n[nothing]\n");
  REQUIRE_FALSE(config.ok());
  CHECK(config.error().details.size() == 3);
  CHECK(config.error().code == Code::invalid);
}

TEST_CASE("A file that was asked for must be there") {
  CHECK_THAT(fault_of({"/nowhere/aksis.toml", {}, {}}),
             Catch::StartsWith("/nowhere/aksis.toml cannot be read (No such file"));
  CHECK_THAT(fault_of({"/tmp", {}, {}}), Catch::StartsWith("/tmp is a folder"));
}

TEST_CASE("The environment and the command line are checked like files") {
  const Files files;
  const auto main = files.write("aksis.toml", "");
  CHECK(fault_of({main, {"AKSIS_SERVER__PROT=1"}, {}}) ==
        "AKSIS_SERVER__PROT unknown key server.prot; did you mean server.port?");
  CHECK(fault_of({main, {"AKSIS_SERVER__PORT=many"}, {}}) ==
        "AKSIS_SERVER__PORT server.port must be an integer from 0 to 65535");
  CHECK(fault_of({main, {}, {"server.port"}}) ==
        "--set server.port has no value; write --set section.key=value");
  CHECK(fault_of({main, {}, {"port=1"}}) ==
        "--set port names no key; write section.key, such as server.port");
  const auto config = load_config({main,
                                   {"AKSIS_MODULES__DISABLED=one,two"},
                                   {"locale.language=en", "modules.folders=[\"/a b\"]"}});
  REQUIRE(config.ok());
  CHECK(config->texts("modules.disabled") == std::vector<std::string>{"one", "two"});
  CHECK(config->texts("modules.folders") == std::vector<std::string>{"/a b"});
  CHECK(config->text("locale.language") == "en");
}

TEST_CASE("Beyond loopback the server listens with a certificate only") {
  CHECK_THAT(fault("[server]\naddress = \"0.0.0.0\"\n"),
             Catch::StartsWith("2:11 server.address is 0.0.0.0") && Catch::Contains("127.0.0.1"));
  CHECK(load("[server]\naddress = \"::1\"\n").ok());
  CHECK(load("[server]\naddress = \"0.0.0.0\"\ntls_certificate = \"c.pem\"\ntls_key = "
             "\"k.pem\"\n")
            .ok());
}

TEST_CASE("A certificate goes with its key") {
  CHECK(fault("[server]\ntls_key = \"k.pem\"\n") ==
        "2:11 server.tls_key stands without server.tls_certificate; give both or neither");
}

TEST_CASE("A module's section is handed on as JSON, merged over all sources") {
  const Files files;
  const auto main = files.write("aksis.toml", R"(
[modules.matching]
top = 20
since = 2026-01-31
[modules.matching.weights]
skills = 0.5
"a.b" = [1, { c = true }]
[modules.other]
x = 1
)");
  files.write("conf.d/a.toml", "[modules.matching.weights]\nskills = 0.75\n");
  const auto config =
      load_config({main, {"AKSIS_MODULES__MATCHING__TOP=5"}, {"modules.matching.name=free text"}});
  REQUIRE(config.ok());
  CHECK(config->module_json("matching") == R"({"name":"free text","since":"2026-01-31","top":5,)"
                                           R"("weights":{"a.b":[1,{"c":true}],"skills":0.75}})");
  CHECK(config->module_json("absent") == "{}");
  CHECK(config->module_sections() == std::vector<std::string>{"matching", "other"});
  CHECK(config->module_origin("matching", "/weights/skills") ==
        (files.folder / "conf.d/a.toml").string() + ":2:10");
  CHECK(config->module_origin("matching", "/weights/a.b/1/c") == main + ":7:9");
  CHECK(config->module_origin("matching", "/top") == "AKSIS_MODULES__MATCHING__TOP");
  CHECK_FALSE(config->module_origin("matching", "/absent").empty());
  CHECK(config->module_origin("absent", "/x").empty());
  CHECK(fault("[modules.matching]\nx = inf\n") == "2:5 modules.matching.x must be a finite number");
  CHECK(fault("[modules]\nmatching = 1\n") ==
        "2:12 unknown key modules.matching; config/aksis.toml lists all keys");
}

TEST_CASE("A value replaces the table of an earlier source, and the reverse") {
  Config config;
  config.set({"modules", "m", "a", "b"}, {"1", "one"});
  config.set({"modules", "m", "a"}, {"2", "two"});
  CHECK(config.module_json("m") == R"({"a":2})");
  config.set({"modules", "m", "a", "c"}, {"3", "three"});
  CHECK(config.module_json("m") == R"({"a":{"c":3}})");
}
