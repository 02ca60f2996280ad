#include <ctime>

#include "agency.hpp"

using namespace aksis;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kAnna = "0190a000-0000-7000-8000-00000000000a";

std::string demo_rome() {
  return std::string(AKSIS_SOURCE_DIR) + "/config/demo/rome";
}

std::string path_input(const std::string& path) {
  return json::Writer().object().member("path", path).end().text();
}

std::string person_input(const std::string& more) {
  return R"({"person":")" + std::string(kAnna) + "\"" + (more.empty() ? "" : "," + more) + "}";
}

std::string text_of(const json::Value& value, const char* a, const char* b) {
  return std::string(json::text(*json::member(value, a), b));
}

}  // namespace

TEST_CASE("without a referential every question says what to do") {
  Agency agency;
  const auto error = agency.refused("competences.search", R"({"q":"boulanger"})");
  CHECK(error.code == Code::conflict);
  CHECK_THAT(error.message, Contains("aksis import rome"));
  CHECK_FALSE(json::boolean(agency.ask("competences.referential.read", "{}"), "imported", true));
  CHECK_THAT(agency.refused("competences.import_rome", "{}").message, Contains("folder or zip"));
  CHECK_THAT(agency.refused("competences.import_rome", R"({"download":true})").message,
             Contains("rome_address"));
  CHECK_THAT(agency.refused("competences.import_rome", path_input("/nowhere")).message,
             Contains("does not exist"));
  CHECK(agency.number("SELECT count(*) FROM skl_version") == 0);
}

TEST_CASE("the demo referential is imported, searched and read") {
  Agency agency;
  const auto report = agency.ask("competences.import_rome", path_input(demo_rome()));
  CHECK(json::integer(*json::member(report, "issues"), "row_count") == 0);
  const auto titles = agency.ask("competences.search", R"({"q":"boulangere"})");
  const auto& results = *json::member(titles, "results");
  REQUIRE(results.Size() > 0);
  CHECK(json::text(results[0], "rome_code") == "D1102");
  const auto baker = agency.ask("competences.occupation.read", R"({"code":"D1102"})");
  CHECK(json::member(baker, "items")->Size() >= 8);
  CHECK(json::member(baker, "mobility")->Size() >= 1);
  CHECK(agency.refused("competences.occupation.read", R"({"code":"N9999"})").code ==
        Code::not_found);
  CHECK(json::member(agency.ask("competences.skills.search", R"({"q":"hygiene"})"), "results")
            ->Size() > 0);
  CHECK(json::member(agency.ask("competences.categories.list", R"({"scheme":"sector"})"), "results")
            ->Size() > 0);
  // The tree of ROME is walked through like a classification.
  const auto domains = agency.ask("competences.categories.list", R"({"scheme":"domain"})");
  CHECK_THAT(json::dump(domains), Contains(R"("code":"D11")") && Contains(R"("parent":"D")"));
  const auto inside = agency.ask("competences.category.read", R"({"scheme":"domain","code":"D"})");
  CHECK_THAT(json::dump(inside), Contains(R"("rome_code":"D1102")"));
  CHECK(agency.refused("competences.category.read", R"({"scheme":"naf","code":"nothing"})").code ==
        Code::not_found);
  REQUIRE(agency.published().size() == 1);
  CHECK_THAT(agency.published()[0], Contains("competences.referential_changed/1"));
  CHECK(agency.number("SELECT count(*) FROM competences_occupation_v1") >= 55);
  CHECK(agency.number("SELECT count(*) FROM competences_occupation_item_v1 WHERE core = 1") > 100);
  agency.restart();
  const auto again = agency.ask("competences.occupation.read", R"({"code":"D1102"})");
  CHECK(json::dump(again) == json::dump(baker));
}

TEST_CASE("a second import replaces the first and leaves nothing of it") {
  Agency agency;
  agency.ask("competences.import_rome", path_input(demo_rome()));
  const auto rows = agency.number("SELECT count(*) FROM skl_occupation_item");
  const auto report = agency.ask("competences.import_rome", path_input(demo_rome()));
  const auto& changes = *json::member(report, "changes");
  CHECK(json::integer(*json::member(*json::member(changes, "items"), "added"), "count") == 0);
  CHECK(agency.number("SELECT count(*) FROM skl_occupation_item") == rows);
  CHECK(agency.number("SELECT count(*) FROM skl_version") == 1);
}

TEST_CASE("a profile is saved under versions and tells its gap") {
  Agency agency;
  agency.ask("competences.import_rome", path_input(demo_rome()));
  CHECK(agency.refused("competences.profile.read", person_input("")).code == Code::not_found);
  agency.add_person(kAnna);
  CHECK(json::integer(agency.ask("competences.profile.read", person_input("")), "version") == 0);

  const auto baker = agency.ask("competences.occupation.read", R"({"code":"D1102"})");
  const std::string skill = [&] {
    for (const auto& item : json::member(baker, "items")->GetArray())
      if (json::text(item, "core") == "core") return std::string(json::text(item, "code"));
    return std::string();
  }();
  agency.ask("competences.skill.add",
             person_input("\"skill\":\"" + skill + "\",\"level\":4,\"source\":\"test\""));
  agency.ask("competences.experience.add", person_input(R"("occupation":"D1104","months":30)"));
  const auto profile = agency.ask("competences.profile.read", person_input(""));
  CHECK(json::integer(profile, "version") == 2);
  CHECK(agency.etag == "2");
  CHECK(agency.number("SELECT count(*) FROM competences_skill_v1") == 1);
  CHECK(agency.published().size() == 3);

  const auto gap = agency.ask("competences.gap", person_input(R"("occupation":"D1102")"));
  const auto& counts = *json::member(gap, "counts");
  CHECK(json::integer(counts, "held") == 1);
  CHECK(json::number(gap, "coverage") > 0);
  const auto& lines = *json::member(gap, "lines");
  CHECK_THAT(std::string(json::text(lines[0], "reason")), Contains("manque"));
  CHECK(text_of(*json::member(gap, "target"), "occupation", "rome_code") == "D1102");
  CHECK(json::integer(agency.ask("competences.suggestions", person_input("")), "count") > 0);

  const auto stale =
      agency.refused("competences.profile.save", person_input(R"("skills":[])"), "1");
  CHECK(stale.code == Code::stale);
  const auto saved = agency.run("competences.profile.save", person_input(R"("skills":[])"), "2");
  REQUIRE(saved.ok());
  CHECK(json::member(*saved, "experiences")->Size() == 1);
  CHECK(agency.number("SELECT count(*) FROM competences_skill_v1") == 0);
}

TEST_CASE("a wrong profile names each place and changes nothing") {
  Agency agency;
  agency.ask("competences.import_rome", path_input(demo_rome()));
  agency.add_person(kAnna);
  const auto error =
      agency.refused("competences.profile.save",
                     person_input(R"("skills":[{"skill":"nope","level":2}],)"
                                  R"("experiences":[{"occupation":"N9999","months":3}])"),
                     "0");
  REQUIRE(error.details.size() == 2);
  CHECK(error.details[0].pointer == "/skills/0/skill");
  CHECK(error.details[1].pointer == "/experiences/0/occupation");
  CHECK(json::integer(agency.ask("competences.profile.read", person_input("")), "version") == 0);
  CHECK_THAT(agency.refused("competences.gap", person_input("")).message, Contains("exactly one"));
}

TEST_CASE("an expired assessment gives way to the next, and a deleted person leaves no row") {
  Agency agency;
  agency.ask("competences.import_rome", path_input(demo_rome()));
  agency.add_person(kAnna);
  const auto skills = agency.ask("competences.skills.search", R"({"q":"hygiene"})");
  const std::string code(json::text((*json::member(skills, "results"))[0], "code"));
  agency.ask("competences.skill.add",
             person_input("\"skill\":\"" + code +
                          R"(","level":4,"source":"test","assessed_on":"2020-01-01",)"
                          R"("expires_on":"2999-01-01")"));
  agency.ask("competences.skill.add", person_input("\"skill\":\"" + code + R"(","level":1)"));
  CHECK(agency.number("SELECT level FROM competences_skill_v1") == 4);
  CHECK(json::integer(agency.ask("competences.refresh", "{}"), "people") == 0);
  agency.change("UPDATE skl_assessment SET expires_on = '2021-01-01' WHERE level = 4");
  CHECK(json::integer(agency.ask("competences.refresh", "{}"), "people") == 1);
  CHECK(agency.number("SELECT level FROM competences_skill_v1") == 1);
  CHECK(json::integer(agency.ask("competences.refresh", "{}"), "people") == 0);
  agency.deliver("core.person_deleted/1", R"({"person":")" + std::string(kAnna) + "\"}");
  CHECK(agency.number("SELECT count(*) FROM skl_assessment") == 0);
  CHECK(agency.number("SELECT count(*) FROM skl_profile") == 0);
}

TEST_CASE("a sector's overlay is imported, asked for, and removed") {
  Agency agency;
  agency.ask("competences.import_rome", path_input(demo_rome()));
  const std::string file = agency.folder() + "/west.toml";
  std::ofstream(file) << "id = \"west\"\nversion = \"1\"\nsector = \"pain\"\n"
                         "[[skill]]\ncode = \"WE-1\"\nlabel = \"Pain de seigle d'origine\"\n"
                         "[[link]]\noccupation = \"D1102\"\nskill = \"WE-1\"\ncore = true\n";
  agency.ask("competences.import_overlay", path_input(file));
  agency.ask("competences.import_overlay", path_input(file));
  CHECK(agency.number("SELECT count(*) FROM skl_overlay_skill") == 1);
  const auto has_own = [&](const std::string& input) {
    const auto read = agency.ask("competences.occupation.read", input);
    for (const auto& item : json::member(read, "items")->GetArray())
      if (json::text(item, "code") == "WE-1") return true;
    return false;
  };
  CHECK(has_own(R"({"code":"D1102","sector":"pain"})"));
  CHECK_FALSE(has_own(R"({"code":"D1102"})"));
  CHECK(agency.number("SELECT count(*) FROM competences_item_v1 WHERE item = 'WE-1'") == 1);
  const std::string other = agency.folder() + "/east.toml";
  std::ofstream(other) << "id = \"east\"\nversion = \"1\"\n"
                          "[[skill]]\ncode = \"WE-1\"\nlabel = \"Autre\"\n";
  CHECK(agency.refused("competences.import_overlay", path_input(other)).code == Code::conflict);
  agency.ask("competences.overlay.remove", R"({"overlay":"west"})");
  CHECK_FALSE(has_own(R"({"code":"D1102","sector":"pain"})"));
  CHECK(agency.number("SELECT count(*) FROM skl_overlay_skill") == 0);
  CHECK(agency.refused("competences.overlay.remove", R"({"overlay":"west"})").code ==
        Code::not_found);
}

TEST_CASE("bridges and titles answer with reasons, and are measured") {
  Agency agency;
  agency.ask("competences.import_rome", path_input(demo_rome()));
  const auto bridges = agency.ask("competences.bridges", R"({"code":"D1102","limit":5})");
  const auto& results = *json::member(bridges, "results");
  REQUIRE(results.Size() == 5);
  CHECK(json::member(results[0], "reasons")->Size() >= 2);
  CHECK_THAT(std::string(json::text((*json::member(results[0], "reasons"))[0])),
             !Contains("bridge."));
  const auto titles = agency.ask("competences.title", R"({"q":"boulanger de nuit H/F - CDI"})");
  const auto& guesses = *json::member(titles, "results");
  REQUIRE(guesses.Size() > 0);
  CHECK(text_of(guesses[0], "occupation", "rome_code") == "D1102");
  const auto measured = agency.ask("competences.evaluate_bridges", "{}");
  CHECK(json::integer(measured, "sources") > 40);
  const auto offers = std::string(AKSIS_SOURCE_DIR) + "/config/demo/offers.jsonl";
  const auto read = agency.ask("competences.evaluate_titles", path_input(offers));
  CHECK(json::integer(read, "rows") == 212);
  CHECK(json::integer(read, "unknown_codes") == 0);
  const std::string wrong = agency.folder() + "/wrong.jsonl";
  std::ofstream(wrong) << "{\"intitule\":\"x\"}\n{ broken\n";
  CHECK_THAT(agency.refused("competences.evaluate_titles", path_input(wrong)).message,
             Contains("no offer with a title"));
}

TEST_CASE("what an import left out is told in the language of who asks") {
  Agency agency;
  agency.ask("competences.import_rome", path_input(demo_rome()));
  const std::string file = agency.folder() + "/west.toml";
  std::ofstream(file) << "id = \"west\"\nversion = \"1\"\n"
                         "[[link]]\noccupation = \"Q9999\"\nskill = \"1\"\n";
  const auto told = [&](std::string_view language) {
    const auto report = agency.run_in(language, "competences.import_overlay", path_input(file));
    REQUIRE(report.ok());
    const auto& rows = *json::member(*json::member(*report, "issues"), "rows");
    REQUIRE(rows.Size() == 1);
    return std::string(json::text(rows[0], "message"));
  };
  CHECK(told("en") == "the occupation Q9999 is unknown");
  CHECK(told("fr") == "Le métier Q9999 est inconnu.");
}

TEST_CASE("the official set is imported and read back within its time") {
  const std::string data = AKSIS_DATA_DIR;
  if (!std::filesystem::exists(data + "/rome_v4")) {
    WARN("skipped: the official ROME set is not at " << data);
    return;
  }
  Agency agency;
  // Of this process: a busy machine does not count.
  const auto since = [](std::clock_t start) {
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
  };
  auto start = std::clock();
  agency.ask("competences.import_rome", path_input(data + "/rome_v4"));
  const double import_s = since(start);
  start = std::clock();
  const auto status = agency.ask("competences.referential.read", "{}");
  const double load_s = since(start);
  CHECK(json::integer(*json::member(status, "counts"), "occupations") == 1584);
  CHECK(agency.number("SELECT count(*) FROM competences_occupation_item_v1") == 104219);
  CHECK(agency.number("SELECT count(*) FROM competences_mobility_v1") == 14912);

  start = std::clock();
  agency.ask("competences.import_rome", path_input(data + "/rome_v4"));
  const double again_s = since(start);
  CHECK(agency.number("SELECT count(*) FROM skl_occupation_item") == 104219);

  agency.ask("competences.import_trainings", path_input(data + "/training"));
  agency.add_person(kAnna);
  start = std::clock();
  const auto plan =
      agency.ask("competences.training_plan", person_input(R"("occupation":"J1501")"));
  CHECK(json::member(plan, "steps")->Size() >= 1);
  CHECK(json::text(plan, "method") == "exact");
  WARN("processor time: import " << import_s << " s, load " << load_s << " s, import again "
                                 << again_s << " s, first plan " << since(start) << " s");
}
