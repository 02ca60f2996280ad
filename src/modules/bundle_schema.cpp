#include "modules/bundle_schema.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <vector>

#include "modules/bundle_file.hpp"

namespace aksis::modules {
namespace {

// Annotations for editors: they name other places or mean nothing once the schema is one text.
bool dropped(std::string_view keyword) {
  return keyword == "$schema" || keyword == "$id" || keyword == "$comment" ||
         keyword == "definitions";
}

// "/definitions/code" in objects; a schema has no reason to point into an array.
const json::Value* at_pointer(const json::Value& root, std::string_view pointer) {
  const json::Value* at = &root;
  while (at && !pointer.empty()) {
    if (pointer.front() != '/') return nullptr;
    pointer.remove_prefix(1);
    const auto end = std::min(pointer.find('/'), pointer.size());
    at = json::member(*at, pointer.substr(0, end));
    pointer.remove_prefix(end);
  }
  return at;
}

class Inliner {
 public:
  explicit Inliner(const std::string& folder) : folder_(folder) {}

  // Writes `value`, found in `file` ("" = the manifest), with references resolved.
  Status write(const json::Value& value, const std::string& file) {
    if (++nodes_ > kSchemaNodesMax) return invalid("the schema grows beyond 20 000 parts");
    if (value.IsArray()) {
      out_.array();
      for (const auto& one : value.GetArray()) AKSIS_TRY(write(one, file));
      out_.end();
      return {};
    }
    if (!value.IsObject()) {
      out_.value(value);
      return {};
    }
    const auto* reference = json::member(value, "$ref");
    if (reference && reference->IsString()) return follow(json::text(*reference), file);
    out_.object();
    for (const auto& member : value.GetObject()) {
      if (dropped(json::text(member.name))) continue;
      out_.key(json::text(member.name));
      AKSIS_TRY(write(member.value, file));
    }
    out_.end();
    return {};
  }
  std::string text() const { return out_.text(); }

 private:
  Status follow(std::string_view reference, const std::string& from) {
    const auto hash = std::min(reference.find('#'), reference.size());
    auto file = from;
    if (hash > 0)  // relative to the file it stands in
      file = (std::filesystem::path(from).parent_path() / reference.substr(0, hash))
                 .lexically_normal()
                 .string();
    if (file.empty())
      return invalid("\"" + std::string(reference) + "\" names no file; write file.json#/pointer");
    const auto name = file + std::string(reference.substr(hash));
    if (std::find(open_.begin(), open_.end(), name) != open_.end())
      return invalid(name + " refers to itself; a schema must have an end");
    AKSIS_ASSIGN(document, load(file));
    const json::Value* target = document;
    if (hash + 1 < reference.size()) {
      const auto pointer = reference.substr(hash + 1);
      target = at_pointer(*document, pointer);
      if (!target) return invalid(file + " has nothing at " + std::string(pointer));
    }
    open_.push_back(name);
    AKSIS_TRY(write(*target, file));
    open_.pop_back();
    return {};
  }

  Result<const json::Document*> load(const std::string& file) {
    if (const auto known = files_.find(file); known != files_.end()) return &known->second;
    AKSIS_ASSIGN(text, read_bundle_file(folder_, file, kSchemaFileBytesMax));
    auto parsed = json::parse(text);
    if (!parsed.ok()) return prefixed(file, std::move(parsed).error());
    return &files_.emplace(file, std::move(parsed).value()).first->second;
  }

  const std::string& folder_;
  std::map<std::string, json::Document> files_;
  std::vector<std::string> open_;
  json::Writer out_;
  size_t nodes_ = 0;
};

}  // namespace

Result<std::string> inline_schema(const json::Value& schema, const std::string& folder) {
  Inliner inliner(folder);
  AKSIS_TRY(inliner.write(schema, ""));
  return inliner.text();
}

}  // namespace aksis::modules
