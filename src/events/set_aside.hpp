// Events that a subscriber refused at every attempt, as rows. Inside a body, on its thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "events/outbox.hpp"

namespace aksis::events {

struct SetAside {
  std::string subscriber;
  Event event;
  std::string error;  // of the last attempt
  Micros at = 0;
};

// Which ones; empty: any.
struct SetAsideFilter {
  std::string_view id;  // of the event: several subscribers may have refused it
  std::string_view subscriber;
};

// In order of publication, at most `limit`.
Result<std::vector<SetAside>> read_set_aside(storage::Transaction& tx, const SetAsideFilter& filter,
                                             int64_t limit);
Result<int64_t> count_set_aside(storage::Transaction& tx, const SetAsideFilter& filter);

// Writes or replaces the row of a refusal.
Status keep_set_aside(storage::Transaction& tx, const SetAside& refused);
Status forget_set_aside(storage::Transaction& tx, std::string_view subscriber, int64_t seq);

}  // namespace aksis::events
