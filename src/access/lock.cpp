#include "access/lock.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "base/identity.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr size_t kNetworkBytes = 8;  // a /64: what one customer gets
constexpr size_t kAddressMax = 64;

// An IPv4 address as it stands, an IPv6 one without its second half.
std::string network_of(std::string_view peer) {
  std::array<unsigned char, sizeof(in6_addr)> bytes{};
  const std::string text(peer.substr(0, kAddressMax));
  if (inet_pton(AF_INET6, text.c_str(), bytes.data()) != 1) return text;
  const bool mapped = std::all_of(bytes.begin(), bytes.begin() + 10, [](auto b) { return b == 0; });
  if (mapped && bytes[10] == 0xFF) return text.substr(text.rfind(':') + 1);
  std::fill(bytes.begin() + kNetworkBytes, bytes.end(), 0);
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(AF_INET6, bytes.data(), out.data(), out.size());
  return out.data();
}

Result<int64_t> count(Transaction& tx, std::string_view sql, const std::vector<Value>& values) {
  int64_t out = 0;
  AKSIS_TRY(tx.query(sql, values, [&](const Row& row) -> Status {
    out = row.integer(0);
    return {};
  }));
  return out;
}

}  // namespace

bool locked(const LockState& state, Micros now) {
  return now < state.locked_until;
}

LockState after_failure(LockState state, Micros now) {
  if (now - state.last_at >= kLockMemory) state = {};
  ++state.failures;
  state.last_at = now;
  if (state.failures > kFailuresFree) {
    Micros wait = kLockFirst;
    for (int64_t i = kFailuresFree + 1; i < state.failures && wait < kLockMax; ++i) wait *= 2;
    state.locked_until = now + std::min(wait, kLockMax);
  }
  return state;
}

Attempt attempt_of(std::string_view login_fold, std::string_view device_hash,
                   std::string_view peer) {
  Attempt out;
  out.login_hash = sha256_hex(login_fold);
  out.known_device = !device_hash.empty();
  out.subject = out.known_device ? sha256_hex(out.login_hash + ":" + std::string(device_hash))
                                 : out.login_hash;
  out.address = network_of(peer);
  return out;
}

Result<LockState> read_lock(Transaction& tx, const Attempt& attempt) {
  LockState out;
  AKSIS_TRY(
      tx.query("SELECT failures, last_at, locked_until FROM core_sign_in_lock WHERE subject = $1",
               {attempt.subject}, [&](const Row& row) -> Status {
                 out = {row.integer(0), row.integer(1), row.integer(2)};
                 return {};
               }));
  return out;
}

Result<bool> within_budget(Transaction& tx, const Attempt& attempt, const Budgets& budgets,
                           Micros now) {
  const Micros since = now - kBudgetWindow;
  AKSIS_ASSIGN(here, count(tx,
                           "SELECT COUNT(*) FROM core_sign_in_failure WHERE address = $1 AND at > "
                           "$2",
                           {attempt.address, since}));
  AKSIS_ASSIGN(everywhere,
               count(tx, "SELECT COUNT(*) FROM core_sign_in_failure WHERE at > $1", {since}));
  return attempt.known_device || (here < budgets.of_address && everywhere < budgets.of_all);
}

Result<Failure> record_failure(Transaction& tx, const Attempt& attempt, Micros now) {
  AKSIS_ASSIGN(before, read_lock(tx, attempt));
  Failure out{after_failure(before, now), 0};
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_sign_in_lock (subject, failures, last_at, locked_until) VALUES ($1, $2, "
      "$3, $4) ON CONFLICT (subject) DO UPDATE SET failures = $2, last_at = $3, locked_until = $4",
      {attempt.subject, out.state.failures, out.state.last_at, out.state.locked_until}));
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_sign_in_failure (id, login_hash, address, at) VALUES ($1, $2, $3, $4)",
      {uuid_v7(now), attempt.login_hash, attempt.address, now}));
  AKSIS_ASSIGN(of_day, count(tx,
                             "SELECT COUNT(*) FROM core_sign_in_failure WHERE login_hash = $1 AND "
                             "at > $2",
                             {attempt.login_hash, now - kDay}));
  out.of_day = of_day;
  return out;
}

Status record_refusal(Transaction& tx, const Attempt& attempt, Micros now) {
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_sign_in_failure (id, login_hash, address, at) VALUES ($1, '', $2, $3)",
      {uuid_v7(now), attempt.address, now}));
  return {};
}

Status clear_lock(Transaction& tx, const Attempt& attempt) {
  AKSIS_TRY(tx.execute("DELETE FROM core_sign_in_lock WHERE subject = $1", {attempt.subject}));
  return {};
}

Status forget_failures(Transaction& tx, Micros now) {
  AKSIS_TRY(tx.execute("DELETE FROM core_sign_in_failure WHERE at <= $1", {now - kDay}));
  AKSIS_TRY(tx.execute("DELETE FROM core_sign_in_lock WHERE last_at <= $1", {now - kLockMemory}));
  return {};
}

}  // namespace aksis::access
