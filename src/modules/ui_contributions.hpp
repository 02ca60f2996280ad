// What a module adds to the console: the member "ui" of its manifest, and the folder ui/ of its
// bundle. Values; pure functions over files, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "aksis/cpp/result.hpp"

namespace aksis::modules {

// Bounds of the folder ui/: a screen loads over a telephone's network.
inline constexpr size_t kUiFilesMax = 200;
inline constexpr size_t kUiFileBytesMax = 1 << 20;
inline constexpr size_t kUiFolderBytesMax = 4 << 20;

struct Contribution {
  std::string list;        // "widgets"
  std::string id;          // of a page: its path
  std::string permission;  // whom it is named to; empty: everybody
  std::string json;        // as declared, without the permission
};

struct Ui {
  std::string entry;  // "main.js"; empty: no code
  std::vector<Contribution> contributions;
  std::string base;  // "/ui/m/MODULE/HASH", HASH being of the folder's content; empty: no folder
  std::vector<std::string> languages;  // of ui/i18n: "fr", "en"

  bool empty() const { return contributions.empty() && base.empty(); }
  bool has_page(std::string_view path) const;
  bool has(std::string_view list, std::string_view id) const;
};

// The lists of the member, in the order they are written.
inline constexpr std::string_view kUiLists[] = {"navigation", "pages",        "person_tabs",
                                                "widgets",    "commands",     "searches",
                                                "settings",   "report_blocks"};

// `source`: the whole manifest, which the schema has accepted. What is wrong with the folder goes
// to `problems`.
Ui read_ui(const json::Value& source, const std::string& module, const std::string& folder,
           std::vector<ErrorDetail>& problems);

}  // namespace aksis::modules
