// Bridges between occupations: where the skills of one lead, ranked and explained.
//
// score(s, t) = content(s, t) x kContentShare + affinity(s, t)
//   content: cosine of the TF-IDF of their items (skills, soft skills, knowledge,
//   macro-competences)
//            and of their words (labels, appellations, definition, item labels), half each: k(s,
//            t).
//   affinity: learnt with kernel ridge regression, k on both sides, from the official mobility of
//            the OTHER occupations only. A source is always scored by the model that has seen
//            neither its own mobility nor any official move that leads to it: the rank of an
//            official move, shown beside a bridge, never had a part in that bridge's score.
//
// Immutable once trained: any thread may read.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "bridges_terms.hpp"
#include "reason.hpp"
#include "referential.hpp"

namespace aksis::competences {

struct BridgeItem {
  Index item = kNone;
  Core core = Core::no;  // for the target
  float weight = 0;      // rarity, doubled when core: the order of the list
};

struct Bridge {
  Index target = kNone;
  double score = 0;
  double content = 0;               // 0..1
  double affinity = 0;              // 0 when the referential has no mobility
  double coverage = 0;              // 0..1: weight of the target's items that the source has
  std::vector<BridgeItem> shared;   // heaviest first
  std::vector<BridgeItem> missing;  // of the target, heaviest first
  bool crosses_sector = false;
  std::vector<Index> new_sectors;  // categories of the target the source is not in
  std::vector<Index> precedents;
  uint32_t official_rank = 0;  // of the official move; 0: there is none. Not in the score.
  std::vector<Reason> reasons;
};

// Asked now and then in long work; true = stop.
using StopFlag = std::function<bool()>;

class Bridges {
 public:
  // About a second for the 1,584 occupations of ROME 4. The referential must outlive nothing:
  // the model copies what it needs, but `from` wants the same one again. Stopped: Code::cancelled.
  static Result<Bridges> train(const Referential& referential, const StopFlag& stop = {});

  // At most `limit` bridges, best first; empty for an unknown source.
  std::vector<Bridge> from(const Referential& referential, Index source, size_t limit) const;

  // The score of every occupation as target (the source itself: lowest possible), as `from` ranks.
  std::vector<float> scores(Index source) const;
  // The same for several sources, with the mobility of ALL of them left out of what was learnt.
  // One row per source. For evaluation by folds.
  std::vector<std::vector<float>> scores_without(std::span<const Index> sources) const;

  // Cosine parts alone.
  std::vector<float> content(Index source) const;
  std::vector<float> item_similarity(Index source) const;  // the simple floor of the evaluation

  size_t size() const { return size_; }
  size_t memory_bytes() const;

 private:
  explicit Bridges(const Referential& referential);
  Status invert(const StopFlag& stop);
  std::vector<float> learnt(std::span<const Index> sources) const;
  std::vector<Index> precedents(Index source, Index target, float score,
                                std::span<const float> similarity) const;

  size_t size_ = 0;
  TermRows items_;
  TermRows words_;
  Grouped<Index> moves_;
  std::vector<float> inverse_;  // (k + kRidge I)^-1, size_ x size_; empty without mobility
};

// The items of `target` in the light of `source`, with their weights, heaviest first.
struct ItemComparison {
  std::vector<BridgeItem> shared;
  std::vector<BridgeItem> missing;
  double coverage = 0;
};
ItemComparison compare_items(const Referential& referential, Index source, Index target);

}  // namespace aksis::competences
