#include "app/demo/offers_of_today.hpp"

#include <aksis/cpp/json.hpp>
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <optional>
#include <sstream>
#include <vector>

#include "base/read_bytes.hpp"

namespace aksis::app {
namespace {

using std::chrono::sys_days;

constexpr const char* kDates[] = {"dateCreation", "dateActualisation"};
constexpr size_t kOffersBytesMax = 16 << 20;
constexpr size_t kDayLength = 10;  // "2026-11-23"

std::optional<sys_days> day_of(const std::string& date) {
  int year = 0;
  unsigned month = 0, day = 0;
  if (std::sscanf(date.c_str(), "%4d-%2u-%2u", &year, &month, &day) != 3) return std::nullopt;
  const std::chrono::year_month_day out{std::chrono::year{year}, std::chrono::month{month},
                                        std::chrono::day{day}};
  return out.ok() ? std::optional<sys_days>(out) : std::nullopt;
}

std::string moved(const std::string& date, std::chrono::days by) {
  const auto day = day_of(date);
  if (!day) return date;
  const auto since = (*day + by).time_since_epoch();
  const auto at = std::chrono::duration_cast<std::chrono::microseconds>(since).count();
  return iso_time(at).substr(0, kDayLength) + date.substr(kDayLength);
}

}  // namespace

Status write_offers_of_today(const std::string& from, const std::string& to, Micros now) {
  AKSIS_ASSIGN(text, read_bytes(from, kOffersBytesMax));
  std::istringstream in(std::move(text));
  std::vector<json::Document> offers;
  std::optional<sys_days> newest;
  for (std::string line; std::getline(in, line);) {
    auto offer = json::parse(line);
    if (!offer.ok()) return prefixed(from, offer.error());
    for (const auto* name : kDates)
      newest = std::max(newest, day_of(std::string(json::text(*offer, name))));
    offers.push_back(std::move(*offer));
  }
  const std::chrono::sys_time<std::chrono::microseconds> moment{std::chrono::microseconds{now}};
  const auto today = std::chrono::floor<std::chrono::days>(moment);
  std::ofstream out(to, std::ios::binary | std::ios::trunc);
  for (auto& offer : offers) {
    for (const auto* name : kDates)
      if (const auto found = offer.FindMember(name); found != offer.MemberEnd()) {
        const auto date = moved(std::string(json::text(found->value)), today - *newest);
        found->value.SetString(date.c_str(), offer.GetAllocator());
      }
    out << json::dump(offer) << '\n';
  }
  out.close();
  if (!out) return Error{Code::full, to + " cannot be written; is the disk full?", {}};
  return {};
}

}  // namespace aksis::app
