#include "flush.hpp"

#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>

namespace aksis::bench {
namespace {

std::atomic<int> longer_ms = 0;

}  // namespace

void lengthen_flushes(std::chrono::milliseconds by) {
  longer_ms = static_cast<int>(by.count());
}

}  // namespace aksis::bench

// In the place of the C library's, which SQLite calls: the flush itself is done.
extern "C" __attribute__((visibility("default"))) int fdatasync(int file) {
  const long done = syscall(SYS_fdatasync, file);
  if (const int longer = aksis::bench::longer_ms; longer > 0) poll(nullptr, 0, longer);
  return static_cast<int>(done);
}
