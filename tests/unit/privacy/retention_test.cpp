#include "privacy/retention.hpp"

#include <fmt/format.h>

#include <random>

#include "operations_bench.hpp"

using namespace aksis;
using namespace aksis::privacy;

namespace {

// Another way to the same: days counted one by one on a calendar of its own.
bool leap(int year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}
int days_in(int year, int month) {
  constexpr int kDays[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return kDays[month - 1] + (month == 2 && leap(year) ? 1 : 0);
}
struct Day {
  int year, month, day;
  std::string text() const { return fmt::format("{:04}-{:02}-{:02}", year, month, day); }
  void next() {
    if (++day <= days_in(year, month)) return;
    day = 1;
    if (++month <= 12) return;
    month = 1, ++year;
  }
};
Day later(Day from, int months) {
  for (; months > 0; --months)
    if (++from.month > 12) from.month = 1, ++from.year;
  from.day = std::min(from.day, days_in(from.year, from.month));
  return from;
}
Micros at(const std::string& day) {
  Day walked{1970, 1, 1};
  Micros out = 0;
  for (; walked.text() != day; walked.next()) out += kDay;
  return out;
}

}  // namespace

TEST_CASE("months are counted on the calendar, clamped to the end of short months") {
  CHECK(*add_months("2023-01-31", 1) == "2023-02-28");
  CHECK(*add_months("2024-01-31", 1) == "2024-02-29");
  CHECK(*add_months("2024-02-29", 12) == "2025-02-28");
  CHECK(*add_months("2024-02-29", 240) == "2044-02-29");
  CHECK(*add_months("2025-12-15", 1) == "2026-01-15");
  CHECK(*add_months("2026-11-26", 0) == "2026-11-26");
  for (const auto* wrong : {"", "2026-02-30", "2026-13-01", "2026-1-01", "0000-01-01", "2026/01/01",
                            "-026-01-01", "2026-01-01x"})
    CHECK_FALSE(add_months(wrong, 1).ok());
  CHECK_FALSE(add_months("9999-12-01", 1).ok());
  CHECK(day_of(0) == "1970-01-01");
  CHECK(day_of(kDay - 1) == "1970-01-01");
  CHECK(day_of(kDay) == "1970-01-02");
  CHECK(day_of(at("2024-02-29")) == "2024-02-29");
}

TEST_CASE("every stage begins on its exact day, whatever the anchor") {
  std::mt19937 random(11);
  for (int i = 0; i < 300; ++i) {
    Day anchor{1990 + int(random() % 40), 1 + int(random() % 12), 1};
    anchor.day = i % 3 == 0 ? days_in(anchor.year, anchor.month)
                            : 1 + int(random()) % days_in(anchor.year, anchor.month);
    anchor.day = std::max(1, anchor.day);
    RetentionRule rule;
    rule.active_months = random() % 40;
    rule.archive_months = random() % 3 ? random() % 220 : 0;
    const auto archive = later(anchor, int(rule.active_months));
    const auto erase = later(anchor, int(rule.active_months + rule.archive_months));
    Day today = anchor;
    Stage expected = rule.active_months + rule.archive_months == 0 ? Stage::erased
                     : rule.active_months == 0                     ? Stage::archived
                                                                   : Stage::active;
    for (;;) {
      if (today.text() == archive.text() && rule.archive_months) expected = Stage::archived;
      if (today.text() == erase.text()) expected = Stage::erased;
      const auto stage = due_stage(rule, anchor.text(), today.text());
      if (*stage != expected) {
        INFO(anchor.text() << " +" << rule.active_months << " +" << rule.archive_months << " on "
                           << today.text());
        REQUIRE(*stage == expected);
      }
      if (expected == Stage::erased) break;
      today.next();
    }
    CHECK(*due_stage(rule, "", today.text()) == Stage::active);
  }
}

TEST_CASE("retention archives, reactivates and erases, and a dry run only tells") {
  OperationsBench bench;
  bench.clock.at = at("2026-11-26") + 5 * kHour;
  for (const auto* person : {"active", "archive", "erase", "mixed", "part", "running"}) {
    bench.add_person(person);
    bench.note(person, std::string("n-") + person, "x");
  }
  bench.subjects = {
      {"active", {{"active", "job_seeker", "2023-11-27"}}},
      {"archive", {{"archive", "job_seeker", "2023-11-26"}}},
      {"erase", {{"erase", "job_seeker", "2006-11-26"}}},
      // A use of the service of last month keeps who left the register twenty years ago.
      {"mixed",
       {{"mixed", "job_seeker", "2000-01-01"}, {"mixed", "teleservice_user", "2026-10-26"}}},
      {"part", {{"part", "job_seeker", ""}, {"part", "incarceration", "2026-08-26"}}},
      {"running", {{"running", "job_seeker", ""}, {"running", "incarceration", "2026-08-27"}}},
  };
  const auto counts = [](const Answer& answer) {
    std::map<std::string, std::string> out;
    for (const auto& one : json::member(answer.body, "categories")->GetArray()) {
      const auto text =
          fmt::format("{} {} {}", json::integer(one, "archived"), json::integer(one, "reactivated"),
                      json::integer(one, "erased"));
      if (text != "0 0 0") out[std::string(json::text(one, "category"))] = text;
    }
    return out;
  };
  const std::map<std::string, std::string> expected{{"job_seeker", "1 0 1"},
                                                    {"incarceration", "0 0 1"}};
  const auto dry = bench.ok("privacy.retention", R"({"dry_run": true})");
  CHECK(counts(dry) == expected);
  CHECK(json::integer(dry.body, "people") == 6);
  CHECK(bench.count("SELECT COUNT(*) FROM core_person_state") == 0);
  CHECK(bench.count("SELECT COUNT(*) FROM core_person_key") == 6);
  CHECK(bench.parts_erased.empty());
  CHECK(counts(bench.ok("privacy.retention")) == expected);
  CHECK(bench.count("SELECT COUNT(*) FROM core_person_key WHERE person = 'erase'") == 0);
  CHECK(bench.count("SELECT COUNT(*) FROM core_note") == 5);
  CHECK(bench.count("SELECT COUNT(*) FROM core_erasure WHERE ground = 'retention'") == 1);
  CHECK(bench.count("SELECT COUNT(*) FROM core_person_state_v1 WHERE state = 'archived'") == 1);
  CHECK(bench.parts_erased == std::set<std::string>{"part incarceration"});
  CHECK(bench.erasures.log().read()->size() == 1);
  // Registers anew.
  bench.subjects.erase("erase");
  bench.subjects["archive"] = {{"archive", "job_seeker", ""}};
  bench.subjects["part"].pop_back();
  CHECK(counts(bench.ok("privacy.retention")) ==
        std::map<std::string, std::string>{{"job_seeker", "0 1 0"}});
  CHECK(counts(bench.ok("privacy.retention")).empty());
  CHECK(json::text(bench.ok("people.state", R"({"person": "archive"})").body, "state") == "active");
}

TEST_CASE("retention looks at everybody, however many they are, and needs a rule") {
  OperationsBench bench;
  bench.clock.at = at("2026-11-26");
  for (int i = 0; i < 250; ++i) {
    const auto person = fmt::format("p{:03}", i);
    bench.add_person(person);
    bench.subjects[person] = {{person, "teleservice_user", i % 2 ? "2025-10-26" : "2025-10-27"}};
  }
  CHECK(json::integer(bench.ok("privacy.retention").body, "people") == 250);
  CHECK(bench.count("SELECT COUNT(*) FROM core_person_key") == 125);
  bench.subjects.clear();
  bench.subjects["p000"] = {{"p000", "odd", "2020-01-01"}};
  CHECK(bench.call("privacy.retention").code() == Code::not_found);
  bench.ok("retention.set_rule",
           R"({"category": "odd", "label": "Autre", "scope": "person", "active_months": 1,
               "archive_months": 1200, "legal_ground": "décision"})");
  bench.ok("privacy.retention");
  CHECK(bench.count("SELECT COUNT(*) FROM core_person_state WHERE state = 'archived'") == 1);
  CHECK(json::member(bench.ok("retention.rules").body, "rules")->Size() == 6);
}
