// Appending to the audit log and reading what it holds. Inside a body, on its thread; a transaction
// of a module is unconfined by the caller.
//
// An append writes the payload (core_audit_entry), its leaf hash (core_audit_leaf) and the one row
// of core_audit_state; each 256th also a node. It is kept or lost with the body's change.
#pragma once

#include <optional>
#include <vector>

#include "audit/entry.hpp"
#include "audit/merkle.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

namespace aksis::audit {

std::vector<storage::Migration> migrations();

// Notified by the append after which this many entries wait for a checkpoint, and each as many on.
inline constexpr int64_t kEntriesUncheckedMax = 1000;
inline constexpr std::string_view kFullTopic = "audit.full";

// How many entries are filed under their person and actor at once (0002_filing.sql), and notified
// by the append after which as many wait, and each as many on. More of them touch fewer pages each,
// make the one commit that files them longer, and leave more to look through.
inline constexpr int64_t kFiledTogether = 16'384;
inline constexpr std::string_view kUnfiledTopic = "audit.unfiled";

struct LogState {
  int64_t checkpointed = 0;  // entries that the last checkpoint covers
  int64_t checkpoints = 0;   // made so far
  int64_t filed = 0;         // entries found by their person and actor; those after, by looking
  Frontier tree;             // size and root
};

// The entry's index, from 0. Code::internal: the state row is missing or broken; then nothing more
// can be traced, and nothing that must be is done.
Result<int64_t> append(storage::Transaction& tx, const Entry& entry);

// An entry with its salt and what it is in the tree, made before anybody waits for the writer. Any
// thread.
struct Hashed {
  explicit Hashed(Entry made);
  Entry entry;
  Hash leaf;
};

// Several at once, in this order: the state is read and written once.
Status append_all(storage::Transaction& tx, const std::vector<const Hashed*>& entries);

Result<LogState> read_state(storage::Transaction& tx);

// Files the next entries, when so many wait; whether it did. Inside a bulk body.
Result<bool> file_some(storage::Transaction& tx, int64_t together = kFiledTogether);

// Columns of core_audit_entry as entry_of() reads them, from column 0 on.
inline constexpr const char* kEntryColumns =
    "e.idx, e.at, e.kind, e.actor, e.on_behalf_of, e.operation, e.module, e.person, e.object, "
    "e.relation, e.reason, e.request_id, e.session, e.outcome, e.details, e.salt";
inline constexpr size_t kEntryColumnCount = 16;
struct Numbered {
  int64_t index = 0;
  Entry entry;
};
Numbered entry_of(const storage::Row& row);

// Leaves and stored nodes, for proofs. Code::internal when one is missing.
ReadLevel level_reader(storage::Transaction& tx);

}  // namespace aksis::audit
