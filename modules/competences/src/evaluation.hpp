// Measured quality of bridges and titles: what `aksis evaluate bridges` and `aksis evaluate titles`
// print. Deterministic: folds and splits are hashes of codes and titles, nothing is drawn.
// Definitions, splits and figures: docs/competences/evaluation.md. Pure, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "bridges.hpp"
#include "referential.hpp"
#include "titles.hpp"

namespace aksis::competences {

using Progress = std::function<void(size_t done, size_t total)>;

inline Error evaluation_stopped() {
  return said(Code::cancelled, "the evaluation was stopped", "L’évaluation a été arrêtée.");
}

// For a source with official targets T, over its ranked list of all other occupations:
//   recall_at_10 = |first 10 in T| / |T|; hit_at_1 = first in T;
//   average_precision = sum over the first 100 places in T of precision there / |T|.
// Equal scores rank by the order of codes. Over sources: plain means.
struct RankingQuality {
  double recall_at_10 = 0;
  double hit_at_1 = 0;
  double average_precision = 0;
};
RankingQuality ranking_quality(const std::vector<float>& scores, Index source,
                               std::span<const Move> truth);

// How sources are kept from what is learnt before they are scored.
enum class Folds : uint8_t {
  each_source,   // as the product does: every source by itself
  five_sources,  // five folds of sources
  five_parents,  // five folds of V3 codes: sheets split from one never stand on both sides
};

struct BridgeSource {
  Index source = kNone;
  bool development = false;  // of the 30 % of sources the constants were chosen on
  RankingQuality learnt;
  RankingQuality content;  // cosine of items and words, nothing learnt
  RankingQuality floor;    // cosine of items alone
};

struct BridgeReport {
  std::vector<BridgeSource> sources;  // those with mobility
  RankingQuality learnt, content, floor;
  RankingQuality learnt_held_out, content_held_out, floor_held_out;  // without development sources
};

Result<BridgeReport> evaluate_bridges(const Referential& referential, const Bridges& bridges,
                                      Folds folds, const Progress& progress = {},
                                      const StopFlag& stop = {});

// A title whose occupation is known, as imported offers give them.
struct TitleTruth {
  std::string title;
  std::string code;
};

struct TitleCase {
  std::string title;
  Index occupation = kNone;
  bool development = false;
  std::vector<TitleGuess> guesses;  // at most 5
  int place = 0;                    // 1 … 5; 0 = not among them
};

// Macro: mean over occupations of the mean over their titles.
struct TitleQuality {
  size_t titles = 0;
  size_t occupations = 0;
  double hit_at_1 = 0;
  double hit_at_5 = 0;
  double plain_hit_at_1 = 0;  // mean over titles
  double plain_hit_at_5 = 0;
};

// Of the titles with a confidence in [from, to): how many there are and how often the first guess
// was right.
struct ReliabilityBin {
  double from = 0;
  double to = 0;
  size_t titles = 0;
  double confidence = 0;
  double right = 0;
};

struct TitleReport {
  std::vector<TitleCase> cases;  // doubles of (folded title, code) removed
  size_t unknown_codes = 0;      // rows left out: the referential lacks their code
  TitleQuality all, held_out, development;
  std::vector<ReliabilityBin> reliability;  // held-out titles
};

// `learn`: five folds of cleaned titles; each title is read by a model that learnt from the offers
// of the other folds. Else the referential alone.
Result<TitleReport> evaluate_titles(const Referential& referential,
                                    const std::vector<TitleTruth>& truth, bool learn,
                                    const Progress& progress = {}, const StopFlag& stop = {});

// A measure that needs no offer: one appellation in twelve is kept from the model, then asked.
// Those with two gender forms only, in the first and in the second: both should do as well.
struct AppellationReport {
  TitleQuality first_form, second_form;
};
AppellationReport evaluate_appellations(const Referential& referential);

}  // namespace aksis::competences
