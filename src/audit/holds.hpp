// Legal holds: entries of a person, or of a range, that no purge takes while they are held.
// Inside a body, on its thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::audit {

struct Hold {
  std::string id = {};           // UUIDv7
  std::string person = {};       // empty: the range counts
  int64_t first = 0, last = -1;  // both included
  std::string reason = {};
  std::string made_by = {};
  Micros made_at = 0;
  std::optional<Micros> released_at = {};
};

// `made.id` and `made_at` are set here. Code::invalid: neither a person nor a range, or both.
Result<Hold> hold(storage::Transaction& tx, Hold made, const Clock& clock);
// Code::not_found: none of that id; conflict: released before. The row stays.
Status release(storage::Transaction& tx, std::string_view id, std::string_view by,
               const Clock& clock);
// The oldest first; with the released ones when `all`.
Result<std::vector<Hold>> list_holds(storage::Transaction& tx, bool all);

}  // namespace aksis::audit
