// The transactional outbox: an event is a row of the transaction that made it happen.
// publish() and read_events(): inside a body, on its thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

namespace aksis::events {

// core_event, core_subscription, core_dead_event, core_job.
std::vector<storage::Migration> migrations();

// Delivered as {"id","type","at","data"}.
struct Event {
  int64_t seq = 0;   // order of publication; grows, may have holes
  std::string id;    // UUIDv7: what a subscriber remembers to recognise a second delivery
  std::string type;  // "competences.profile_changed/1"
  std::string data;  // JSON
  Micros at = 0;
  std::string json() const;
};

// Adds an event to the write transaction `tx`, a module's or the core's; wakes the dispatcher once
// it is durable. Refuses a type that is not `name.name/REV` and data that is no JSON.
Status publish(storage::Transaction& tx, std::string_view type, std::string_view data_json,
               const Clock& clock);

// The events after `after`, oldest first, at most `limit`; for a reader that reconnects.
Status read_events(storage::Transaction& tx, int64_t after, size_t limit,
                   const std::function<Status(const Event&)>& on_event);

}  // namespace aksis::events
