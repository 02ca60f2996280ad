// The end of an entry's time: its payload goes, its leaf stays, and an entry of kind "purge" says
// which went, signed by the key (its `details` are the signature of its
// object): who may write the file only cannot pass a deletion for a purge. Such entries stay for
// good. purge_some(): inside a write body, on its thread. The rest: pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "audit/log.hpp"
#include "audit/signing_key.hpp"

namespace aksis::audit {

inline constexpr int64_t kRetentionDays = 1096;  // three years, one of them a leap year
inline constexpr int64_t kRetentionDaysMin = 180;
inline constexpr int64_t kRetentionDaysMax = 3653;  // ten years
inline constexpr int64_t kPurgeChunk = 1000;        // entries a transaction

using Range = std::pair<int64_t, int64_t>;  // first and last, both included

// "entries 0-411 413-999", the object of a purge entry, and back; nullopt: another text.
std::string purge_object(const std::vector<Range>& ranges);
std::optional<std::vector<Range>> parse_purge_object(std::string_view object);

struct PurgeCursor {
  Micros at = 0;
  int64_t index = -1;
};
struct Purged {
  int64_t count = 0;
  bool more = false;
  PurgeCursor next;  // where to go on: what is held stays behind it
};
// Takes the payload of at most kPurgeChunk entries older than `before` that a checkpoint covers and
// nobody holds. `evidence` is the purge entry but for kind, object, reason and details.
Result<Purged> purge_some(storage::Transaction& tx, Micros before, const PurgeCursor& after,
                          Entry evidence, const SigningKey& key);

}  // namespace aksis::audit
