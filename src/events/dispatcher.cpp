#include "events/dispatcher.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <mutex>
#include <thread>

#include "base/bell.hpp"
#include "base/log.hpp"
#include "events/subscription.hpp"
#include "events/topics.hpp"

namespace aksis::events {
namespace {

constexpr size_t kListenerBatch = 200;
constexpr int64_t kPurgeBatch = 500;  // rows a write: short enough for those who wait behind it
constexpr auto kPurgeEvery = std::chrono::hours(1);
constexpr auto kAfterTrouble = std::chrono::seconds(1);

}  // namespace

class Dispatcher::State {
 public:
  State(storage::Database& database, const Clock& clock, DispatcherOptions options)
      : database_(database), clock_(clock), options_(std::move(options)) {}

  void subscribe(const std::string& name, const std::string& type, Subscriber subscriber) {
    auto found = std::find_if(subscriptions_.begin(), subscriptions_.end(),
                              [&](const auto& known) { return known->name() == name; });
    if (found == subscriptions_.end()) {
      subscriptions_.push_back(
          std::make_unique<Subscription>(name, database_, clock_, options_, bell_, counts_));
      found = std::prev(subscriptions_.end());
    }
    (*found)->add(type, std::move(subscriber));
  }

  Status start() {
    AKSIS_TRY(database_.read([&](storage::Transaction& tx) {
      return tx.query("SELECT COALESCE(MAX(seq), 0) FROM core_event", {},
                      [&](const storage::Row& row) -> Status {
                        heard_ = row.integer(0);
                        return {};
                      });
    }));
    wake_ = database_.listen(std::string(kEventsTopic), [this] { bell_.ring(); });
    for (const auto& subscription : subscriptions_) AKSIS_TRY(subscription->start());
    thread_ = std::thread([this] { run(); });
    return {};
  }

  void stop() {
    if (wake_) database_.forget(wake_);
    wake_ = 0;
    bell_.stop();
    for (const auto& subscription : subscriptions_) subscription->join();
    if (thread_.joinable()) thread_.join();
  }

  Status redeliver(const std::string& name, const Event& event) {
    for (const auto& subscription : subscriptions_)
      if (subscription->name() == name) return subscription->redeliver(event);
    return said(Code::conflict,
                fmt::format("nothing here subscribes as {}: load the module again, or drop the "
                            "event",
                            name),
                fmt::format("Rien n’est abonné ici sous le nom {} : rechargez le module, ou "
                            "abandonnez l’événement.",
                            name));
  }

  uint64_t listen(Listener listener) {
    const std::lock_guard lock(listeners_mutex_);
    listeners_.emplace_back(++last_listener_, std::move(listener));
    return last_listener_;
  }

  void forget(uint64_t listener) {
    const std::lock_guard lock(listeners_mutex_);
    listeners_.erase(std::remove_if(listeners_.begin(), listeners_.end(),
                                    [&](const auto& known) { return known.first == listener; }),
                     listeners_.end());
  }

  Result<int64_t> purge() {
    int64_t deleted = 0;
    for (;;) {
      AKSIS_ASSIGN(bound, purge_bound());
      if (bound == 0) return deleted;
      AKSIS_TRY(database_.write([&](storage::Transaction& tx) -> Status {
        AKSIS_ASSIGN(rows, tx.execute("DELETE FROM core_event WHERE seq <= $1", {bound}));
        deleted += rows;
        return {};
      }));
      if (bell_.stopped()) return deleted;
    }
  }

  DispatcherMetrics metrics() const {
    return {counts_.delivered, counts_.retried, counts_.set_aside};
  }

 private:
  void run() {
    while (!bell_.stopped()) {
      const uint64_t seen = bell_.rings();
      try {
        if (tell_listeners() > 0) continue;
        purge_now_and_then();
        bell_.wait(seen, kPurgeEvery);
      } catch (const std::exception& defect) {
        log::error("events", std::string("a listener, a defect: ") + defect.what());
        bell_.pause(kAfterTrouble);
      }
    }
  }

  void purge_now_and_then() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_purge_) return;
    next_purge_ = now + kPurgeEvery;
    if (auto purged = purge(); !purged.ok())
      log::warning("events", "old events stay: " + purged.error().message);
  }

  size_t tell_listeners() {
    std::vector<Event> events;
    const auto read = database_.read([&](storage::Transaction& tx) {
      events.clear();
      return read_events(tx, heard_, kListenerBatch, [&](const Event& event) -> Status {
        events.push_back(event);
        return {};
      });
    });
    if (!read.ok()) {
      log::error("events", read.error().message);
      bell_.pause(kAfterTrouble);
    }
    const std::lock_guard lock(listeners_mutex_);
    for (const Event& event : events) {
      heard_ = event.seq;  // first: a listener that throws is not told again
      for (const auto& [number, listener] : listeners_) listener(event);
    }
    return events.size();
  }

  // The last of the next rows to delete: old, behind every cursor, never the newest (the next
  // number is drawn from it). 0: none.
  Result<int64_t> purge_bound() {
    const Micros cutoff = clock_.now() - options_.retention;
    int64_t delivered = heard_;
    for (const auto& subscription : subscriptions_)
      delivered = std::min(delivered, subscription->cursor());
    int64_t bound = 0;
    bool young = false;
    AKSIS_TRY(database_.read([&](storage::Transaction& tx) {
      return tx.query(
          "SELECT seq, at FROM core_event WHERE seq <= $1 AND seq < (SELECT MAX(seq) "
          "FROM core_event) ORDER BY seq LIMIT $2",
          {delivered, kPurgeBatch}, [&](const storage::Row& row) -> Status {
            young = young || row.integer(1) >= cutoff;
            if (!young) bound = row.integer(0);
            return {};
          });
    }));
    return bound;
  }

  storage::Database& database_;
  const Clock& clock_;
  const DispatcherOptions options_;
  Bell bell_;
  Deliveries counts_;
  std::vector<std::unique_ptr<Subscription>> subscriptions_;
  std::atomic<int64_t> heard_{0};
  std::chrono::steady_clock::time_point next_purge_{};
  std::mutex listeners_mutex_;
  std::vector<std::pair<uint64_t, Listener>> listeners_;
  uint64_t last_listener_ = 0;
  uint64_t wake_ = 0;
  std::thread thread_;
};

Dispatcher::Dispatcher(storage::Database& database, const Clock& clock, DispatcherOptions options)
    : state_(std::make_unique<State>(database, clock, std::move(options))) {}
Dispatcher::~Dispatcher() {
  stop();
}
void Dispatcher::subscribe(const std::string& name, const std::string& type,
                           Subscriber subscriber) {
  state_->subscribe(name, type, std::move(subscriber));
}
Status Dispatcher::start() {
  return state_->start();
}
void Dispatcher::stop() {
  state_->stop();
}
Status Dispatcher::redeliver(const std::string& subscriber, const Event& event) {
  return state_->redeliver(subscriber, event);
}
uint64_t Dispatcher::listen(Listener listener) {
  return state_->listen(std::move(listener));
}
void Dispatcher::forget(uint64_t listener) {
  state_->forget(listener);
}
Result<int64_t> Dispatcher::purge() {
  return state_->purge();
}
DispatcherMetrics Dispatcher::metrics() const {
  return state_->metrics();
}

}  // namespace aksis::events
