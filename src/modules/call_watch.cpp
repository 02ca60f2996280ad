#include "modules/call_watch.hpp"

#include <fmt/format.h>

#include <chrono>

#include "base/log.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"

namespace aksis::modules {
namespace {

constexpr std::chrono::milliseconds kPeriod{100};
// Goes on looking for a while after the last call, so that a call seldom has to wake the thread.
constexpr int kIdlePeriods = 50;

}  // namespace

CallWatch::Ticket::Ticket(Ticket&& other) noexcept
    : watch_(std::exchange(other.watch_, nullptr)), entry_(other.entry_) {}

CallWatch::Ticket::~Ticket() {
  if (!watch_) return;
  const std::scoped_lock lock(watch_->mutex_);
  if (entry_->stalled) {
    --entry_->module.stalled;
    log::warning(entry_->module.log_source,
                 fmt::format("{} has returned at last", entry_->function));
  }
  watch_->entries_.erase(entry_);
}

CallWatch::~CallWatch() {
  {
    const std::scoped_lock lock(mutex_);
    ending_ = true;
  }
  changed_.notify_one();
  if (thread_.joinable()) thread_.join();
}

Result<CallWatch::Ticket> CallWatch::begin(Module& module, std::string_view function,
                                           Micros deadline) {
  if (module.stalled >= kStalledMax)
    return Error{Code::busy,
                 fmt::format("the module {} does not answer: {} of its calls hang; restart the "
                             "server if this lasts, and look for MODULE_MISBEHAVING in its log",
                             module.manifest.id, module.stalled.load()),
                 {}};
  Ticket ticket;
  if (deadline == 0) return ticket;
  const std::scoped_lock lock(mutex_);
  ticket.entry_ = entries_.insert(entries_.end(), {module, function, deadline});
  ticket.watch_ = this;
  if (!thread_.joinable()) thread_ = std::thread([this] { run(); });
  if (asleep_) changed_.notify_one();
  return ticket;
}

void CallWatch::run() {
  std::unique_lock lock(mutex_);
  int idle = 0;
  while (!ending_) {
    asleep_ = idle >= kIdlePeriods;
    if (asleep_)
      changed_.wait(lock, [&] { return ending_ || !entries_.empty(); });
    else
      changed_.wait_for(lock, kPeriod, [&] { return ending_; });
    idle = entries_.empty() ? idle + 1 : 0;
    look();
  }
}

void CallWatch::look() {
  const auto now = clock_.now();
  for (auto& entry : entries_) {
    if (entry.stalled || now < entry.deadline + kStallGrace) continue;
    entry.stalled = true;
    const int stalled = ++entry.module.stalled;
    misbehaving(entry.module, fmt::format("stalls: {} goes on though its deadline passed {} ms ago "
                                          "({} such calls now)",
                                          entry.function, (now - entry.deadline) / 1000, stalled));
  }
}

}  // namespace aksis::modules
