// The calendar of retention: pure.
#include <fmt/format.h>

#include <charconv>

#include "privacy/retention.hpp"

namespace aksis::privacy {
namespace {

namespace chr = std::chrono;

constexpr int kYearMax = 9999;

std::string text_of(chr::year_month_day day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

std::optional<int> number(std::string_view text) {
  int out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc() || end != text.data() + text.size() || out < 0) return std::nullopt;
  return out;
}

Result<chr::year_month_day> parse_day(std::string_view text) {
  if (text.size() == 10 && text[4] == '-' && text[7] == '-') {
    const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)),
               day = number(text.substr(8, 2));
    if (year && month && day && *year > 0) {
      const chr::year_month_day out(chr::year(*year), chr::month(static_cast<unsigned>(*month)),
                                    chr::day(static_cast<unsigned>(*day)));
      if (out.ok()) return out;
    }
  }
  return said(Code::invalid, fmt::format("'{}' is no day: 2026-01-31 is one", text),
              fmt::format("« {} » n’est pas un jour ; écrivez-le comme 2026-01-31.", text));
}

}  // namespace

std::string day_of(Micros at) {
  return text_of(chr::year_month_day(
      chr::floor<chr::days>(chr::sys_time<chr::microseconds>(chr::microseconds(at)))));
}

Result<std::string> add_months(std::string_view day, int64_t months) {
  AKSIS_ASSIGN(from, parse_day(day));
  const auto month = chr::year_month(from.year(), from.month()) + chr::months(months);
  if (static_cast<int>(month.year()) > kYearMax || static_cast<int>(month.year()) < 1)
    return said(Code::invalid,
                fmt::format("{} months after {} lies outside of the calendar", months, day),
                fmt::format("{} mois après le {}, on sort du calendrier.", months, day));
  const chr::year_month_day_last last(month.year(), chr::month_day_last(month.month()));
  const auto same = month / from.day();
  return text_of(same.ok() ? same : chr::year_month_day(last));
}

Result<Stage> due_stage(const RetentionRule& rule, std::string_view anchor,
                        std::string_view today) {
  if (anchor.empty()) return Stage::active;
  // Both from the anchor: a clamped day in between must not shorten what follows.
  AKSIS_ASSIGN(archive, add_months(anchor, rule.active_months));
  AKSIS_ASSIGN(erase, add_months(anchor, rule.active_months + rule.archive_months));
  if (today >= erase) return Stage::erased;
  return today >= archive ? Stage::archived : Stage::active;
}

}  // namespace aksis::privacy
