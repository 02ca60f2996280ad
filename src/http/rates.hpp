// How fast one principal may ask: a bucket of tokens each. Any thread.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace aksis::http {

class Rates {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `per_second` 0: unlimited. A principal may burst to twice that.
  explicit Rates(double per_second) : per_second_(per_second) {}

  bool allow(const std::string& principal, Time now);

 private:
  struct Bucket {
    double tokens = 0;
    Time at;
  };
  void forget_full_ones(Time now);

  const double per_second_;
  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace aksis::http
