// One subscriber: its cursor, its thread, its attempts. Made on the main thread; run() is its own
// thread; cursor(), redeliver() and the counters: any thread.
#pragma once

#include <atomic>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "base/bell.hpp"
#include "events/dispatcher.hpp"

namespace aksis::events {

struct Deliveries {
  std::atomic<uint64_t> delivered{0}, retried{0}, set_aside{0};
};

class Subscription {
 public:
  Subscription(std::string name, storage::Database& database, const Clock& clock,
               const DispatcherOptions& options, Bell& bell, Deliveries& counts);

  void add(const std::string& type, Dispatcher::Subscriber subscriber) {
    by_type_[type] = std::move(subscriber);
  }
  const std::string& name() const { return name_; }
  int64_t cursor() const { return cursor_; }

  Status start();
  void join();

  // One attempt of an event set aside, on the caller's thread; its row goes or gets the new error.
  Status redeliver(const Event& event);

 private:
  void run();
  size_t deliver_next();
  bool deliver(const Event& event);
  Status attempt(const Dispatcher::Subscriber& subscriber, const Event& event);
  bool set_aside(const Event& event, const Error& error);
  void save_cursor();

  const std::string name_;
  storage::Database& database_;
  const Clock& clock_;
  const DispatcherOptions& options_;
  Bell& bell_;
  Deliveries& counts_;
  std::map<std::string, Dispatcher::Subscriber, std::less<>> by_type_;
  std::atomic<int64_t> cursor_{0};
  int64_t saved_ = 0;
  std::mutex attempting_;
  std::thread thread_;
};

}  // namespace aksis::events
