// The demo's offers as if published lately: its file has fixed dates, a demo must not grow stale.
// Any thread.
#pragma once

#include <string>

#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"

namespace aksis::app {

// Copies the offers (JSON lines) of file `from` to `to`, their dates moved by one number of days so
// that the newest is of the day of `now`.
Status write_offers_of_today(const std::string& from, const std::string& to, Micros now);

}  // namespace aksis::app
