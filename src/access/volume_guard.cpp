#include "access/volume_guard.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "access/clients.hpp"
#include "base/identity.hpp"
#include "base/log.hpp"
#include "events/outbox.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

constexpr std::string_view kVolumePointer = "/volume";
constexpr size_t kAccountsRemembered = 10'000;
constexpr size_t kDaysRemembered = 2;  // 24 hours touch two
constexpr Micros kNotedAhead = 15 * kMinute;

int64_t day_of(Micros at) {
  return at / kDay;
}

// People named to the account within a day, and since it was let go on.
Result<int64_t> shown_since(Transaction& tx, std::string_view account, Micros now) {
  Micros since = now - kDay;
  AKSIS_TRY(tx.query("SELECT at FROM core_volume_release WHERE account = $1 AND at > $2",
                     {account, since}, [&](const Row& row) -> Status {
                       since = std::max(since, row.integer(0));
                       return {};
                     }));
  int64_t people = 0;
  AKSIS_TRY(tx.query("SELECT count(*) FROM core_shown WHERE account = $1 AND at > $2",
                     {account, since}, [&](const Row& row) -> Status {
                       people = row.integer(0);
                       return {};
                     }));
  return people;
}

Error shown_error(std::string_view account, int64_t most) {
  const bool program = account.starts_with(kClientPrefix);
  return {
      Code::forbidden,
      fmt::format("Lists and searches named more than {} people to this {} within a day whom it "
                  "does not accompany. {}; an administrator and the supervisor are told.",
                  most, program ? "program" : "account",
                  program ? "Its key is refused" : "Its sessions are ended"),
      {{std::string(kVolumePointer), "beyond what lists show",
        "au-delà de ce que montrent les listes"}},
      fmt::format("Des listes et des recherches ont nommé plus de {} personnes à {} en une "
                  "journée, hors de son portefeuille. {} ; une personne qui administre et le ou la "
                  "responsable en sont avertis.",
                  most, program ? "ce programme" : "ce compte",
                  program ? "Sa clé est refusée" : "Ses sessions sont fermées")};
}

Error volume_error(std::string_view account, int64_t most) {
  const bool program = account.starts_with(kClientPrefix);
  return {Code::forbidden,
          fmt::format("This {} opened the records of {} people within a day, far beyond its "
                      "habit. {}; an administrator and the supervisor are told.",
                      program ? "program" : "account", most,
                      program ? "Its key is refused" : "Its sessions are ended"),
          {{std::string(kVolumePointer), "beyond the habit of the account",
            "au-delà de l’habitude du compte"}},
          fmt::format(
              "{} a ouvert les dossiers de {} personnes en une journée, bien au-delà de son "
              "habitude. {} ; une personne qui administre et le ou la responsable en sont avertis.",
              program ? "Ce programme" : "Ce compte", most,
              program ? "Sa clé est refusée" : "Ses sessions sont fermées")};
}

}  // namespace

std::string counted_as(const operations::Principal& caller, std::string_view permission) {
  if (!caller.account.empty()) return caller.account;
  const bool program = caller.id.starts_with(kClientPrefix);
  return program && caller.scope_of(permission) != operations::Scope::all ? caller.id
                                                                          : std::string();
}

Result<std::string> state_of(Transaction& tx, std::string_view account) {
  std::string state = "active";
  if (account.starts_with(kClientPrefix)) {
    AKSIS_ASSIGN(known, client_state(tx, account));
    return known.value_or(state);
  }
  AKSIS_TRY(tx.query("SELECT state FROM core_account WHERE id = $1", {account},
                     [&](const Row& row) -> Status {
                       state = row.text(0);
                       return {};
                     }));
  return state;
}

bool is_volume_error(const Error& error) {
  return error.code == Code::forbidden && !error.details.empty() &&
         error.details.front().pointer == kVolumePointer;
}

Result<bool> alarm_waits(Transaction& tx, std::string_view account) {
  bool waits = false;
  AKSIS_TRY(
      tx.query("SELECT id FROM core_volume_alarm WHERE account = $1 AND settled_at IS NULL LIMIT 1",
               {account}, [&](const Row&) -> Status {
                 waits = true;
                 return {};
               }));
  return waits;
}

// The last opening of a person on a day is written ahead, for many follow each other; when exactly
// it was is known here until the program ends.
Status VolumeGuard::note_again(Transaction& tx, std::string_view account, std::string_view person,
                               Micros noted, Micros now) {
  if (now > noted)
    AKSIS_TRY(
        tx.execute("UPDATE core_opened SET at = $1 WHERE account = $2 AND day = $3 AND person = $4",
                   {now + kNotedAhead, account, day_of(now), person}));
  const std::lock_guard lock(mutex_);
  auto known = again_.find(account);
  if (known == again_.end()) {
    if (again_.size() >= kAccountsRemembered) again_.erase(again_.begin());
    known = again_.emplace(account, Again()).first;
  }
  auto& today = known->second[day_of(now)];
  const auto one = today.find(person);
  if (one == today.end())
    today.emplace(person, now);
  else
    one->second = std::max(one->second, now);
  while (known->second.size() > kDaysRemembered) known->second.erase(known->second.begin());
  return {};
}

void VolumeGuard::forget_days_before(int64_t day) {
  const std::lock_guard lock(mutex_);
  for (auto& [account, days] : again_)
    std::erase_if(days, [&](const auto& one) { return one.first < day; });
  std::erase_if(again_, [](const auto& one) { return one.second.empty(); });
}

Result<int64_t> VolumeGuard::opened_since(Transaction& tx, std::string_view account,
                                          Micros since) const {
  const std::lock_guard lock(mutex_);
  const auto known = again_.find(account);
  const auto last = [&](int64_t day, std::string_view person, Micros noted) {
    if (known == again_.end()) return noted;
    const auto on_day = known->second.find(day);
    if (on_day == known->second.end()) return noted;
    const auto one = on_day->second.find(person);
    return one == on_day->second.end() ? noted : one->second;
  };
  std::set<std::string, std::less<>> people;
  AKSIS_TRY(
      tx.query("SELECT person, day, at FROM core_opened WHERE account = $1 AND day >= $2 AND at > "
               "$3",
               {account, day_of(since), since}, [&](const Row& row) -> Status {
                 if (last(row.integer(1), row.text(0), row.integer(2)) > since)
                   people.emplace(row.text(0));
                 return {};
               }));
  return static_cast<int64_t>(people.size());
}

Result<int64_t> VolumeGuard::allowed(Transaction& tx, std::string_view account, Micros now) const {
  const auto day = day_of(now);
  bool released = false;
  AKSIS_TRY(tx.query("SELECT alarm FROM core_volume_release WHERE account = $1 AND at > $2 LIMIT 1",
                     {account, now - kDay}, [&](const Row&) -> Status {
                       released = true;
                       return {};
                     }));
  if (released) return rules_.records_max;
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
  // One of today's again: the number is what it was, but it stays within the last 24 hours longer.
  std::optional<Micros> noted;
  AKSIS_TRY(tx.query("SELECT at FROM core_opened WHERE account = $1 AND day = $2 AND person = $3",
                     {account, day_of(now), person}, [&](const Row& row) -> Status {
                       noted = row.integer(0);
                       return {};
                     }));
  if (noted) return note_again(tx, account, person, *noted, now);
  AKSIS_TRY(tx.execute("INSERT INTO core_opened (account, day, person, at) VALUES ($1, $2, $3, $4)",
                       {account, day_of(now), person, now}));
  AKSIS_ASSIGN(people, opened_since(tx, account, now - kDay));
  if (people <= rules_.records_free) return {};
  AKSIS_ASSIGN(most, allowed(tx, account, now));
  if (people <= most) return {};
  {
    const std::lock_guard lock(mutex_);
    beyond_.emplace(account);
  }
  return volume_error(account, most);
}

Status VolumeGuard::count_shown(Transaction& tx, std::string_view account,
                                const std::vector<std::string>& people) {
  const Micros now = clock_.now();
  for (const auto& person : people)
    AKSIS_TRY(
        tx.execute("INSERT INTO core_shown (account, person, at) VALUES ($1, $2, $3) ON "
                   "CONFLICT (account, person) DO UPDATE SET at = excluded.at",
                   {account, person, now}));
  AKSIS_ASSIGN(named, shown_since(tx, account, now));
  if (named <= rules_.shown_max) return {};
  {
    const std::lock_guard lock(mutex_);
    beyond_.emplace(account);
  }
  return shown_error(account, rules_.shown_max);
}

bool VolumeGuard::went_beyond(const std::string& account) {
  const std::lock_guard lock(mutex_);
  return beyond_.erase(account) > 0;
}

bool VolumeGuard::refused(const std::string& account, const std::string& person) {
  const Micros now = clock_.now();
  const std::lock_guard lock(mutex_);
  if (refusals_.size() >= kAccountsRemembered && !refusals_.contains(account)) {
    // Whoever knocked last the longest ago.
    const auto oldest = std::min_element(refusals_.begin(), refusals_.end(),
                                         [](const auto& left, const auto& right) {
                                           return left.second.back().at < right.second.back().at;
                                         });
    refusals_.erase(oldest);
  }
  auto& recent = refusals_[account];
  std::erase_if(recent, [&](const auto& one) { return one.at <= now - rules_.refusals_within; });
  const auto known = std::find_if(recent.begin(), recent.end(),
                                  [&](const auto& one) { return one.person == person; });
  if (known != recent.end()) recent.erase(known);
  recent.push_back({now, person});
  return recent.size() > rules_.refusals_max;
}

int64_t VolumeGuard::forget_knocks(const std::string& account, Micros now) {
  const std::lock_guard lock(mutex_);
  const auto known = refusals_.find(account);
  if (known == refusals_.end()) return 0;
  const auto recent =
      std::count_if(known->second.begin(), known->second.end(),
                    [&](const auto& one) { return one.at > now - rules_.refusals_within; });
  refusals_.erase(known);
  return recent;
}

Status VolumeGuard::write_alarm(const std::string& account, int64_t knocks, bool& open) {
  const Micros now = clock_.now();
  return database_.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(state, state_of(tx, account));
    // An account that is closed is not made one that an alarm's end would open.
    open = state == "active";
    if (state == "locked") return {};
    AKSIS_ASSIGN(people, opened_since(tx, account, now - kDay));
    AKSIS_ASSIGN(most, allowed(tx, account, now));
    AKSIS_ASSIGN(named, shown_since(tx, account, now));
    const auto id = uuid_v7(now);
    AKSIS_TRY(
        tx.execute("INSERT INTO core_volume_alarm (id, account, at, opened, refused, "
                   "allowed, shown) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                   {id, account, now, people, knocks, most, named}));
    const auto data = json::Writer()
                          .object()
                          .member("alarm", id)
                          .member("account", account)
                          .member("opened", people)
                          .member("refused", knocks)
                          .member("shown", named)
                          .end()
                          .text();
    return events::publish(tx, "core.volume_alarm/1", data, clock_);
  });
}

Status VolumeGuard::alarm(const std::string& account) {
  const std::lock_guard one_at_a_time(alarms_);
  went_beyond(account);
  const auto knocks = forget_knocks(account, clock_.now());
  bool open = false;
  AKSIS_TRY(write_alarm(account, knocks, open));
  if (!open) return {};
  json::Writer fields;
  log::warning("access", "an account or a program reads far beyond its habit and is stopped",
               fields.object().member("account", account).end().text());
  return suspend_(account);
}

}  // namespace aksis::access
