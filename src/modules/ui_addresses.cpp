#include "modules/ui_addresses.hpp"

#include <fmt/format.h>

#include <set>

#include "modules/bundle_file.hpp"
#include "operations/percent.hpp"

namespace aksis::modules {
namespace {

using operations::percent_encode;

std::string value_text(const json::Value& value) {
  return value.IsString() ? std::string(json::text(value)) : json::dump(value);
}

// What no part of the path has taken.
std::string query_of(const json::Value& parameters, const std::set<std::string>& taken) {
  std::string out;
  for (const auto& one : parameters.GetObject()) {
    const std::string name(json::text(one.name));
    if (taken.contains(name)) continue;
    out += (out.empty() ? "?" : "&") + percent_encode(name) + "=" +
           percent_encode(value_text(one.value));
  }
  return out;
}

Error unknown(const Manifest& manifest, std::string_view what, std::string_view name) {
  return {Code::not_found,
          fmt::format("the module {} declares no {} {} in module.json", manifest.id, what, name),
          {}};
}

}  // namespace

Result<std::string> page_address(const Manifest& manifest, std::string_view path,
                                 const json::Value& parameters) {
  if (!manifest.ui.has("pages", path)) return unknown(manifest, "page", path);
  std::string out;
  std::set<std::string> taken;
  while (!path.empty()) {
    path.remove_prefix(1);  // '/'
    const auto part = path.substr(0, path.find('/'));
    path.remove_prefix(part.size());
    if (!part.starts_with(':')) {
      out += "/" + std::string(part);
      continue;
    }
    const std::string name(part.substr(1));
    const auto* given = json::member(parameters, name);
    const auto value = given ? value_text(*given) : std::string();
    if (value.empty()) return invalid(fmt::format("the parameter {} of the page is missing", name));
    taken.insert(name);
    out += "/" + percent_encode(value);
  }
  return out + query_of(parameters, taken);
}

Result<std::string> person_tab_address(const Manifest& manifest, std::string_view tab,
                                       std::string_view person, const json::Value& parameters) {
  if (!manifest.ui.has("person_tabs", tab)) return unknown(manifest, "tab", tab);
  if (person.empty()) return invalid("the person of the tab is missing");
  return fmt::format("/people/{}/{}.{}{}", percent_encode(person), manifest.id, tab,
                     query_of(parameters, {}));
}

Result<std::string> ui_file_address(const Manifest& manifest, std::string_view name) {
  if (manifest.ui.base.empty()) return unknown(manifest, "file", name);
  AKSIS_ASSIGN(path, bundle_path(manifest.folder + "/ui", name));
  return manifest.ui.base + "/" + std::string(name);
}

}  // namespace aksis::modules
