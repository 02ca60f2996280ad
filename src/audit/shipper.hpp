// Brings every checkpoint to one witness, in order, on a thread of its own; tries again until it is
// taken, over restarts too. Nothing else waits for it. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "audit/witness.hpp"

namespace aksis::audit {

struct RetryDelays {
  std::chrono::milliseconds first = std::chrono::seconds(1);  // doubles at each failure
  std::chrono::milliseconds last = std::chrono::minutes(5);
};

struct ShipperStatus {
  std::string witness;
  int64_t number = 0;     // the last checkpoint it took
  Micros at = 0;          // when; 0: never
  uint64_t failures = 0;  // since start
  std::string error;      // of the last try; empty: it was taken
};

class Shipper {
 public:
  // `name` is the witness's in core_audit_witness: its address.
  Shipper(storage::Database& database, const Clock& clock, std::string name,
          std::unique_ptr<Witness> witness, RetryDelays delays);
  ~Shipper();  // stop()

  void start();
  void stop();  // waits for a try under way, at most kWitnessTimeout a step
  void wake();  // a checkpoint was made
  ShipperStatus status() const;

 private:
  void loop();
  Status ship_some(bool& more);
  Status load();

  storage::Database& database_;
  const Clock& clock_;
  const std::unique_ptr<Witness> witness_;
  const RetryDelays delays_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  ShipperStatus status_;
  bool loaded_ = false, woken_ = true, stopping_ = false;
  std::thread thread_;
};

}  // namespace aksis::audit
