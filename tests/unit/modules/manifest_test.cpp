// module.json: what is wrong in it is named by file and pointer, before any code of the module
// runs.
#include "modules/manifest.hpp"

#include <catch2/catch.hpp>

#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kGood = R"({
  "id": "notes", "version": "1.2.3", "abi": "1", "title": {"fr": "Notes", "en": "Notes"},
  "requires": ["aksis.routes/1", "aksis.sql/1", "aksis.events/1", "aksis.call/1"],
  "depends": {"journey": ">=1.0 <2"},
  "tables": {"prefix": "not_", "reads": ["core_person_v1"], "publishes": ["notes_line_v1"]},
  "permissions": [{"id": "notes.read", "title": {"fr": "Lire", "en": "Read"}}],
  "config": {"type": "object", "properties": {"limit": {"type": "integer", "default": 3}}},
  "calls": ["journey.read"],
  "events": {"publishes": {"notes.added/1": {"type": "object"}}, "subscribes": ["core.x/1"]},
  "jobs": [{"operation": "notes.list", "every": "24h"}, {"operation": "notes.list", "when": "start"}],
  "routes": [{"operation": "notes.list", "kind": "read", "summary": {"fr": "Liste", "en": "List"},
    "method": "GET", "path": "/people/{person}/notes", "permission": "notes.read",
    "input": {"type": "object", "properties": {"person": {"type": "string"}}},
    "output": {"type": "object", "properties": {"items": {"type": "array", "items":
      {"type": "object", "properties": {"text": {"type": "string"}, "more": {}}}}}},
    "command": {"words": "note list", "arguments": ["person"],
      "shows": ["items.text", "items.more.any"]}, "deadline_ms": 250}],
  "ui": {}})";

Result<Manifest> parse(const std::string& text) {
  return parse_manifest(text, "/nowhere/notes");
}

// The good manifest with one change.
std::string refusal(const std::string& what, const std::string& with) {
  std::string text = kGood;
  const auto at = text.find(what);
  REQUIRE(at != text.npos);
  text.replace(at, what.size(), with);
  const auto manifest = parse(text);
  if (manifest.ok()) return "";
  CHECK(manifest.error().code == Code::invalid);
  return manifest.error().message;
}

}  // namespace

TEST_CASE("a manifest is read whole") {
  const auto manifest = parse(kGood);
  INFO((manifest.ok() ? "" : manifest.error().message));
  REQUIRE(manifest.ok());
  CHECK(manifest->id == "notes");
  CHECK(manifest->version == "1.2.3");
  CHECK(manifest->depends.at("journey") == ">=1.0 <2");
  CHECK(manifest->table_prefix == "not_");
  CHECK(manifest->may_use("aksis.sql/1"));
  CHECK_FALSE(manifest->may_use("aksis.jobs/1"));
  REQUIRE(manifest->route("notes.list"));
  CHECK(manifest->route("notes.list")->deadline == std::chrono::milliseconds(250));
  CHECK(manifest->jobs[0].every == kDay);
  CHECK(manifest->jobs[1].at_start);
  CHECK(manifest->publishes.contains("notes.added/1"));
  CHECK(manifest->warnings.empty());
}

TEST_CASE("a member that this version does not know is a warning, not a refusal") {
  std::string text = kGood;
  text.insert(1, R"("future": true,)");
  const auto manifest = parse(text);
  REQUIRE(manifest.ok());
  REQUIRE(manifest->warnings.size() == 1);
  CHECK_THAT(manifest->warnings[0], Contains("/future"));
}

TEST_CASE("a wrong manifest is refused by file and pointer") {
  const std::vector<std::array<const char*, 3>> cases = {
      {R"("id": "notes")", R"("id": "Not es")", "/id"},
      {R"("version": "1.2.3")", R"("version": "one")", "/version"},
      {R"("abi": "1")", R"("abi": "2")", "/abi"},
      {R"(">=1.0 <2")", R"("~1")", "/depends/journey"},
      {R"("prefix": "not_")", R"("prefix": "Not")", "/tables/prefix"},
      {R"("prefix": "not_")", R"("prefix": "core_")", "/tables/prefix"},
      {R"("notes_line_v1")", R"("journey_line_v1")", "/tables/publishes"},
      {R"("kind": "read")", R"("kind": "sometimes")", "/routes/0/kind"},
      {R"("kind": "read")", R"("kind": "write")", "/routes/0/method"},
      {R"("method": "GET", )", "", "/routes/0"},
      {R"("operation": "notes.list", "kind")", R"("operation": "other.list", "kind")",
       "/routes/0/operation"},
      {R"("permission": "notes.read")", R"("permission": "notes.erase")", "/routes/0/permission"},
      {R"("input": {"type": "object",)", R"("input": {"type": "object", "if": {},)",
       "/routes/0/input"},
      {R"("input": {"type": "object",)", R"("input": {"$ref": "schemas/none.json",)",
       "/routes/0/input"},
      {R"("notes.added/1")", R"("journey.added/1")", "/events/publishes"},
      {R"({"operation": "notes.list", "when": "start"})", R"({"operation": "notes.gone",
       "when": "start"})",
       "/jobs/1/operation"},
      {R"("shows": ["items.text")", R"("shows": ["items.txt")", "/routes/0/command/shows/0"},
      {R"("shows": ["items.text")", R"("shows": ["items.text.fr")", "/routes/0/command/shows/0"},
      {R"("shows": ["items.text")", R"("shows": ["text")", "/routes/0/command/shows/0"},
      {R"("every": "24h")", R"("every": "daily")", "/jobs/0/every"},
      {R"("every": "24h")", R"("often": "24h")", "/jobs/0"},
      {R"("aksis.sql/1", )", "", "/requires"},
      {R"("requires")", R"("wants")", "/requires"},
  };
  for (const auto& [what, with, pointer] : cases) {
    INFO(what << " -> " << with);
    const auto message = refusal(what, with);
    CHECK_THAT(message, Contains("/nowhere/notes/module.json") && Contains(pointer));
  }
}

TEST_CASE("text that is no JSON, or hostile JSON, is refused by line") {
  CHECK_THAT(parse("{\n\"id\": }").error().message, Contains("line 2"));
  CHECK_THAT(parse(R"({"id":"a1","id":"a2"})").error().message, Contains("twice"));
  CHECK_FALSE(parse(std::string(100'000, '[')).ok());
  CHECK_FALSE(parse("").ok());
  CHECK_FALSE(parse("[]").ok());
  CHECK_FALSE(parse("\xFF").ok());
}

TEST_CASE("a manifest larger than its limit is refused unread") {
  const Folder folder;
  folder.write("module.json", std::string(kManifestBytesMax + 1, ' '));
  const auto manifest = read_manifest(folder.path());
  REQUIRE_FALSE(manifest.ok());
  CHECK(manifest.error().code == Code::too_large);
}

TEST_CASE("schemas of the bundle are inlined, relative to the file they stand in") {
  const Folder folder;
  std::string text = kGood;
  const std::string inline_input =
      R"({"type": "object", "properties": {"person": {"type": "string"}}})";
  text.replace(text.find(inline_input), inline_input.size(), R"({"$ref": "schemas/input.json"})");
  folder.write("module.json", text);
  folder.write("schemas/input.json",
               R"({"$schema": "x", "type": "object", "properties": {"person": {"type": "string"},
                   "code": {"$ref": "shared/codes.json#/definitions/rome"}}})");
  folder.write("schemas/shared/codes.json",
               R"({"definitions": {"rome": {"type": "string", "pattern": "^[A-N][0-9]{4}$"}}})");
  const auto manifest = read_manifest(folder.path());
  INFO((manifest.ok() ? "" : manifest.error().message));
  REQUIRE(manifest.ok());
  CHECK(manifest->routes[0].input_schema ==
        R"({"type":"object","properties":{"person":{"type":"string"},)"
        R"("code":{"type":"string","pattern":"^[A-N][0-9]{4}$"}}})");

  const auto refusal_with = [&](const std::string& codes) {
    folder.write("schemas/shared/codes.json", codes);
    const auto refused = read_manifest(folder.path());
    return refused.ok() ? std::string() : refused.error().message;
  };
  CHECK_THAT(refusal_with("{}"), Contains("schemas/shared/codes.json has nothing at"));
  CHECK_THAT(refusal_with("{"), Contains("schemas/shared/codes.json") && Contains("line 1"));
  CHECK_THAT(refusal_with(R"({"definitions": {"rome": {"$ref": "../input.json"}}})"),
             Contains("refers to itself"));
  CHECK_THAT(refusal_with(R"({"definitions": {"rome": {"$ref": "../../../x.json"}}})"),
             Contains("inside the module's folder"));
}
