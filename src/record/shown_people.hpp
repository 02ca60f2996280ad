// Whom a list or a search names without opening a record, told to the gate, which counts those whom
// the caller does not accompany and writes the number of all into the audit entry.
// Inside a body, on its thread.
#pragma once

#include <string>
#include <vector>

#include "operations/operation.hpp"
#include "storage/database.hpp"

namespace aksis::record {

// Replaces what the call told before. `people`: ids of the rows of the answer. A caller without
// account accompanies nobody itself.
Status tell_shown(storage::Transaction& tx, operations::Call& call,
                  const std::vector<std::string>& people, Micros now);

}  // namespace aksis::record
