#include <algorithm>
#include <numeric>

#include "evaluation.hpp"
#include "evaluation_split.hpp"

namespace aksis::competences {

namespace {

constexpr size_t kPlaces = 100;
constexpr size_t kFolds = 5;

void add(RankingQuality& sum, const RankingQuality& one) {
  sum.recall_at_10 += one.recall_at_10;
  sum.hit_at_1 += one.hit_at_1;
  sum.average_precision += one.average_precision;
}

void divide(RankingQuality& sum, size_t count) {
  if (count == 0) return;
  const auto n = static_cast<double>(count);
  sum = {sum.recall_at_10 / n, sum.hit_at_1 / n, sum.average_precision / n};
}

// The sources with mobility, by fold.
std::vector<std::vector<Index>> split(const Referential& referential, Folds folds) {
  std::vector<std::vector<Index>> out(folds == Folds::each_source ? 0 : kFolds);
  for (Index o = 0; o < referential.occupations().size(); ++o) {
    if (referential.mobility_of(o).empty()) continue;
    const Occupation& occupation = referential.occupation(o);
    if (folds == Folds::each_source) {
      out.push_back({o});
    } else {
      const Text key = folds == Folds::five_parents ? occupation.parent_code : occupation.code;
      out[split_number(referential.text(key), kFolds)].push_back(o);
    }
  }
  return out;
}

void summarise(BridgeReport& report) {
  size_t held_out = 0;
  for (const auto& source : report.sources) {
    add(report.learnt, source.learnt);
    add(report.content, source.content);
    add(report.floor, source.floor);
    if (source.development) continue;
    ++held_out;
    add(report.learnt_held_out, source.learnt);
    add(report.content_held_out, source.content);
    add(report.floor_held_out, source.floor);
  }
  for (auto* all : {&report.learnt, &report.content, &report.floor})
    divide(*all, report.sources.size());
  for (auto* rest : {&report.learnt_held_out, &report.content_held_out, &report.floor_held_out})
    divide(*rest, held_out);
}

}  // namespace

RankingQuality ranking_quality(const std::vector<float>& scores, Index source,
                               std::span<const Move> truth) {
  if (truth.empty()) return {};
  std::vector<Index> order(scores.size());
  std::iota(order.begin(), order.end(), Index{0});
  std::erase(order, source);
  const size_t count = std::min(kPlaces, order.size());
  std::partial_sort(
      order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(),
      [&](Index a, Index b) { return scores[a] != scores[b] ? scores[a] > scores[b] : a < b; });
  RankingQuality out;
  double found = 0;
  for (size_t place = 0; place < count; ++place) {
    const bool right = std::any_of(truth.begin(), truth.end(), [&](const Move& move) {
      return move.occupation == order[place];
    });
    if (!right) continue;
    ++found;
    out.average_precision += found / static_cast<double>(place + 1);
    if (place < 10) ++out.recall_at_10;
    if (place == 0) out.hit_at_1 = 1;
  }
  out.average_precision /= static_cast<double>(truth.size());
  out.recall_at_10 /= static_cast<double>(truth.size());
  return out;
}

Result<BridgeReport> evaluate_bridges(const Referential& referential, const Bridges& bridges,
                                      Folds folds, const Progress& progress, const StopFlag& stop) {
  if (bridges.size() != referential.occupations().size())
    return said(Code::invalid,
                "the bridges were trained on another referential; train them on this one",
                "Les passerelles ont été apprises sur un autre référentiel ; apprenez-les sur "
                "celui-ci.");
  const auto groups = split(referential, folds);
  BridgeReport report;
  for (size_t g = 0; g < groups.size(); ++g) {
    if (stop && stop()) return evaluation_stopped();
    const auto scores = bridges.scores_without(groups[g]);
    for (size_t i = 0; i < groups[g].size(); ++i) {
      const Index s = groups[g][i];
      const auto truth = referential.mobility_of(s);
      report.sources.push_back({s, in_development(referential.text(referential.occupation(s).code)),
                                ranking_quality(scores[i], s, truth),
                                ranking_quality(bridges.content(s), s, truth),
                                ranking_quality(bridges.item_similarity(s), s, truth)});
    }
    if (progress) progress(g + 1, groups.size());
  }
  std::sort(report.sources.begin(), report.sources.end(),
            [](const BridgeSource& a, const BridgeSource& b) { return a.source < b.source; });
  summarise(report);
  return report;
}

}  // namespace aksis::competences
