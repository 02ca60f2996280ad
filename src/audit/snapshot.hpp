// What a verification holds the log against: its state, its checkpoints, its stored nodes, and what
// stands where nothing should. Read in one transaction; a value afterwards, one thread.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "audit/checkpoints.hpp"

namespace aksis::audit {

using Report = std::function<void(std::string place, std::string what)>;

// A root that the tree must have at a size.
struct ExpectedRoot {
  Checkpoint said;
  std::string place;
  bool witness = false;
};

struct Snapshot {
  int64_t size = 0;      // leaves to look at
  std::string frontier;  // of the state row
  int64_t checkpointed = 0;
  int64_t filed = 0;  // entries before it are found by their person and actor
  std::map<std::pair<int64_t, int64_t>, std::string> nodes;  // by level and index
  std::vector<ExpectedRoot> roots;                           // by size, then by place
};

Result<Snapshot> read_snapshot(storage::Transaction& tx, const SigningKey& key,
                               const Report& report);

// Adds the roots of a witness file; reports what it says that the log denies.
void add_witness(Snapshot& snapshot, const SigningKey& key, const std::string& file,
                 const Report& report);

}  // namespace aksis::audit
