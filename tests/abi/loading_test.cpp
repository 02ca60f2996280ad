// Libraries and bundles that cannot be loaded: each is refused with a sentence that names it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "base/identity.hpp"
#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

std::string refusal(TestHost& host) {
  Stderr quiet;
  const auto loaded = host.load();
  return loaded.ok() ? "" : loaded.error().message;
}

std::string refusal_of(const std::string& variant) {
  TestHost host;
  host.folder.add_fixture("loads_" + variant, "modules/loads");
  return refusal(host);
}

}  // namespace

TEST_CASE("a module that keeps the rules is loaded") {
  TestHost host;
  host.folder.add_fixture("loads_fine", "modules/loads");
  REQUIRE(host.load().ok());
  CHECK(host.run("loads.fine").ok());
  host.host->stop();
  const auto after = host.run("loads.fine");
  REQUIRE_FALSE(after.ok());
  CHECK(after.error().code == Code::busy);
}

TEST_CASE("a table shorter than today's is read as far as it goes") {
  CHECK(refusal_of("short") == "");
}

TEST_CASE("a library is refused with a sentence") {
  CHECK_THAT(refusal_of("no_entry"), Contains("aksis_module_entry_v1") && Contains(".so"));
  CHECK_THAT(refusal_of("wrong_major"), Contains("version 2") && Contains("version 1"));
  CHECK_THAT(refusal_of("other_id"), Contains("other") && Contains("loads"));
  CHECK_THAT(refusal_of("no_start"), Contains("start function"));
  CHECK_THAT(refusal_of("refuses"), Contains("the referential is missing"));
  CHECK_THAT(refusal_of("unbound"), Contains("loads.fine") && Contains("binds no function"));
}

TEST_CASE("a module that seals and holds nobody's data is refused") {
  TestHost host;
  host.folder.add_fixture("loads_fine", "modules/loads");
  const auto path = host.folder.path("modules/loads/module.json");
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  auto manifest = *json::parse(text.str());
  auto& memory = manifest.GetAllocator();
  for (const char* service : {"aksis.privacy/1", "aksis.sql/1"})
    manifest["requires"].PushBack(json::Value(service, memory), memory);
  auto tables = *json::parse(R"({"prefix": "lds_", "sealed": [
    {"table": "lds_text", "column": "sealed", "person": "person", "row": "id"}]})");
  manifest.RemoveMember("tables");
  manifest.AddMember("tables", json::Value(tables, memory), memory);
  host.folder.write("modules/loads/module.json", json::dump(manifest));
  CHECK_THAT(refusal(host), Contains("never calls hold()"));
}

TEST_CASE("a library that is missing or no library is refused with a sentence") {
  TestHost missing;
  missing.folder.add_fixture("loads_fine", "modules/loads");
  std::filesystem::remove(missing.folder.path("modules/loads/libaksis_loads.so"));
  CHECK_THAT(refusal(missing), Contains("libaksis_loads.so is missing"));

  TestHost text;
  text.folder.add_fixture("loads_fine", "modules/loads");
  std::filesystem::remove(text.folder.path("modules/loads/libaksis_loads.so"));
  text.folder.write("modules/loads/libaksis_loads.so", "no library");
  CHECK_THAT(refusal(text), Contains("cannot be loaded"));
}

TEST_CASE("with skip_failed the server starts without the failed module") {
  TestHost host;
  host.folder.add_fixture("loads_wrong_major", "modules/loads");
  host.folder.add_fixture("misbehaves", "modules/misbehaves");
  host.options.skip_failed = true;
  Stderr output;
  REQUIRE(host.load().ok());
  CHECK(host.run("misbehaves.fine").ok());
  CHECK(host.registry->find("loads.fine") == nullptr);
  const auto modules = host.host->modules();
  REQUIRE(modules.size() == 2);
  CHECK(modules[0].state == State::failed);
  CHECK_THAT(modules[0].problem, Contains("version 2"));
  CHECK(modules[1].state == State::started);
  CHECK_THAT(output.text(), Contains("version 2"));
}

TEST_CASE("every module that cannot start is named at once, and none of their code has run") {
  TestHost host;
  host.folder.add_fixture("loads_refuses", "modules/loads");
  host.folder.write("modules/a/module.json", "{}");
  host.folder.write("modules/b/module.json", "{");
  const auto message = refusal(host);
  CHECK_THAT(message, Contains("modules/a/module.json") && Contains("modules/b/module.json") &&
                          !Contains("referential"));
}

TEST_CASE("checksums are verified before the library is opened") {
  TestHost host;
  host.folder.add_fixture("loads_no_entry", "modules/loads");
  host.folder.write("modules/loads/sha256sums", std::string(64, '0') + "  libaksis_loads.so\n" +
                                                    std::string(64, '0') + "  module.json\n");
  CHECK_THAT(refusal(host), Contains("another checksum") && Contains("libaksis_loads.so") &&
                                !Contains("aksis_module_entry_v1"));
  host.folder.write("modules/loads/sha256sums", "no sums\n");
  CHECK_THAT(refusal(host), Contains("sha256sums line 1"));
  host.folder.write("modules/loads/sha256sums", "");
  CHECK_THAT(refusal(host), Contains("does not list"));
}

TEST_CASE("with an allow-list only the bundles it names are loaded") {
  TestHost host;
  host.folder.add_fixture("loads_fine", "modules/loads");
  host.options.allowed = {{"other", std::string(64, '0')}};
  CHECK_THAT(refusal(host), Contains("not in modules.checksums"));
  host.options.allowed = {{"loads", std::string(64, '0')}};
  CHECK_THAT(refusal(host), Contains("sha256sums is missing"));
  const auto sum = [&](const std::string& name) {
    std::ifstream file(host.folder.path("modules/loads/" + name), std::ios::binary);
    std::stringstream text;
    text << file.rdbuf();
    return sha256_hex(text.str()) + "  " + name + "\n";
  };
  const auto sums = sum("libaksis_loads.so") + sum("module.json");
  host.folder.write("modules/loads/sha256sums", sums);
  CHECK_THAT(refusal(host), Contains("not the one that modules.checksums lists"));
  host.options.allowed = {{"loads", sha256_hex(sums)}};
  CHECK(refusal(host) == "");
}

TEST_CASE("a migration that fails half-way leaves nothing of itself") {
  TestHost host;
  host.folder.add_fixture("misbehaves", "modules/misbehaves");
  host.folder.write("modules/misbehaves/migrations/0002_more.sql",
                    "CREATE TABLE mis_more (id TEXT PRIMARY KEY);\n"
                    "INSERT INTO mis_missing (id) VALUES ('x');\n");
  CHECK_THAT(refusal(host), Contains("0002_more.sql") && Contains("misbehaves"));
  host.folder.write("modules/misbehaves/migrations/0002_more.sql",
                    "CREATE TABLE mis_more (id TEXT PRIMARY KEY);\n");
  CHECK(refusal(host) == "");
}

TEST_CASE("a migration outside the module's prefix is refused") {
  TestHost host;
  host.folder.add_fixture("misbehaves", "modules/misbehaves");
  host.folder.write("modules/misbehaves/migrations/0002_more.sql",
                    "CREATE TABLE core_more (id TEXT PRIMARY KEY);\n");
  CHECK_THAT(refusal(host), Contains("0002_more.sql"));
}

TEST_CASE("a module that needs a service of a newer host is refused with a sentence") {
  TestHost host;
  host.folder.add_fixture("loads_fine", "modules/loads");
  std::ifstream file(host.folder.path("modules/loads/module.json"));
  std::string manifest((std::istreambuf_iterator<char>(file)), {});
  manifest.replace(manifest.find("aksis.log/1"), 11, "aksis.teleport/1");
  host.folder.write("modules/loads/module.json", manifest);
  CHECK_THAT(refusal(host),
             Contains("loads 1.0.0 requires aksis.teleport/1") && Contains("newer server"));
}

TEST_CASE("a folder of modules that does not exist is named") {
  TestHost host;
  host.options.folders = {host.folder.path("nowhere")};
  CHECK_THAT(refusal(host), Contains("nowhere") && Contains("modules.folders"));
}
