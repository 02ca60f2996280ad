#include "app/command_line/render.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "app/command_line/shown_members.hpp"
#include "app/command_line/words.hpp"

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
  CHECK(shown(R"({"id":"a","created_at":1795487157641107,"open":true,"note":null})") ==
        "id          a\ncreated at  2026-11-24T02:25:57Z\nopen        oui\n");
  CHECK(shown(R"({"open":false})", {Language::en}) == "open  no\n");
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

TEST_CASE("A table fits the terminal, leaves nothing out, and breaks at spaces") {
  CHECK(shown(R"([{"a":"un deux trois quatre cinq","line":12},{"a":"six","line":3}])",
              {Language::fr, 20}) ==
        "a               line\n"
        "──────────────  ────\n"
        "un deux trois     12\n"
        "quatre cinq\n"
        "six                3\n");
  CHECK(shown(R"([{"a":"日本 語日本語日","b":"x"}])", {Language::fr, 13}) ==
        "a           b\n"
        "──────────  ─\n"
        "日本        x\n"
        "語日本語日\n");
  CHECK(shown_width("日本é") == 5);
}

TEST_CASE("What no table can hold without breaking a word is told row by row") {
  CHECK(shown(R"([{"a":"ééééééééééééééééééééé","b":"x"},{"a":"y","b":"z"}])", {Language::fr, 20}) ==
        "1. a  ééééééééééééééééééééé\n"
        "   b  x\n"
        "\n"
        "2. a  y\n"
        "   b  z\n");
}

TEST_CASE("Three decimals are read") {
  CHECK(shown(R"({"a":0.5421781,"b":48.0,"c":-0.0833333,"d":1473})") ==
        "a  0.542\nb  48\nc  -0.083\nd  1473\n");
}

TEST_CASE("Texts cannot command the terminal") {
  CHECK(shown(R"({"a":"x\u001b[31my\nz"})") == "a  x [31my z\n");
}

TEST_CASE("Long sentences and values are wrapped under their beginning, at a space") {
  const std::string words = "eeee eeee eeee eeee eeee";
  CHECK(shown(R"({"for":[{"text":")" + words + R"("}]})", {Language::fr, 16}) ==
        "for:\n  - eeee eeee\n    eeee eeee\n    eeee\n");
  CHECK(shown(R"({"a":")" + words + R"("})", {Language::fr, 14}) ==
        "a  eeee eeee\n   eeee eeee\n   eeee\n");
  std::string much;
  for (int i = 0; i < 60; ++i) much += "mot ";
  const auto text = shown(R"({"a":")" + much + R"("})");
  for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    CHECK(text.find('\n', at) - at <= 100);
}

TEST_CASE("Members have words of the reader's language, values of enumerations too") {
  const Words fr(Language::fr, ""), en(Language::en, "");
  const auto json = R"({"label":"x","state":"failed","offer.title":"y","max_km":3})";
  CHECK(shown(json, {Language::fr, 0, &fr}) ==
        "libellé   x\nétat      échec\nintitulé  y\nmax km    3\n");
  CHECK(shown(json, {Language::en, 0, &en}) == "label   x\nstate   failed\ntitle   y\nmax km  3\n");
}

TEST_CASE("A module's words come before the host's, the nearest name first") {
  const auto folder = std::filesystem::temp_directory_path() / "aksis-words";
  std::filesystem::create_directories(folder / "i18n");
  std::ofstream(folder / "i18n/fr.json")
      << R"({"member.title":"titre","member.offer.title":"offre","value.kind.skill":"savoir-faire"})";
  const Words words(Language::fr, folder.string());
  CHECK(words.member("title") == "titre");
  CHECK(words.member("offer.title") == "offre");
  CHECK(words.member("label") == "libellé");
  CHECK(words.member("nothing").empty());
  CHECK(words.value("item.kind", "skill") == "savoir-faire");
  CHECK(words.value("", "skill").empty());
  std::filesystem::remove_all(folder);
}

TEST_CASE("Only the members a command shows are left, in its order") {
  const auto left = [](std::string_view json, const std::vector<std::string>& shows) {
    const auto parsed = json::parse(json);
    REQUIRE(parsed.ok());
    return json::dump(shown_members(*parsed, shows));
  };
  const auto answer =
      R"({"person":"p","results":[{"raw":1,"score":9,"offer":{"id":"a","title":"t"},)"
      R"("for":[],"parts":[{"part":"x","of":3,"share":7}]},{"score":8,"offer":{"id":"b"}}]})";
  CHECK(left(answer, {"results.offer.title", "results.score", "results.offer.id", "results.for"}) ==
        R"([{"offer.title":"t","score":9,"offer.id":"a"},{"score":8,"offer.id":"b"}])");
  CHECK(left(answer, {"results.score", "person", "results.parts.of", "nothing"}) ==
        R"({"results":[{"score":9,"parts":[{"of":3}]},{"score":8}],"person":"p"})");
  CHECK(left(R"({"answer":{"parts":[{"part":"x","of":3,"share":7}],"score":1},"id":"i"})",
             {"id", "answer.score", "answer.parts.of", "answer.parts.part"}) ==
        R"({"id":"i","answer.score":1,"answer.parts":[{"of":3,"part":"x"}]})");
  CHECK(left(R"({"results":[]})", {"results.score"}) == "[]");
}

TEST_CASE("Long lists of sentences make blocks of their rows") {
  const std::string sentence(40, 'e');
  CHECK(shown(R"([{"a":1,"why":[")" + sentence + R"(",")" + sentence + R"("]}])") ==
        "1. a  1\n   why:\n     - " + sentence + "\n     - " + sentence + "\n");
}
