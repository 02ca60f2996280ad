#include "cover.hpp"

#include <algorithm>

namespace aksis::competences {

namespace {

std::vector<size_t> greedy(const std::vector<CoverSet>& sets, CoverSet left) {
  std::vector<size_t> chosen;
  while (left.any()) {
    size_t best = 0, most = 0;
    for (size_t i = 0; i < sets.size(); ++i)
      if (const size_t gain = (sets[i] & left).count(); gain > most) most = gain, best = i;
    chosen.push_back(best);
    left &= ~sets[best];
  }
  return chosen;
}

class Search {
 public:
  Search(const std::vector<CoverSet>& sets, std::vector<size_t> best, size_t nodes_max)
      : sets_(sets), best_(std::move(best)), nodes_left_(nodes_max) {}

  void run(const CoverSet& left) {
    if (left.none()) {
      if (chosen_.size() < best_.size()) best_ = chosen_;
      return;
    }
    if (nodes_left_ == 0) return;
    --nodes_left_;
    // No set covers more than `most`, so at least this many more are needed.
    size_t most = 0;
    for (const CoverSet& set : sets_) most = std::max(most, (set & left).count());
    const size_t needed = (left.count() + most - 1) / most;
    if (chosen_.size() + needed >= best_.size()) return;
    for (const size_t i : candidates(rarest(left), left)) {
      chosen_.push_back(i);
      run(left & ~sets_[i]);
      chosen_.pop_back();
    }
  }
  std::vector<size_t> take_best() { return std::move(best_); }
  bool complete() const { return nodes_left_ > 0; }

 private:
  // The element fewest sets have: one of those few must be chosen.
  size_t rarest(const CoverSet& left) const {
    size_t best = 0, fewest = SIZE_MAX;
    for (size_t bit = left._Find_first(); bit < left.size(); bit = left._Find_next(bit)) {
      const auto count = static_cast<size_t>(
          std::count_if(sets_.begin(), sets_.end(), [&](const CoverSet& set) { return set[bit]; }));
      if (count < fewest) fewest = count, best = bit;
    }
    return best;
  }
  std::vector<size_t> candidates(size_t bit, const CoverSet& left) const {
    std::vector<size_t> out;
    for (size_t i = 0; i < sets_.size(); ++i)
      if (sets_[i][bit]) out.push_back(i);
    std::stable_sort(out.begin(), out.end(), [&](size_t a, size_t b) {
      return (sets_[a] & left).count() > (sets_[b] & left).count();
    });
    return out;
  }

  const std::vector<CoverSet>& sets_;
  std::vector<size_t> best_;
  std::vector<size_t> chosen_;
  size_t nodes_left_;
};

}  // namespace

Cover smallest_cover(const std::vector<CoverSet>& sets, size_t nodes_max) {
  CoverSet all;
  for (const CoverSet& set : sets) all |= set;
  Search search(sets, greedy(sets, all), nodes_max);
  search.run(all);
  const bool exact = search.complete();
  return {search.take_best(), exact};
}

}  // namespace aksis::competences
