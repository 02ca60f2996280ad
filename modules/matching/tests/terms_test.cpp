#include "terms.hpp"

#include <catch2/catch.hpp>

#include "day.hpp"

using namespace aksis::matching;

TEST_CASE("salaries are read in the spellings offers use") {
  struct Row {
    const char* label;
    SalaryKind kind;
    int64_t min, max, monthly_max;
    bool doubtful;
  };
  const Row rows[] = {
      {"Annuel de 23000.0 Euros à 26000.0 Euros sur 12.0 mois", SalaryKind::yearly, 2'300'000,
       2'600'000, 216'666, false},
      {"Mensuel de 1766.92 Euros sur 12 mois", SalaryKind::monthly, 176'692, 176'692, 176'692,
       false},
      {"Horaire de 13,90 Euros à 13,90 Euros", SalaryKind::hourly, 1'390, 1'390, 210'821, false},
      {"Horaire de 11.88 Euros sur 0.0 mois", SalaryKind::hourly, 1'188, 1'188, 180'183, false},
      {"Mensuel de 1 801,80 Euros", SalaryKind::monthly, 180'180, 180'180, 180'180, false},
      {"Mensuel de 38000.0 Euros à 42000.0 Euros", SalaryKind::yearly, 3'800'000, 4'200'000,
       350'000, true},
      {"Annuel de 1900 Euros", SalaryKind::monthly, 190'000, 190'000, 190'000, true},
      {"Annuel de 12 Euros", SalaryKind::hourly, 1'200, 1'200, 182'004, true},
      {"Mensuel de 2500 Euros à 2000 Euros", SalaryKind::monthly, 200'000, 250'000, 250'000, false},
      {"Annuel de", SalaryKind::unknown, 0, 0, 0, false},
      {"Annuel sur 12.0 mois", SalaryKind::unknown, 0, 0, 0, false},
      {"A négocier", SalaryKind::unknown, 0, 0, 0, false},
      {"Mensuel de 99999999999999999999 Euros", SalaryKind::unknown, 0, 0, 0, false},
      {"", SalaryKind::unknown, 0, 0, 0, false},
  };
  for (const auto& row : rows) {
    INFO(row.label);
    const auto salary = parse_salary(row.label);
    CHECK(salary.kind == row.kind);
    CHECK(salary.min_cents == row.min);
    CHECK(salary.max_cents == row.max);
    CHECK(salary.monthly_max() == row.monthly_max);
    CHECK(salary.doubtful == row.doubtful);
  }
}

TEST_CASE("hours a week") {
  CHECK(parse_weekly_minutes("35H\nTravail en journée") == 35 * 60);
  CHECK(parse_weekly_minutes("37H30 Autre") == 37 * 60 + 30);
  CHECK(parse_weekly_minutes("37 H  Travail en journée") == 37 * 60);
  CHECK(parse_weekly_minutes("temps partiel - 20H59 Autre") == 20 * 60 + 59);
  CHECK(parse_weekly_minutes("Travail posté (2x8, 3x8, 5x8, etc.)") == 0);
  CHECK(parse_weekly_minutes("Temps plein") == 0);
  CHECK(parse_weekly_minutes("900H") == 0);
  CHECK(says_part_time("Temps partiel - 18H/semaine"));
  CHECK_FALSE(says_part_time("35H Travail en journée"));
}

TEST_CASE("months of experience") {
  CHECK(parse_months("Expérience exigée de 5 An(s)") == 60);
  CHECK(parse_months("18 Mois") == 18);
  CHECK(parse_months("2 An(s) - ou débutant motivé") == 24);
  CHECK_FALSE(parse_months("Expérience exigée"));
  CHECK_FALSE(parse_months("99999 An(s)"));
  CHECK_FALSE(parse_months(""));
}

TEST_CASE("contracts, by code and corrected by nature") {
  CHECK(parse_contract("CDI", "Contrat travail") == Contract::permanent);
  CHECK(parse_contract("CDD", "Contrat apprentissage") == Contract::apprenticeship);
  CHECK(parse_contract("CDD", "E2") == Contract::apprenticeship);
  CHECK(parse_contract("CDI", "Cont. professionnalisation") == Contract::professionalising);
  CHECK(parse_contract("TTI") == Contract::insertion);
  CHECK(parse_contract("XYZ") == Contract::unknown);
  CHECK(parse_contract("") == Contract::unknown);
  for (size_t i = 1; i < kContractCount; ++i)
    CHECK(parse_contract(code_of(static_cast<Contract>(i))) == static_cast<Contract>(i));
}

TEST_CASE("licences by the labels offers use") {
  const auto code = [](std::string_view label) {
    const auto index = parse_licence(label);
    return index ? std::string(licence_code(*index)) : "";
  };
  CHECK(code("B - Véhicule léger") == "B");
  CHECK(code("BE - Véhicule léger + remorque (PTAC > 4,25 T)") == "BE");
  CHECK(code("C1 - Poids lourd < 7,5 T") == "C1");
  CHECK(code("AM - Cyclomoteur <= 50 cm3") == "AM");
  CHECK(code("B mention 79.06 (= EB)") == "B96");
  CHECK(code("Permis C") == "C");
  CHECK(code("Bateau") == "");
  CHECK(code("") == "");
}

TEST_CASE("days") {
  CHECK(parse_day("2000-01-01") == 1);
  CHECK(format_day(parse_day("2025-02-27T17:24:39.560Z")) == "2025-02-27");
  CHECK(format_day(parse_day("2024-02-29")) == "2024-02-29");
  for (const auto* wrong : {"", "2025-02-30", "2025-13-01", "25-02-27", "2025/02/27", "-025-01-01",
                            "1999-12-31", "2025-02-27x", "+025-01-01"}) {
    INFO(wrong);
    CHECK(parse_day(wrong) == kNoDay);
  }
  CHECK(format_day(day_of_micros(1'735'689'600'000'000)) == "2025-01-01");
}

TEST_CASE("amounts with point or comma") {
  CHECK(parse_hundredths("1766.9") == 176'690);
  CHECK(parse_hundredths("1766,92") == 176'692);
  CHECK(parse_hundredths("12.345") == 1'234);
  CHECK_FALSE(parse_hundredths("12 euros"));
  CHECK_FALSE(parse_hundredths("-3"));
  CHECK_FALSE(parse_hundredths(""));
}
