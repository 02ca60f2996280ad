#include "aksis/cpp/csv.hpp"

#include <catch2/catch.hpp>

using namespace aksis;

namespace {
struct Read {
  std::vector<std::pair<size_t, std::vector<std::string>>> rows;
  std::string error;
};
Read read(std::string_view text, char delimiter = ',') {
  Read out;
  const auto status = csv::read(text, {delimiter}, [&](size_t line, const auto& fields) {
    out.rows.emplace_back(line, fields);
    return Status();
  });
  if (!status.ok()) out.error = status.error().message;
  return out;
}
}  // namespace

TEST_CASE("rows carry the line they begin on, quoted newlines included") {
  const auto got = read("a,b\n\"x\ny\",2\r\n\"q\"\"q\",\n");
  REQUIRE(got.rows.size() == 3);
  CHECK(got.rows[1].first == 2);
  CHECK(got.rows[1].second == std::vector<std::string>{"x\ny", "2"});
  CHECK(got.rows[2].first == 4);
  CHECK(got.rows[2].second == std::vector<std::string>{"q\"q", ""});
}

TEST_CASE("a byte-order mark and another delimiter are understood") {
  const auto got = read("\xEF\xBB\xBFid;nom\n1;é", ';');
  REQUIRE(got.rows.size() == 2);
  CHECK(got.rows[0].second[0] == "id");
  CHECK(got.rows[1].second[1] == "é");
}

TEST_CASE("a broken text says on which line") {
  CHECK(read("a,b\n1,\"x\n").error.find("line 2") != std::string::npos);
  CHECK(read("a,b\n1,x\"y\n").error.find("line 2") != std::string::npos);
}

TEST_CASE("an error from the row callback stops the reading") {
  size_t rows = 0;
  const auto status = csv::read("1\n2\n3\n", {}, [&](size_t, const auto&) -> Status {
    if (++rows == 2) return invalid("stop");
    return {};
  });
  CHECK_FALSE(status.ok());
  CHECK(rows == 2);
}

TEST_CASE("a row of fields without end is refused with its line") {
  const std::string row(csv::kFieldsMax - 1, ',');
  CHECK(read("a,b\n" + row).error.empty());
  CHECK_THAT(read("a,b\n" + row + ",,").error,
             Catch::Contains("line 2: the row has more than 1000"));
}
