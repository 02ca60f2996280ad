#include <sys/stat.h>

#include "app/instance/data_folder.hpp"
#include "app/instance/doctor.hpp"
#include "instance_fixture.hpp"

using namespace aksis;
using namespace aksis::app;
using namespace aksis::test;

namespace {

Result<modules::Options> options_with(const std::string& allowed) {
  const TemporaryFolder folder;
  const auto list = folder.write("allowed", allowed);
  auto config = load_config({"/dev/null", {}, {"modules.checksums=" + list}});
  REQUIRE(config.ok());
  return module_options(*config);
}

const std::string kHash(64, 'a');

}  // namespace

TEST_CASE("A data folder is made only when asked, closed to others") {
  const TemporaryFolder folder;
  const auto path = (folder.path / "a/b").string();
  CHECK(open_data_folder(path, false).error().code == Code::not_found);
  REQUIRE(open_data_folder(path, true).ok());
  CHECK_FALSE(readable_by_others(path));
  CHECK(open_data_folder(path, false).ok());
  ::chmod(path.c_str(), 0755);
  CHECK(readable_by_others(path));
}

TEST_CASE("Files on their way do not outlive the process that had them") {
  const TemporaryFolder folder;
  const DataFolder data{folder.path.string()};
  folder.write("tmp/upload-1", "x");
  REQUIRE(clear_temporary(data).ok());
  CHECK(std::filesystem::is_empty(data.temporary()));
  CHECK_FALSE(readable_by_others(data.temporary()));
}

TEST_CASE("The doctor names a wrong clock and an absent folder") {
  const auto config = load_config({"/dev/null", {}, {"data.folder=/nowhere"}});
  REQUIRE(config.ok());
  const auto findings = examine_surroundings(*config, 0);
  const auto failed = std::count_if(findings.begin(), findings.end(), [](const auto& finding) {
    return finding.state == Finding::State::failed;
  });
  CHECK(failed == 2);
  CHECK(findings_json(findings).starts_with("{\"healthy\":false"));
}

TEST_CASE("The doctor tells states of modules apart") {
  modules::ModuleStatus started{"a", "1.0", "/a", "", "", modules::State::started, "", 0};
  auto stalled = started;
  stalled.stalled = 2;
  auto failed = started;
  failed.state = modules::State::failed;
  failed.problem = "It needs aksis.other/1.";
  const auto findings = examine_modules({started, stalled, failed});
  REQUIRE(findings.size() == 3);
  CHECK(findings[0].state == Finding::State::ok);
  CHECK(findings[1].state == Finding::State::warning);
  CHECK(findings[2].state == Finding::State::failed);
  CHECK(findings[2].finding == failed.problem);
  CHECK(examine_modules({}).front().state == Finding::State::warning);
}

TEST_CASE("The list of allowed modules is what sha256sum prints") {
  const auto options = options_with("# allowed\n" + kHash + "  matching/sha256sums\n\n" + kHash +
                                    "  /x/other/sha256sums\n");
  REQUIRE(options.ok());
  CHECK(options->allowed ==
        std::map<std::string, std::string>{{"matching", kHash}, {"other", kHash}});
  for (const auto& wrong :
       {kHash + "  module.so\n", std::string("abc  m/sha256sums\n"), kHash + "  sha256sums\n"}) {
    const auto refused = options_with("\n" + wrong);
    REQUIRE_FALSE(refused.ok());
    CHECK_THAT(refused.error().message, Catch::Contains("allowed:2: not a line of sha256sum"));
  }
}
