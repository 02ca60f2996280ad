// The words offers use for pay, hours, experience, contracts, licences: read into numbers and
// codes. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aksis::matching {

// What somebody signs. Codes of France Travail's `typeContrat`, and the two alternating contracts
// that it files under CDD or CDI with another `natureContrat`.
enum class Contract : uint8_t {
  unknown,
  permanent,         // CDI
  fixed_term,        // CDD
  temporary,         // MIS, intérim
  temporary_open,    // DIN, CDI intérimaire
  seasonal,          // SAI
  insertion,         // DDI, TTI
  self_employed,     // LIB
  franchise,         // FRA
  commercial,        // CCE
  takeover,          // REP
  apprenticeship,    // natureContrat "Contrat apprentissage" / E2
  professionalising  // natureContrat "Cont. professionnalisation" / FS
};
inline constexpr size_t kContractCount = 13;
std::string_view code_of(Contract contract);
// A code ("CDI", "APP", "PRO" …); unknown when nobody uses it.
Contract parse_contract(std::string_view code);
// `typeContrat` corrected by `natureContrat`, code or label.
Contract parse_contract(std::string_view code, std::string_view nature);

enum class SalaryKind : uint8_t { unknown, hourly, monthly, yearly };
std::string_view code_of(SalaryKind kind);
SalaryKind parse_salary_kind(std::string_view text);

struct Salary {
  SalaryKind kind = SalaryKind::unknown;
  int64_t min_cents = 0;  // as offered, per unit of `kind`
  int64_t max_cents = 0;
  bool doubtful = false;  // the unit stated cannot be meant; `kind` is the one that can
  // Gross for a month of full time: 151.67 hours; a year is twelve months.
  int64_t monthly_min() const { return monthly(min_cents); }
  int64_t monthly_max() const { return monthly(max_cents); }

 private:
  int64_t monthly(int64_t cents) const;
};
// "Mensuel de 1766.92 Euros à 1900,00 Euros sur 12 mois"; unknown when no amount stands in it.
Salary parse_salary(std::string_view label);
// Orders the bounds and moves an amount that its unit makes impossible to the unit it fits.
Salary checked(Salary salary);

// Minutes a week of "37H30 Travail en journée", "temps partiel - 20H59"; 0 = not stated.
uint16_t parse_weekly_minutes(std::string_view label);
bool says_part_time(std::string_view label);

// Months of "Expérience exigée de 5 An(s)", "18 Mois"; nullopt when no number stands in it.
std::optional<uint16_t> parse_months(std::string_view label);

// "D" beginner accepted, "S" wished, "E" demanded.
enum class ExperienceKind : uint8_t { unknown, beginner, wished, demanded };
ExperienceKind parse_experience_kind(std::string_view code);
char code_of(ExperienceKind kind);

// Driving licences as a bit each.
inline constexpr size_t kLicenceCount = 16;
std::string_view licence_code(size_t index);
// The index of "B - Véhicule léger", "CE", "B mention 79.06 (= EB)"; nullopt when unknown.
std::optional<size_t> parse_licence(std::string_view label);

// Decimal number with point or comma, in hundredths: "1766.9" → 176690.
std::optional<int64_t> parse_hundredths(std::string_view text);

}  // namespace aksis::matching
