// Which reads are short enough to run where they arrive. Any thread.
//
// A hop to a worker and back costs two wake-ups, more than a short read itself costs. So a
// read that has shown itself short runs on the io thread, and two rules keep that harmless: never
// on all io threads at once, so one is always left for the other connections; and one long run
// sends the operation back to the workers until it has been short again for a while. What writes,
// or may be stopped, always goes to a worker.
#pragma once

#include <atomic>
#include <chrono>
#include <unordered_map>

#include "operations/registry.hpp"

namespace aksis::http {

class Pace {
 public:
  Pace(const operations::Registry& registry, size_t io_threads);

  // true: run it here, and call leave() after.
  bool enter(const operations::Operation& operation);
  void leave() { --running_here_; }

  void record(const operations::Operation& operation, std::chrono::nanoseconds took);

 private:
  struct Record {
    std::atomic<int64_t> average_ns = 0;
    std::atomic<uint32_t> runs = 0;
  };
  const int64_t here_max_;
  std::atomic<int64_t> running_here_ = 0;
  std::unordered_map<const operations::Operation*, Record> records_;
};

}  // namespace aksis::http
