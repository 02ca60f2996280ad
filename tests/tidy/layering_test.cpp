// Who may include whom: the table of docs/architecture.md, read from the #include lines.
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "tree.hpp"

using namespace aksis::tidy;

namespace {

// A folder of src/ and the folders whose headers it may use, itself and the public headers apart.
const std::map<std::string, std::set<std::string>> kMayUse = {
    {"base", {}},
    {"storage", {"base"}},
    {"operations", {"base"}},
    {"events", {"operations", "storage", "base"}},
    {"privacy", {"events", "operations", "storage", "base"}},
    {"audit", {"events", "operations", "storage", "base"}},
    {"record", {"privacy", "audit", "events", "operations", "storage", "base"}},
    {"access", {"record", "privacy", "audit", "events", "operations", "storage", "base"}},
    {"http", {"operations", "base"}},
    {"modules", {"record", "privacy", "audit", "events", "operations", "storage", "base"}},
    {"console", {"modules", "http", "operations", "storage", "base"}},
    {"app",
     {"console", "modules", "http", "access", "record", "privacy", "audit", "events", "operations",
      "storage", "base"}},
};

// A library's headers and the only places that may name them.
const std::map<std::string, std::vector<std::string>> kLibraryHomes = {
    {"boost/beast", {"src/http/", "tests/"}},
    {"boost/asio", {"src/http/", "src/events/", "src/app/", "tests/"}},
    {"sqlite3.h", {"src/storage/", "tests/"}},
    {"valijson/", {"tests/"}},
    {"rapidjson/", {"include/aksis/cpp/json.hpp", "src/operations/", "src/modules/", "tests/"}},
    {"curl/", {"src/modules/", "src/audit/", "src/access/", "tests/"}},
    {"dlfcn.h", {"src/modules/", "tests/"}},
};

// The text between the quotes or brackets of an include line, or "".
std::string included(const std::string& line) {
  if (line.rfind("#include", 0) != 0) return "";
  const auto start = line.find_first_of("\"<");
  const auto end = line.find_last_of("\">");
  if (start == std::string::npos || end <= start) return "";
  return line.substr(start + 1, end - start - 1);
}

std::string first_folder(const std::string& path) {
  return path.substr(0, path.find('/'));
}

template <typename Check>
void for_each_include(const std::string& folder, Check check) {
  for (const auto* file : files(folder, {".hpp", ".cpp", ".h", ".c"}))
    for (size_t i = 0; i < file->lines.size(); ++i)
      if (const auto what = included(file->lines[i]); !what.empty()) check(*file, i + 1, what);
}

bool in_one_of(const std::string& path, const std::vector<std::string>& homes) {
  for (const auto& home : homes)
    if (path.starts_with(home)) return true;
  return false;
}

}  // namespace

TEST_CASE("a folder of src includes only the layers below it") {
  Findings findings;
  for_each_include("src", [&](const File& file, size_t line, const std::string& what) {
    const auto from = first_folder(file.path.substr(4));
    const auto to = first_folder(what);
    if (!kMayUse.contains(from))
      return findings.add(file, line, "folder src/" + from + " has no row in the layering table");
    if (to == from || !kMayUse.contains(to) || what.find('/') == std::string::npos) return;
    if (!kMayUse.at(from).contains(to))
      findings.add(file, line, from + " may not use " + to + "; see docs/architecture.md");
  });
  CHECK(findings.text() == "");
}

TEST_CASE("a module includes the public headers and its own, nothing of src") {
  Findings findings;
  for_each_include("modules", [&](const File& file, size_t line, const std::string& what) {
    const auto to = first_folder(what);
    if (what.find('/') != std::string::npos && kMayUse.contains(to))
      findings.add(file, line, "a module may include only <aksis/…> and its own files");
  });
  CHECK(findings.text() == "");
}

TEST_CASE("public headers include nothing of the tree but each other") {
  Findings findings;
  for_each_include("include", [&](const File& file, size_t line, const std::string& what) {
    if (what.find('/') != std::string::npos && kMayUse.contains(first_folder(what)))
      findings.add(file, line, "include/aksis depends on nothing of src");
    const bool border = file.path.ends_with(".h");
    const std::set<std::string> allowed = {"stddef.h", "stdint.h"};
    if (border && what.find(".h") == std::string::npos)
      findings.add(file, line, "a border header is plain C");
    if (border && file.text.find("#include <" + what) != std::string::npos &&
        !allowed.contains(what))
      findings.add(file, line, "a border header needs <stddef.h> and <stdint.h> only");
  });
  CHECK(findings.text() == "");
}

TEST_CASE("a library is named only where it lives") {
  Findings findings;
  for (const auto* top : {"src", "include", "modules"})
    for_each_include(top, [&](const File& file, size_t line, const std::string& what) {
      for (const auto& [library, homes] : kLibraryHomes)
        if (what.starts_with(library) && !in_one_of(file.path, homes))
          findings.add(file, line, library + " is not used here; its homes: " + homes.front());
    });
  CHECK(findings.text() == "");
}
