// Waiting for another thread in a test. Any thread.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace aksis::audit {

// Waits for what another thread does; asked anew at each small step, within a generous limit.
template <typename Condition>
bool soon(Condition condition) {
  std::mutex mutex;
  std::unique_lock lock(mutex);
  std::condition_variable never;
  for (int i = 0; i < 4000; ++i) {
    if (condition()) return true;
    never.wait_for(lock, std::chrono::milliseconds(5));
  }
  return false;
}

}  // namespace aksis::audit
