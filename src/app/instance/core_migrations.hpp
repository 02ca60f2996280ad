// The core's tables. Each folder counts its own migrations; its name among the applied ones is
// "core.FOLDER". Main thread, at start.
#pragma once

#include "storage/database.hpp"

namespace aksis::app {

// Brings the core's tables to this program's version, in the order of the layers; refuses with a
// sentence what storage::migrate refuses.
Status migrate_core(storage::Database& database);

}  // namespace aksis::app
