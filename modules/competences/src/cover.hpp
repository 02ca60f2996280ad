// The smallest number of sets that cover everything coverable. Pure, any thread.
#pragma once

#include <bitset>
#include <cstddef>
#include <vector>

namespace aksis::competences {

inline constexpr size_t kCoverBits = 512;
using CoverSet = std::bitset<kCoverBits>;

struct Cover {
  std::vector<size_t> chosen;  // positions in `sets`
  bool exact = false;          // proved smallest; else greedy
};

// Branch and bound over at most `nodes_max` nodes, beginning with the greedy answer, which stands
// when the nodes run out first.
Cover smallest_cover(const std::vector<CoverSet>& sets, size_t nodes_max);

}  // namespace aksis::competences
