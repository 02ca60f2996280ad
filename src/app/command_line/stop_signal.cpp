#include "app/command_line/stop_signal.hpp"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

#include "app/command_line/exit_codes.hpp"

namespace aksis::app {
namespace {

std::atomic<bool> stop_wanted{false};
static_assert(std::atomic<bool>::is_always_lock_free, "a signal handler may not lock");

void on_signal(int) {
  if (stop_wanted.exchange(true)) _exit(kStopped);
}

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGHUP);
  return signals;
}

}  // namespace

std::shared_ptr<std::atomic<bool>> catch_stop_signals() {
  struct sigaction action {};
  action.sa_handler = on_signal;
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  return {std::shared_ptr<void>(), &stop_wanted};
}

void block_stop_signals() {
  const auto signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
}

void release_stop_signals() {
  const auto signals = stop_signals();
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
}

bool wait_for_signal() {
  const auto signals = stop_signals();
  int received = 0;
  while (sigwait(&signals, &received) != 0) {
  }
  return received == SIGHUP;
}

}  // namespace aksis::app
