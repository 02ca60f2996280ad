#include <aksis/cpp/json.hpp>
#include <aksis/cpp/toml_shape.hpp>
#include <algorithm>
#include <filesystem>

#include "app/config/config.hpp"
#include "app/config/keys.hpp"
#include "app/config/toml_values.hpp"
#include "base/read_bytes.hpp"

extern char** environ;

namespace aksis::app {
namespace {

namespace fs = std::filesystem;

constexpr size_t kFileBytesMax = 1 << 20;
constexpr size_t kFilesMax = 100;  // of conf.d

// Fills a Config source by source and gathers what is wrong on the way.
class Loader {
 public:
  void defaults();
  void file(const std::string& path);
  void folder(const std::string& path);
  void variable(std::string_view name, std::string_view value);
  void assignment(std::string_view text);
  Result<Config> finish() &&;

 private:
  struct Place {
    std::string file;    // empty: not a file
    std::string name;    // of the variable or option
    std::string folder;  // where relative paths begin
  };
  std::string where(const Place& place, const toml::node& node) const;
  void wrong(std::string where, std::string message) {
    wrong_.push_back({std::move(where), std::move(message)});
  }
  void tree(const toml::table& root, const Place& place);
  void section(std::string_view name, const toml::table& table, const Place& place);
  void module_values(const Path& path, const toml::node& node, const Place& place);
  void value(const Key& key, const toml::node& node, const Place& place);
  void unknown_key(std::string_view section, std::string_view name, const std::string& where);
  void unknown_section(std::string_view name, const std::string& where);
  void spelled_value(const Path& path, std::string_view text, const Place& place);
  void together();

  Config config_;
  std::vector<ErrorDetail> wrong_;
};

std::string Loader::where(const Place& place, const toml::node& node) const {
  if (place.file.empty()) return place.name;
  const auto& begin = node.source().begin;
  return place.file + ":" + std::to_string(begin.line) + ":" + std::to_string(begin.column);
}

void Loader::defaults() {
  for (const auto& key : keys()) {
    const auto table = toml::parse("value = " + std::string(key.otherwise));
    auto json = json_of(*table.get("value"));
    config_.set({std::string(key.section), std::string(key.name)},
                {std::move(json).value(), "default"});
  }
}

void Loader::file(const std::string& path) {
  const auto text = read_bytes(path, kFileBytesMax);
  // The sentence begins with the path, which is the place here.
  if (!text.ok()) return wrong(path, text.error().message.substr(path.size() + 1));
  if (const auto shape = check_toml_shape(*text); !shape.ok())
    return wrong(path, shape.error().message);
  config_.files.push_back(path);
  try {
    const auto root = toml::parse(*text, path);
    tree(root, {path, {}, fs::absolute(path).parent_path().string()});
  } catch (const toml::parse_error& error) {
    const auto& begin = error.source().begin;
    wrong(path + ":" + std::to_string(begin.line) + ":" + std::to_string(begin.column),
          std::string(error.description()));
  }
}

void Loader::folder(const std::string& path) {
  std::error_code error;
  if (!fs::exists(path, error)) return;
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(path, error))
    if (entry.path().extension() == ".toml") names.push_back(entry.path().string());
  if (error) return wrong(path, "cannot be listed (" + error.message() + ")");
  if (names.size() > kFilesMax)
    return wrong(path, "holds more than " + std::to_string(kFilesMax) + " configuration files");
  std::sort(names.begin(), names.end());
  for (const auto& name : names) file(name);
}

void Loader::tree(const toml::table& root, const Place& place) {
  for (const auto& [name, node] : root) {
    if (const auto* table = node.as_table()) {
      section(name.str(), *table, place);
      continue;
    }
    std::vector<std::string> meant;
    for (const auto& key : keys())
      if (key.name == name.str()) meant.push_back(key.path());
    wrong(where(place, node), "the key " + std::string(name.str()) + " stands outside any section" +
                                  (meant.empty() ? "" : "; did you mean " + meant[0] + "?"));
  }
}

void Loader::section(std::string_view name, const toml::table& table, const Place& place) {
  const auto known = [&](const Section& each) { return each.name == name; };
  if (std::none_of(sections().begin(), sections().end(), known))
    return unknown_section(name, where(place, table));
  for (const auto& [key_name, node] : table) {
    if (const Key* key = find_key(name, key_name.str())) {
      value(*key, node, place);
    } else if (name == "modules" && node.is_table()) {
      module_values({"modules", std::string(key_name.str())}, node, place);
    } else {
      unknown_key(name, key_name.str(), where(place, node));
    }
  }
}

void Loader::value(const Key& key, const toml::node& node, const Place& place) {
  auto json = checked(key, node, place.folder);
  if (!json.ok()) return wrong(where(place, node), json.error().message);
  config_.set({std::string(key.section), std::string(key.name)},
              {std::move(json).value(), where(place, node)});
}

void Loader::module_values(const Path& path, const toml::node& node, const Place& place) {
  if (const auto* table = node.as_table()) {
    for (const auto& [name, item] : *table) {
      Path below = path;
      below.emplace_back(name.str());
      module_values(below, item, place);
    }
    return;
  }
  auto json = json_of(node);
  if (!json.ok()) return wrong(where(place, node), dotted(path) + " " + json.error().message);
  config_.set(path, {std::move(json).value(), where(place, node)});
}

void Loader::unknown_section(std::string_view name, const std::string& where) {
  std::vector<std::string> candidates;
  for (const auto& section : sections()) candidates.emplace_back(section.name);
  const auto meant = nearest(name, candidates);
  wrong(where, "unknown section [" + std::string(name) + "]" +
                   (meant.empty() ? "" : "; did you mean [" + meant + "]?"));
}

void Loader::unknown_key(std::string_view section, std::string_view name,
                         const std::string& where) {
  std::vector<std::string> candidates;
  for (const auto& key : keys()) candidates.push_back(key.path());
  const auto path = std::string(section) + "." + std::string(name);
  auto meant = nearest(path, candidates);
  for (const auto& key : keys())
    if (meant.empty() && key.name == name) meant = key.path();
  wrong(where, "unknown key " + path +
                   (meant.empty() ? "; config/aksis.toml lists all keys"
                                  : "; did you mean " + meant + "?"));
}

void Loader::spelled_value(const Path& path, std::string_view text, const Place& place) {
  if (path.size() == 2) {
    const Key* key = find_key(path[0], path[1]);
    if (!key) return unknown_key(path[0], path[1], place.name);
    return value(*key, *spelled(*key, text).get("value"), place);
  }
  if (path.size() > 2 && path[0] == "modules")
    return module_values(path, *spelled(text).get("value"), place);
  wrong(place.name, "names no key; write section.key, such as server.port");
}

void Loader::variable(std::string_view name, std::string_view value) {
  Path path;
  std::string_view rest = name.substr(std::string_view("AKSIS_").size());
  while (true) {
    const size_t end = rest.find("__");
    std::string part(rest.substr(0, end));
    std::transform(part.begin(), part.end(), part.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    path.push_back(std::move(part));
    if (end == rest.npos) break;
    rest.remove_prefix(end + 2);
  }
  spelled_value(path, value, {{}, std::string(name), fs::current_path().string()});
}

void Loader::assignment(std::string_view text) {
  const size_t equals = text.find('=');
  const auto name = text.substr(0, equals);
  const auto option = "--set " + std::string(name);
  if (equals == text.npos) return wrong(option, "has no value; write --set section.key=value");
  Path path;
  for (std::string_view rest = name;;) {
    const size_t dot = rest.find('.');
    path.emplace_back(rest.substr(0, dot));
    if (dot == rest.npos) break;
    rest.remove_prefix(dot + 1);
  }
  spelled_value(path, text.substr(equals + 1), {{}, option, fs::current_path().string()});
}

// What no single value shows.
void Loader::together() {
  const auto origin = [&](const char* name) { return config_.all().at({"server", name}).origin; };
  const auto address = config_.text("server.address");
  const bool certificate = !config_.text("server.tls_certificate").empty();
  const bool key = !config_.text("server.tls_key").empty();
  if (address != "127.0.0.1" && address != "::1" && !certificate)
    wrong(origin("address"),
          "server.address is " + address +
              ", which other machines may reach, and passwords would travel in clear: give "
              "server.tls_certificate and server.tls_key, or listen on 127.0.0.1 behind a proxy "
              "or an SSH tunnel");
  if (certificate != key)
    wrong(origin(certificate ? "tls_certificate" : "tls_key"),
          certificate
              ? "server.tls_certificate stands without server.tls_key; give both or neither"
              : "server.tls_key stands without server.tls_certificate; give both or neither");
}

Result<Config> Loader::finish() && {
  together();
  if (wrong_.empty()) return std::move(config_);
  Error error{Code::invalid, "The configuration is wrong; correct it and start again.", wrong_};
  return error;
}

}  // namespace

std::vector<std::string> process_environment() {
  std::vector<std::string> out;
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text = *variable;
    const auto name = text.substr(0, text.find('='));
    if (name.starts_with("AKSIS_") && name.find("__") != name.npos) out.emplace_back(text);
  }
  std::sort(out.begin(), out.end());
  return out;
}

Result<Config> load_config(const Sources& sources) {
  Loader loader;
  loader.defaults();
  std::error_code error;
  const std::string main = sources.file.value_or(std::string(kUsualFile));
  if (sources.file || fs::exists(main, error)) {
    loader.file(main);
    loader.folder((fs::absolute(main).parent_path() / "conf.d").string());
  }
  for (const auto& variable : sources.environment) {
    const size_t equals = std::min(variable.find('='), variable.size());
    loader.variable(std::string_view(variable).substr(0, equals),
                    std::string_view(variable).substr(std::min(variable.size(), equals + 1)));
  }
  for (const auto& assignment : sources.assignments) loader.assignment(assignment);
  return std::move(loader).finish();
}

}  // namespace aksis::app
