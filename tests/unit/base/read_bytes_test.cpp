#include "base/read_bytes.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "aksis/cpp/toml_shape.hpp"

using namespace aksis;

TEST_CASE("Bytes are read to their bound, and never beyond, be it a device without end") {
  const auto path = (std::filesystem::temp_directory_path() / "aksis_read_bytes").string();
  std::ofstream(path, std::ios::binary) << std::string(4096, 'x');
  CHECK(read_bytes(path, 4096).ok());
  const auto over = read_bytes(path, 4095);
  REQUIRE_FALSE(over.ok());
  CHECK(over.error().code == Code::too_large);
  CHECK_THAT(over.error().message, Catch::Contains(path + " is larger than 3 KiB"));
  std::filesystem::remove(path);
  CHECK(read_bytes(path, 10).error().code == Code::not_found);
  CHECK(read_bytes("/dev/zero", 1 << 20).error().code == Code::too_large);
  CHECK(read_bytes("/dev/null", 10)->empty());
  CHECK_THAT(read_bytes("/", 10).error().message, Catch::Contains("is a folder"));
}

TEST_CASE("A TOML key of too many parts is refused with its line") {
  std::string deep = "a = 1.5\n";
  for (size_t i = 0; i < kTomlDotsMax; ++i) deep += "a.";
  CHECK(check_toml_shape(deep + "a = 1").ok());
  const auto refused = check_toml_shape(deep + "a.a = 1");
  REQUIRE_FALSE(refused.ok());
  CHECK_THAT(refused.error().message, Catch::StartsWith("line 2: "));
}
