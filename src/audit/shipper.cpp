#include "audit/shipper.hpp"

#include <algorithm>

#include "base/log.hpp"

namespace aksis::audit {
namespace {

using storage::Row;
using storage::Transaction;

constexpr int64_t kBatch = 50;

}  // namespace

Shipper::Shipper(storage::Database& database, const Clock& clock, std::string name,
                 std::unique_ptr<Witness> witness, RetryDelays delays)
    : database_(database), clock_(clock), witness_(std::move(witness)), delays_(delays) {
  status_.witness = std::move(name);
}

Shipper::~Shipper() {
  stop();
}

void Shipper::start() {
  thread_ = std::thread([this] { loop(); });
}

void Shipper::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void Shipper::wake() {
  {
    const std::lock_guard lock(mutex_);
    woken_ = true;
  }
  changed_.notify_all();
}

ShipperStatus Shipper::status() const {
  const std::lock_guard lock(mutex_);
  return status_;
}

void Shipper::loop() {
  std::chrono::milliseconds delay{0};
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    // After a failure only time counts: a new checkpoint makes no witness well.
    if (delay.count() > 0)
      changed_.wait_for(lock, delay, [&] { return stopping_; });
    else
      changed_.wait(lock, [&] { return stopping_ || woken_; });
    if (stopping_) break;
    woken_ = false;
    lock.unlock();
    bool more = false;
    const auto outcome = ship_some(more);
    lock.lock();
    woken_ = woken_ || more;
    if (outcome.ok()) {
      delay = {};
      status_.error.clear();
      continue;
    }
    if (status_.error.empty()) log::warning("audit", outcome.error().message);
    status_.error = outcome.error().message;
    ++status_.failures;
    delay = std::clamp(delay * 2, delays_.first, delays_.last);
  }
}

Status Shipper::load() {
  if (loaded_) return {};
  return database_.read([&](Transaction& tx) {
    return tx.query("SELECT number, at FROM core_audit_witness WHERE name = $1", {status_.witness},
                    [&](const Row& row) -> Status {
                      const std::lock_guard lock(mutex_);
                      status_.number = row.integer(0);
                      status_.at = row.integer(1);
                      return {};
                    });
  });
}

Status Shipper::ship_some(bool& more) {
  AKSIS_TRY(load());
  loaded_ = true;
  std::vector<StoredCheckpoint> waiting;
  int64_t taken = status().number;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, checkpoints_after(tx, taken, kBatch));
    waiting = std::move(found);
    return {};
  }));
  more = static_cast<int64_t>(waiting.size()) == kBatch;
  Status outcome;
  const int64_t before = taken;
  for (const auto& one : waiting) {
    outcome = witness_->take(one);
    if (!outcome.ok()) break;
    taken = one.number;
  }
  if (taken == before) return outcome;
  const Micros now = clock_.now();
  {
    const std::lock_guard lock(mutex_);
    status_.number = taken;
    status_.at = now;
    if (outcome.ok()) status_.error.clear();
  }
  AKSIS_TRY(database_.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute(
        "INSERT INTO core_audit_witness (name, number, at) VALUES ($1, $2, $3) ON CONFLICT (name) "
        "DO UPDATE SET number = excluded.number, at = excluded.at",
        {status_.witness, taken, now}));
    return {};
  }));
  return outcome;
}

}  // namespace aksis::audit
