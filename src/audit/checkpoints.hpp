// Checkpoints: signed statements of the log's size and root. In a body, on its thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "audit/log.hpp"
#include "audit/signing_key.hpp"

namespace aksis::audit {

struct StoredCheckpoint {
  int64_t number = 0;  // from 1, without holes
  int64_t size = 0;
  std::string note;  // see signing_key.hpp
};

// Signs the log as it is; nothing when the last checkpoint covers all of it. In a write body.
// Signs only what extends the last checkpoint: Code::internal when it does not, for then somebody
// changed what was signed.
Result<std::optional<StoredCheckpoint>> make_checkpoint(storage::Transaction& tx,
                                                        const SigningKey& key);

Result<std::optional<StoredCheckpoint>> last_checkpoint(storage::Transaction& tx);
// Those after `number`, the oldest first.
Result<std::vector<StoredCheckpoint>> checkpoints_after(storage::Transaction& tx, int64_t number,
                                                        int64_t limit);

}  // namespace aksis::audit
