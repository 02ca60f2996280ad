// What every test here does: a child works and notes on the disk what was answered to it; it is
// killed at any moment; the parent compares the notes with what is there. One thread, but for
// Ledger::note().
#pragma once

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <random>
#include <thread>

#include "scratch.hpp"

namespace aksis::storage {

// How often a test kills; AKSIS_CRASHES says otherwise.
inline int crashes() {
  const char* wanted = std::getenv("AKSIS_CRASHES");
  return wanted ? std::atoi(wanted) : 30;
}

// A line of the ledger. A write that is killed may end at a page's edge; of this width, no line
// lies across one.
inline constexpr int kLineBytes = 16;
inline constexpr unsigned kLedgerGrowthMax = 250 * kLineBytes;
inline constexpr unsigned kJitterMaxUs = 3000;  // so that the end falls anywhere in a write

// One number a line, for each thread of the child.
class Ledger {
 public:
  explicit Ledger(const std::string& path)
      : file_(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600)) {}
  // On the disk when this returns; else the child ends.
  void note(int64_t id) const {
    const auto line = fmt::format("{:0{}}\n", id, kLineBytes - 1);
    if (::write(file_, line.data(), line.size()) < 0 || fdatasync(file_) != 0) _exit(3);
  }

 private:
  const int file_;
};

// Until the ledger has grown so far, and a moment more. Not longer than ten seconds.
inline void wait_for_some(const std::string& ledger, size_t growth, unsigned jitter_us) {
  using Steady = std::chrono::steady_clock;
  const auto size = [&] {
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(ledger, absent);
    return absent ? 0 : bytes;
  };
  const auto wanted = size() + growth;
  const auto deadline = Steady::now() + std::chrono::seconds(10);
  while (size() < wanted && Steady::now() < deadline) std::this_thread::yield();
  const auto end = Steady::now() + std::chrono::microseconds(jitter_us);
  while (Steady::now() < end) std::this_thread::yield();
}

// Kills a child in the middle of `work`, which never returns.
template <typename Work>
void kill_in(const std::string& ledger, std::mt19937& random, Work&& work) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) work();
  wait_for_some(ledger, random() % kLedgerGrowthMax, random() % kJitterMaxUs);
  kill(child, SIGKILL);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  REQUIRE(WIFSIGNALED(status));
}

inline std::vector<int64_t> read_ledger(const std::string& ledger) {
  std::ifstream file(ledger);
  std::vector<int64_t> out;
  for (std::string line; std::getline(file, line);) {
    REQUIRE(line.size() == kLineBytes - 1);
    out.push_back(std::stoll(line));
  }
  return out;
}

}  // namespace aksis::storage
