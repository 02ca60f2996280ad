// Free-text job titles to ROME occupations, with a confidence.
//
// A title is cleaned (titles_clean.hpp), brought to the first gender form (gender_forms.hpp) and
// compared with every appellation and occupation label: cosine of character n-grams and cosine of
// word stems; an occupation is worth its best label, plus a part for how much likelier the words
// of the title are in its texts than in all (word_odds.hpp). Titles of imported offers whose
// occupation is known may be learnt: they count as further labels.
//
// Immutable once made: any thread may read. Keeps no reference to the Referential.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "bridges_terms.hpp"
#include "gender_forms.hpp"
#include "referential.hpp"
#include "word_odds.hpp"

namespace aksis::competences {

struct LearntTitle {
  std::string title;
  Index occupation = kNone;
};

struct TitleGuess {
  Index occupation = kNone;
  Index appellation = kNone;  // the nearest one; kNone: the occupation's label or a learnt title
  bool learnt = false;        // the nearest label is a learnt title
  double score = 0;
  // 0..1: how often a first guess with such a score and lead was right on the development titles;
  // of later guesses an extrapolation with a negative lead.
  double confidence = 0;
};

class Titles {
 public:
  Titles() = default;
  // `knows` tells which appellations may be read: evaluation keeps some from the model.
  using Knows = std::function<bool(Index appellation)>;
  explicit Titles(
      const Referential& referential, std::span<const LearntTitle> learnt = {},
      const Knows& knows = [](Index) { return true; });

  // At most `limit`, best first; empty when nothing of the title is known.
  std::vector<TitleGuess> guess(std::string_view title, size_t limit) const;

  size_t memory_bytes() const;

 private:
  struct Label {
    Index occupation;
    Index appellation;
    bool learnt;
  };
  void add_label(std::string_view text, Label label);

  // Best labels of occupations, from what each label is worth.
  std::vector<TitleGuess> by_occupation(std::span<const float> by_label) const;

  std::vector<Label> labels_;
  std::vector<Index> parents_;  // the occupation that kept the V3 code one comes from, or kNone
  std::vector<float> known_;    // of each occupation: ln(1 + learnt titles)
  TermRows letters_{0};         // a row a label: n-grams of characters
  TermRows words_{0};           // a row a label: stems and pairs of stems
  WordOdds texts_{0};           // a group an occupation: stems of all its texts
  GenderForms genders_;
  bool has_learnt_ = false;
};

}  // namespace aksis::competences
