// Work for later: operations run once at a time, or again and again. enqueue(): inside a write
// body. every(): before start(), main thread. The rest: any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::events {

// Adds a job to the write transaction `tx`, a module's or the core's. `run_at` 0: now. While a job
// with the same non-empty `key` waits, a second one is not added. `input_json` is an object.
Status enqueue(storage::Transaction& tx, std::string_view operation, std::string_view input_json,
               Micros run_at, std::string_view key, const Clock& clock);

struct JobsOptions {
  size_t threads = 2;
  // Waits before the 2nd, 3rd … attempt; after the last a single job is kept as failed and a
  // recurring one waits for its next time.
  std::vector<std::chrono::milliseconds> retry_delays = {
      std::chrono::seconds(5), std::chrono::minutes(1), std::chrono::minutes(10),
      std::chrono::hours(1)};
};

struct JobsMetrics {
  uint64_t done = 0;
  uint64_t retried = 0;
  uint64_t failed = 0;
  uint64_t waiting = 0;  // rows due or to come
};

// Runs jobs through the registry as the operation's own module ("module:ID", with the one
// permission the operation asks for). A job that throws or fails ends nothing but itself.
class Jobs {
 public:
  Jobs(storage::Database& database, const operations::Registry& registry, const Clock& clock,
       JobsOptions options = {});
  ~Jobs();  // stops

  // A recurring job, first due one `interval` after it was first declared; its next time is kept
  // over restarts.
  void every(const std::string& operation, Micros interval);

  // Takes back the jobs that a killed process left half-way, and begins.
  Status start();
  void
  stop();  // asks running operations to stop, waits for them; what was stopped runs again later

  void wake();  // looks at the clock anew

  JobsMetrics metrics() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace aksis::events
