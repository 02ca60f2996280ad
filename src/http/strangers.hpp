// How often one address may come without a right key: a bucket of tokens each. Any thread.
//
// Only a refusal takes a token. A right key is looked up before and never asks here, so nobody can
// shut out the others behind the same address (a proxy, an office, this machine itself). Guessing
// gains nothing by that: a key has 256 bits. What is bounded is the work and the log of those who
// try on and on.
#pragma once

#include <chrono>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/limits.hpp"

namespace aksis::http {

class Strangers {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Strangers(const Limits& limits) : limits_(limits) {}

  // Counts a refusal: zero while there was a token for it, else the time until there is one.
  std::chrono::seconds refuse(std::string_view peer, Time now);

  size_t count() const;

 private:
  struct Bucket {
    std::string address;
    double tokens = 0;
    Time at;
  };
  using Recent = std::list<Bucket>;
  Bucket& bucket_of(const std::string& address, Time now);

  const Limits limits_;
  mutable std::mutex mutex_;
  Recent recent_;  // the last one refused in front; the one at the end is forgotten first
  std::unordered_map<std::string_view, Recent::iterator> by_address_;
};

}  // namespace aksis::http
