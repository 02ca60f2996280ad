#include "events/subscription.hpp"

#include <fmt/format.h>

#include <exception>

#include "base/log.hpp"
#include "events/set_aside.hpp"

namespace aksis::events {
namespace {

constexpr size_t kBatch = 100;  // delivered again after a crash, at most
constexpr auto kForever = std::chrono::hours(1);
constexpr auto kAfterTrouble = std::chrono::seconds(1);  // the database itself fails

constexpr std::string_view kSaveCursor =
    "UPDATE core_subscription SET seq = $2 WHERE subscriber = $1";

}  // namespace

Subscription::Subscription(std::string name, storage::Database& database, const Clock& clock,
                           const DispatcherOptions& options, Bell& bell, Deliveries& counts)
    : name_(std::move(name)),
      database_(database),
      clock_(clock),
      options_(options),
      bell_(bell),
      counts_(counts) {}

Status Subscription::start() {
  AKSIS_TRY(database_.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(
        tx.execute("INSERT INTO core_subscription (subscriber, seq) SELECT $1, "
                   "COALESCE(MAX(seq), 0) FROM core_event WHERE TRUE ON CONFLICT (subscriber) "
                   "DO NOTHING",
                   {name_}));
    return tx.query("SELECT seq FROM core_subscription WHERE subscriber = $1", {name_},
                    [&](const storage::Row& row) -> Status {
                      cursor_ = saved_ = row.integer(0);
                      return {};
                    });
  }));
  thread_ = std::thread([this] { run(); });
  return {};
}

void Subscription::join() {
  if (thread_.joinable()) thread_.join();
}

void Subscription::run() {
  while (!bell_.stopped()) {
    const uint64_t seen = bell_.rings();
    try {
      if (deliver_next() == 0) bell_.wait(seen, kForever);
    } catch (const std::exception& defect) {
      log::error("events", fmt::format("subscriber {}, a defect: {}", name_, defect.what()));
      bell_.pause(kAfterTrouble);
    }
  }
  save_cursor();
}

// Events seen; those of other types are passed over.
size_t Subscription::deliver_next() {
  std::vector<Event> events;
  const auto read = database_.read([&](storage::Transaction& tx) {
    events.clear();
    return read_events(tx, cursor_, kBatch, [&](const Event& event) -> Status {
      events.push_back(event);
      return {};
    });
  });
  if (!read.ok()) {
    log::error("events", fmt::format("subscriber {}: {}", name_, read.error().message));
    bell_.pause(kAfterTrouble);
    return 1;
  }
  bool delivered = false;
  for (const Event& event : events) {
    if (by_type_.count(event.type)) {
      delivered = true;
      if (!deliver(event)) break;
    }
    cursor_ = event.seq;
    if (bell_.stopped()) break;
  }
  if (delivered) save_cursor();
  return events.size();
}

// False when stopped before the event was delivered or set aside.
bool Subscription::deliver(const Event& event) {
  const auto& subscriber = by_type_.find(event.type)->second;
  for (size_t failures = 0;; ++failures) {
    const auto status = attempt(subscriber, event);
    if (status.ok()) {
      ++counts_.delivered;
      return true;
    }
    if (failures >= options_.retry_delays.size() && set_aside(event, status.error())) return true;
    const auto& delays = options_.retry_delays;
    // Setting aside failed too: the disk is full, say. The event stays until it works.
    const std::chrono::milliseconds delay =
        failures < delays.size() ? delays[failures] : std::chrono::milliseconds(kAfterTrouble);
    log::warning("events",
                 fmt::format("subscriber {} refused event {} of type {}: {}; again in {} "
                             "ms",
                             name_, event.id, event.type, status.error().message, delay.count()));
    ++counts_.retried;
    bell_.pause(delay);
    if (bell_.stopped()) return false;
  }
}

Status Subscription::redeliver(const Event& event) {
  const auto subscriber = by_type_.find(event.type);
  if (subscriber == by_type_.end())
    return said(Code::conflict,
                fmt::format("{} no longer subscribes to {}; drop the event, or install a version "
                            "of the module that does",
                            name_, event.type),
                fmt::format("{} n’est plus abonné à {} ; abandonnez l’événement, ou installez une "
                            "version du module qui l’est.",
                            name_, event.type));
  const auto status = attempt(subscriber->second, event);
  AKSIS_TRY(database_.write([&](storage::Transaction& tx) -> Status {
    if (status.ok()) return forget_set_aside(tx, name_, event.seq);
    return keep_set_aside(tx, {name_, event, status.error().message, clock_.now()});
  }));
  if (status.ok()) ++counts_.delivered;
  return status;
}

// One at a time, also when an event is delivered again: subscribers count on it.
Status Subscription::attempt(const Dispatcher::Subscriber& subscriber, const Event& event) {
  const std::lock_guard lock(attempting_);
  try {
    return subscriber(event);
  } catch (const std::exception& defect) {
    return internal(std::string("it threw: ") + defect.what());
  } catch (...) {
    return internal("it threw something that is no exception");
  }
}

bool Subscription::set_aside(const Event& event, const Error& error) {
  const auto kept = database_.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(keep_set_aside(tx, {name_, event, error.message, clock_.now()}));
    AKSIS_TRY(tx.execute(kSaveCursor, {name_, event.seq}));
    return {};
  });
  const auto what =
      fmt::format("event {} of type {} for subscriber {}", event.id, event.type, name_);
  if (!kept.ok()) {
    log::error("events", fmt::format("{} could not be set aside: {}", what, kept.error().message));
    return false;
  }
  saved_ = event.seq;
  ++counts_.set_aside;
  log::error("events", fmt::format("{} was set aside after {} attempts: {}", what,
                                   options_.retry_delays.size() + 1, error.message));
  return true;
}

void Subscription::save_cursor() {
  const int64_t cursor = cursor_;
  if (cursor == saved_) return;
  const auto saved = database_.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute(kSaveCursor, {name_, cursor}));
    return {};
  });
  // What was delivered since will come a second time after a restart: at least once holds.
  if (!saved.ok())
    log::warning("events", fmt::format("subscriber {}: {}", name_, saved.error().message));
  else
    saved_ = cursor;
}

}  // namespace aksis::events
