#include "operations/openapi.hpp"

#include <rapidjson/prettywriter.h>

#include <algorithm>
#include <map>

#include "operations/routes.hpp"

namespace aksis::operations {
namespace {

using Allocator = json::Document::AllocatorType;

// Builds the document in the order it is read in; RapidJSON keeps the order of insertion.
class Description {
 public:
  explicit Description(json::Document& document) : allocator_(document.GetAllocator()) {}

  json::Value object() { return json::Value(rapidjson::kObjectType); }
  json::Value text(std::string_view value) {
    return json::Value(value.data(), static_cast<rapidjson::SizeType>(value.size()), allocator_);
  }
  json::Value copy(const json::Value& value) { return json::Value(value, allocator_); }
  void put(json::Value& object, std::string_view name, json::Value value) {
    object.AddMember(text(name), value, allocator_);
  }
  void put(json::Value& object, std::string_view name, std::string_view value) {
    put(object, name, text(value));
  }
  void push(json::Value& array, json::Value value) { array.PushBack(value, allocator_); }

  json::Value reference(std::string_view to) {
    auto out = object();
    put(out, "$ref", to);
    return out;
  }
  json::Value content(std::string_view media_type, json::Value schema) {
    auto typed = object(), out = object();
    put(typed, "schema", std::move(schema));
    put(out, media_type, std::move(typed));
    return out;
  }

 private:
  Allocator& allocator_;
};

bool has_body(const Operation& operation) {
  return operation.method == "POST" || operation.method == "PUT" || operation.method == "PATCH";
}

bool contains(const std::vector<std::string>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

json::Value parameter(Description& d, const Schema& schema, std::string_view name,
                      const json::Value& property, std::string_view in) {
  auto out = d.object();
  d.put(out, "name", name);
  d.put(out, "in", in);
  d.put(out, "required", json::Value(in == "path" || schema.requires_property(name)));
  d.put(out, "schema", d.copy(property));
  return out;
}

// Members of the input that are neither in the path nor, for a method with a body, in the body.
json::Value parameters(Description& d, const Operation& operation, const Schema& schema,
                       const std::vector<std::string>& in_path) {
  json::Value out(rapidjson::kArrayType);
  const auto* properties = json::member(schema.source(), "properties");
  if (!properties) return out;
  for (const auto& property : properties->GetObject()) {
    const auto name = json::text(property.name);
    const bool path = contains(in_path, name);
    const bool file = operation.upload && operation.upload->field == name;
    const bool query = !file && (operation.upload || !has_body(operation));
    if (path || query)
      d.push(out, parameter(d, schema, name, property.value, path ? "path" : "query"));
  }
  return out;
}

// The input schema without what the path carries.
json::Value body_schema(Description& d, const Schema& schema,
                        const std::vector<std::string>& in_path) {
  auto out = d.copy(schema.source());
  if (out.HasMember("properties"))
    for (const auto& name : in_path) out["properties"].RemoveMember(name);
  if (!out.HasMember("required")) return out;
  json::Value kept(rapidjson::kArrayType);
  for (const auto& name : out["required"].GetArray())
    if (!contains(in_path, json::text(name))) d.push(kept, d.copy(name));
  if (kept.Empty())
    out.RemoveMember("required");
  else
    out["required"] = kept;
  return out;
}

json::Value request_body(Description& d, const Operation& operation, const Schema& schema,
                         const std::vector<std::string>& in_path) {
  auto out = d.object();
  d.put(out, "required", json::Value(true));
  if (!operation.upload) {
    d.put(out, "content", d.content("application/json", body_schema(d, schema, in_path)));
    return out;
  }
  auto content = d.object();
  for (const auto& type : operation.upload->types) {
    auto binary = d.object();
    d.put(binary, "type", "string");
    d.put(binary, "contentMediaType", type);
    auto typed = d.object();
    d.put(typed, "schema", std::move(binary));
    d.put(content, type, std::move(typed));
  }
  d.put(out, "content", std::move(content));
  return out;
}

json::Value responses(Description& d, const Schema* output) {
  auto success = d.object(), out = d.object();
  d.put(success, "description", output ? "The answer" : "Done");
  if (output) d.put(success, "content", d.content("application/json", d.copy(output->source())));
  d.put(out, output ? "200" : "204", std::move(success));
  d.put(out, "default", d.reference("#/components/responses/Problem"));
  return out;
}

std::string_view kind_name(Kind kind) {
  return kind == Kind::read ? "read" : kind == Kind::write ? "write" : "task";
}

json::Value describe(Description& d, const Registry& registry, const Operation& operation) {
  const auto& schema = registry.input_schema(operation);
  const auto in_path = path_names(operation.path);
  auto out = d.object();
  json::Value tags(rapidjson::kArrayType);
  d.push(tags, d.text(operation.module));
  d.put(out, "operationId", operation.id);
  d.put(out, "tags", std::move(tags));
  d.put(out, "summary", operation.summary_en);
  d.put(out, "x-summary-fr", operation.summary_fr);
  d.put(out, "x-kind", kind_name(operation.kind));
  if (!operation.permission.empty()) d.put(out, "x-permission", operation.permission);
  if (operation.open) d.put(out, "security", json::Value(rapidjson::kArrayType));
  if (operation.step_up) d.put(out, "x-step-up", json::Value(true));
  if (!operation.purpose.empty()) d.put(out, "x-purpose", operation.purpose);
  d.put(out, "parameters", parameters(d, operation, schema, in_path));
  if (has_body(operation)) d.put(out, "requestBody", request_body(d, operation, schema, in_path));
  d.put(out, "responses", responses(d, registry.output_schema(operation)));
  return out;
}

constexpr std::string_view kComponents = R"({
  "securitySchemes": {
    "bearer": {"type": "http", "scheme": "bearer"},
    "key": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-aksis_session"}
  },
  "responses": {
    "Problem": {
      "description": "What went wrong, as RFC 9457 writes it",
                           "content" : {
  "application/problem+json" : {
    "schema" : {
      "$ref" : "#/components/schemas/Problem"
    }
  }
}
}
}
, "schemas" : {
  "Problem" : {
    "type" : "object", "required" : [ "type", "title", "status", "detail" ], "properties" : {
      "type" : {"type" : "string"},
               "title" : {"type" : "string"},
                         "status" : {"type" : "integer"},
                                    "detail" : {"type" : "string"},
                                               "instance" : {"type" : "string"},
                                                            "errors" : {
        "type" : "array", "items" : {
          "type" : "object", "required" : [ "pointer", "message" ], "properties" : {
            "pointer" : {"type" : "string"}, "message" : {
              "type" : "string"
            }
          }
        }
      }
    }
  }
}
})";

std::string lower(std::string text) {
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return text;
}

std::string indented(const json::Value& value) {
  rapidjson::StringBuffer buffer;
  rapidjson::PrettyWriter<rapidjson::StringBuffer> writer(buffer);
  writer.SetIndent(' ', 2);
  value.Accept(writer);
  return std::string(buffer.GetString(), buffer.GetSize()) + "\n";
}

}  // namespace

std::string openapi(const Registry& registry, std::string_view version) {
  // Sorted by path and method: the order of loading does not show.
  std::map<std::string, std::map<std::string, const Operation*>> by_path;
  for (const auto& operation : registry.all())
    if (!operation->method.empty())
      by_path[operation->path][lower(operation->method)] = operation.get();

  json::Document document(rapidjson::kObjectType);
  Description d(document);
  auto info = d.object();
  d.put(info, "title", "aksis");
  d.put(info, "version", version);
  auto server = d.object();
  d.put(server, "url", "/api/v1");
  json::Value servers(rapidjson::kArrayType);
  d.push(servers, std::move(server));
  auto paths = d.object();
  for (const auto& [path, methods] : by_path) {
    auto item = d.object();
    for (const auto& [method, operation] : methods)
      d.put(item, method, describe(d, registry, *operation));
    d.put(paths, path, std::move(item));
  }
  json::Value security(rapidjson::kArrayType);
  for (const auto* scheme : {"bearer", "key", "session"}) {
    auto one = d.object();
    d.put(one, scheme, json::Value(rapidjson::kArrayType));
    d.push(security, std::move(one));
  }
  d.put(document, "openapi", "3.1.0");
  d.put(document, "info", std::move(info));
  d.put(document, "servers", std::move(servers));
  d.put(document, "security", std::move(security));
  d.put(document, "paths", std::move(paths));
  auto components = json::parse(kComponents);
  d.put(document, "components", d.copy(*components));
  return indented(document);
}

}  // namespace aksis::operations
