// Our schema check against valijson on the same schemas and values: it must accept the same.
#include <catch2/catch.hpp>
#include <random>
#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "operations/schema.hpp"

using namespace aksis;

namespace {

constexpr const char* kSchemas[] = {
    R"({"type":"object","required":["a"],"additionalProperties":false,"properties":{
        "a":{"type":"string","minLength":2,"maxLength":3,"pattern":"^[xy]+$"},
        "b":{"type":"integer","minimum":1,"maximum":3},"c":{"enum":["x",1,null]}}})",
    R"({"type":"array","minItems":1,"maxItems":3,"uniqueItems":true,
        "items":{"type":["integer","string"],"maxLength":1}})",
    R"({"type":"object","additionalProperties":{"type":"boolean"},"properties":{"a":{"const":1}}})",
    R"({"oneOf":[{"type":"integer"},{"type":"number","minimum":2},{"type":"string"}]})",
    R"({"anyOf":[{"type":"array","additionalProperties":true},{"type":"null"},
        {"type":"object","required":["a","b"],"additionalProperties":true}]})",
};

// A value out of few parts, so that it often nearly fits.
class Values {
 public:
  explicit Values(unsigned seed) : random_(seed) {}
  std::string make(int depth = 0) {
    static const char* const kScalars[] = {"null", "true",     "1",     "2",      "3",
                                           "4",    "2.5",      "\"x\"", "\"xy\"", "\"yyy\"",
                                           "\"\"", "\"xyxy\"", "\"é\""};
    switch (depth < 2 ? pick(4) : 0) {
      case 0:
      case 1:
        return kScalars[pick(std::size(kScalars))];
      case 2: {
        std::string out = "[";
        for (size_t i = 0, n = pick(4); i < n; ++i) out += (i ? "," : "") + make(depth + 1);
        return out + "]";
      }
      default: {
        std::string out = "{";
        for (const char* name : {"a", "b", "c", "d"})
          if (pick(5) < 2)
            out += (out.size() > 1 ? ",\"" : "\"") + std::string(name) + "\":" + make(depth + 1);
        return out + "}";
      }
    }
  }

 private:
  size_t pick(size_t below) { return random_() % below; }
  std::mt19937 random_;
};

}  // namespace

TEST_CASE("accepts what valijson accepts and refuses what it refuses") {
  Values values(20261123);
  size_t accepted = 0, refused = 0;
  for (const auto* text : kSchemas) {
    auto ours = operations::Schema::compile(text, operations::Schema::Unknown::allowed);
    REQUIRE(ours.ok());
    auto source = json::parse(text);
    valijson::Schema theirs;
    valijson::SchemaParser(valijson::SchemaParser::kDraft7)
        .populateSchema(valijson::adapters::RapidJsonAdapter(*source), theirs);
    valijson::Validator validator;
    for (int i = 0; i < 4000; ++i) {
      const auto value = values.make();
      auto parsed = json::parse(value);
      REQUIRE(parsed.ok());
      const bool fits =
          validator.validate(theirs, valijson::adapters::RapidJsonAdapter(*parsed), nullptr);
      INFO(text << "\n" << value);
      REQUIRE(ours->check(*parsed).empty() == fits);
      ++(fits ? accepted : refused);
    }
  }
  CHECK(accepted > 1000);
  CHECK(refused > 1000);
}
