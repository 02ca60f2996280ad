#include "app/command_line/render.hpp"

#include <catch2/catch.hpp>

using namespace aksis;
using namespace aksis::app;

namespace {

std::string shown(std::string_view json, const Look& look = {}) {
  const auto parsed = json::parse(json);
  REQUIRE(parsed.ok());
  return render(*parsed, look);
}

}  // namespace

TEST_CASE("An object is one aligned line a member") {
  CHECK(shown(R"({"id":"a","created_at":12,"open":true,"note":null})") ==
        "id          a\ncreated at  12\nopen        oui\n");
  CHECK(shown(R"({"open":false})", {Language::en, 0}) == "open  no\n");
}

TEST_CASE("A list of flat objects is a table with numbers to the right") {
  CHECK(
      shown(
          R"({"items":[{"label":"Élève","score":7},{"label":"x","score":12.5,"codes":["a","b"]}]})") ==
      "label  score  codes\n"
      "─────  ─────  ─────\n"
      "Élève      7\n"
      "x       12.5  a, b\n");
}

TEST_CASE("A page keeps what stands beside its items") {
  CHECK(shown(R"({"items":[{"id":1}],"next":"abc"})") == "next  abc\nid\n──\n 1\n");
  CHECK(shown(R"({"items":[]})") == "(aucun)\n");
  CHECK(shown(R"([])", {Language::en, 0}) == "(none)\n");
}

TEST_CASE("What has a sentence is read as one") {
  CHECK(shown(R"({"for":[{"code":"x","text":"It is near","args":{"km":3}},)"
              R"({"text":"It is new","points":5}],"args":{}})") ==
        "for:\n  - It is near\n  - It is new (5)\n");
}

TEST_CASE("Objects that hold lists are numbered blocks") {
  CHECK(shown(R"([{"score":1,"parts":[{"part":"near","of":2}]},{"score":2,"parts":[]}])") ==
        "1. score  1\n"
        "   parts:\n"
        "     part  of\n"
        "     ────  ──\n"
        "     near   2\n"
        "\n"
        "2. score  2\n"
        "   parts: (aucun)\n");
}

TEST_CASE("A table is cut to the terminal, never in the middle of a character") {
  CHECK(shown(R"([{"a":"ééééééééééééééééééééé","b":"x"}])", {Language::fr, 20}) ==
        "a                  b\n"
        "─────────────────  ─\n"
        "éééééééééééééééé…  x\n");
  CHECK(cut("日本語", 5) == "日本…");
  CHECK(cut("abc", 3) == "abc");
  CHECK(shown_width("日本é") == 5);
}

TEST_CASE("Texts cannot command the terminal") {
  CHECK(shown(R"({"a":"x\u001b[31my\nz"})") == "a  x [31my z\n");
}
