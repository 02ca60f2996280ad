// What a profile says in words is sealed with the person's key, shown to them, and ends with them.
#include "agency.hpp"

using namespace aksis;
using Catch::Matchers::Contains;

namespace {

constexpr const char* kAnna = "0190a000-0000-7000-8000-00000000000a";

// Words that stand nowhere else.
constexpr const char* kCanaries[] = {"canari-test-du-four", "canari-ref-17", "canari-fournil-lyon",
                                     "canari-mention-bien"};

std::string of_anna(const std::string& more = {}) {
  return R"({"person":")" + std::string(kAnna) + "\"" + (more.empty() ? "" : "," + more) + "}";
}

// The code of a skill of the demo.
std::string fill(Agency& agency) {
  const auto rome = std::string(AKSIS_SOURCE_DIR) + "/config/demo/rome";
  agency.ask("competences.import_rome", json::Writer().object().member("path", rome).end().text());
  agency.add_person(kAnna);
  const auto baker = agency.ask("competences.occupation.read", R"({"code":"D1102"})");
  std::string skill;
  for (const auto& item : json::member(baker, "items")->GetArray())
    if (json::text(item, "core") == "core") skill = json::text(item, "code");
  agency.ask("competences.profile.save",
             of_anna(R"("skills":[{"skill":")" + skill +
                     R"(","level":3,"source":"observed","assessed_on":"2026-02-01",)"
                     R"("assessor":"canari-ref-17","evidence":"canari-test-du-four"}],)"
                     R"("experiences":[{"id":"e1","occupation":"D1102","months":30,)"
                     R"("description":"canari-fournil-lyon"}],)"
                     R"("diplomas":[{"rncp":"RNCP4495","details":"canari-mention-bien"}])"));
  return skill;
}

std::string path_of(const Agency& agency) {
  return agency.folder() + "/agency.db";
}

bool in_file(const Agency& agency, const std::string& text) {
  return modules::KeptPeople::in_file(path_of(agency), text);
}

}  // namespace

TEST_CASE("a profile's words come back to who has the record open, and stand sealed") {
  Agency agency;
  const auto skill = fill(agency);
  const auto profile = json::dump(agency.ask("competences.profile.read", of_anna()));
  for (const auto* canary : kCanaries) {
    INFO(canary);
    CHECK_THAT(profile, Contains(canary));
    CHECK_FALSE(in_file(agency, canary));
  }
  CHECK(in_file(agency, "0190a000"));  // the test can see what stands in clear
  CHECK(agency.number("SELECT COUNT(*) FROM skl_text") == 4);
  CHECK(agency.kept().key_faults() == 0);
}

TEST_CASE("a change seals what differs, and words of what is gone go with it") {
  Agency agency;
  const auto skill = fill(agency);
  const auto sum = "SELECT SUM(LENGTH(sealed)) FROM skl_text";
  const auto before = agency.number(sum);
  agency.ask("competences.experience.add", of_anna(R"("occupation":"D1104","months":3)"));
  CHECK(agency.number(sum) == before);
  agency.ask("competences.skill.add",
             of_anna("\"skill\":\"" + skill +
                     R"(","level":4,"source":"observed",)"
                     R"("assessed_on":"2026-02-01","evidence":"autre mot")"));
  auto profile = json::dump(agency.ask("competences.profile.read", of_anna()));
  CHECK_THAT(profile, Contains("autre mot") && !Contains("canari-test-du-four") &&
                          !Contains("canari-ref-17") && Contains("canari-fournil-lyon"));
  agency.ask("competences.profile.save", of_anna(R"("skills":[],"diplomas":[])"));
  CHECK(agency.number("SELECT COUNT(*) FROM skl_text") == 1);
  profile = json::dump(agency.ask("competences.profile.read", of_anna()));
  CHECK_THAT(profile, !Contains("canari-mention-bien") && Contains("canari-fournil-lyon"));
  CHECK(agency.kept().key_faults() == 0);
}

TEST_CASE("an export shows a profile in French") {
  Agency agency;
  fill(agency);
  const auto exported = json::dump(agency.kept().exported(kAnna));
  for (const auto* canary : kCanaries) CHECK_THAT(exported, Contains(canary));
  CHECK_THAT(exported, Contains("diplômes") && Contains("évaluée par") && Contains("observée") &&
                           Contains("Boulanger"));
}

TEST_CASE("an erasure and a scrub leave no byte of the profile, in file, log or backup") {
  Agency agency;
  fill(agency);
  const auto row = std::string(kAnna) + "/experience/e1";
  CHECK(in_file(agency, row));
  agency.kept().erase(kAnna);
  for (const auto* table :
       {"skl_text", "skl_assessment", "skl_experience", "skl_diploma", "skl_profile"})
    CHECK(agency.number(std::string("SELECT COUNT(*) FROM ") + table) == 0);
  REQUIRE(agency.kept().erasures.scrub().ok());
  const auto backup = agency.folder() + "/later.db";
  REQUIRE(agency.database().backup_to(backup, nullptr).ok());
  for (const auto& path : {path_of(agency), backup}) {
    INFO(path);
    CHECK_FALSE(modules::KeptPeople::in_file(path, row));
    for (const auto* canary : kCanaries) CHECK_FALSE(modules::KeptPeople::in_file(path, canary));
  }
}

TEST_CASE("texts an earlier version kept in clear are sealed at the next start") {
  const auto assessed = [](const std::string& person, const std::string& assessor) {
    return "INSERT INTO skl_assessment (person, item, source, assessed_on, level, assessor, "
           "leading) VALUES ('" +
           person + "', '101', 'test', '2026-01-05', 2, '" + assessor + "', 1)";
  };
  Agency agency(1, kAnna,
                {assessed(kAnna, "canari-ancien"), assessed("nobody", "canari-parti"),
                 "INSERT INTO skl_profile (person, ver) VALUES ('" + std::string(kAnna) + "', 4)"});
  CHECK(agency.number("SELECT COUNT(*) FROM skl_text_clear") == 0);
  CHECK(agency.number("SELECT COUNT(*) FROM skl_text") == 1);
  CHECK(agency.number("SELECT COUNT(*) FROM skl_assessment WHERE level = 2") == 2);
  CHECK(in_file(agency, "canari-ancien"));
  REQUIRE(agency.kept().erasures.scrub().ok());
  CHECK_FALSE(in_file(agency, "canari-ancien"));
  CHECK_FALSE(in_file(agency, "canari-parti"));
  const auto exported = json::dump(agency.kept().exported(kAnna));
  CHECK_THAT(exported, Contains("canari-ancien"));
  CHECK(agency.kept().key_faults() == 0);
}
