#include "http/workers.hpp"

namespace aksis::http {

Workers::Workers(size_t threads_max, size_t queued_max)
    : threads_max_(threads_max), queued_max_(queued_max), state_(std::make_shared<State>()) {}

bool Workers::submit(Job job) {
  std::unique_lock lock(state_->mutex);
  // Jobs that an idle thread is about to take do not count as waiting.
  if (state_->stopping || state_->jobs.size() >= queued_max_ + state_->idle) return false;
  const bool grow = state_->idle <= state_->jobs.size() && state_->threads < threads_max_;
  state_->jobs.push_back(std::move(job));
  if (!grow) {
    lock.unlock();
    state_->work.notify_one();
    return true;
  }
  ++state_->threads;
  try {
    std::thread([state = state_] { run(state); }).detach();
  } catch (const std::system_error&) {
    // The system has no thread left: those that are there take the job, or nobody can.
    if (--state_->threads == 0) {
      state_->jobs.pop_back();
      return false;
    }
  }
  return true;
}

size_t Workers::queued() const {
  const std::lock_guard lock(state_->mutex);
  return state_->jobs.size();
}

void Workers::run(const std::shared_ptr<State>& state) {
  std::unique_lock lock(state->mutex);
  while (true) {
    ++state->idle;
    state->work.wait(lock, [&] { return state->stopping || !state->jobs.empty(); });
    --state->idle;
    if (state->stopping) break;
    auto job = std::move(state->jobs.front());
    state->jobs.pop_front();
    lock.unlock();
    job();
    job = nullptr;  // what it holds goes before the thread counts as free
    lock.lock();
  }
  --state->threads;
  state->ended.notify_all();
}

bool Workers::stop(std::chrono::milliseconds patience) {
  std::deque<Job> dropped;
  std::unique_lock lock(state_->mutex);
  state_->stopping = true;
  dropped.swap(state_->jobs);
  state_->work.notify_all();
  return state_->ended.wait_for(lock, patience, [&] { return state_->threads == 0; });
}

}  // namespace aksis::http
