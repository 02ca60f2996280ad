#include "operations/schema.hpp"

#include <catch2/catch.hpp>
#include <map>

using namespace aksis;
using operations::Schema;

namespace {

Schema compiled(std::string_view text, Schema::Unknown unknown = Schema::Unknown::refused) {
  auto schema = Schema::compile(text, unknown);
  INFO((schema ? "" : schema.error().message));
  REQUIRE(schema.ok());
  return std::move(*schema);
}

std::string refusal(std::string_view text) {
  auto schema = Schema::compile(text, Schema::Unknown::refused);
  return schema ? "" : schema.error().message;
}

// Pointer → sentence.
std::map<std::string, std::string> errors(const Schema& schema, std::string_view value,
                                          std::string_view language = "en") {
  auto parsed = json::parse(value);
  REQUIRE(parsed.ok());
  std::map<std::string, std::string> out;
  for (const auto& error : schema.check(*parsed)) out[error.pointer] = sentence_in(error, language);
  return out;
}

constexpr std::string_view kPerson = R"({
  "type": "object", "required": ["reference"],
  "properties": {
    "reference": {"type": "string", "minLength": 1, "maxLength": 5, "pattern": "^[A-Zé]+$"},
    "level": {"type": "integer", "minimum": 0, "maximum": 4, "default": 2},
    "weight": {"type": "number"},
    "born": {"type": "string", "format": "date"},
    "id": {"type": "string", "format": "uuid"},
    "kind": {"enum": ["a", "b", 3]},
    "codes": {"type": "array", "items": {"type": "string", "maxLength": 3}, "minItems": 1,
              "maxItems": 2, "uniqueItems": true},
    "note": {"type": ["string", "null"]},
    "inner": {"type": "object", "properties": {"x": {"type": "boolean", "default": true}}}
  }
})";

}  // namespace

TEST_CASE("all wrong places are named at once, each in a sentence") {
  const auto schema = compiled(kPerson);
  const auto found = errors(schema, R"({"level": "x", "born": "2026-02-30", "kind": "z",
      "codes": ["abcd", "y", "z"], "inner": {"x": 1, "y": 2}, "other/one": 1, "weight": "1"})");
  CHECK(found.at("/reference") == "This is required.");
  CHECK(found.at("/level") == "This is a text but must be a whole number.");
  CHECK(found.at("/weight") == "This is a text but must be a number.");
  CHECK(found.at("/born") == "This is no date; write it as 2026-11-23.");
  CHECK(found.at("/kind") == "This value is not allowed; allowed: \"a\", \"b\", 3.");
  CHECK(found.at("/codes") == "This list has 3 items; at most 2 are allowed.");
  CHECK(found.at("/codes/0") == "This text has 4 characters; at most 3 are allowed.");
  CHECK(found.at("/inner/x") == "This is a whole number but must be true or false.");
  CHECK(found.at("/inner/y") == "This is not known here; known: x.");
  CHECK(found.at("/other~1one").starts_with("This is not known here; known: reference, level"));
  CHECK(found.size() == 10);
}

TEST_CASE("the sentences come in French too") {
  const auto found = errors(compiled(kPerson), R"({"level": 9})", "fr");
  CHECK(found.at("/reference") == "Ceci est obligatoire.");
  CHECK(found.at("/level") == "Il faut 4 ou moins.");
}

TEST_CASE("what fits has no error") {
  const auto schema = compiled(kPerson);
  CHECK(errors(schema, R"({"reference": "ÉTÉ"})").count("/reference") == 1);
  CHECK(errors(schema, R"({"reference": "ABCDé", "level": 4, "weight": 1, "born": "2024-02-29",
      "id": "0190a6b8-0000-7000-8000-0123456789ab", "kind": 3, "codes": ["a"], "note": null})")
            .empty());
}

TEST_CASE("whole numbers are compared exactly and a fraction is none") {
  const auto schema = compiled(R"({"type":"object","properties":{
      "n":{"type":"integer","maximum":9007199254740993}}})");
  CHECK(errors(schema, R"({"n":9007199254740993})").empty());
  CHECK(errors(schema, R"({"n":9007199254740994})").count("/n") == 1);
  CHECK(errors(schema, R"({"n":1.0})").count("/n") == 1);
  CHECK(errors(schema, R"({"n":18446744073709551615})").count("/n") == 1);
}

TEST_CASE("alternatives: exactly one, or at least one; the closest explains") {
  const auto one = compiled(R"({"oneOf":[{"type":"integer"},{"type":"number","minimum":10}]})");
  CHECK(errors(one, "5").empty());
  CHECK(errors(one, "12.5").empty());
  CHECK(errors(one, "12").at("").starts_with("This fits several"));
  const auto any = compiled(
      R"({"anyOf":[{"type":"object","required":["a","b"],"properties":{"a":{},"b":{}}},
                   {"type":"string"}]})");
  CHECK(errors(any, "\"x\"").empty());
  CHECK(errors(any, R"({"a":1})").at("/b") == "This is required.");
}

TEST_CASE("defaults are filled in at every depth, before anything else") {
  const auto schema = compiled(kPerson);
  auto value = json::parse(R"({"reference":"A","inner":{}})");
  REQUIRE(value.ok());
  schema.fill_defaults(*value);
  CHECK(json::integer(*value, "level") == 2);
  CHECK(json::boolean((*value)["inner"], "x"));
}

TEST_CASE("a keyword outside the subset is refused, with its place") {
  CHECK(refusal(R"({"properties":{"a":{"multipleOf":3}}})") ==
        "schema /properties/a/multipleOf: the keyword 'multipleOf' is not supported; see "
        "docs/modules/schemas.md");
  CHECK(refusal(R"({"properties":{"a":{"format":"email"}}})").find("/properties/a/format") !=
        std::string::npos);
  CHECK(refusal(R"({"properties":{"a":{"pattern":"(?=x)y"}}})").find("look-ahead") !=
        std::string::npos);
  CHECK(refusal(R"({"type":"strnig"})").find("/type") != std::string::npos);
  CHECK(refusal(R"({"type":"object","required":["x"]})").find("'x' is required") !=
        std::string::npos);
  CHECK(refusal("[]").find("a schema is an object") != std::string::npos);
  CHECK(refusal("{").find("line 1") != std::string::npos);
}

TEST_CASE("unknown members are refused in inputs and let through in outputs, and it shows") {
  constexpr std::string_view kText = R"({"type":"object","properties":{}})";
  CHECK(errors(compiled(kText), R"({"x":1})").count("/x") == 1);
  CHECK(errors(compiled(kText, Schema::Unknown::allowed), R"({"x":1})").empty());
  CHECK_FALSE(compiled(kText).source()["additionalProperties"].GetBool());
  CHECK(errors(compiled(R"({"type":"object","additionalProperties":{"type":"integer"}})"),
               R"({"x":"1"})")
            .count("/x") == 1);
}

TEST_CASE("a hostile input costs neither the stack nor an endless answer") {
  const auto schema = compiled(kPerson);
  const std::string long_text(1'000'000, 'A');
  CHECK(errors(schema, R"({"reference":")" + long_text + "\"}").count("/reference") == 1);
  std::string many = "{";
  for (int i = 0; i < 5000; ++i) many += (i ? ",\"k" : "\"k") + std::to_string(i) + "\":1";
  auto parsed = json::parse(many + "}");
  REQUIRE(parsed.ok());
  CHECK(schema.check(*parsed).size() == operations::kErrorsMax);
}
