// The best offers for a person, exactly: every offer left out is known to be worse, by a bound on
// what its occupation, place and day can reach. Pure functions over a snapshot; any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "scorer.hpp"

namespace aksis::matching {

struct Hit {
  uint32_t raw = 0;
  Day created = kNoDay;
  OfferKey key = 0;
  const Block* block = nullptr;
  const Row* row = nullptr;

  // Best first: score, then the newest, then the smallest key.
  bool operator<(const Hit& other) const {
    if (raw != other.raw) return raw > other.raw;
    if (created != other.created) return created > other.created;
    return key < other.key;
  }
};

// The best k of what it was offered.
class TopHits {
 public:
  explicit TopHits(size_t k) : k_(k) { hits_.reserve(k); }
  // Whether something no better than `bound` cannot get in any more.
  bool shuts(const Hit& bound) const { return hits_.size() == k_ && !(bound < hits_.front()); }
  void offer(const Hit& hit);
  std::vector<Hit> sorted() &&;

 private:
  size_t k_;
  std::vector<Hit> hits_;  // a heap, the worst in front
};

struct SearchCount {
  uint64_t rows = 0;    // looked at
  uint64_t scored = 0;  // of those, scored whole
};

std::vector<Hit> offers_for(const Snapshot& snapshot, Scorer& scorer, size_t k,
                            SearchCount* count = nullptr);

inline constexpr size_t kHitsMax = 200;

}  // namespace aksis::matching
