#include "events/jobs.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

#include "aksis/cpp/json.hpp"
#include "base/bell.hpp"
#include "base/log.hpp"
#include "events/job_table.hpp"
#include "events/topics.hpp"

namespace aksis::events {
namespace {

// However far the next job is: the system's clock may jump.
constexpr Micros kLookAgain = kMinute;
constexpr auto kAfterTrouble = std::chrono::seconds(1);  // the database itself fails

Micros micros(std::chrono::milliseconds delay) {
  return std::chrono::duration_cast<std::chrono::microseconds>(delay).count();
}

}  // namespace

class Jobs::State {
 public:
  State(storage::Database& database, const operations::Registry& registry, const Clock& clock,
        JobsOptions options)
      : database_(database),
        registry_(registry),
        clock_(clock),
        options_(std::move(options)),
        table_(database, clock) {}

  void every(const std::string& operation, Micros interval) {
    recurring_.push_back({operation, interval});
  }

  Status start() {
    AKSIS_TRY(table_.begin(recurring_));
    wake_ = database_.listen(std::string(kJobsTopic), [this] { bell_.ring(); });
    for (size_t i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { work(); });
    return {};
  }

  void stop() {
    if (wake_) database_.forget(wake_);
    wake_ = 0;
    bell_.stop();
    {
      const std::lock_guard lock(mutex_);
      for (const auto& [id, stopped] : running_) stopped->store(true);
    }
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

  void wake() { bell_.ring(); }

  JobsMetrics metrics() {
    JobsMetrics out{done_, retried_, failed_, 0};
    if (auto waiting = table_.waiting(); waiting.ok()) out.waiting = *waiting;
    return out;
  }

 private:
  using StopFlag = std::shared_ptr<std::atomic<bool>>;

  struct Running {
    ClaimedJob job;
    StopFlag stopped;
  };

  void work() {
    while (!bell_.stopped()) {
      const uint64_t seen = bell_.rings();
      try {
        auto claimed = claim_due();
        if (claimed.ok() && *claimed)
          run(**claimed);
        else if (claimed.ok())
          bell_.wait(seen, std::chrono::microseconds(until_next()));
        else
          trouble(claimed.error().message);
      } catch (const std::exception& defect) {
        trouble(std::string("a defect: ") + defect.what());
      }
    }
  }

  void trouble(const std::string& message) {
    log::error("jobs", message);
    bell_.pause(kAfterTrouble);
  }

  // Looks before it writes: an idle thread must not cost a commit each time it wakes.
  Result<std::optional<Running>> claim_due() {
    const std::lock_guard lock(mutex_);
    std::set<std::string> running;
    for (const auto& [id, stopped] : running_) running.insert(id);
    AKSIS_TRY(table_.take_back(running));
    AKSIS_ASSIGN(due, table_.next_due());
    // Last: what stop() interrupted is due again at once, but not for this process.
    if (!due || *due > clock_.now() || bell_.stopped()) return std::optional<Running>();
    AKSIS_ASSIGN(claimed, table_.claim());
    if (!claimed) return std::optional<Running>();
    auto stopped = std::make_shared<std::atomic<bool>>(false);
    running_[claimed->id] = stopped;
    return std::optional<Running>({*std::move(claimed), std::move(stopped)});
  }

  Micros until_next() {
    const auto due = table_.next_due();
    if (!due.ok() || !*due) return kLookAgain;
    return std::clamp<Micros>(**due - clock_.now(), 0, kLookAgain);
  }

  void run(const Running& running) {
    const ClaimedJob& job = running.job;
    const Status status = call(job, running.stopped);
    {
      // Before the row waits again: another thread may claim it from then on.
      const std::lock_guard lock(mutex_);
      running_.erase(job.id);
    }
    const Status settled = settle(job, status, running.stopped->load());
    if (!settled.ok())
      // The row stays "running": it is taken back when its lease ends.
      log::error("jobs", fmt::format("the end of job {} could not be noted: {}", job.operation,
                                     settled.error().message));
  }

  Status call(const ClaimedJob& job, const StopFlag& stopped) {
    const auto* operation = registry_.find(job.operation);
    if (!operation)
      return internal(
          fmt::format("there is no operation {}: is its module still installed?", job.operation));
    try {
      AKSIS_ASSIGN(input, json::parse(job.input));
      operations::Principal principal;
      principal.id = "module:" + operation->module;
      if (!operation->permission.empty()) principal.grants = {operation->permission};
      operations::Call call(std::move(principal), std::move(input));
      call.stop = stopped;
      call.request_id = "job:" + job.id;
      return registry_.run(*operation, call);
    } catch (const std::exception& defect) {
      return internal(std::string("it threw: ") + defect.what());
    } catch (...) {
      return internal("it threw something that is no exception");
    }
  }

  Status settle(const ClaimedJob& job, const Status& status, bool stopped) {
    if (status.ok()) {
      ++done_;
      return table_.done(job);
    }
    if (stopped) return table_.put_back(job);
    std::string error = status.error().message;
    for (const auto& detail : status.error().details)
      error += fmt::format("; {}: {}", detail.pointer, detail.message);
    log::warning("jobs", fmt::format("job {}, attempt {}: {}", job.operation, job.attempts, error));
    const auto& delays = options_.retry_delays;
    const auto failures = static_cast<size_t>(job.attempts);
    if (failures <= delays.size()) {
      ++retried_;
      return table_.retry(job, clock_.now() + micros(delays[failures - 1]), error);
    }
    ++failed_;
    log::error("jobs",
               fmt::format("job {} failed at each of {} attempts", job.operation, failures));
    return table_.give_up(job, error);
  }

  storage::Database& database_;
  const operations::Registry& registry_;
  const Clock& clock_;
  const JobsOptions options_;
  JobTable table_;
  std::vector<RecurringJob> recurring_;
  Bell bell_;
  std::mutex mutex_;
  std::map<std::string, StopFlag> running_;
  std::atomic<uint64_t> done_{0}, retried_{0}, failed_{0};
  uint64_t wake_ = 0;
  std::vector<std::thread> threads_;
};

Jobs::Jobs(storage::Database& database, const operations::Registry& registry, const Clock& clock,
           JobsOptions options)
    : state_(std::make_unique<State>(database, registry, clock, std::move(options))) {}
Jobs::~Jobs() {
  stop();
}
void Jobs::every(const std::string& operation, Micros interval) {
  state_->every(operation, interval);
}
Status Jobs::start() {
  return state_->start();
}
void Jobs::stop() {
  state_->stop();
}
void Jobs::wake() {
  state_->wake();
}
JobsMetrics Jobs::metrics() const {
  return state_->metrics();
}

}  // namespace aksis::events
