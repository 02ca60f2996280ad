// Events for the open event streams: the last ones are kept, so that a client that comes back with
// its Last-Event-ID misses nothing. Any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.hpp"

namespace aksis::http {

// Whether a caller may hear one event; empty: everybody who may hear its topic. Any thread; never
// waits.
using Audience = std::function<bool(const operations::Principal&)>;

class Feed {
 public:
  struct Event {
    uint64_t number = 0;
    std::string topic, data;
    Audience audience = {};
  };
  using Shared = std::shared_ptr<const Event>;

  Feed();

  void publish(std::string_view topic, std::string_view data, Audience audience = {});

  // Events after `number`, oldest first. `missed`: some between are forgotten already.
  std::vector<Shared> after(uint64_t number, bool& missed) const;
  uint64_t last() const;

  // `wake` runs on the publishing thread, must be quick and must not call the feed.
  uint64_t listen(std::function<void()> wake);
  void forget(uint64_t listener);

  // "RUN-NUMBER": numbers start anew with each run of the process.
  std::string id(uint64_t number) const;
  // false: the id is of another run, so what came since is unknown.
  bool read_id(std::string_view id, uint64_t& number) const;

 private:
  const std::string run_;
  mutable std::mutex mutex_;
  std::deque<Shared> events_;
  uint64_t last_ = 0;
  std::map<uint64_t, std::function<void()>> listeners_;
  uint64_t next_listener_ = 1;
};

}  // namespace aksis::http
