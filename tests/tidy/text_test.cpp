// Lengths, names and leftovers: what a reader would stumble over.
#include <catch2/catch.hpp>
#include <map>
#include <regex>

#include "tree.hpp"

using namespace aksis::tidy;

namespace {

constexpr size_t kFileLinesMax = 600;
constexpr size_t kFunctionLinesMax = 70;
constexpr size_t kColumnsMax = 100;

const std::vector<std::string> kCode = {".hpp", ".cpp", ".h", ".c"};

size_t columns(const std::string& line) {
  size_t count = 0;
  for (const unsigned char byte : line)
    if ((byte & 0xC0) != 0x80) ++count;
  return count;
}

// With clang-format's layout a function of a namespace starts in column 0 and ends with "}" there;
// one of a class does so in column 2.
bool opens_function(const std::string& line, const std::string& indent) {
  static const std::regex kNoFunction(
      R"(^\s*(namespace|class|struct|enum|union|extern|template|using|if|for|while|switch|do|else|return|public|private|case|constexpr [^(]*=|const [^(]*=|static const [^(]*=|#|\}|//|TYPED_TEST|AKSIS_TRY|AKSIS_ASSIGN))");
  if (!line.starts_with(indent) || line.size() <= indent.size()) return false;
  if (line[indent.size()] == ' ' || std::regex_search(line, kNoFunction)) return false;
  return line.find('(') != std::string::npos;
}

void check_function_lengths(const File& file, const std::string& indent, Findings& findings) {
  for (size_t i = 0; i < file.lines.size(); ++i) {
    if (!opens_function(file.lines[i], indent)) continue;
    size_t open = i;
    while (open < file.lines.size() && !file.lines[open].ends_with("{") &&
           !file.lines[open].ends_with(";") && !file.lines[open].ends_with("}"))
      ++open;
    if (open >= file.lines.size() || !file.lines[open].ends_with("{")) continue;
    size_t close = open;
    while (close < file.lines.size() && !file.lines[close].starts_with(indent + "}")) ++close;
    if (close - i + 1 > kFunctionLinesMax)
      findings.add(
          file, i + 1,
          "a function of " + std::to_string(close - i + 1) + " lines; split it (at most 70)");
    i = open;
  }
}

}  // namespace

TEST_CASE("files, functions and lines stay short") {
  Findings findings;
  for (const auto* file : files("", kCode)) {
    if (file->path.starts_with("tests/abi/frozen")) continue;
    if (file->lines.size() > kFileLinesMax)
      findings.add(
          *file, kFileLinesMax,
          "the file has " + std::to_string(file->lines.size()) + " lines; split it (at most 600)");
    check_function_lengths(*file, "", findings);
    check_function_lengths(*file, "  ", findings);
    for (size_t i = 0; i < file->lines.size(); ++i) {
      const bool literal = file->lines[i].find("R\"") != std::string::npos ||
                           file->lines[i].find('"') != std::string::npos;
      if (columns(file->lines[i]) > kColumnsMax && !literal)
        findings.add(*file, i + 1, "longer than 100 columns");
    }
  }
  CHECK(findings.text() == "");
}

TEST_CASE("a header opens with what it is and guards itself") {
  Findings findings;
  for (const auto* file : files("", {".hpp", ".h"})) {
    if (file->lines.empty()) continue;
    const auto& first = file->lines.front();
    if (!first.starts_with("// ") && !first.starts_with("/* "))
      findings.add(*file, 1, "a header opens with a comment: what it is, which threads");
    if (file->path.ends_with(".hpp") && file->text.find("#pragma once") == std::string::npos)
      findings.add(*file, 1, "#pragma once is missing");
  }
  CHECK(findings.text() == "");
}

TEST_CASE("no leftover, no control character, no name that says nothing") {
  Findings findings;
  static const std::regex kLeftover(R"(\b(TODO|FIXME|XXX|HACK)\b)");
  static const std::regex kEmptyName(R"((^|[/_])(utils?|helpers?|managers?|common|misc)([/_.]|$))");
  for (const auto& file : tree()) {
    if (file.path.starts_with("tests/tidy/")) continue;
    if (std::regex_search(file.path, kEmptyName))
      findings.add(file.path, "a name that says nothing; name what lives there");
    const bool code = file.path.ends_with("pp") || file.path.ends_with(".h");
    for (size_t i = 0; i < file.lines.size(); ++i) {
      const auto& line = file.lines[i];
      if (std::regex_search(line, kLeftover)) findings.add(file, i + 1, "a leftover marker");
      if (code && line.find('\t') != std::string::npos) findings.add(file, i + 1, "a tab");
      if (code && line.find('\r') != std::string::npos) findings.add(file, i + 1, "a CR");
      if (code && line.ends_with(" ")) findings.add(file, i + 1, "a space at the end");
    }
  }
  CHECK(findings.text() == "");
}

TEST_CASE("banned calls have a better way") {
  const std::map<std::string, std::string> banned = {
      {"sleep_for(", "wait on a condition with a deadline"},
      {"std::endl", "write '\\n'"},
      {"strcpy(", "use std::string"},
      {"sprintf(", "use fmt::format"},
      {"std::rand(", "use libsodium or <random>"},
      {"using namespace std;", "name what you use"},
      {"std::system(", "spawn without a shell"},
  };
  Findings findings;
  for (const auto* file : files("", kCode)) {
    if (file->path.starts_with("tests/tidy/")) continue;
    for (size_t i = 0; i < file->lines.size(); ++i)
      for (const auto& [call, instead] : banned)
        if (const auto at = file->lines[i].find(call);
            at != std::string::npos && (at == 0 || !std::isalpha(file->lines[i][at - 1])))
          findings.add(*file, i + 1, call + " is banned: " + instead);
  }
  CHECK(findings.text() == "");
}

// g++ 12 destroys the awaited coroutine too early there: the program crashes, sometimes.
TEST_CASE("co_await stands in no condition") {
  static const std::regex kCondition(
      R"(\b(if|while|switch) \(([^()]|\([^()]*\))*co_await|[!?:&|] ?co_await)");
  Findings findings;
  for (const auto* file : files("src", {".cpp", ".hpp"}))
    for (size_t i = 0; i < file->lines.size(); ++i)
      if (const auto& line = file->lines[i];
          line.find("//") == std::string::npos && std::regex_search(line, kCondition))
        findings.add(*file, i + 1, "give the result of co_await a name first");
  CHECK(findings.text() == "");
}
