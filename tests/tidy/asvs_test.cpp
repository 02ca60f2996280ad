// docs/security/asvs.csv: what of OWASP ASVS 5.0.0, levels 1 and 2, is held here and by what.
// A row without evidence, a test that is no more, a page that was renamed: these tests say so.
// Pages on security name tests in their tables too, in italics.
#include <catch2/catch.hpp>
#include <filesystem>
#include <iostream>
#include <map>
#include <regex>
#include <set>

#include "aksis/cpp/csv.hpp"
#include "test_names.hpp"
#include "tree.hpp"

using namespace aksis;
using namespace aksis::tidy;

namespace {

constexpr const char* kMatrix = "docs/security/asvs.csv";

// How many of 5.0.0's requirements apply, chapter by chapter: 253 of levels 1 and 2, but for
// GraphQL (V4.3), authorization servers (V10.4, V10.6, V10.7), WebRTC (V17), LDAP, XPath, LaTeX,
// JNDI and memcache, of which there is nothing here.
const std::map<std::string, size_t> kApplicable = {
    {"V1", 22},  {"V2", 11}, {"V3", 19},  {"V4", 8},   {"V5", 9},   {"V6", 35},
    {"V7", 18},  {"V8", 7},  {"V9", 7},   {"V10", 13}, {"V11", 14}, {"V12", 9},
    {"V13", 13}, {"V14", 9}, {"V15", 13}, {"V16", 16}};

const std::set<std::string> kWithEvidence = {"met", "partly"};
const std::set<std::string> kWithNote = {"partly", "not_yet", "not_applicable"};

struct Row {
  size_t line;
  std::string id, level, topic, status, evidence, note;
};

std::vector<Row> rows() {
  const File* matrix = nullptr;
  for (const auto* file : files("docs", {".csv"}))
    if (file->path == kMatrix) matrix = file;
  REQUIRE(matrix);
  std::vector<Row> out;
  const auto read = csv::read(matrix->text, {}, [&](size_t line, const auto& f) -> Status {
    if (f.size() != 6) return invalid("line " + std::to_string(line) + " has not six fields");
    out.push_back({line, f[0], f[1], f[2], f[3], f[4], f[5]});
    return {};
  });
  if (!read.ok()) FAIL(read.error().message);
  REQUIRE(!out.empty());
  CHECK(out.front().id == "id");
  out.erase(out.begin());
  return out;
}

std::vector<std::string> split(const std::string& evidence) {
  static const std::string kBetween = " | ";
  std::vector<std::string> out;
  for (size_t from = 0; from < evidence.size();) {
    const auto to = std::min(evidence.find(kBetween, from), evidence.size());
    out.push_back(evidence.substr(from, to - from));
    from = to + kBetween.size();
  }
  return out;
}

std::string wrong_evidence(const std::string& one) {
  const auto colon = one.find(':');
  const auto kind = one.substr(0, colon);
  const auto what = colon == one.npos ? "" : one.substr(colon + 1);
  if (kind == "test")
    return test_names().contains(what) ? "" : "no test is called \"" + what + "\"";
  if (kind != "code" && kind != "doc")
    return "evidence is test:, code: or doc:, not \"" + one + "\"";
  return std::filesystem::exists(std::filesystem::path(AKSIS_SOURCE_DIR) / what) && !what.empty()
             ? ""
             : "there is no " + what;
}

}  // namespace

TEST_CASE("every row of the ASVS matrix has evidence that exists, or says why there is none") {
  Findings findings;
  std::map<std::string, size_t> counts;
  for (const auto& row : rows()) {
    const auto say = [&](const std::string& what) {
      findings.add(std::string(kMatrix) + ":" + std::to_string(row.line), row.id + ": " + what);
    };
    ++counts[row.status];
    const bool with_evidence = kWithEvidence.contains(row.status);
    if (!with_evidence && !kWithNote.contains(row.status)) say("unknown status " + row.status);
    if (row.topic.empty()) say("has no topic");
    if (with_evidence && row.evidence.empty()) say("has no evidence");
    if (!with_evidence && !row.evidence.empty()) say(row.status + " with evidence: which is it?");
    if (kWithNote.contains(row.status) && row.note.empty()) say(row.status + " needs a note");
    for (const auto& one : split(row.evidence))
      if (const auto wrong = wrong_evidence(one); !wrong.empty()) say(wrong);
  }
  std::cout << "ASVS 5.0.0, levels 1 and 2:";
  for (const auto& [status, count] : counts) std::cout << ' ' << count << ' ' << status;
  std::cout << '\n';
  CHECK(findings.text() == "");
}

TEST_CASE("the ASVS matrix has each applicable requirement once") {
  static const std::regex kId(R"(V([1-9]|1[0-6])\.[1-9]\.[1-9][0-9]?)");
  std::set<std::string> seen;
  std::map<std::string, size_t> counts;
  for (const auto& row : rows()) {
    INFO(row.id);
    CHECK(std::regex_match(row.id, kId));
    CHECK((row.level == "1" || row.level == "2"));
    CHECK(seen.insert(row.id).second);
    ++counts[row.id.substr(0, row.id.find('.'))];
  }
  CHECK(counts == kApplicable);
}

TEST_CASE("tests that the tables of pages on security name exist") {
  static const std::regex kItalic(R"((^|[^*])\*([^*|]+)\*(?!\*))");
  Findings findings;
  size_t named = 0;
  for (const auto* page : files("docs/security", {".md"}))
    for (size_t i = 0; i < page->lines.size(); ++i) {
      const auto& line = page->lines[i];
      if (!line.starts_with("|")) continue;
      for (std::sregex_iterator it(line.begin(), line.end(), kItalic), end; it != end; ++it) {
        ++named;
        if (!test_names().contains((*it)[2]))
          findings.add(*page, i + 1, "no test is called \"" + (*it)[2].str() + "\"");
      }
    }
  CHECK(named > 0);
  CHECK(findings.text() == "");
}
