// A ranked index over labels: any word order, accents, gender forms, slips, words being typed.
// Immutable once made; any thread may search.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "word_list.hpp"

namespace aksis::competences {

// How a label answers a query, best first.
enum class Match : uint8_t {
  exact,    // it is the label, or one of its gender forms
  prefix,   // the label begins so
  words,    // every word of the query is in the label
  typo,     // every word is, some of them misspelt
  partial,  // nothing better: at least half of the query's weight is in the label
};
std::string_view name(Match match);

struct LabelHit {
  uint32_t label;  // number of the label, in the order given
  Match match;
};

inline constexpr size_t kQueryBytesMax = 300;
inline constexpr size_t kQueryWordsMax = 24;

class LabelIndex {
 public:
  LabelIndex() = default;
  // The spellings of each label, the one shown first; among equals, shorter labels are found first,
  // then lower numbers.
  explicit LabelIndex(const std::vector<std::vector<std::string_view>>& labels);

  // Best first, at most `limit`. What follows the first 300 bytes or 24 words does not count.
  std::vector<LabelHit> search(std::string_view query, size_t limit) const;
  size_t size() const { return shortest_.size(); }
  size_t memory_bytes() const;

 private:
  struct Query;
  struct Scratch;
  struct Ranked;
  void collect_labels();
  Query parse(std::string_view text) const;
  void gather_all(const std::vector<std::vector<WordMatch>>& matches, Scratch& scratch) const;
  void gather_some(const std::vector<std::vector<WordMatch>>& matches, Scratch& scratch) const;
  Match match_of(const Query& query, uint32_t label) const;
  bool begins(const Query& query, uint32_t form, bool& whole) const;
  void rank(const Query& query, const Scratch& scratch, Match weakest,
            std::vector<Ranked>& out) const;

  WordList words_;
  std::vector<uint32_t> label_starts_;  // word → its labels
  std::vector<uint32_t> labels_;
  std::vector<uint32_t> form_starts_;       // label → its forms …
  std::vector<uint32_t> form_word_starts_;  // … → their words
  std::vector<WordId> form_words_;
  std::vector<uint8_t> shortest_;  // words of the shortest form of a label
};

}  // namespace aksis::competences
