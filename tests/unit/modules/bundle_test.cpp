// What is read of a bundle beside its manifest: symbols, texts, settings, made-up inputs.
#include <catch2/catch.hpp>

#include "modules/bundle_file.hpp"
#include "modules/config_section.hpp"
#include "modules/elf_exports.hpp"
#include "modules/messages.hpp"
#include "modules/sample.hpp"
#include "operations/schema.hpp"
#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

json::Document document(const std::string& text) {
  auto parsed = json::parse(text);
  REQUIRE(parsed.ok());
  return std::move(parsed).value();
}

std::string library(const std::string& fixture) {
  const auto text = read_bundle_file(std::string(AKSIS_FIXTURES) + "/loads_" + fixture,
                                     "libaksis_loads.so", 256 << 20);
  REQUIRE(text.ok());
  return *text;
}

}  // namespace

TEST_CASE("the exported symbols of a library are read without loading it") {
  const auto fine = exported_symbols(library("fine"));
  REQUIRE(fine.ok());
  CHECK(*fine == std::vector<std::string>{"aksis_module_entry_v1"});
  const auto more = exported_symbols(library("exports_more"));
  REQUIRE(more.ok());
  CHECK(more->size() == 2);
}

TEST_CASE("a library cut off anywhere is refused, never read beyond its end") {
  const auto whole = library("fine");
  CHECK_FALSE(exported_symbols("").ok());
  CHECK_FALSE(exported_symbols("\x7f"
                               "ELF")
                  .ok());
  for (size_t size = 0; size < whole.size(); size += 97)
    (void)exported_symbols(std::string_view(whole).substr(0, size));
  for (size_t at = 0; at < 64; ++at) {  // every byte of the header, wrong
    auto broken = whole;
    broken[at] = static_cast<char>(broken[at] ^ 0x5A);
    (void)exported_symbols(broken);
  }
}

TEST_CASE("messages are formatted in the language asked for, else French, else the key") {
  const Folder folder;
  folder.write("i18n/fr.json",
               R"({"offers": "{n, plural, one {# offre} other {# offres}}", "only": "seulement"})");
  folder.write("i18n/en.json", R"({"offers": "{n, plural, one {# offer} other {# offers}}"})");
  const Messages messages(folder.path());
  CHECK(*messages.format("fr", "offers", document(R"({"n":1})")) == "1 offre");
  CHECK(*messages.format("en", "offers", document(R"({"n":2})")) == "2 offers");
  CHECK(*messages.format("en", "only", document("{}")) == "seulement");
  CHECK(*messages.format("de", "only", document("{}")) == "seulement");
  CHECK(*messages.format("fr", "none", document("{}")) == "none");
}

TEST_CASE("texts that are missing or broken are found") {
  const Folder folder;
  folder.write("i18n/fr.json", R"({"a": "{x}", "b": "ok", "c": "{", "d": 1})");
  folder.write("i18n/en.json", R"({"a": "{y}", "c": "ok"})");
  const auto problems = Messages(folder.path()).problems();
  const auto has = [&](const std::string& what) {
    for (const auto& one : problems)
      if (one.find(what) != one.npos) return true;
    return false;
  };
  CHECK(has("other arguments"));
  CHECK(has("i18n/en.json has no \"b\""));
  CHECK(has("is no ICU message"));
  CHECK(has("d is no text"));
}

TEST_CASE("settings get their defaults, and wrong ones leave the section as it was") {
  ConfigSection section;
  const std::string schema =
      R"({"type":"object","properties":{"limit":{"type":"integer","default":7},
          "from":{"type":"array","items":{"type":"string"}}}})";
  REQUIRE(section.set("m", schema, R"({"from":["https://a.fr/x/","https://b.fr"]})").ok());
  CHECK_THAT(*section.text(), Contains("\"limit\":7"));
  const auto wrong = section.set("m", schema, R"({"limit":"x","other":1})");
  REQUIRE_FALSE(wrong.ok());
  CHECK_THAT(wrong.error().message, Contains("[modules.m] /limit") && Contains("/other"));
  CHECK_THAT(*section.text(), Contains("\"limit\":7"));
  CHECK_FALSE(section.set("m", "", R"({"limit":1})").ok());
}

TEST_CASE("downloads are allowed below the addresses of the settings only") {
  ConfigSection section;
  REQUIRE(section
              .set("m", R"({"type":"object","properties":{"a":{"type":"string"},
                            "b":{"type":"string"}}})",
                   R"({"a":"https://a.fr/x/","b":"https://b.fr"})")
              .ok());
  CHECK(section.allows("https://a.fr/x/file.zip"));
  CHECK(section.allows("https://b.fr"));
  CHECK(section.allows("https://b.fr/any"));
  CHECK_FALSE(section.allows("https://a.fr/y"));
  CHECK_FALSE(section.allows("https://a.fr/x/../y"));
  CHECK_FALSE(section.allows("https://b.fr.evil.org/"));
  CHECK_FALSE(section.allows("https://b.fr@evil.org/"));
  CHECK_FALSE(section.allows("https://b.fr:8080/"));
  CHECK_FALSE(section.allows("http://b.fr/"));
  CHECK_FALSE(section.allows(""));
}

TEST_CASE("inputs made up from a schema fit it") {
  const std::string schema = R"({"type":"object","required":["person","code","list","n"],
    "properties":{"person":{"type":"string","format":"uuid"},
      "code":{"type":"string","pattern":"^[A-N][0-9]{4}$"},
      "list":{"type":"array","minItems":2,"items":{"type":"number","minimum":3}},
      "n":{"type":"integer","minimum":5,"maximum":9},
      "kind":{"enum":["x","y"]}, "since":{"type":"string","format":"date"},
      "either":{"oneOf":[{"type":"boolean"},{"type":"null"}]}}})";
  const auto compiled = operations::Schema::compile(schema, operations::Schema::Unknown::refused);
  REQUIRE(compiled.ok());
  for (const bool every : {false, true}) {
    const auto input = document(sample_input(document(schema), every));
    CHECK(compiled->check(input).empty());
    CHECK(input.HasMember("since") == every);
  }
}
