// Files nothing leads to: headers nobody includes, schemas no manifest names, pages no page links.
#include <catch2/catch.hpp>

#include "tree.hpp"

using namespace aksis::tidy;

namespace {

std::string file_name(const std::string& path) {
  return path.substr(path.rfind('/') + 1);
}

bool named_in(const std::vector<const File*>& readers, const File& wanted) {
  for (const auto* reader : readers)
    if (reader->path != wanted.path &&
        reader->text.find(file_name(wanted.path)) != std::string::npos)
      return true;
  return false;
}

}  // namespace

TEST_CASE("every header is included by something") {
  Findings findings;
  const auto readers = files("", {".hpp", ".cpp", ".h", ".c", "CMakeLists.txt"});
  for (const auto* header : files("", {".hpp", ".h"}))
    if (!header->path.starts_with("tests/abi/frozen") && !named_in(readers, *header))
      findings.add(header->path, "nothing includes it");
  CHECK(findings.text() == "");
}

TEST_CASE("every schema of a module is named by its manifest or another schema") {
  Findings findings;
  const auto readers = files("modules", {".json"});
  for (const auto* schema : files("modules", {".json"}))
    if (schema->path.find("/schemas/") != std::string::npos && !named_in(readers, *schema))
      findings.add(schema->path, "no manifest or schema names it");
  CHECK(findings.text() == "");
}

TEST_CASE("every page of the documentation is linked from another") {
  Findings findings;
  const auto readers = files("", {".md"});
  for (const auto* page : files("docs", {".md"}))
    if (!named_in(readers, *page)) findings.add(page->path, "no other page links to it");
  CHECK(findings.text() == "");
}
