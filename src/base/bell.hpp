// Wakes threads that wait for something new, without losing a ring in between. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace aksis {

class Bell {
 public:
  void ring() {
    {
      const std::lock_guard lock(mutex_);
      ++rings_;
    }
    rung_.notify_all();
  }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    rung_.notify_all();
  }
  bool stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }
  // Take it before looking whether there is work, and give it to wait() when there is none.
  uint64_t rings() const {
    const std::lock_guard lock(mutex_);
    return rings_;
  }
  // Until a ring after `seen`, stop(), or `limit`.
  template <typename Duration>
  void wait(uint64_t seen, Duration limit) {
    std::unique_lock lock(mutex_);
    rung_.wait_for(lock, limit, [&] { return stopped_ || rings_ != seen; });
  }
  // Until stop() or `limit`, whatever rings.
  template <typename Duration>
  void pause(Duration limit) {
    std::unique_lock lock(mutex_);
    rung_.wait_for(lock, limit, [&] { return stopped_; });
  }

 private:
  mutable std::mutex mutex_;
  std::condition_variable rung_;
  uint64_t rings_ = 0;
  bool stopped_ = false;
};

}  // namespace aksis
