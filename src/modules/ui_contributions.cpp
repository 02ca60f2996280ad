#include "modules/ui_contributions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>

#include "base/identity.hpp"
#include "modules/bundle_file.hpp"

namespace aksis::modules {
namespace {

constexpr size_t kHashDigits = 16;
constexpr std::string_view kFolder = "/ui";
constexpr std::string_view kCatalogues[] = {"fr", "en"};

std::string without_permission(const json::Value& item) {
  json::Writer out;
  out.object();
  for (const auto& member : item.GetObject())
    if (json::text(member.name) != "permission") out.member(json::text(member.name), member.value);
  return out.end().text();
}

std::set<std::string> keys_of(const json::Value& catalogue) {
  std::set<std::string> keys;
  if (catalogue.IsObject())
    for (const auto& one : catalogue.GetObject()) keys.emplace(json::text(one.name));
  return keys;
}

// Reads the folder once: its hash, its bounds, its texts.
class Folder {
 public:
  Folder(std::string path, std::vector<ErrorDetail>& problems)
      : path_(std::move(path)), problems_(problems) {}

  // The hash of names and contents, or "" when something is wrong.
  std::string read() {
    const auto names = bundle_files(path_);
    if (!names.ok()) return wrong(names.error().message);
    if (names->size() > kUiFilesMax)
      return wrong(
          fmt::format("ui/ holds {} files; at most {} are served", names->size(), kUiFilesMax));
    std::string digests;
    size_t total = 0;
    for (const auto& name : *names) {
      const auto content = read_bundle_file(path_, name, kUiFileBytesMax);
      if (!content.ok()) return wrong(content.error().message);
      if ((total += content->size()) > kUiFolderBytesMax)
        return wrong(fmt::format("ui/ is larger than {} MiB", kUiFolderBytesMax >> 20));
      digests += name + " " + sha256_hex(*content) + "\n";
    }
    return sha256_hex(digests).substr(0, kHashDigits);
  }

  // Both catalogues or none, of the same keys.
  std::vector<std::string> read_catalogues() {
    std::vector<std::string> languages;
    std::vector<std::set<std::string>> keys;
    std::error_code error;
    for (const auto language : kCatalogues) {
      const auto name = fmt::format("i18n/{}.json", language);
      if (!std::filesystem::exists(path_ + "/" + name, error)) continue;
      const auto text = read_bundle_file(path_, name, kUiFileBytesMax);
      const auto parsed = text.ok() ? json::parse(*text) : Result<json::Document>(text.error());
      if (!parsed.ok() || !parsed->IsObject()) {
        wrong(fmt::format("ui/{} is no JSON object of texts", name));
        continue;
      }
      languages.emplace_back(language);
      keys.push_back(keys_of(*parsed));
    }
    if (languages.size() == 1)
      wrong(fmt::format("ui/i18n has only {}.json; write fr.json and en.json", languages.front()));
    if (keys.size() == 2) compare(keys[0], keys[1]);
    return languages;
  }

 private:
  std::string wrong(std::string sentence) {
    problems_.push_back({"/ui", std::move(sentence)});
    return {};
  }
  void compare(const std::set<std::string>& fr, const std::set<std::string>& en) {
    std::vector<std::string> lone;
    std::set_symmetric_difference(fr.begin(), fr.end(), en.begin(), en.end(),
                                  std::back_inserter(lone));
    if (!lone.empty())
      wrong(fmt::format("\"{}\" stands in only one of ui/i18n/fr.json and en.json", lone.front()));
  }

  const std::string path_;
  std::vector<ErrorDetail>& problems_;
};

}  // namespace

bool Ui::has(std::string_view list, std::string_view id) const {
  return std::any_of(contributions.begin(), contributions.end(),
                     [&](const auto& one) { return one.list == list && one.id == id; });
}

bool Ui::has_page(std::string_view path) const {
  return has("pages", path);
}

Ui read_ui(const json::Value& source, const std::string& module, const std::string& folder,
           std::vector<ErrorDetail>& problems) {
  Ui ui;
  const auto path = folder + std::string(kFolder);
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    Folder files(path, problems);
    const auto hash = files.read();
    if (!hash.empty()) ui.base = fmt::format("/ui/m/{}/{}", module, hash);
    ui.languages = files.read_catalogues();
  }
  const auto* declared = json::member(source, "ui");
  if (!declared) return ui;
  ui.entry = json::text(*declared, "entry");
  for (const auto list : kUiLists) {
    const auto* items = json::member(*declared, list);
    if (!items) continue;
    for (const auto& item : items->GetArray())
      ui.contributions.push_back(
          {std::string(list), std::string(json::text(item, list == "pages" ? "path" : "id")),
           std::string(json::text(item, "permission")), without_permission(item)});
  }
  return ui;
}

}  // namespace aksis::modules
