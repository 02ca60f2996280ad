#include "base/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <aksis/cpp/json.hpp>

#include <atomic>
#include <string>

#include "base/clock.hpp"

namespace aksis::log {
namespace {

spdlog::logger& sink() {
  static const auto logger = [] {
    auto made = spdlog::stderr_logger_mt("aksis");
    made->set_pattern("%v");
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum to_spdlog(Level level) {
  switch (level) {
    case Level::debug:
      return spdlog::level::debug;
    case Level::info:
      return spdlog::level::info;
    case Level::warning:
      return spdlog::level::warn;
    case Level::error:
      return spdlog::level::err;
    case Level::none:
      return spdlog::level::off;
  }
  return spdlog::level::err;
}

std::atomic<Readers> read_by{Readers::journal};

}  // namespace

void set_readers(Readers readers) {
  read_by = readers;
}

void set_level(Level level) {
  sink().set_level(to_spdlog(level));
}

void write(Level level, std::string_view source, std::string_view message,
           std::string_view fields_json) {
  const auto severity = to_spdlog(level);
  if (!sink().should_log(severity)) return;
  if (read_by == Readers::people) return sink().log(severity, "aksis: {}", message);
  const auto name = spdlog::level::to_string_view(severity);
  json::Writer line;
  line.object()
      .member("at", iso_time(SystemClock().now()))
      .member("level", std::string_view(name.data(), name.size()))
      .member("source", source)
      .member("message", message);
  if (!fields_json.empty()) line.key("fields").raw(fields_json);
  sink().log(severity, line.end().text());
}

}  // namespace aksis::log
