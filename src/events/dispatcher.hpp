// Delivers committed events: to subscribers (remembered, retried, in order) and to listeners (in
// memory, for open screens). subscribe(): before start(), main thread. The rest: any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "events/outbox.hpp"

namespace aksis::events {

struct DispatcherOptions {
  // Waits before the 2nd, 3rd … attempt; after the last the event is set aside (core_dead_event).
  std::vector<std::chrono::milliseconds> retry_delays = {
      std::chrono::seconds(1), std::chrono::seconds(5), std::chrono::seconds(30),
      std::chrono::minutes(2), std::chrono::minutes(10)};
  Micros retention = 7 * kDay;  // delivered events older than that are deleted
};

struct DispatcherMetrics {
  uint64_t delivered = 0;
  uint64_t retried = 0;
  uint64_t set_aside = 0;
};

class Dispatcher {
 public:
  using Subscriber = std::function<Status(const Event&)>;
  using Listener = std::function<void(const Event&)>;

  Dispatcher(storage::Database& database, const Clock& clock, DispatcherOptions options = {});
  ~Dispatcher();  // stops

  // `name` ("matching") has one cursor and one thread, whatever number of types it subscribes to:
  // events reach it in order of publication, each at least once; another's trouble does not hold
  // it up. A name seen for the first time begins with what is published after start().
  void subscribe(const std::string& name, const std::string& type, Subscriber subscriber);

  Status start();
  void stop();  // waits for deliveries under way; those that wait to be retried stay for later

  // Gives an event set aside to its subscriber once more, now and out of its place in the order.
  // Its row goes when it is taken, else keeps the new error, which is the answer.
  Status redeliver(const std::string& subscriber, const Event& event);

  // Every event committed from now on, in order, on the dispatcher's thread: must not wait.
  // Once forget() returns, `listener` no longer runs; not from inside a listener.
  uint64_t listen(Listener listener);
  void forget(uint64_t listener);

  // Deletes delivered events beyond the retention; done hourly by itself. Rows deleted.
  Result<int64_t> purge();

  DispatcherMetrics metrics() const;

 private:
  class State;
  std::unique_ptr<State> state_;
};

}  // namespace aksis::events
