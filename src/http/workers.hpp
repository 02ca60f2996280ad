// Threads that run handlers: made when work waits and nobody is free, up to a bound.
// Any thread; stop() once, by the owner.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace aksis::http {

class Workers {
 public:
  using Job = std::function<void()>;  // throws nothing

  Workers(size_t threads_max, size_t queued_max);

  // false: the queue is full, or the workers are stopping; `job` will not run.
  bool submit(Job job);

  size_t queued() const;

  // Jobs waiting are dropped; true when every thread ended within `patience`. Threads that did not
  // are left to themselves and touch nothing of this object any more.
  bool stop(std::chrono::milliseconds patience);

 private:
  struct State {
    mutable std::mutex mutex;
    std::condition_variable work, ended;
    std::deque<Job> jobs;
    size_t threads = 0, idle = 0;
    bool stopping = false;
  };
  static void run(const std::shared_ptr<State>& state);

  const size_t threads_max_, queued_max_;
  const std::shared_ptr<State> state_;
};

}  // namespace aksis::http
