#include "flush.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <thread>

namespace aksis::bench {
namespace {

std::atomic<int64_t> longer_us = 0;

}  // namespace

void lengthen_flushes(std::chrono::microseconds by) {
  longer_us = by.count();
}

}  // namespace aksis::bench

// In the place of the C library's, which SQLite calls: the flush itself is done.
extern "C" __attribute__((visibility("default"))) int fdatasync(int file) {
  const long done = syscall(SYS_fdatasync, file);
  if (const int64_t longer = aksis::bench::longer_us; longer > 0)
    std::this_thread::sleep_for(std::chrono::microseconds(longer));
  return static_cast<int>(done);
}
