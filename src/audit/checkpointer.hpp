// Makes a checkpoint every minute or 1,000 entries, whichever comes first, and has it brought to
// the witnesses. A thread of its own; every function from any thread but start() and stop(), which
// belong to one.
#pragma once

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "audit/shipper.hpp"
#include "base/bell.hpp"

namespace aksis::audit {

struct CheckpointerOptions {
  std::chrono::milliseconds interval = std::chrono::seconds(60);
  std::vector<std::string> witnesses;  // addresses, see witness.hpp; at most kWitnessesMax
  RetryDelays delays = {};
};
inline constexpr size_t kWitnessesMax = 8;

struct CheckpointerStatus {
  Micros made_at = 0;     // of the last one since start; 0: none yet
  uint64_t failures = 0;  // since start
  std::string error;      // of the last try; empty: well
  std::vector<ShipperStatus> witnesses;
};

class Checkpointer {
 public:
  // `database`, `key` and `clock` outlive it.
  Checkpointer(storage::Database& database, const SigningKey& key, const Clock& clock);
  ~Checkpointer();  // stop()

  // Code::invalid: an address that names no witness. The first checkpoint is made at once, over
  // what a stopped process left without.
  Status start(const CheckpointerOptions& options);
  // Makes a last checkpoint and ends the threads; what witnesses miss they get after next start.
  void stop();

  // Now, on the caller's thread; nothing when all is covered.
  Result<std::optional<StoredCheckpoint>> make_now();
  CheckpointerStatus status() const;

 private:
  void loop(std::chrono::milliseconds interval);
  void try_one();

  storage::Database& database_;
  const SigningKey& key_;
  const Clock& clock_;
  std::vector<std::unique_ptr<Shipper>> shippers_;
  Bell bell_;
  mutable std::mutex mutex_;
  CheckpointerStatus status_;
  uint64_t listener_ = 0;
  std::thread thread_;
};

}  // namespace aksis::audit
