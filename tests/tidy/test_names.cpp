#include "test_names.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>

#include "tree.hpp"

namespace aksis::tidy {
namespace {

const std::regex kCase(R"re((?:TEST_CASE\(|add_test\(NAME)\s*"((?:[^"\\]|\\.)*)")re");
const std::regex kEach(R"re(foreach\(name ([a-z_ ]+)\)\s*add_test\(NAME "([^"$]*)\$)re");

void take(const std::string& text, std::set<std::string>& out) {
  const std::sregex_iterator end;
  for (std::sregex_iterator it(text.begin(), text.end(), kCase); it != end; ++it)
    out.insert((*it)[1]);
  for (std::sregex_iterator it(text.begin(), text.end(), kEach); it != end; ++it) {
    std::istringstream names((*it)[1]);
    for (std::string name; names >> name;) out.insert((*it)[2].str() + name);
  }
}

std::set<std::string> read_names() {
  std::set<std::string> out;
  for (const auto* folder : {"tests", "modules"})
    for (const auto* file : files(folder, {"_test.cpp", "CMakeLists.txt"})) take(file->text, out);
  for (const auto* file : files("tests/scenarios", {".scenario"}))
    out.insert("scenario: " + std::filesystem::path(file->path).stem().string());
  // As tests/console/CMakeLists.txt names them.
  constexpr std::string_view kEnd = "_test";
  for (const auto* file : files("tests/console", {"_test.mjs"})) {
    auto name = std::filesystem::path(file->path).stem().string();
    name.resize(name.size() - kEnd.size());
    std::replace(name.begin(), name.end(), '_', ' ');
    out.insert("console: " + name);
  }
  return out;
}

}  // namespace

const std::set<std::string>& test_names() {
  static const std::set<std::string> names = read_names();
  return names;
}

}  // namespace aksis::tidy
