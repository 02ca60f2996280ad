#include "operations/schema.hpp"

#include <fmt/format.h>

#include <map>

#include "operations/schema_node.hpp"

namespace aksis::operations {
namespace {

using Node = Schema::Node;
using Unknown = Schema::Unknown;

const std::map<std::string_view, unsigned> kTypes = {
    {"null", kNull},     {"boolean", kBoolean}, {"integer", kInteger}, {"number", kNumber},
    {"string", kString}, {"array", kArray},     {"object", kObject}};

// Compiles a schema value and everything below it; the error names keyword and pointer.
class Compiler {
 public:
  Compiler(Unknown unknown, json::Document& document)
      : unknown_(unknown), allocator_(document.GetAllocator()) {}

  Result<Node::Owned> compile(json::Value& source, const std::string& pointer);

 private:
  using Step = Status (Compiler::*)(Node&, json::Value&, const std::string&);
  static const std::map<std::string_view, Step>& steps();

  Status annotation(Node&, json::Value&, const std::string&) { return {}; }
  Status type(Node& node, json::Value& value, const std::string& at);
  Status properties(Node& node, json::Value& value, const std::string& at);
  Status required(Node& node, json::Value& value, const std::string& at);
  Status additional(Node& node, json::Value& value, const std::string& at);
  Status items(Node& node, json::Value& value, const std::string& at);
  Status enumeration(Node& node, json::Value& value, const std::string& at);
  Status constant(Node& node, json::Value& value, const std::string& at);
  Status minimum(Node& node, json::Value& value, const std::string& at);
  Status maximum(Node& node, json::Value& value, const std::string& at);
  Status unique(Node& node, json::Value& value, const std::string& at);
  Status pattern(Node& node, json::Value& value, const std::string& at);
  Status format(Node& node, json::Value& value, const std::string& at);
  Status default_value(Node& node, json::Value& value, const std::string& at);
  Status one_of(Node& node, json::Value& value, const std::string& at);
  Status any_of(Node& node, json::Value& value, const std::string& at);
  template <std::optional<uint64_t> Node::*Field>
  Status count(Node& node, json::Value& value, const std::string& at);
  Status alternatives(std::vector<Node::Owned>& out, json::Value& value, const std::string& at);
  Status add_type(Node& node, const json::Value& name, const std::string& at);
  void make_explicit(json::Value& source);

  Unknown unknown_;
  json::Document::AllocatorType& allocator_;
};

Error wrong(const std::string& at, std::string_view wanted) {
  return invalid(fmt::format("schema {}: {}", at.empty() ? "/" : at, wanted));
}

const std::map<std::string_view, Compiler::Step>& Compiler::steps() {
  static const std::map<std::string_view, Step> kSteps = {
      {"title", &Compiler::annotation},
      {"description", &Compiler::annotation},
      {"examples", &Compiler::annotation},
      {"type", &Compiler::type},
      {"properties", &Compiler::properties},
      {"required", &Compiler::required},
      {"additionalProperties", &Compiler::additional},
      {"items", &Compiler::items},
      {"enum", &Compiler::enumeration},
      {"const", &Compiler::constant},
      {"minimum", &Compiler::minimum},
      {"maximum", &Compiler::maximum},
      {"minLength", &Compiler::count<&Node::min_length>},
      {"maxLength", &Compiler::count<&Node::max_length>},
      {"pattern", &Compiler::pattern},
      {"minItems", &Compiler::count<&Node::min_items>},
      {"maxItems", &Compiler::count<&Node::max_items>},
      {"uniqueItems", &Compiler::unique},
      {"format", &Compiler::format},
      {"default", &Compiler::default_value},
      {"oneOf", &Compiler::one_of},
      {"anyOf", &Compiler::any_of},
  };
  return kSteps;
}

Result<Node::Owned> Compiler::compile(json::Value& source, const std::string& pointer) {
  if (!source.IsObject()) return wrong(pointer, "a schema is an object");
  make_explicit(source);
  auto node = std::make_unique<Node>();
  // By position: clang finds the comparison of RapidJSON's mutable iterators ambiguous in C++20.
  for (rapidjson::SizeType i = 0; i < source.MemberCount(); ++i) {
    auto& member = *(source.MemberBegin() + i);
    const auto keyword = json::text(member.name);
    const auto step = steps().find(keyword);
    const auto at = fmt::format("{}/{}", pointer, keyword);
    if (step == steps().end())
      return wrong(at, fmt::format("the keyword '{}' is not supported; see docs/modules/schemas.md",
                                   keyword));
    AKSIS_TRY((this->*step->second)(*node, member.value, at));
  }
  for (const auto& name : node->required)
    if (!node->property(name) && node->unknown == Unknown::refused)
      return wrong(pointer, fmt::format("'{}' is required but no property has that name", name));
  return node;
}

// Unknown members of an object are refused, or not, in the source itself: the published schema
// then means the same to every reader. Before anything borrows from `source`.
void Compiler::make_explicit(json::Value& source) {
  const auto* type = json::member(source, "type");
  const bool object = json::member(source, "properties") || (type && *type == "object");
  if (object && !source.HasMember("additionalProperties"))
    source.AddMember("additionalProperties", unknown_ == Unknown::allowed, allocator_);
}

Status Compiler::add_type(Node& node, const json::Value& name, const std::string& at) {
  const auto known = name.IsString() ? kTypes.find(json::text(name)) : kTypes.end();
  if (known == kTypes.end())
    return wrong(at, "a type is null, boolean, integer, number, string, array or object");
  node.types |= known->second;
  return {};
}

Status Compiler::type(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsArray()) return add_type(node, value, at);
  for (const auto& name : value.GetArray()) AKSIS_TRY(add_type(node, name, at));
  return {};
}

Status Compiler::properties(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsObject()) return wrong(at, "properties are an object of schemas");
  for (rapidjson::SizeType i = 0; i < value.MemberCount(); ++i) {
    auto& member = *(value.MemberBegin() + i);
    const std::string name(json::text(member.name));
    AKSIS_ASSIGN(child, compile(member.value, at + "/" + name));
    node.properties.emplace_back(name, std::move(child));
  }
  return {};
}

Status Compiler::required(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsArray()) return wrong(at, "an array of names");
  for (const auto& name : value.GetArray()) {
    if (!name.IsString()) return wrong(at, "an array of names");
    node.required.emplace_back(json::text(name));
  }
  return {};
}

Status Compiler::additional(Node& node, json::Value& value, const std::string& at) {
  if (value.IsBool()) {
    node.unknown = value.GetBool() ? Unknown::allowed : Unknown::refused;
    return {};
  }
  AKSIS_ASSIGN(child, compile(value, at));
  node.additional = std::move(child);
  node.unknown = Unknown::allowed;
  return {};
}

Status Compiler::items(Node& node, json::Value& value, const std::string& at) {
  AKSIS_ASSIGN(child, compile(value, at));
  node.items = std::move(child);
  return {};
}

Status Compiler::enumeration(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsArray() || value.Empty()) return wrong(at, "an array of at least one value");
  for (const auto& allowed : value.GetArray()) node.allowed.push_back(&allowed);
  node.has_allowed = true;
  return {};
}

Status Compiler::constant(Node& node, json::Value& value, const std::string&) {
  node.allowed.assign(1, &value);
  node.has_allowed = true;
  return {};
}

Status Compiler::minimum(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsNumber()) return wrong(at, "a number");
  node.minimum = &value;
  return {};
}

Status Compiler::maximum(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsNumber()) return wrong(at, "a number");
  node.maximum = &value;
  return {};
}

Status Compiler::unique(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsBool()) return wrong(at, "true or false");
  node.unique_items = value.GetBool();
  return {};
}

Status Compiler::pattern(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsString()) return wrong(at, "a regular expression");
  re2::RE2::Options options;
  options.set_log_errors(false);
  const auto text = json::text(value);
  auto compiled = std::make_unique<re2::RE2>(re2::StringPiece(text.data(), text.size()), options);
  if (!compiled->ok())
    return wrong(at, fmt::format("the pattern cannot be read ({}); RE2 syntax, no look-ahead",
                                 compiled->error()));
  node.pattern = std::move(compiled);
  return {};
}

Status Compiler::format(Node& node, json::Value& value, const std::string& at) {
  const auto name = value.IsString() ? json::text(value) : std::string_view();
  if (name == "date")
    node.format = Format::date;
  else if (name == "uuid")
    node.format = Format::uuid;
  else
    return wrong(at, fmt::format("the format '{}' is not supported: date or uuid", name));
  return {};
}

Status Compiler::default_value(Node& node, json::Value& value, const std::string&) {
  node.default_value = &value;
  return {};
}

Status Compiler::alternatives(std::vector<Node::Owned>& out, json::Value& value,
                              const std::string& at) {
  if (!value.IsArray() || value.Empty()) return wrong(at, "an array of at least one schema");
  for (auto& alternative : value.GetArray()) {
    AKSIS_ASSIGN(child, compile(alternative, fmt::format("{}/{}", at, out.size())));
    out.push_back(std::move(child));
  }
  return {};
}

Status Compiler::one_of(Node& node, json::Value& value, const std::string& at) {
  return alternatives(node.one_of, value, at);
}

Status Compiler::any_of(Node& node, json::Value& value, const std::string& at) {
  return alternatives(node.any_of, value, at);
}

template <std::optional<uint64_t> Node::*Field>
Status Compiler::count(Node& node, json::Value& value, const std::string& at) {
  if (!value.IsUint64()) return wrong(at, "a whole number of 0 or more");
  node.*Field = value.GetUint64();
  return {};
}

}  // namespace

const Node* Schema::Node::property(std::string_view name) const {
  for (const auto& [known, node] : properties)
    if (known == name) return node.get();
  return nullptr;
}

struct Schema::Compiled {
  json::Document source;
  Node::Owned root;
};

Schema::Schema(std::unique_ptr<const Compiled> compiled) : compiled_(std::move(compiled)) {}
Schema::Schema(Schema&&) noexcept = default;
Schema& Schema::operator=(Schema&&) noexcept = default;
Schema::~Schema() = default;

Result<Schema> Schema::compile(std::string_view json_text, Unknown unknown) {
  auto compiled = std::make_unique<Compiled>();
  AKSIS_ASSIGN(parsed, json::parse(json_text));
  compiled->source = std::move(parsed);
  Compiler compiler(unknown, compiled->source);
  AKSIS_ASSIGN(root, compiler.compile(compiled->source, ""));
  compiled->root = std::move(root);
  Schema schema(std::move(compiled));
  return schema;
}

const Schema::Node& Schema::root() const {
  return *compiled_->root;
}

const json::Document& Schema::source() const {
  return compiled_->source;
}

bool Schema::has_property(std::string_view name) const {
  return root().property(name) != nullptr;
}

bool Schema::requires_property(std::string_view name) const {
  for (const auto& required : root().required)
    if (required == name) return true;
  return false;
}

}  // namespace aksis::operations
