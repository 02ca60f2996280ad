#include "app/demo/offers_of_today.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

using namespace aksis;

TEST_CASE("The demo's offers move by one number of days, the newest to today") {
  const auto folder = std::filesystem::temp_directory_path();
  const auto from = (folder / "aksis-offers-fixed.jsonl").string();
  const auto to = (folder / "aksis-offers-today.jsonl").string();
  std::ofstream(from) << R"({"id":"a","dateCreation":"2026-02-28T08:00:00.000Z"})" << '\n'
                      << R"({"id":"b","dateCreation":"2026-02-26T09:00:00.000Z","n":1})" << '\n';
  const Micros noon = 1'772'452'800'000'000;  // 2026-03-02T12:00:00Z
  REQUIRE(app::write_offers_of_today(from, to, noon).ok());
  std::stringstream text;
  text << std::ifstream(to).rdbuf();
  CHECK(text.str() ==
        "{\"id\":\"a\",\"dateCreation\":\"2026-03-02T08:00:00.000Z\"}\n"
        "{\"id\":\"b\",\"dateCreation\":\"2026-02-28T09:00:00.000Z\",\"n\":1}\n");
  CHECK(app::write_offers_of_today(folder / "absent.jsonl", to, noon).error().code ==
        Code::not_found);
  std::filesystem::remove(from);
  std::filesystem::remove(to);
}
