#include "app/config/config.hpp"

#include <aksis/cpp/json.hpp>
#include <algorithm>
#include <stdexcept>

namespace aksis::app {
namespace {

bool begins_with(const Path& path, const Path& prefix) {
  return path.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), path.begin());
}

json::Document parsed(const Setting& setting) {
  auto document = json::parse(setting.json);
  if (!document.ok()) throw std::logic_error("configuration: " + document.error().message);
  return std::move(document).value();
}

[[noreturn]] void wrong_type(std::string_view key) {
  throw std::logic_error("configuration: " + std::string(key) + " is of another type");
}

// "/weights/skills~1soft" → {"weights", "skills/soft"}
Path pointer_parts(std::string_view pointer) {
  Path out;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const size_t end = std::min(pointer.find('/'), pointer.size());
    std::string part;
    for (size_t i = 0; i < end; ++i) {
      const bool escaped = pointer[i] == '~' && i + 1 < end;
      part += !escaped ? pointer[i] : pointer[++i] == '1' ? '/' : '~';
    }
    out.push_back(std::move(part));
    pointer.remove_prefix(end);
  }
  return out;
}

}  // namespace

std::string dotted(const Path& path) {
  std::string out;
  for (const auto& part : path) out += (out.empty() ? "" : ".") + part;
  return out;
}

const Setting& Config::at(std::string_view key) const {
  const size_t dot = key.find('.');
  const auto found =
      settings_.find({std::string(key.substr(0, dot)), std::string(key.substr(dot + 1))});
  if (found == settings_.end()) throw std::logic_error("configuration: no key " + std::string(key));
  return found->second;
}

std::string Config::text(std::string_view key) const {
  const auto value = parsed(at(key));
  if (!value.IsString()) wrong_type(key);
  return std::string(json::text(value));
}

int64_t Config::integer(std::string_view key) const {
  const auto value = parsed(at(key));
  if (!value.IsInt64()) wrong_type(key);
  return value.GetInt64();
}

bool Config::boolean(std::string_view key) const {
  const auto value = parsed(at(key));
  if (!value.IsBool()) wrong_type(key);
  return value.GetBool();
}

std::vector<std::string> Config::texts(std::string_view key) const {
  const auto value = parsed(at(key));
  if (!value.IsArray()) wrong_type(key);
  std::vector<std::string> out;
  for (const auto& item : value.GetArray()) out.emplace_back(json::text(item));
  return out;
}

std::vector<std::string> Config::module_sections() const {
  std::vector<std::string> out;
  for (const auto& [path, setting] : settings_)
    if (path.size() > 2 && path[0] == "modules" && (out.empty() || out.back() != path[1]))
      out.push_back(path[1]);
  return out;
}

std::string Config::module_json(std::string_view id) const {
  const Path section = {"modules", std::string(id)};
  json::Writer out;
  out.object();
  Path open = section;  // the object being written
  for (const auto& [path, setting] : settings_) {
    if (path.size() <= 2 || !begins_with(path, section)) continue;
    const Path parent(path.begin(), path.end() - 1);
    while (!begins_with(parent, open)) {
      out.end();
      open.pop_back();
    }
    while (open.size() < parent.size()) {
      out.key(parent[open.size()]).object();
      open.push_back(parent[open.size()]);
    }
    out.key(path.back()).raw(setting.json);
  }
  for (; open.size() > 2; open.pop_back()) out.end();
  return out.end().text();
}

std::string Config::module_origin(std::string_view id, std::string_view pointer) const {
  Path path = {"modules", std::string(id)};
  for (auto& part : pointer_parts(pointer)) path.push_back(std::move(part));
  for (; path.size() >= 2; path.pop_back()) {
    const auto found = settings_.lower_bound(path);
    if (found != settings_.end() && begins_with(found->first, path)) return found->second.origin;
  }
  return {};
}

void Config::set(const Path& path, Setting setting) {
  for (Path above = path; above.size() > 1;) {
    above.pop_back();
    settings_.erase(above);
  }
  auto next = settings_.lower_bound(path);
  while (next != settings_.end() && begins_with(next->first, path)) next = settings_.erase(next);
  settings_.insert_or_assign(path, std::move(setting));
}

}  // namespace aksis::app
