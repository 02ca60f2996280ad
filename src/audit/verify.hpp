// Verifying the whole log: every entry against its leaf, the leaves against the tree, the tree
// against every signed checkpoint and what an outside witness kept. Any thread; outside of bodies.
//
// What it cannot know without a witness: that the file as a whole is an older one. What nothing
// knows: a change of entries that no checkpoint covers yet (at most a minute, or 1,000 entries).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "audit/checkpoints.hpp"

namespace aksis::audit {

struct Finding {
  std::string place;  // "entry 17", "leaf 17", "node 8/3", "state", "checkpoint 4", "witness 9"
  std::string what;
};

inline constexpr size_t kFindingsMax = 200;  // kept; the rest is counted

struct Verification {
  int64_t entries = 0;         // leaves looked at
  int64_t purged = 0;          // without payload, with evidence
  int64_t checkpoints = 0;     // signed and consistent
  int64_t witnessed = 0;       // checkpoints of the witness file that are consistent
  int64_t uncheckpointed = 0;  // entries after the last checkpoint
  Hash root{};
  std::vector<Finding> findings;
  int64_t findings_total = 0;
  double seconds = 0;  // by the steady clock
  bool sound() const { return findings_total == 0; }
};

// `witness_file`: the notes that a file witness kept, as text. `go_on(done, total)` in entries;
// false ends it with Code::cancelled. Findings are no error.
Result<Verification> verify(storage::Database& database, const SigningKey& key,
                            const std::optional<std::string>& witness_file,
                            const std::function<bool(int64_t, int64_t)>& go_on);

}  // namespace aksis::audit
