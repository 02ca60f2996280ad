// The vocabulary of a search index: words by number in alphabetical order, and the words near a
// misspelt one. Immutable once made; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aksis::competences {

using WordId = uint32_t;

// How a word of the vocabulary answers a word of the query; the order is from good to bad.
enum class Likeness : uint8_t { same, form, one_slip, two_slips };
struct WordMatch {
  WordId word;
  Likeness likeness;
};

class WordList {
 public:
  WordList() = default;
  explicit WordList(std::vector<std::string> words);  // any order, doubles welcome

  size_t size() const { return starts_.empty() ? 0 : starts_.size() - 1; }
  std::string_view word(WordId id) const {
    return std::string_view(letters_).substr(starts_[id], starts_[id + 1] - starts_[id]);
  }
  // UINT32_MAX when unknown.
  WordId find(std::string_view word) const;
  // [first, last) of the words that begin so.
  std::pair<WordId, WordId> with_prefix(std::string_view prefix) const;

  // The word itself, its plural or singular and, for a word still being typed, what begins so.
  std::vector<WordMatch> near(std::string_view word, bool unfinished) const;
  // Words within one slip (from 4 letters) or two (from 8): a letter more, less, other, or two
  // swapped. Of an unfinished word, words whose beginning is that near.
  std::vector<WordMatch> misspelt(std::string_view word, bool unfinished) const;

  size_t memory_bytes() const;

 private:
  std::string letters_;
  std::vector<uint32_t> starts_;
  std::vector<uint32_t> signatures_;  // which letters a word has: most words differ in too many
};

}  // namespace aksis::competences
