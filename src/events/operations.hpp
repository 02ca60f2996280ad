// What an administrator does with events set aside and with jobs. Main thread, at start.
#pragma once

#include "events/dispatcher.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::events {

// events.list, events.replay, events.replay_all, events.drop. The arguments outlive the registry.
Status add_event_operations(operations::Registry& registry, storage::Database& database,
                            Dispatcher& dispatcher, const Clock& clock);

// jobs.list, jobs.run, jobs.drop. The arguments outlive the registry.
Status add_job_operations(operations::Registry& registry, storage::Database& database,
                          const Clock& clock);

}  // namespace aksis::events
