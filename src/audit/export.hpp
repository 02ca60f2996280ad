// The log as lines of JSON that an independent verifier reads without anything of ours.
//
//   {"format":"aksis-audit/1","key":VERIFIER,"size":N}             first, once; see signing_key.hpp
//   {"index":I,"leaf":HEX,"entry":{…}}                             each leaf, in order
//   {"index":I,"leaf":HEX,"purged":true}                           one without payload
//   {"checkpoint":NUMBER,"size":N,"note":TEXT}                     each checkpoint up to the size
// `entry` has the members of entry.hpp: "at" in microseconds, "details" in base64, "salt" in hex.
// Inside a read body, on its thread.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "audit/checkpoints.hpp"

namespace aksis::audit {

using OnLine = std::function<Status(const std::string& json)>;

std::string export_head(const SigningKey& key, int64_t size);
// Leaves from `first` on, at most `limit`, below `size`.
Status export_leaves(storage::Transaction& tx, int64_t first, int64_t limit, int64_t size,
                     const OnLine& on_line);
// Checkpoints after `number`, at most `limit`, of at most `size` entries. Returns how many.
Result<int64_t> export_checkpoints(storage::Transaction& tx, int64_t number, int64_t limit,
                                   int64_t size, const OnLine& on_line);

}  // namespace aksis::audit
