#include "gap.hpp"

#include <catch2/catch.hpp>

#include "dates.hpp"
#include "rome_folder.hpp"
#include "rome_import.hpp"

using namespace aksis::competences;

namespace {

constexpr const char* kToday = "2026-06-15";

const Referential& rome() {
  static const RomeFolder folder;
  static const Referential referential = std::move(import_rome(folder.path()).value().referential);
  return referential;
}

Assessment assessed(std::string item, int level, Source source = Source::declared,
                    std::string on = "2026-01-01", std::string expires = "") {
  return {std::move(item), level, source, std::move(on), std::move(expires), "adviser", {}};
}

const GapLine& line(const Gap& gap, const char* code) {
  for (const auto& one : gap.lines)
    if (rome().text(rome().item(one.item).code) == code) return one;
  FAIL("no line for " << code);
  return gap.lines[0];
}

Gap baker(std::vector<Assessment> assessments) {
  const auto wanted = requirements(rome(), rome().find_occupation("D1102"));
  return gap(rome(), wanted, holdings(rome(), assessments, kToday));
}

}  // namespace

TEST_CASE("of several assessments the trusted, recent, unexpired one counts") {
  const std::vector<Assessment> all = {
      assessed("203", 4, Source::declared, "2026-05-01"),
      assessed("203", 2, Source::observed, "2024-01-01"),
      assessed("203", 1, Source::observed, "2023-01-01"),
      assessed("203", 3, Source::test, "2020-01-01", "2026-06-14"),
      assessed("204", 4, Source::test),
  };
  CHECK(leading(all, "203", kToday) == 1);
  CHECK(leading(all, "203", "2026-06-14") == 3);  // the last day still counts
  CHECK(leading(all, "999", kToday) == SIZE_MAX);
  const auto held = holdings(rome(), all, kToday);
  REQUIRE(held.held.size() == 2);
  CHECK(held.find(rome().find_item("203"))->level == 2);
  CHECK(held.find(rome().find_item("401")) == nullptr);
}

TEST_CASE("codes of no present item are named, expired ones give no level") {
  const std::vector<Assessment> all = {assessed("203", 3, Source::test, "2020-01-01", "2021-01-01"),
                                       assessed("gone", 2)};
  const auto held = holdings(rome(), all, kToday);
  CHECK(held.unknown == std::vector<std::string>{"gone"});
  CHECK(held.held[0].level == 0);
  CHECK(held.held[0].expired_level == 3);
}

TEST_CASE("a gap tells held, to strengthen and missing, core items weighing more") {
  const Gap empty = baker({});
  CHECK(empty.missing == 5);  // the work context is no skill
  CHECK(empty.coverage == 0);
  CHECK(empty.lines[0].core == Core::core);

  const Gap some = baker({assessed("203", 3), assessed("401", 1), assessed("304", 2)});
  CHECK(line(some, "203").state == GapState::held);
  CHECK(line(some, "203").reason.key == "gap.held");
  CHECK(line(some, "401").state == GapState::strengthen);
  CHECK(line(some, "401").credit == 0.5);
  // 204 is under the same macro-competence as 203, 302 is that macro-competence.
  CHECK(line(some, "204").state == GapState::missing);
  CHECK(line(some, "204").credit == Approx(kSiblingCredit));
  CHECK(line(some, "204").reason.key == "gap.near_core");
  CHECK(line(some, "302").credit == Approx(kMacroCredit));
  CHECK(some.held == 2);
  CHECK(some.coverage == Approx((2 + 2 * kSiblingCredit + kMacroCredit + 0.5 + 1) / 7));

  const Gap all = baker({assessed("203", 3), assessed("204", 4), assessed("302", 2),
                         assessed("401", 2), assessed("304", 2)});
  CHECK(all.coverage == 1);
  CHECK(all.held == 5);
}

TEST_CASE("holding the macro-competence is worth part of each skill below") {
  const Gap gap = baker({assessed("302", 3)});
  CHECK(line(gap, "203").credit == Approx(kMacroCredit));
  CHECK(rome().text(rome().item(line(gap, "203").through).code) == "302");
}

TEST_CASE("an expired assessment is to be renewed, not missing") {
  const Gap gap = baker({assessed("203", 4, Source::test, "2020-01-01", "2021-01-01")});
  CHECK(line(gap, "203").state == GapState::strengthen);
  CHECK(line(gap, "203").credit == 0);
  CHECK(line(gap, "203").reason.key == "gap.expired");
}

TEST_CASE("an offer's skills are asked for once each, unknown ones named") {
  std::vector<std::string> unknown;
  const std::vector<std::string> required{"401"}, wished{"203", "203", "nope", "401"};
  const auto wanted = requirements_of(rome(), required, wished, unknown);
  REQUIRE(wanted.size() == 2);
  CHECK(unknown == std::vector<std::string>{"nope"});
  const auto found = gap(rome(), wanted, {});
  CHECK(line(found, "401").wanted == 3);  // what an offer insists on weighs as a core skill does
  CHECK(line(found, "401").weight == 2);
  CHECK(line(found, "203").wanted == 2);
  CHECK(line(found, "203").weight == 1);
  CHECK(gap(rome(), {}, {}).coverage == 1);
}

TEST_CASE("experiences and diplomas suggest, and never what is held already") {
  const std::vector<Assessment> held = {assessed("203", 3)};
  const std::vector<Experience> experiences = {
      {"D1102", 30, ""}, {"D1104", 30, "2010-01-01"}, {"Z0000", 99, ""}};
  const std::vector<DiplomaContent> diplomas = {
      {"RNCP1", "CAP Boulanger", {rome().find_item("204"), rome().find_item("401")}}};
  const auto found =
      suggestions(rome(), holdings(rome(), held, kToday), experiences, diplomas, kToday);
  REQUIRE(found.size() == 3);
  CHECK(rome().text(rome().item(found[0].item).code) == "204");
  CHECK(found[0].level == 3);
  CHECK(found[0].reasons.size() == 2);
  for (const auto& one : found) {
    const auto code = rome().text(rome().item(one.item).code);
    CHECK(code != "203");
    if (code == "205") CHECK(one.level == 2);  // faded: more than ten years ago
    if (code == "401") CHECK(one.source == Source::diploma);
  }
}

TEST_CASE("dates are read as lists write them") {
  CHECK(read_date("1/31/24") == "2024-01-31");
  CHECK(read_date("12/31/99") == "1999-12-31");
  CHECK(read_date("31/12/2024") == "2024-12-31");
  CHECK(read_date("2024-02-29") == "2024-02-29");
  for (const char* wrong : {"", "2023-02-29", "13/13/24", "1/2", "a/b/c", "1/2/3", "2024-1-1"})
    CHECK_FALSE(read_date(wrong).has_value());
  CHECK(months_between("2020-01-31", "2020-03-01") == 1);
  CHECK(months_between("2026-06-15", "2026-06-14") == -1);
}
