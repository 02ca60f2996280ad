#include "modules/sample.hpp"

#include <algorithm>

#include "operations/schema.hpp"

namespace aksis::modules {
namespace {

// Codes and texts that schemas of this field ask for.
constexpr const char* kTexts[] = {"a",     "A1101",      "K1304",
                                  "12345", "100001",     "75056",
                                  "fr",    "2026-01-31", "01902f3e-7a3c-7000-8000-000000000001",
                                  "1.0",   "v1",         "example",
                                  "0",     "A",          "RNCP12345"};

bool fits(const json::Value& schema, const json::Value& candidate) {
  const auto compiled =
      operations::Schema::compile(json::dump(schema), operations::Schema::Unknown::refused);
  return compiled.ok() && compiled->check(candidate).empty();
}

std::string text_for(const json::Value& schema) {
  for (const auto* text : kTexts) {
    const json::Value candidate{rapidjson::StringRef(text)};
    if (fits(schema, candidate)) return text;
  }
  const auto wanted = static_cast<size_t>(json::integer(schema, "minLength", 1));
  return std::string(std::max<size_t>(wanted, 1), 'a');
}

class Sampler {
 public:
  explicit Sampler(bool every_property) : every_property_(every_property) {}

  void write(const json::Value& schema) {
    if (const auto* fixed = given(schema)) {
      out_.value(*fixed);
      return;
    }
    for (const auto* choice : {"oneOf", "anyOf"})
      if (const auto* list = json::member(schema, choice); list && list->Size() > 0)
        return write((*list)[0]);
    const auto type = type_of(schema);
    if (type == "object") return object(schema);
    if (type == "array") return array(schema);
    if (type == "integer")
      out_.value(json::integer(schema, "minimum", 1));
    else if (type == "number")
      out_.value(json::number(schema, "minimum", 1));
    else if (type == "boolean")
      out_.value(false);
    else if (type == "null")
      out_.null();
    else
      out_.value(text_for(schema));
  }
  std::string text() const { return out_.text(); }

 private:
  static const json::Value* given(const json::Value& schema) {
    if (const auto* fixed = json::member(schema, "const")) return fixed;
    for (const auto* list_name : {"examples", "enum"})
      if (const auto* list = json::member(schema, list_name);
          list && list->IsArray() && list->Size() > 0)
        return &(*list)[0];
    return json::member(schema, "default");
  }
  static std::string_view type_of(const json::Value& schema) {
    const auto* type = json::member(schema, "type");
    if (type && type->IsArray() && type->Size() > 0) type = &(*type)[0];
    if (type && type->IsString()) return json::text(*type);
    return json::member(schema, "properties") ? "object" : "string";
  }
  bool required(const json::Value& schema, const json::Value& name) const {
    const auto* list = json::member(schema, "required");
    return list && std::any_of(list->Begin(), list->End(),
                               [&](const json::Value& one) { return one == name; });
  }
  void object(const json::Value& schema) {
    out_.object();
    if (const auto* properties = json::member(schema, "properties"))
      for (const auto& one : properties->GetObject())
        if (every_property_ || required(schema, one.name)) {
          out_.key(json::text(one.name));
          write(one.value);
        }
    out_.end();
  }
  void array(const json::Value& schema) {
    out_.array();
    const auto* items = json::member(schema, "items");
    const auto least = json::integer(schema, "minItems", every_property_ ? 1 : 0);
    for (int64_t i = 0; items && i < least; ++i) write(*items);
    out_.end();
  }

  bool every_property_;
  json::Writer out_;
};

}  // namespace

std::string sample_input(const json::Value& schema, bool every_property) {
  Sampler sampler(every_property);
  sampler.write(schema);
  return sampler.text();
}

}  // namespace aksis::modules
