// The guard against mass reading: how many different people's records an account may open within a
// day, by its own habit, and how often it may knock at closed ones. What goes beyond is refused,
// ends the account's sessions and waits for a human.
// Programs are held as accounts are, under the name "client:ID" in the account's place: their key
// is refused instead. Only who is given every record (the scope "all") is not counted.
//
// What lists and searches show of people whom the account does not accompany itself has a budget of
// its own (shown_max), which begins anew when a human lets the account go on.
//
// Each opening of a record counts for 24 hours. One of a record opened already that day is written
// up to a quarter of an hour ahead: after a restart, and only then, it counts for that much longer.
//
//   allowed = min(records_max, max(records_free, factor × mean of its last days with work))
//           = records_max for a day after a human let it go on
//
// Counting is part of the transaction that writes the audit entry, and writes are one at a time:
// asking many times at once gains nothing. Any thread.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::access {

struct VolumeRules {
  int64_t records_max = 200;  // never more within 24 hours, whatever the habit
  int64_t records_free = 60;  // what nobody is asked about
  int64_t factor = 3;
  int64_t habit_days = 30;
  int64_t shown_max = 500;   // people named by lists within 24 hours, the own caseload apart
  size_t refusals_max = 20;  // different people refused …
  Micros refusals_within = 10 * kMinute;
};

// Ends the account's sessions and keeps it from signing in, or refuses the program's key. Outside
// of bodies.
using Suspend = std::function<Status(const std::string& account)>;

// How what an alarm closed is opened again.
struct Releases {
  // Inside a body: a locked account may sign in.
  std::function<Status(storage::Transaction&, std::string_view account)> account;
  // After the commit, outside of bodies: keys of programs open by what the database says.
  std::function<Status()> clients;
};

// Under which name the guard counts what the caller opens with a permission; empty: not at all.
std::string counted_as(const operations::Principal& caller, std::string_view permission);

class VolumeGuard {
 public:
  VolumeGuard(storage::Database& database, const Clock& clock, const VolumeRules& rules,
              Suspend suspend)
      : database_(database), clock_(clock), rules_(rules), suspend_(std::move(suspend)) {}

  // Inside a write's body: the account opens the person's record. Code::forbidden: one too many;
  // the caller then calls alarm() outside of the body. The guard remembers that too, for a module
  // between them may make another error of it; running again changes nothing of it.
  Status count(storage::Transaction& tx, std::string_view account, std::string_view person);

  // Inside a write's body: an answer names these people, whom the account does not accompany. As
  // count().
  Status count_shown(storage::Transaction& tx, std::string_view account,
                     const std::vector<std::string>& people);

  // Whether the account went beyond since it was asked last.
  bool went_beyond(const std::string& account);

  // A record was refused to the account; true: once too often, call alarm().
  bool refused(const std::string& account, const std::string& person);

  // Writes the alarm, tells supervisors (core.volume_alarm/1), suspends. Does nothing for an
  // account that is locked already: of many calls at once the first raises the one alarm. Outside
  // of bodies.
  Status alarm(const std::string& account);

  // alarms.list, alarms.settle; the job access.forget_opened.
  Status offer_operations(operations::Registry& registry, const Releases& releases);
  static constexpr const char* kForgetOperation = "access.forget_opened";

 private:
  Status note_again(storage::Transaction& tx, std::string_view account, std::string_view person,
                    Micros noted, Micros now);
  void forget_days_before(int64_t day);
  Result<int64_t> opened_since(storage::Transaction& tx, std::string_view account,
                               Micros since) const;
  Result<int64_t> allowed(storage::Transaction& tx, std::string_view account, Micros now) const;
  struct Refusal {
    Micros at;
    std::string person;
  };

  storage::Database& database_;
  const Clock& clock_;
  const VolumeRules rules_;
  const Suspend suspend_;
  Status write_alarm(const std::string& account, int64_t knocks, bool& open);
  int64_t forget_knocks(const std::string& account, Micros now);

  std::mutex alarms_;  // one alarm at a time; taken before mutex_
  mutable std::mutex mutex_;
  std::set<std::string, std::less<>> beyond_;
  // When people opened already were opened last, by day and person. A body that is undone leaves
  // its opening here: it then counts as made, never the other way round.
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  template <typename T>
  using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;
  using Again = std::map<int64_t, ByText<Micros>>;
  ByText<Again> again_;
  std::map<std::string, std::deque<Refusal>, std::less<>> refusals_;
};

// Whether an error is the guard's: the caller raises the alarm then.
bool is_volume_error(const Error& error);

// "active", "locked" …, of an account or a program; "active" of one that is not there. Inside a
// body.
Result<std::string> state_of(storage::Transaction& tx, std::string_view account);

// Whether an alarm about the account is not settled yet. Inside a body.
Result<bool> alarm_waits(storage::Transaction& tx, std::string_view account);

}  // namespace aksis::access
