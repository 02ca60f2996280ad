#include "app/config/identity_providers.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

using namespace aksis;
using namespace aksis::app;

namespace {

Result<std::vector<access::ProviderSettings>> read(std::string_view text) {
  std::string folder = std::filesystem::temp_directory_path() / "aksis_providers_XXXXXX";
  REQUIRE(mkdtemp(folder.data()));
  const auto path = folder + "/providers.toml";
  std::ofstream(path) << text;
  auto out = read_identity_providers(path);
  std::filesystem::remove_all(folder);
  return out;
}

}  // namespace

TEST_CASE("a key of too many parts is refused before it is parsed") {
  std::string deep = "a";
  for (int i = 0; i < 100'000; ++i) deep += ".a";
  const auto read_one = read(deep + " = 1\n");
  REQUIRE_FALSE(read_one.ok());
  CHECK(read_one.error().code == Code::invalid);
  CHECK(read_one.error().message.find("providers.toml: line 1: more than 64 dots") !=
        std::string::npos);
}
