// How far a long operation is, on standard error: one line that renews itself on a terminal, else a
// line now and then. The thread that runs the operation.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace aksis::app {

class Progress {
 public:
  // `terminal`: whether standard error is one.
  explicit Progress(bool terminal) : terminal_(terminal) {}
  ~Progress() { finish(); }
  void show(int64_t done, int64_t total, std::string_view message);
  // Clears the line, so that the answer begins on an empty one.
  void finish();

 private:
  const bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_{};
};

// "42 %  12 345 / 29 000  message"
std::string progress_line(int64_t done, int64_t total, std::string_view message);

}  // namespace aksis::app
