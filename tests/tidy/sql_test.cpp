// SQL, in migrations and in string literals of the code, keeps to the dialect both engines know.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cctype>

#include "storage/dialect.hpp"
#include "tree.hpp"

using namespace aksis::tidy;

namespace {

struct Literal {
  size_t line = 0;
  std::string text;
};

// The next literal from `at`, which stands on its opening quote; moves `at` behind it.
std::string take_literal(const std::string& code, size_t& at) {
  std::string out;
  if (at > 0 && code[at - 1] == 'R') {
    const auto open = code.find('(', at);
    const auto mark = ")" + code.substr(at + 1, open - at - 1) + "\"";
    const auto close = code.find(mark, open);
    out = code.substr(open + 1, close - open - 1);
    at = close == std::string::npos ? code.size() : close + mark.size();
    return out;
  }
  for (++at; at < code.size() && code[at] != '"'; ++at) {
    if (code[at] == '\\') ++at;
    out += code[at];
  }
  ++at;
  return out;
}

// Moves `at` behind a comment or a character that stand there; false when neither does.
bool skip_other(const std::string& code, size_t& at) {
  if (code.compare(at, 2, "//") == 0) {
    at = std::min(code.find('\n', at), code.size());
  } else if (code.compare(at, 2, "/*") == 0) {
    at = std::min(code.find("*/", at), code.size() - 2) + 2;
  } else if (code[at] == '\'' &&
             (at == 0 || !std::isalnum(static_cast<unsigned char>(code[at - 1])))) {
    at += code[at + 1] == '\\' ? 4 : 3;
  } else {
    return false;
  }
  return true;
}

// String literals, those with only white space between them joined as the compiler joins them.
std::vector<Literal> literals(const std::string& code) {
  std::vector<Literal> out;
  bool joined = false;
  for (size_t at = 0; at < code.size();) {
    if (code[at] == '"') {
      const auto line = 1 + std::count(code.begin(), code.begin() + static_cast<long>(at), '\n');
      auto text = take_literal(code, at);
      if (joined)
        out.back().text += text;
      else
        out.push_back({static_cast<size_t>(line), std::move(text)});
      joined = true;
      continue;
    }
    if (skip_other(code, at)) continue;
    if (!std::isspace(static_cast<unsigned char>(code[at])) && code[at] != 'R') joined = false;
    ++at;
  }
  return out;
}

bool is_sql(const std::string& text) {
  static const std::vector<std::string> kVerbs = {
      "SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE ", "WITH ", "ALTER "};
  const auto start = text.find_first_not_of(" \n");
  return start != std::string::npos && std::any_of(kVerbs.begin(), kVerbs.end(), [&](auto& verb) {
           return text.compare(start, verb.size(), verb) == 0;
         });
}

}  // namespace

TEST_CASE("migrations keep to the portable dialect") {
  Findings findings;
  for (const auto* file : files("", {".sql"})) {
    if (file->path.starts_with("tests/")) continue;
    for (const auto& finding : aksis::storage::lint_sql(file->text))
      findings.add(*file, static_cast<size_t>(finding.line), finding.found + ": " + finding.reason);
  }
  CHECK(findings.text() == "");
}

TEST_CASE("SQL in the code keeps to the portable dialect") {
  Findings findings;
  for (const auto* top : {"src", "modules", "examples"})
    for (const auto* file : files(top, {".cpp", ".hpp"})) {
      // The engine's own folder speaks SQLite's words.
      if (file->path.starts_with("src/storage/") || file->path.find("/tests/") != std::string::npos)
        continue;
      for (const auto& literal : literals(file->text))
        if (is_sql(literal.text))
          for (const auto& finding : aksis::storage::lint_sql(literal.text))
            findings.add(*file, literal.line, finding.found + ": " + finding.reason);
    }
  CHECK(findings.text() == "");
}

TEST_CASE("the reader of literals joins what the compiler joins") {
  const auto found = literals("f(\"SELECT a \"\n  \"FROM b\", R\"(x\")\", '\"'); // \"no\"");
  REQUIRE(found.size() == 2);
  CHECK(found[0].text == "SELECT a FROM b");
  CHECK(found[1].text == "x\"");
}
