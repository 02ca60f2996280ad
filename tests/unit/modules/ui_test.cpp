// What a manifest adds to the console: read, and refused by pointer.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "modules/manifest.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

struct Bundle {
  Bundle() {
    std::string pattern = fs::temp_directory_path() / "aksis_ui_XXXXXX";
    folder = ::mkdtemp(pattern.data());
    write("ui/main.js", "export const a = 1;");
    write("ui/i18n/fr.json", R"({"hello":"Bonjour"})");
    write("ui/i18n/en.json", R"({"hello":"Hello"})");
  }
  ~Bundle() { fs::remove_all(folder); }
  void write(const std::string& name, const std::string& text) const {
    fs::create_directories((fs::path(folder) / name).parent_path());
    std::ofstream(fs::path(folder) / name) << text;
  }
  Result<Manifest> parse(const std::string& ui) const {
    return parse_manifest(R"({"id": "notes", "version": "1.0.0", "abi": "1",
      "title": {"fr": "Notes", "en": "Notes"}, "requires": ["aksis.routes/1"],
      "permissions": [{"id": "notes.read", "title": {"fr": "Lire", "en": "Read"}}],
      "routes": [{"operation": "notes.find", "kind": "read", "summary": {"fr": "Cherche"},
        "method": "GET", "path": "/notes", "permission": "notes.read",
        "input": {"type": "object", "properties": {}}}], "ui": )" +
                              ui + "}",
                          folder);
  }
  std::string refusal(const std::string& ui) const {
    const auto manifest = parse(ui);
    return manifest.ok() ? "" : manifest.error().message;
  }
  std::string folder;
};

constexpr const char* kGood = R"({"entry": "main.js",
  "pages": [{"path": "/notes", "title": {"fr": "Notes"}, "export": "page",
    "permission": "notes.read"}],
  "navigation": [{"id": "notes", "title": {"fr": "Notes"}, "short": {"fr": "Bref"},
    "path": "/notes?own=1"}],
  "widgets": [{"id": "latest", "title": {"fr": "Notes"}, "export": "latest",
    "size": {"w": 4, "h": 3, "min_w": 3},
    "options": {"type": "object", "properties": {"count": {"type": "integer"}}}}],
  "searches": [{"id": "notes", "title": {"fr": "Notes"}, "path": "/notes?q={q}", "member": "notes",
    "label": "text", "to": "/notes"}]})";

std::string changed(const std::string& what, const std::string& with) {
  std::string text = kGood;
  const auto at = text.find(what);
  REQUIRE(at != text.npos);
  return text.replace(at, what.size(), with);
}

}  // namespace

TEST_CASE("contributions are read, without their permission; files hash to an address") {
  const Bundle bundle;
  const auto manifest = bundle.parse(kGood);
  INFO((manifest.ok() ? "" : manifest.error().message));
  REQUIRE(manifest.ok());
  CHECK(manifest->warnings.empty());
  const auto& ui = manifest->ui;
  CHECK(ui.entry == "main.js");
  REQUIRE(ui.contributions.size() == 4);
  CHECK(ui.contributions[1].list == "pages");
  CHECK(ui.contributions[1].permission == "notes.read");
  CHECK(ui.contributions[1].json.find("permission") == std::string::npos);
  CHECK(ui.contributions[0].json.find(R"("short":{"fr":"Bref"})") != std::string::npos);
  CHECK(ui.has_page("/notes"));
  CHECK(ui.languages == std::vector<std::string>{"fr", "en"});
  CHECK(ui.base.starts_with("/ui/m/notes/"));
  CHECK(ui.base.size() == std::string("/ui/m/notes/").size() + 16);
  bundle.write("ui/main.js", "export const a = 2;");
  CHECK(bundle.parse(kGood)->ui.base != ui.base);
}

TEST_CASE("wrong contributions are refused by pointer") {
  const Bundle bundle;
  const std::vector<std::array<std::string, 3>> cases = {
      {R"("main.js")", R"("gone.js")", "/ui/entry"},
      {R"("entry": "main.js",)", "", "/ui/entry"},
      {R"("path": "/notes", )", R"("path": "/people/x", )", "/ui/pages/0/path"},
      {R"("path": "/notes", )", R"("path": "/api/x", )", "/ui/pages/0/path"},
      {R"("path": "/notes", )", R"("path": "notes", )", "/ui/pages/0/path"},
      {R"("path": "/notes", )", R"("path": "/:any", )", "/ui/pages/0/path"},
      {R"("export": "page")", R"("export": "a-b")", "/ui/pages/0/export"},
      {R"("permission": "notes.read")", R"("permission": "notes.gone")", "/ui/pages/0/permission"},
      {R"("short": {"fr": "Bref"})", R"("short": {"fr": "far too long for a bar"})",
       "/ui/navigation/0/short"},
      {R"("short": {"fr": "Bref"})", R"("short": "Bref")", "/ui/navigation/0/short"},
      {R"("/notes?own=1")", R"("/elsewhere")", "/ui/navigation/0/path"},
      {R"("min_w": 3)", R"("min_w": 5)", "/ui/widgets/0/size"},
      {R"({"type": "object", "properties": {"count")", R"({"if": {}, "properties": {"count")",
       "/ui/widgets/0/options"},
      {R"("/notes?q={q}")", R"("/notes?q=1")", "/ui/searches/0/path"},
      {R"("/notes?q={q}")", R"("/people?q={q}")", "/ui/searches/0/path"},
  };
  for (const auto& [what, with, pointer] : cases) {
    INFO(with);
    CHECK_THAT(bundle.refusal(changed(what, with)), Contains(pointer));
  }
  CHECK_THAT(bundle.refusal(R"({"commands": [
    {"id": "go", "title": {"fr": "Aller"}, "path": "/"},
    {"id": "go", "title": {"fr": "Aller"}, "path": "/"}]})"),
             Contains("/ui/commands/1/id"));
}

TEST_CASE("a member of ui that this version does not know is a warning") {
  const Bundle bundle;
  const auto manifest = bundle.parse(R"({"future": []})");
  REQUIRE(manifest.ok());
  REQUIRE(manifest->warnings.size() == 1);
  CHECK_THAT(manifest->warnings[0], Contains("/ui/future"));
}

TEST_CASE("the folder ui/ has bounds, and its texts are in both languages") {
  const Bundle bundle;
  bundle.write("ui/i18n/en.json", R"({"other":"x"})");
  CHECK_THAT(bundle.refusal("{}"), Contains("hello"));
  fs::remove(bundle.folder + "/ui/i18n/en.json");
  CHECK_THAT(bundle.refusal("{}"), Contains("fr.json and en.json"));
  bundle.write("ui/i18n/en.json", "[]");
  CHECK_THAT(bundle.refusal("{}"), Contains("no JSON object"));
  bundle.write("ui/i18n/en.json", R"({"hello":"x"})");
  CHECK(bundle.refusal("{}") == "");
  bundle.write("ui/big.js", std::string(kUiFileBytesMax + 1, ' '));
  CHECK_THAT(bundle.refusal("{}"), Contains("larger than"));
  fs::remove(bundle.folder + "/ui/big.js");
  for (size_t i = 0; i < kUiFilesMax; ++i) bundle.write("ui/f" + std::to_string(i) + ".js", "");
  CHECK_THAT(bundle.refusal("{}"), Contains("at most 200"));
}
