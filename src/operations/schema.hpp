// A compiled JSON Schema: the draft-7 subset of docs/modules/schemas.md, nothing else.
// Compiled once; then immutable and usable from any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "aksis/cpp/result.hpp"

namespace aksis::operations {

class Schema {
 public:
  // What an object schema without "additionalProperties" means: inputs refuse unknown members.
  enum class Unknown { refused, allowed };

  // Refuses a keyword, type, format or pattern outside the subset, naming it and its pointer.
  static Result<Schema> compile(std::string_view json_text, Unknown unknown);

  Schema(Schema&&) noexcept;
  Schema& operator=(Schema&&) noexcept;
  ~Schema();

  // Every wrong place, each told in both languages. Empty: it fits. At most kErrorsMax, so that a
  // hostile input cannot ask for an endless answer.
  std::vector<ErrorDetail> check(const json::Value& value) const;

  // Adds absent members that have a "default".
  void fill_defaults(json::Document& document) const;

  bool has_property(std::string_view name) const;
  bool requires_property(std::string_view name) const;

  // The schema as it was given, "additionalProperties" made explicit.
  const json::Document& source() const;

  struct Node;
  const Node& root() const;

 private:
  struct Compiled;
  explicit Schema(std::unique_ptr<const Compiled> compiled);
  std::unique_ptr<const Compiled> compiled_;
};

inline constexpr size_t kErrorsMax = 100;

// {"type": "object", …} that lets nothing else through; `required` as quoted names with commas.
inline std::string object_schema(std::string_view required, std::string_view properties) {
  return R"({"type": "object", "additionalProperties": false, "required": [)" +
         std::string(required) + R"(], "properties": {)" + std::string(properties) + "}}";
}

}  // namespace aksis::operations
