#include "access/volume_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/identity.hpp"
#include "base/log.hpp"
#include "events/outbox.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

constexpr std::string_view kVolumePointer = "/volume";
constexpr size_t kAccountsRemembered = 10'000;

int64_t day_of(Micros at) {
  return at / kDay;
}

Result<int64_t> opened_since(Transaction& tx, std::string_view account, Micros since) {
  int64_t people = 0;
  AKSIS_TRY(tx.query(
      "SELECT count(DISTINCT person) FROM core_opened WHERE account = $1 AND day >= $2 AND at > $3",
      {account, day_of(since), since}, [&](const Row& row) -> Status {
        people = row.integer(0);
        return {};
      }));
  return people;
}

}  // namespace

bool is_volume_error(const Error& error) {
  return error.code == Code::forbidden && !error.details.empty() &&
         error.details.front().pointer == kVolumePointer;
}

Result<int64_t> VolumeGuard::allowed(Transaction& tx, std::string_view account, int64_t day) const {
  int64_t days = 0, people = 0;
  AKSIS_TRY(
      tx.query("SELECT count(DISTINCT day), count(*) FROM core_opened WHERE account = $1 AND "
               "day >= $2 AND day < $3",
               {account, day - rules_.habit_days, day}, [&](const Row& row) -> Status {
                 days = row.integer(0);
                 people = row.integer(1);
                 return {};
               }));
  const int64_t habit = days == 0 ? 0 : (rules_.factor * people + days - 1) / days;
  return std::min(rules_.records_max, std::max(rules_.records_free, habit));
}

Status VolumeGuard::count(Transaction& tx, std::string_view account, std::string_view person) {
  const Micros now = clock_.now();
  AKSIS_ASSIGN(added, tx.execute("INSERT INTO core_opened (account, day, person, at) VALUES "
                                 "($1, $2, $3, $4) ON CONFLICT (account, day, person) DO NOTHING",
                                 {account, day_of(now), person, now}));
  // One of today's again: the number is what it was.
  if (added == 0) return {};
  AKSIS_ASSIGN(people, opened_since(tx, account, now - kDay));
  if (people <= rules_.records_free) return {};
  AKSIS_ASSIGN(most, allowed(tx, account, day_of(now)));
  if (people <= most) return {};
  return Error{Code::forbidden,
               fmt::format("This account opened the records of {} people within a day, far beyond "
                           "its habit. Its sessions are ended; an administrator and the supervisor "
                           "are told.",
                           most),
               {{std::string(kVolumePointer), "beyond the habit of the account"}}};
}

bool VolumeGuard::refused(const std::string& account, const std::string& person) {
  const Micros now = clock_.now();
  const std::lock_guard lock(mutex_);
  if (refusals_.size() >= kAccountsRemembered) refusals_.erase(refusals_.begin());
  auto& recent = refusals_[account];
  while (!recent.empty() && recent.front().at <= now - rules_.refusals_within) recent.pop_front();
  const bool known = std::any_of(recent.begin(), recent.end(),
                                 [&](const auto& one) { return one.person == person; });
  if (!known) recent.push_back({now, person});
  if (recent.size() <= rules_.refusals_max) return false;
  recent.clear();
  return true;
}

Status VolumeGuard::alarm(const std::string& account) {
  const Micros now = clock_.now();
  json::Writer fields;
  log::warning("access", "an account reads far beyond its habit; its sessions end",
               fields.object().member("account", account).end().text());
  AKSIS_TRY(database_.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(people, opened_since(tx, account, now - kDay));
    AKSIS_ASSIGN(most, allowed(tx, account, day_of(now)));
    int64_t refused = 0;
    {
      const std::lock_guard lock(mutex_);
      const auto known = refusals_.find(account);
      if (known != refusals_.end()) refused = static_cast<int64_t>(known->second.size());
    }
    const auto id = uuid_v7(now);
    AKSIS_TRY(
        tx.execute("INSERT INTO core_volume_alarm (id, account, at, opened, refused, "
                   "allowed) VALUES ($1, $2, $3, $4, $5, $6)",
                   {id, account, now, people, refused, most}));
    const auto data = json::Writer()
                          .object()
                          .member("alarm", id)
                          .member("account", account)
                          .member("opened", people)
                          .end()
                          .text();
    return events::publish(tx, "core.volume_alarm/1", data, clock_);
  }));
  return suspend_(account);
}

}  // namespace aksis::access
