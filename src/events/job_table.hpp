// The rows of core_job: what waits, what runs, how it ended. Any thread.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::events {

struct ClaimedJob {
  std::string id;
  std::string operation;
  std::string input;
  int64_t attempts = 0;            // this one included
  std::optional<Micros> interval;  // recurring
};

struct RecurringJob {
  std::string operation;
  Micros interval = 0;
};

class JobTable {
 public:
  JobTable(storage::Database& database, const Clock& clock);

  // Makes the rows of recurring jobs those declared, and takes back what a dead process ran.
  Status begin(const std::vector<RecurringJob>& recurring);

  // When the next job is due; nothing waits: empty.
  Result<std::optional<Micros>> next_due();
  // Takes the job that is due longest; another thread may be faster: empty.
  Result<std::optional<ClaimedJob>> claim();
  // Rows marked as running that are not in `running`, beyond their lease: they wait again.
  Status take_back(const std::set<std::string>& running);

  Status done(const ClaimedJob& job);
  Status retry(const ClaimedJob& job, Micros run_at, const std::string& error);
  Status give_up(const ClaimedJob& job, const std::string& error);
  // Interrupted by the end of the process: the attempt does not count.
  Status put_back(const ClaimedJob& job);

  Result<uint64_t> waiting();

  // By an administrator. Code::not_found: no such job; conflict: it runs; unsupported: a recurring
  // one is dropped with its module only.
  Status run_now(std::string_view id);            // due at once, its attempts counted anew
  Result<std::string> drop(std::string_view id);  // its operation

 private:
  Status declare(storage::Transaction& tx, const std::vector<RecurringJob>& recurring);
  Result<std::string> at_rest(storage::Transaction& tx, std::string_view id);
  Status wait_again(storage::Transaction& tx, const ClaimedJob& job, Micros run_at,
                    int64_t attempts, const std::string& error);

  storage::Database& database_;
  const Clock& clock_;
  const std::string owner_;  // this process
};

}  // namespace aksis::events
