#include "dates.hpp"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>

namespace aksis::competences {

namespace {

constexpr int kCenturyPivot = 70;  // "69" is 2069, "70" is 1970

std::optional<int> digits(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || value < 0)
    return std::nullopt;
  return value;
}

std::optional<std::chrono::year_month_day> day_of(int year, int month, int day) {
  const std::chrono::year_month_day made{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (year < 1900 || year > 9999 || !made.ok()) return std::nullopt;
  return made;
}

std::optional<std::chrono::year_month_day> iso(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = digits(text.substr(0, 4)), month = digits(text.substr(5, 2)),
             day = digits(text.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  return day_of(*year, *month, *day);
}

}  // namespace

bool valid_date(std::string_view text) {
  return iso(text).has_value();
}

int months_between(std::string_view from, std::string_view to) {
  const auto a = iso(from), b = iso(to);
  if (!a || !b) return 0;
  const int months = (static_cast<int>(b->year()) - static_cast<int>(a->year())) * 12 +
                     static_cast<int>(static_cast<unsigned>(b->month())) -
                     static_cast<int>(static_cast<unsigned>(a->month()));
  return months - (b->day() < a->day() ? 1 : 0);
}

std::optional<std::string> read_date(std::string_view text) {
  if (valid_date(text)) return std::string(text);
  const size_t first = text.find('/');
  const size_t second = first == text.npos ? first : text.find('/', first + 1);
  if (second == text.npos) return std::nullopt;
  const auto year_text = text.substr(second + 1);
  const auto a = digits(text.substr(0, first)),
             b = digits(text.substr(first + 1, second - first - 1)), year = digits(year_text);
  if (!a || !b || !year) return std::nullopt;
  const bool short_year = year_text.size() == 2;
  if (!short_year && year_text.size() != 4) return std::nullopt;
  const int full = short_year ? *year + (*year < kCenturyPivot ? 2000 : 1900) : *year;
  const int month = short_year ? *a : *b, day = short_year ? *b : *a;
  if (!day_of(full, month, day)) return std::nullopt;
  std::array<char, 16> out;
  std::snprintf(out.data(), out.size(), "%04d-%02d-%02d", full % 10000, month % 100, day % 100);
  return std::string(out.data());
}

}  // namespace aksis::competences
