#include "aksis/cpp/json.hpp"

#include <catch2/catch.hpp>

using namespace aksis;

namespace {
std::string refusal(std::string_view text) {
  auto parsed = json::parse(text);
  return parsed.ok() ? "" : parsed.error().message;
}
}  // namespace

TEST_CASE("parse refuses what a lenient reader lets through, and says where") {
  CHECK(refusal("{\"a\":1,\n \"a\":2}").find("line 2") != std::string::npos);
  CHECK(refusal("{\"a\":1,\"a\":2}").find("a key stands twice") != std::string::npos);
  CHECK(refusal(std::string(65, '[') + std::string(65, ']')).find("deeper than 64") !=
        std::string::npos);
  CHECK(refusal(std::string(1'000'000, '[')).find("deeper than 64") != std::string::npos);
  CHECK(refusal("\"\\u0000\"").find("NUL") != std::string::npos);
  CHECK_FALSE(refusal("\"\xff\"").empty());
  CHECK_FALSE(refusal("{} x").empty());
  CHECK_FALSE(refusal("").empty());
  CHECK(refusal(std::string(64, '[') + std::string(64, ']')).empty());
}

TEST_CASE("numbers are read exactly, and those no double can hold are refused") {
  const auto read = [](const std::string& text) { return json::parse("[" + text + "]"); };
  CHECK((*read("-9223372036854775808"))[0].GetInt64() == INT64_MIN);
  CHECK((*read("18446744073709551615"))[0].GetUint64() == UINT64_MAX);
  CHECK((*read("7"))[0].IsInt());
  CHECK((*read("-0"))[0].GetInt() == 0);
  CHECK((*read("0.1"))[0].GetDouble() == 0.1);
  CHECK((*read("-2.2250738585072014e-308"))[0].GetDouble() == -2.2250738585072014e-308);
  CHECK((*read("0e25"))[0].GetDouble() == 0);
  CHECK((*read("0." + std::string(400, '0')))[0].GetDouble() == 0);
  CHECK((*read(std::string(30, '9')))[0].GetDouble() == 1e30);
  CHECK((*read("0." + std::string(320, '0') + "1"))[0].GetDouble() == 1e-321);
  CHECK(!read("0." + std::string(345, '0') + "100").ok());  // once read outside of a table
  CHECK(!read("1e400").ok());
  CHECK(!read("1e-2147483647").ok());
  CHECK(!read("1" + std::string(400, '0')).ok());
  for (const auto* wrong : {"01", "1.", ".5", "+1", "1e", "0x1", "NaN", "Infinity", "-"})
    CHECK(!read(wrong).ok());
}

TEST_CASE("the same key in two objects is no duplicate") {
  CHECK(refusal(R"([{"a":1},{"a":{"a":2}}])").empty());
}

TEST_CASE("writer writes what parse reads") {
  const auto text = json::Writer()
                        .object()
                        .member("name", "Élodie \"x\"")
                        .member("count", 3)
                        .member("part", 0.5)
                        .member("yes", true)
                        .key("list")
                        .array()
                        .value(1)
                        .raw("{\"k\":null}")
                        .end()
                        .end()
                        .text();
  auto parsed = json::parse(text);
  REQUIRE(parsed.ok());
  CHECK(json::text(*parsed, "name") == "Élodie \"x\"");
  CHECK(json::integer(*parsed, "count") == 3);
  CHECK(json::number(*parsed, "part") == 0.5);
  CHECK(json::boolean(*parsed, "yes"));
  CHECK(json::dump(*parsed) == text);
}

TEST_CASE("another encoding is named with the way to save it, a byte-order mark is skipped") {
  using namespace std::string_literals;
  CHECK(refusal("\xEF\xBB\xBF{\"a\":1}").empty());
  const std::string fix = "save it as UTF-8";
  for (const auto& text : {"\xFF\xFE{\0}\0"s, "\xFE\xFF\0{\0}"s, "{\0}\0"s, "\0{\0}"s}) {
    CHECK_THAT(refusal(text), Catch::Contains("in UTF-16; " + fix));
  }
  for (const auto& text :
       {"\xFF\xFE\0\0{\0\0\0"s, "\0\0\xFE\xFF\0\0\0{"s, "{\0\0\0"s, "\0\0\0{"s}) {
    CHECK_THAT(refusal(text), Catch::Contains("in UTF-32; " + fix));
  }
  CHECK_THAT(refusal("{\"a\":\n\"\xe9t\xe9\"}"), Catch::Contains("line 2, column 2") &&
                                                     Catch::Contains("ISO-8859-1") &&
                                                     Catch::Contains(fix));
}

TEST_CASE("a text that is one line of a file is refused with the file's line") {
  const auto parsed = json::parse("{\"a\":}", 7);
  REQUIRE_FALSE(parsed.ok());
  CHECK_THAT(parsed.error().message, Catch::Contains("line 7, column 6"));
}
