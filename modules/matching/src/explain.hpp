// Why an offer fits a person or not: parts of the score, reasons, what the profile leaves open, and
// what would change the score, each change computed by scoring again. Pure; any thread.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "scorer.hpp"

namespace aksis::matching {

// Codes and numbers only: sentences are made of them in the reader's language (i18n/).
struct Reason {
  std::string_view code;
  std::vector<std::pair<std::string_view, std::variant<int64_t, std::string>>> args;
  std::vector<ItemIndex> items;  // skills or contexts it speaks of
};

struct Change {
  Reason what;
  uint32_t score = 0;  // points after the change
  int32_t gain = 0;
  bool opens = false;  // the offer was barred and no longer is
};

struct Explanation {
  uint32_t raw = 0;
  uint32_t score = 0;                            // points, 0–1000
  std::array<uint32_t, kPartCount> points = {};  // together `score`
  Shares shares;
  std::optional<Reason> closed;  // why nobody is offered it any more
  uint32_t bars = 0;
  Distance distance = kNoDistance;
  std::vector<Reason> in_favour, against;
  std::vector<std::string_view> missing;  // of the profile
  std::vector<Change> changes;            // best first
};

struct ExplainOptions {
  size_t skill_changes_max = 5;
};

Explanation explain(Scorer& scorer, const Dictionary& dictionary, const Row& row,
                    std::span<const OwnSkill> own, const ExplainOptions& options = {});

// Gives the sentence for a reason ("for", "against", "why_not", "missing" or "change").
using Say = std::function<std::string(std::string_view kind, const Reason& reason)>;

// The members of one JSON object, the same bytes for the same explanation; with `say`, a "text"
// beside each code.
void write_explanation_members(json::Writer& out, const Explanation& explanation,
                               const Scorer& scorer, const Say& say = nullptr);
void write_explanation(json::Writer& out, const Explanation& explanation, const Scorer& scorer);

// Only what is best of `changes`, best first; used by explain.
std::vector<Change> changes_for(Scorer& scorer, const Dictionary& dictionary, const Row& row,
                                std::span<const OwnSkill> own, const Explanation& now,
                                const ExplainOptions& options);

}  // namespace aksis::matching
