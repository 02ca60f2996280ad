// What modules need of events and jobs. The application fills it from src/events; tests with
// doubles. publish and enqueue: inside a write transaction, on its thread. The others: main thread,
// at start.
#pragma once

#include <functional>
#include <string_view>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::modules {

// Receives {"id","type","at","data"} as JSON text, on a worker thread.
using DeliverEvent = std::function<Status(std::string_view event_json)>;

struct NewJob {
  std::string_view operation;
  std::string_view input_json;
  Micros run_at = 0;     // 0: now
  std::string_view key;  // at most one waiting job per operation and key; empty: any number
};

struct EventPorts {
  std::function<Status(storage::Transaction&, std::string_view type, std::string_view data_json)>
      publish;
  std::function<Status(std::string_view module, std::string_view type, DeliverEvent)> subscribe;
  std::function<Status(storage::Transaction&, const NewJob&)> enqueue;
  std::function<Status(std::string_view operation, Micros every)> repeat;
};

}  // namespace aksis::modules
