// Waiting for what another thread does, and a clock that tests move. Any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <thread>

#include "base/clock.hpp"

namespace aksis::events {

// Whether `condition` came true within a generous time.
template <typename Condition>
bool eventually(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!condition()) {
    if (std::chrono::steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

class ManualClock final : public Clock {
 public:
  Micros now() const override { return now_; }
  void advance(Micros by) { now_ += by; }

 private:
  std::atomic<Micros> now_{1'700'000'000'000'000};
};

}  // namespace aksis::events
