#include "overlay.hpp"

#include <catch2/catch.hpp>

#include "rome_folder.hpp"
#include "rome_import.hpp"
#include "told_issues.hpp"

using namespace aksis::competences;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kToml = R"(
id = "bakery-west"
version = "2026.1"
label = "Boulangerie de l'Ouest"
sector = "alimentation"
territory = "53"
valid_from = 2026-01-01
valid_until = "2026-12-31"

[[skill]]
code = "BW-1"
label = "Façonner un pain de seigle d'origine"
macro = "302"

[[link]]
occupation = "D1102"
skill = "BW-1"
weight = 1.5
core = true

[[link]]
occupation = "D1102"
skill = "204"
weight = 0
)";
constexpr const char* kCsv =
    "record;code;label;kind;macro;occupation;weight;core;version;sector;territory;valid_from;"
    "valid_until\n"
    "overlay;bakery-west;Boulangerie de l'Ouest;;;;;;2026.1;alimentation;53;2026-01-01;2026-12-31\n"
    "skill;BW-1;Façonner un pain de seigle d'origine;skill;302;;;;;;;;\n"
    "link;BW-1;;;;D1102;1,5;core;;;;;\n"
    "link;204;;;;D1102;0;;;;;;\n";

const Referential& rome() {
  static const RomeFolder folder;
  static const Referential referential = std::move(import_rome(folder.path()).value().referential);
  return referential;
}

aksis::Result<Overlay> parse(std::string name, std::string bytes, Issues& issues) {
  return parse_overlay({std::move(name), std::move(bytes)}, rome(), issues);
}

std::string error_of(const std::string& name, const std::string& bytes) {
  Issues issues;
  const auto result = parse(name, bytes, issues);
  REQUIRE_FALSE(result.ok());
  aksis::check_french(result.error());
  return result.error().message;
}

}  // namespace

TEST_CASE("an overlay reads the same from TOML and CSV") {
  for (const auto& [name, bytes] : {std::pair("west.toml", kToml), std::pair("west.csv", kCsv),
                                    std::pair("upload", kToml), std::pair("upload", kCsv)}) {
    INFO(name);
    Issues issues;
    const auto overlay = parse(name, bytes, issues);
    if (!overlay.ok()) FAIL(overlay.error().message);
    CHECK(issues.row_count() == 0);
    CHECK(overlay->id == "bakery-west");
    CHECK(overlay->valid_from == "2026-01-01");
    REQUIRE(overlay->skills.size() == 1);
    CHECK(overlay->skills[0].macro == "302");
    REQUIRE(overlay->links.size() == 2);
    CHECK(overlay->links[0].weight == 1.5);
    CHECK(overlay->links[0].core == Core::core);
  }
}

TEST_CASE("an overlay holds for its sector and territory within its dates") {
  Issues issues;
  const auto overlay = parse("west.toml", kToml, issues);
  REQUIRE(overlay.ok());
  CHECK(applies(*overlay, {"alimentation", "53", "2026-12-31"}));
  CHECK_FALSE(applies(*overlay, {"alimentation", "53", "2027-01-01"}));
  CHECK_FALSE(applies(*overlay, {"alimentation", "53", "2025-12-31"}));
  CHECK_FALSE(applies(*overlay, {"alimentation", "75", "2026-06-01"}));
  CHECK_FALSE(applies(*overlay, {"", "53", "2026-06-01"}));
}

TEST_CASE("an overlay adds, replaces and takes away what an occupation asks for") {
  Issues issues;
  const auto overlay = parse("west.toml", kToml, issues);
  REQUIRE(overlay.ok());
  ReferentialBuilder builder;
  Occupation baker;
  baker.code = builder.store("D1102");
  const Index occupation = builder.add(baker);
  for (const char* code : {"203", "204", "302"}) {
    Item item;
    item.code = builder.store(code);
    builder.link(occupation, ItemLink{builder.add(item), Core::core});
  }
  add_own_skills(builder, *overlay, 0);
  const Referential r = std::move(builder).finish();
  CHECK(r.item(r.find_item("BW-1")).macro == r.find_item("302"));
  CHECK(requirements(r, occupation).size() == 3);
  const Overlay* const applied[] = {&*overlay};
  const auto with = requirements(r, occupation, applied);
  REQUIRE(with.size() == 3);  // 204 gone, BW-1 come
  const auto own = std::find_if(with.begin(), with.end(), [&](const Requirement& one) {
    return one.item == r.find_item("BW-1");
  });
  REQUIRE(own != with.end());
  CHECK(own->weight == 3.0);
  CHECK(own->overlay == "bakery-west");
}

TEST_CASE("wrong entries of an overlay are left out with their line") {
  Issues issues;
  const auto overlay = parse("west.toml", std::string(kToml) + R"(
[[skill]]
code = "123"
label = "Une fausse"
[[skill]]
code = "BW-1"
label = "Deux fois"
[[skill]]
code = "BW-2"
label = "Macro inconnue"
macro = "203"
[[link]]
occupation = "D1102"
skill = "BW-9"
[[link]]
occupation = "Q9999"
skill = "BW-1"
[[link]]
occupation = "D1104"
skill = "BW-1"
weight = -1
)",
                             issues);
  REQUIRE(overlay.ok());
  REQUIRE(issues.row_count() == 6);
  check_french(issues);
  CHECK(issues.rows()[0].line > 20);
  CHECK_THAT(issues.rows()[0].message, Contains("begin with a letter"));
  CHECK_THAT(issues.rows()[1].message, Contains("stands twice"));
  CHECK_THAT(issues.rows()[2].message, Contains("no macro-competence"));
  CHECK_THAT(issues.rows()[3].message, Contains("BW-9 is neither"));
  CHECK_THAT(issues.rows()[4].message, Contains("Q9999 is unknown"));
  CHECK_THAT(issues.rows()[5].message, Contains("between 0 and 10"));
}

TEST_CASE("files that are no overlay are refused") {
  CHECK_THAT(error_of("a.toml", "id = "), Contains("line 1"));
  CHECK_THAT(error_of("a.toml", ""), Contains("must begin with a letter"));
  CHECK_THAT(error_of("a.toml", "id = \"aa\""), Contains("no version"));
  CHECK_THAT(error_of("a.toml", "id=\"aa\"\nversion=\"1\"\nvalid_from=\"1/2/26\""),
             Contains("is no date"));
  CHECK_THAT(error_of("a.csv", "record,code\nlink,203\n"), Contains("\"overlay\""));
  CHECK_THAT(error_of("a.csv", "code\n203\n"), Contains("\"record\" is missing"));
}
