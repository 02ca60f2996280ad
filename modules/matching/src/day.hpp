// Days as numbers: 0 = unknown, 1 = 2000-01-01. Pure, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace aksis::matching {

using Day = uint16_t;
inline constexpr Day kNoDay = 0;

// The day of "2025-02-27" or "2025-02-27T17:24:39.560Z"; kNoDay when it is none.
Day parse_day(std::string_view text);
std::string format_day(Day day);
Day day_of_micros(int64_t micros_since_1970);

}  // namespace aksis::matching
