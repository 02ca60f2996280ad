// How much likelier a word is in the texts of one group than in all texts together; groups are the
// occupations when titles are read. Filled by one thread; once finished, any thread may read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace aksis::competences {

class WordOdds {
 public:
  explicit WordOdds(size_t groups) : groups_(groups) {}

  void add(size_t group, std::string_view word, float count = 1);
  void finish();

  size_t size() const { return groups_.size(); }
  // into[g] += factor x mean over the words of ln(1 + p(word | g) / p(word)). The 1 keeps a word
  // that g lacks from ruling g out; an unknown word counts in the mean as one that all lack.
  void add_odds(std::span<const std::string> words, float factor, std::span<float> into) const;

  size_t memory_bytes() const;

 private:
  struct Entry {
    uint32_t id;  // the word in a group, the group in a word's list
    float value;  // a count, then the odds
  };
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  std::vector<std::vector<Entry>> groups_;  // empty lists once finished
  std::vector<uint32_t> starts_;            // of each word's list in lists_
  std::vector<Entry> lists_;
  std::unordered_map<std::string, uint32_t, Hash, std::equal_to<>> ids_;
};

}  // namespace aksis::competences
