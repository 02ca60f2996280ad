#include "day.hpp"

#include <charconv>
#include <chrono>
#include <cstdio>

namespace aksis::matching {

namespace {

using std::chrono::sys_days;
constexpr sys_days kDayZero =
    sys_days{std::chrono::year{1999} / std::chrono::December / std::chrono::day{31}};

bool digits(std::string_view text, int& number) {
  const auto* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, number);
  return parsed.ec == std::errc() && parsed.ptr == end && text[0] != '-';
}

Day from_sys_days(sys_days days) {
  const auto number = (days - kDayZero).count();
  return number > 0 && number < UINT16_MAX ? static_cast<Day>(number) : kNoDay;
}

}  // namespace

Day parse_day(std::string_view text) {
  int year = 0, month = 0, day = 0;
  if (text.size() < 10 || text[4] != '-' || text[7] != '-') return kNoDay;
  if (text.size() > 10 && text[10] != 'T' && text[10] != ' ') return kNoDay;
  if (!digits(text.substr(0, 4), year) || !digits(text.substr(5, 2), month) ||
      !digits(text.substr(8, 2), day))
    return kNoDay;
  const std::chrono::year_month_day date{std::chrono::year{year},
                                         std::chrono::month{static_cast<unsigned>(month)},
                                         std::chrono::day{static_cast<unsigned>(day)}};
  return date.ok() ? from_sys_days(sys_days{date}) : kNoDay;
}

std::string format_day(Day day) {
  if (day == kNoDay) return {};
  const std::chrono::year_month_day date{kDayZero + std::chrono::days{day}};
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

Day day_of_micros(int64_t micros) {
  using namespace std::chrono;
  return from_sys_days(floor<days>(sys_time<microseconds>{microseconds{micros}}));
}

}  // namespace aksis::matching
