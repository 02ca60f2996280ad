// Who may hear one event over the API, beside the permission of its topic (topics.hpp): what names
// a person goes to those whose reach opens that person, what names an account to who administers
// its organisation. Looked up once an event, then asked of each open stream in memory.
#pragma once

#include <string_view>

#include "http/server.hpp"
#include "storage/database.hpp"

namespace aksis::app {

// Any thread that may wait; the value any. Empty: whoever holds the permission. `data`: JSON text.
// When it cannot be looked up, nobody hears it.
http::Audience audience_of(storage::Database& database, const Clock& clock, std::string_view type,
                           std::string_view data);

}  // namespace aksis::app
