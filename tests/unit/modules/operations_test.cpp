// module.list, module.check and module.new.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "modules/bundle_file.hpp"
#include "modules/manifest.hpp"
#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

struct WithOperations : TestHost {
  WithOperations() {
    folder.add_fixture("loads_fine", "modules/loads");
    REQUIRE(load().ok());
    const auto offered = offer_operations(
        *registry, host.get(), std::string(AKSIS_SOURCE_DIR) + "/examples/module-template", clock);
    INFO((offered.ok() ? "" : offered.error().message));
    REQUIRE(offered.ok());
  }
  Status check(const std::string& fixture) {
    return run("module.check",
               R"({"path":")" + std::string(AKSIS_FIXTURES) + "/" + fixture + "\"}");
  }
};

}  // namespace

TEST_CASE_METHOD(WithOperations, "module.list tells how each module is") {
  REQUIRE(run("module.list").ok());
  CHECK(answer == R"({"modules":[{"id":"loads","version":"1.0.0",)"
                  R"("title":"A module to try loading with","state":"started","problem":"",)"
                  R"("stalled_calls":0,"services":["aksis.routes/1","aksis.log/1"],)"
                  R"("permissions":[{"id":"loads.use","title":"Try"}],"calls":[],"reads":[],)"
                  R"("operations":1,"contributions":0}]})");
}

TEST_CASE_METHOD(WithOperations, "module.check passes a good module") {
  const auto checked = check("loads_fine");
  INFO((checked.ok() ? "" : checked.error().details[0].message));
  REQUIRE(checked.ok());
  for (const auto* name : {"manifest", "exports", "texts", "ui", "loads", "routes"})
    CHECK_THAT(answer, Contains("\"check\":\"" + std::string(name) + "\""));
}

TEST_CASE_METHOD(WithOperations, "module.check names what is wrong, and outlives a crash") {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"loads_exports_more", "loads_helper"},
      {"loads_wrong_major", "version 2"},
      {"loads_crashes", "Aborted) in loads.fine"},
      {"none", "module.json is missing"},
  };
  for (const auto& [fixture, sentence] : cases) {
    INFO(fixture);
    const auto checked = check(fixture);
    REQUIRE_FALSE(checked.ok());
    CHECK(checked.error().code == Code::invalid);
    REQUIRE(checked.error().details.size() == 1);
    CHECK_THAT(checked.error().details[0].message, Contains(sentence));
  }
}

TEST_CASE_METHOD(WithOperations, "a caller elsewhere may not name files of this machine") {
  for (const auto* id : {"module.check", "module.new"}) {
    auto input = json::parse(R"({"path":"/tmp/none"})");
    operations::Call call({"key:1", false, {"*"}}, std::move(input).value());
    const auto status = registry->run(*registry->find(id), call);
    REQUIRE_FALSE(status.ok());
    CHECK(status.error().code == Code::forbidden);
  }
}

TEST_CASE_METHOD(WithOperations, "module.new makes a module of that name") {
  const auto path = folder.path("day_book");
  REQUIRE(run("module.new", R"({"path":")" + path + "\"}").ok());
  const auto manifest = read_manifest(path);
  INFO((manifest.ok() ? "" : manifest.error().message));
  REQUIRE(manifest.ok());
  CHECK(manifest->id == "day_book");
  CHECK(manifest->table_prefix == "daybook_");
  const auto names = bundle_files(path);
  REQUIRE(names.ok());
  for (const auto& name : *names) {
    const auto text = read_bundle_file(path, name, 1 << 20);
    REQUIRE(text.ok());
    INFO(name);
    CHECK(text->find("notebook") == text->npos);
    CHECK(text->find("ntb_") == text->npos);
  }
  const auto again = run("module.new", R"({"path":")" + path + "\"}");
  REQUIRE_FALSE(again.ok());
  CHECK(again.error().code == Code::conflict);
  const auto wrong = run("module.new", R"({"path":")" + folder.path("Day-Book") + "\"}");
  REQUIRE_FALSE(wrong.ok());
  CHECK_THAT(wrong.error().message, Contains("Day-Book"));
}
