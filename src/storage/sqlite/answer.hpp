// "It is done", for many threads that wait for one. Any thread.
#pragma once

#include <linux/futex.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cstdint>

namespace aksis::storage {

// std::atomic::wait spins with sched_yield before it sleeps: with 64 threads that costs more than a
// commit. And one thread that wakes 64 loses the time of a commit: here each wakes two more.
class Answer {
 public:
  void wait() {
    while (done_.load(std::memory_order_acquire) == 0) futex(FUTEX_WAIT_PRIVATE, 0);
    futex(FUTEX_WAKE_PRIVATE, kWokenByEach);
  }
  void give() {
    done_.store(1, std::memory_order_release);
    futex(FUTEX_WAKE_PRIVATE, kWokenByEach);
  }

 private:
  static constexpr uint32_t kWokenByEach = 2;
  void futex(int operation, uint32_t value) {
    syscall(SYS_futex, reinterpret_cast<uint32_t*>(&done_), operation, value, nullptr);
  }
  std::atomic<uint32_t> done_{0};
};

}  // namespace aksis::storage
