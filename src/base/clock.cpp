#include "base/clock.hpp"

#include <fmt/chrono.h>

#include <ctime>

namespace aksis {

std::string iso_time(Micros at) {
  const std::time_t seconds = static_cast<std::time_t>(at / kSecond - (at % kSecond < 0 ? 1 : 0));
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(seconds));
}

}  // namespace aksis
