// Time as the application sees it; injected, so that tests choose it. Any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace aksis {

// Microseconds since 1970-01-01 UTC: the one form of time in storage and events.
using Micros = int64_t;

inline constexpr Micros kSecond = 1'000'000;
inline constexpr Micros kMinute = 60 * kSecond;
inline constexpr Micros kHour = 60 * kMinute;
inline constexpr Micros kDay = 24 * kHour;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Micros now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Micros now() const override {
    using namespace std::chrono;
    return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
  }
};

// "2026-11-23T21:40:05Z"
std::string iso_time(Micros at);

}  // namespace aksis
