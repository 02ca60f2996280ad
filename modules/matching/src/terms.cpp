#include "terms.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "aksis/cpp/fold.hpp"

namespace aksis::matching {

namespace {

constexpr std::array<std::string_view, kContractCount> kContracts = {
    "", "CDI", "CDD", "MIS", "DIN", "SAI", "DDI", "LIB", "FRA", "CCE", "REP", "APP", "PRO"};

// From the longest, so that "C1E" is not read as "C1".
constexpr std::array<std::string_view, kLicenceCount> kLicences = {
    "AM", "A1", "A2", "A", "B1", "B", "BE", "B96", "C1", "C1E", "C", "CE", "D1", "D1E", "D", "DE"};

constexpr int64_t kMonthlyHoursHundredths = 15'167;
// Beyond these (in cents) a unit cannot be meant: 150 €/h, 20,000 €/month; below 5,000 €/year.
constexpr int64_t kHourlyMax = 15'000;
constexpr int64_t kMonthlyMax = 2'000'000;
constexpr int64_t kYearlyMin = 500'000;
constexpr int64_t kCentsMax = 100'000'000'000;
constexpr unsigned kWeekMinutesMax = 80 * 60;
constexpr unsigned kMonthsMax = 600;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The number that begins at `at`, which moves behind it; thousands may be apart by a space.
std::optional<int64_t> take_hundredths(std::string_view text, size_t& at) {
  int64_t whole = 0;
  const size_t begin = at;
  while (at < text.size()) {
    if (is_digit(text[at])) {
      whole = whole * 10 + (text[at++] - '0');
    } else if (at > begin && text[at] == ' ' && at + 3 < text.size() && is_digit(text[at + 1]) &&
               is_digit(text[at + 2]) && is_digit(text[at + 3])) {
      ++at;
    } else {
      break;
    }
    if (whole > kCentsMax) return std::nullopt;
  }
  if (at == begin) return std::nullopt;
  int64_t hundredths = whole * 100;
  if (at + 1 < text.size() && (text[at] == '.' || text[at] == ',') && is_digit(text[at + 1])) {
    ++at;
    for (int64_t unit = 10; at < text.size() && is_digit(text[at]); ++at, unit /= 10)
      hundredths += (text[at] - '0') * unit;
  }
  return hundredths;
}

}  // namespace

std::string_view code_of(Contract contract) {
  return kContracts[static_cast<size_t>(contract)];
}

Contract parse_contract(std::string_view code) {
  if (code == "TTI") return Contract::insertion;
  for (size_t i = 1; i < kContractCount; ++i)
    if (kContracts[i] == code) return static_cast<Contract>(i);
  return Contract::unknown;
}

Contract parse_contract(std::string_view code, std::string_view nature) {
  if (nature == "E2" || fold(nature).find("apprentissage") != std::string::npos)
    return Contract::apprenticeship;
  if (nature == "FS" || fold(nature).find("professionnalisation") != std::string::npos)
    return Contract::professionalising;
  return parse_contract(code);
}

std::string_view code_of(SalaryKind kind) {
  constexpr std::string_view kKinds[] = {"", "hourly", "monthly", "yearly"};
  return kKinds[static_cast<size_t>(kind)];
}

SalaryKind parse_salary_kind(std::string_view text) {
  const auto folded = fold(text);
  if (folded.starts_with("hourly") || folded.starts_with("horaire")) return SalaryKind::hourly;
  if (folded.starts_with("monthly") || folded.starts_with("mensuel")) return SalaryKind::monthly;
  if (folded.starts_with("yearly") || folded.starts_with("annuel")) return SalaryKind::yearly;
  return SalaryKind::unknown;
}

int64_t Salary::monthly(int64_t cents) const {
  switch (kind) {
    case SalaryKind::hourly:
      return cents * kMonthlyHoursHundredths / 100;
    case SalaryKind::monthly:
      return cents;
    case SalaryKind::yearly:
      return cents / 12;
    case SalaryKind::unknown:
      return 0;
  }
  return 0;
}

Salary checked(Salary salary) {
  if (salary.max_cents == 0) salary.max_cents = salary.min_cents;
  if (salary.min_cents == 0) salary.min_cents = salary.max_cents;
  if (salary.min_cents > salary.max_cents) std::swap(salary.min_cents, salary.max_cents);
  if (salary.max_cents == 0) return {};
  const auto stated = salary.kind;
  if (salary.kind == SalaryKind::hourly && salary.min_cents > kHourlyMax)
    salary.kind = salary.min_cents > kMonthlyMax ? SalaryKind::yearly : SalaryKind::monthly;
  else if (salary.kind == SalaryKind::monthly && salary.min_cents > kMonthlyMax)
    salary.kind = SalaryKind::yearly;
  else if (salary.kind == SalaryKind::yearly && salary.max_cents < kYearlyMin)
    salary.kind = salary.max_cents > kHourlyMax ? SalaryKind::monthly : SalaryKind::hourly;
  salary.doubtful = salary.kind != stated;
  return salary;
}

Salary parse_salary(std::string_view label) {
  Salary salary;
  salary.kind = parse_salary_kind(label);
  if (salary.kind == SalaryKind::unknown) return {};
  int amounts = 0;
  for (size_t at = 0; at < label.size() && amounts < 2;) {
    if (!is_digit(label[at])) {
      ++at;
      continue;
    }
    const auto amount = take_hundredths(label, at);
    if (!amount) return {};
    // "sur 12.0 mois" is no amount: only what "Euros" follows counts.
    const auto rest = label.substr(at, 8);
    if (rest.find("uro") == std::string_view::npos && rest.find("€") == std::string_view::npos)
      continue;
    (amounts++ == 0 ? salary.min_cents : salary.max_cents) = *amount;
  }
  return checked(salary);
}

uint16_t parse_weekly_minutes(std::string_view label) {
  for (size_t at = 0; at < label.size(); ++at) {
    if (!is_digit(label[at])) continue;
    unsigned hours = 0, minutes = 0;
    for (; at < label.size() && is_digit(label[at]) && hours < 1000; ++at)
      hours = hours * 10 + static_cast<unsigned>(label[at] - '0');
    while (at < label.size() && label[at] == ' ') ++at;
    if (at >= label.size() || (label[at] != 'H' && label[at] != 'h')) continue;
    ++at;
    if (at + 1 < label.size() && is_digit(label[at]) && is_digit(label[at + 1]))
      minutes =
          static_cast<unsigned>(label[at] - '0') * 10 + static_cast<unsigned>(label[at + 1] - '0');
    const unsigned all = hours * 60 + std::min(minutes, 59u);
    return all <= kWeekMinutesMax ? static_cast<uint16_t>(all) : 0;
  }
  return 0;
}

bool says_part_time(std::string_view label) {
  return fold(label).find("temps partiel") != std::string::npos;
}

std::optional<uint16_t> parse_months(std::string_view label) {
  for (size_t at = 0; at < label.size(); ++at) {
    if (!is_digit(label[at])) continue;
    unsigned number = 0;
    for (; at < label.size() && is_digit(label[at]) && number < 10'000; ++at)
      number = number * 10 + static_cast<unsigned>(label[at] - '0');
    const auto unit = fold(label.substr(at, 8));
    if (unit.starts_with("an")) number *= 12;
    if ((unit.starts_with("an") || unit.starts_with("mois")) && number <= kMonthsMax)
      return static_cast<uint16_t>(number);
  }
  return std::nullopt;
}

ExperienceKind parse_experience_kind(std::string_view code) {
  if (code == "D") return ExperienceKind::beginner;
  if (code == "S") return ExperienceKind::wished;
  if (code == "E") return ExperienceKind::demanded;
  return ExperienceKind::unknown;
}

char code_of(ExperienceKind kind) {
  return "?DSE"[static_cast<size_t>(kind)];
}

std::string_view licence_code(size_t index) {
  return kLicences[index];
}

std::optional<size_t> parse_licence(std::string_view label) {
  const auto folded = fold(label);
  auto parts = words(folded);
  if (parts.empty()) return std::nullopt;
  std::string_view code = parts[0];
  if (code == "permis" && parts.size() > 1) code = parts[1];
  if (code == "b" && parts.size() > 1 && parts[1] == "mention") code = "b96";
  std::string upper(code);
  for (auto& c : upper) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  for (size_t i = 0; i < kLicenceCount; ++i)
    if (kLicences[i] == upper) return i;
  return std::nullopt;
}

std::optional<int64_t> parse_hundredths(std::string_view text) {
  size_t at = 0;
  const auto number = take_hundredths(text, at);
  return number && at == text.size() ? number : std::nullopt;
}

}  // namespace aksis::matching
