#include "app/command_line/progress.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace aksis::app {
namespace {

constexpr auto kTerminalEvery = std::chrono::milliseconds(100);
constexpr auto kLogEvery = std::chrono::seconds(5);

}  // namespace

std::string progress_line(int64_t done, int64_t total, std::string_view message) {
  if (total <= 0) return done > 0 ? fmt::format("{}  {}", done, message) : std::string(message);
  return fmt::format("{:3} %  {} / {}  {}", done * 100 / total, done, total, message);
}

void Progress::show(int64_t done, int64_t total, std::string_view message) {
  const auto now = std::chrono::steady_clock::now();
  if (shown_ && now - last_ < (terminal_ ? kTerminalEvery : kLogEvery)) return;
  shown_ = true;
  last_ = now;
  const auto line = progress_line(done, total, message);
  std::fputs(((terminal_ ? "\r\033[K" : "") + line + (terminal_ ? "" : "\n")).c_str(), stderr);
  std::fflush(stderr);
}

void Progress::finish() {
  if (shown_ && terminal_) std::fputs("\r\033[K", stderr);
  shown_ = false;
}

}  // namespace aksis::app
