#include "app/config/identity_providers.hpp"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <aksis/cpp/toml_shape.hpp>
#include <filesystem>
#include <optional>

#include "base/read_bytes.hpp"

namespace aksis::app {
namespace {

namespace fs = std::filesystem;
using access::ProviderSettings;

constexpr size_t kFileBytesMax = 256 << 10;
constexpr size_t kSecretBytesMax = 4096;

// One table while it is read; the first wrong place ends it.
class Table {
 public:
  Table(const std::string& path, const std::string& name, const toml::table& table)
      : path_(path), name_(name), table_(table) {}

  Result<ProviderSettings> read() {
    ProviderSettings out = preset();
    out.name = name_;
    text("label", out.label);
    text("issuer", out.issuer);
    text("client_id", out.client_id);
    text("redirect_uri", out.redirect_uri);
    text("post_logout_redirect_uri", out.post_logout_redirect_uri);
    flag("secret_in_form", out.secret_in_form);
    flag("acr_essential", out.acr_essential);
    flag("userinfo", out.userinfo);
    texts("scopes", out.scopes);
    texts("acr_values", out.acr_values);
    texts("acr_required", out.acr_required);
    texts("amr_required", out.amr_required);
    texts("second_factor_acr", out.second_factor_acr);
    texts("second_factor_amr", out.second_factor_amr);
    number("max_age_s", out.max_age_s);
    secret(out.client_secret);
    if (out.label.empty()) out.label = name_;
    refuse_unknown();
    if (wrong_) return *wrong_;
    if (auto checked = access::check_settings(out); !checked.ok())
      return prefixed(fmt::format("{} [{}]", path_, name_), checked.error());
    return out;
  }

 private:
  void wrong(const toml::node& node, std::string_view key, std::string_view what) {
    if (wrong_) return;
    const auto at = node.source().begin;
    wrong_ =
        invalid(fmt::format("{}:{}:{} [{}] {} {}", path_, at.line, at.column, name_, key, what));
  }

  ProviderSettings preset() {
    std::string wanted;
    text("preset", wanted);
    if (wanted == "proconnect") return access::proconnect({}, {}, {}, {});
    if (!wanted.empty()) wrong(*table_.get("preset"), "preset", "knows \"proconnect\" only");
    return {};
  }

  void text(const char* key, std::string& into) {
    known_.emplace_back(key);
    const auto* node = table_.get(key);
    if (!node) return;
    if (const auto value = node->value<std::string>()) {
      into = *value;
    } else {
      wrong(*node, key, "is no text");
    }
  }
  void flag(const char* key, bool& into) {
    known_.emplace_back(key);
    const auto* node = table_.get(key);
    if (!node) return;
    node->is_boolean() ? void(into = *node->value<bool>())
                       : wrong(*node, key, "is not true or false");
  }
  void number(const char* key, int64_t& into) {
    known_.emplace_back(key);
    const auto* node = table_.get(key);
    if (!node) return;
    const bool good = node->is_integer() && *node->value<int64_t>() >= 0;
    good ? void(into = *node->value<int64_t>()) : wrong(*node, key, "is no number from 0");
  }
  void texts(const char* key, std::vector<std::string>& into) {
    known_.emplace_back(key);
    const auto* node = table_.get(key);
    if (!node) return;
    const auto* list = node->as_array();
    if (!list || !list->is_homogeneous(toml::node_type::string))
      return wrong(*node, key, "is no list of texts");
    into.clear();
    for (const auto& one : *list) into.push_back(*one.value<std::string>());
  }

  void secret(std::string& into) {
    std::string file;
    text("client_secret_file", file);
    if (file.empty()) return;
    const auto from = fs::path(path_).parent_path() / file;
    auto bytes = read_bytes(from.string(), kSecretBytesMax);
    if (!bytes.ok())
      return wrong(*table_.get("client_secret_file"), "client_secret_file",
                   "cannot be read: " + bytes.error().message);
    into = bytes->substr(0, bytes->find_first_of("\r\n"));
  }

  void refuse_unknown() {
    for (const auto& [key, node] : table_) {
      bool there = false;
      for (const auto& one : known_) there = there || one == key.str();
      if (!there) wrong(node, key.str(), "is not known here");
    }
  }

  const std::string& path_;
  const std::string& name_;
  const toml::table& table_;
  std::vector<std::string> known_;
  std::optional<Error> wrong_;
};

}  // namespace

Result<std::vector<ProviderSettings>> read_identity_providers(const std::string& path) {
  std::vector<ProviderSettings> out;
  if (path.empty()) return out;
  AKSIS_ASSIGN(bytes, read_bytes(path, kFileBytesMax));
  if (auto shape = check_toml_shape(bytes); !shape.ok())
    return prefixed(path, std::move(shape).error());
  try {
    const auto parsed = toml::parse(bytes, path);
    for (const auto& [key, node] : parsed) {
      const std::string name(key.str());
      const auto* table = node.as_table();
      if (!table) return invalid(fmt::format("{}: {} stands outside of a table", path, name));
      AKSIS_ASSIGN(read, Table(path, name, *table).read());
      out.push_back(std::move(read));
    }
  } catch (const toml::parse_error& error) {
    const auto at = error.source().begin;
    return invalid(fmt::format("{}:{}:{} {}", path, at.line, at.column, error.description()));
  }
  return out;
}

}  // namespace aksis::app
