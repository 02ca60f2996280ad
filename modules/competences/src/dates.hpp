// Calendar days as ISO text ("2026-03-31"), which sorts as the days do. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aksis::competences {

bool valid_date(std::string_view text);

// Whole months from `from` to `to`, negative when `to` comes first. Both are valid dates.
int months_between(std::string_view from, std::string_view to);

// As lists of trainings write them: "2024-01-31", "31/01/2024", or, with a two-digit year, month
// first: "1/31/24". Nothing when it is none of these.
std::optional<std::string> read_date(std::string_view text);

}  // namespace aksis::competences
