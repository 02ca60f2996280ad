// How fast one caller may ask: a bucket of tokens each. Any thread.
#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace aksis::http {

class Rates {
 public:
  using Time = std::chrono::steady_clock::time_point;

  // `per_second` 0: unlimited. A caller may burst to twice that.
  bool allow(const std::string& caller, double per_second, Time now);

 private:
  struct Bucket {
    double tokens = 0;
    Time at;
  };
  void forget_full_ones(Time now);

  std::mutex mutex_;
  std::unordered_map<std::string, Bucket> buckets_;
};

}  // namespace aksis::http
