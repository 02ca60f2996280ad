// The soft lock: after failures a login waits, longer and longer, and nobody is shut out for good.
// LockState: values, any thread. The rest: on a transaction, inside a body.
//
// Counted apart: the login from anywhere, and the login on each device it is known on, so that an
// attacker's failures never keep the known device out. Besides, budgets for one address (an IPv6
// one by its /64) and for all together bound what strangers may try and what is written down.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::access {

struct LockState {
  int64_t failures = 0;  // since the last complete sign-in
  Micros last_at = 0;
  Micros locked_until = 0;
};

inline constexpr int64_t kFailuresFree = 4;  // the fifth one locks
inline constexpr Micros kLockFirst = 30 * kSecond;
inline constexpr Micros kLockMax = 15 * kMinute;
inline constexpr Micros kLockMemory = kDay;     // a failure is forgotten after
inline constexpr int64_t kReviewFailures = 10;  // within kDay: a human looks at the account
inline constexpr Micros kBudgetWindow = 15 * kMinute;

struct Budgets {
  int64_t of_address = 60;  // failures within kBudgetWindow
  int64_t of_all = 600;
};

bool locked(const LockState& state, Micros now);
LockState after_failure(LockState state, Micros now);

// Who is trying: hashes only.
struct Attempt {
  std::string login_hash;
  std::string subject;  // what is counted: the login, or the login on a known device
  std::string address;  // of the other end, IPv6 cut to /64
  bool known_device = false;
};
// `device_hash` empty: not a known device.
Attempt attempt_of(std::string_view login_fold, std::string_view device_hash,
                   std::string_view peer);

Result<LockState> read_lock(storage::Transaction& tx, const Attempt& attempt);
// Whether the budgets leave room; always for a known device.
Result<bool> within_budget(storage::Transaction& tx, const Attempt& attempt, const Budgets& budgets,
                           Micros now);
struct Failure {
  LockState state;
  int64_t of_day = 0;  // failures of this login within a day, from anywhere
};
Result<Failure> record_failure(storage::Transaction& tx, const Attempt& attempt, Micros now);
// What is tried while locked counts for the budgets alone: it does not make the lock longer.
Status record_refusal(storage::Transaction& tx, const Attempt& attempt, Micros now);
// After a complete sign-in.
Status clear_lock(storage::Transaction& tx, const Attempt& attempt);
// Forgets what no longer counts.
Status forget_failures(storage::Transaction& tx, Micros now);

}  // namespace aksis::access
