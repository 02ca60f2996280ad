#include "people.hpp"

#include <algorithm>

namespace aksis::matching {

bool Among::has(const std::string& person) const {
  const auto in = [&](const std::vector<std::string>& ids) {
    return std::binary_search(ids.begin(), ids.end(), person);
  };
  return (!visible || in(*visible)) && !(without && in(*without));
}

std::vector<PersonHit> people_for(const Snapshot& snapshot, const Snapshot::Found& offer,
                                  const Weights& weights, Day today,
                                  std::span<const Candidate> people, size_t k, const Among& among,
                                  size_t* barred) {
  std::vector<PersonHit> hits;
  Credits credits(*snapshot.catalogue);
  size_t left_out = 0;
  for (const auto& candidate : people) {
    if (!among.has(candidate.person)) continue;
    const Scorer scorer(*snapshot.catalogue, *snapshot.dictionary, weights, candidate.seeker,
                        credits, today);
    if (scorer.bars(*offer.row)) {
      ++left_out;
      continue;
    }
    credits.assign(candidate.seeker);
    const auto shares = scorer.shares(*offer.row, offer.block->skills_of(*offer.row));
    if (scorer.bars(*offer.row, shares))
      ++left_out;
    else
      hits.push_back({scorer.raw(shares), &candidate});
  }
  const auto middle = hits.begin() + static_cast<std::ptrdiff_t>(std::min(k, hits.size()));
  std::partial_sort(hits.begin(), middle, hits.end());
  hits.erase(middle, hits.end());
  if (barred) *barred = left_out;
  return hits;
}

}  // namespace aksis::matching
