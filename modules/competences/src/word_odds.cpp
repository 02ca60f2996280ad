#include "word_odds.hpp"

#include <algorithm>
#include <cmath>

namespace aksis::competences {

void WordOdds::add(size_t group, std::string_view word, float count) {
  auto found = ids_.find(word);
  if (found == ids_.end())
    found = ids_.emplace(std::string(word), static_cast<uint32_t>(ids_.size())).first;
  groups_[group].push_back({found->second, count});
}

void WordOdds::finish() {
  std::vector<double> of_word(ids_.size());
  std::vector<double> of_group(groups_.size());
  std::vector<uint32_t> groups_with(ids_.size());
  double all = 0;
  for (size_t g = 0; g < groups_.size(); ++g) {
    auto& entries = groups_[g];
    std::sort(entries.begin(), entries.end(),
              [](const Entry& a, const Entry& b) { return a.id < b.id; });
    size_t kept = 0;
    for (const auto& entry : entries) {
      of_word[entry.id] += double{entry.value};
      of_group[g] += double{entry.value};
      if (kept > 0 && entries[kept - 1].id == entry.id)
        entries[kept - 1].value += entry.value;
      else
        entries[kept++] = entry;
    }
    entries.resize(kept);
    for (const auto& entry : entries) ++groups_with[entry.id];
    all += of_group[g];
  }
  starts_.assign(ids_.size() + 1, 0);
  for (size_t word = 0; word < ids_.size(); ++word)
    starts_[word + 1] = starts_[word] + groups_with[word];
  lists_.resize(starts_.back());
  auto next = starts_;
  for (size_t g = 0; g < groups_.size(); ++g) {
    for (const auto& entry : groups_[g]) {
      const double ratio = double{entry.value} / of_group[g] * all / of_word[entry.id];
      lists_[next[entry.id]++] = {static_cast<uint32_t>(g), static_cast<float>(std::log1p(ratio))};
    }
    std::vector<Entry>().swap(groups_[g]);
  }
}

void WordOdds::add_odds(std::span<const std::string> words, float factor,
                        std::span<float> into) const {
  const float share = factor / static_cast<float>(std::max<size_t>(1, words.size()));
  for (const auto& word : words) {
    const auto found = ids_.find(word);
    if (found == ids_.end()) continue;
    for (uint32_t i = starts_[found->second]; i < starts_[found->second + 1]; ++i)
      into[lists_[i].id] += share * lists_[i].value;
  }
}

size_t WordOdds::memory_bytes() const {
  constexpr size_t kNodeBytes = 72;  // of an unordered_map with a short string, about
  return lists_.capacity() * sizeof(Entry) + starts_.capacity() * sizeof(uint32_t) +
         groups_.capacity() * sizeof(groups_[0]) + ids_.size() * kNodeBytes +
         ids_.bucket_count() * sizeof(void*);
}

}  // namespace aksis::competences
