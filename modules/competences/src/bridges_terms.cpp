#include "bridges_terms.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace aksis::competences {

namespace {

using Entry = TermRows::Entry;

bool by_id(const Entry& a, const Entry& b) {
  return a.id < b.id;
}

// Entries of one term become one, their counts summed.
void merge(std::vector<Entry>& entries) {
  std::stable_sort(entries.begin(), entries.end(), by_id);
  size_t kept = 0;
  for (size_t i = 0; i < entries.size(); ++i) {
    if (kept > 0 && entries[kept - 1].id == entries[i].id)
      entries[kept - 1].weight += entries[i].weight;
    else
      entries[kept++] = entries[i];
  }
  entries.resize(kept);
}

float rarity_of(size_t rows, size_t rows_with_term) {
  return 1 + std::log((1 + static_cast<float>(rows)) / (1 + static_cast<float>(rows_with_term)));
}

void scale(std::vector<Entry>& entries, double squares) {
  if (squares <= 0) return;
  const auto factor = static_cast<float>(1 / std::sqrt(squares));
  for (auto& entry : entries) entry.weight *= factor;
}

}  // namespace

void TermRows::add(size_t row, std::string_view term, float count) {
  auto found = ids_.find(term);
  if (found == ids_.end())
    found = ids_.emplace(std::string(term), static_cast<TermId>(ids_.size())).first;
  rows_[row].push_back({found->second, count});
}

void TermRows::finish() {
  std::vector<uint32_t> rows_with(ids_.size());
  for (auto& row : rows_) {
    merge(row);
    for (const auto& entry : row) ++rows_with[entry.id];
  }
  rarity_.resize(ids_.size());
  starts_.assign(ids_.size() + 1, 0);
  for (size_t term = 0; term < ids_.size(); ++term) {
    rarity_[term] = rarity_of(rows_.size(), rows_with[term]);
    starts_[term + 1] = starts_[term] + rows_with[term];
  }
  lists_.resize(starts_.back());
  auto next = starts_;
  for (size_t r = 0; r < rows_.size(); ++r) {
    double squares = 0;
    for (auto& entry : rows_[r]) {
      entry.weight = (1 + std::log(entry.weight)) * rarity_[entry.id];
      squares += double{entry.weight} * double{entry.weight};
    }
    scale(rows_[r], squares);
    for (const auto& entry : rows_[r])
      lists_[next[entry.id]++] = {static_cast<uint32_t>(r), entry.weight};
  }
}

std::vector<Entry> TermRows::weigh(std::span<const std::string> terms) const {
  std::map<std::string_view, float> counts;
  for (const auto& term : terms) ++counts[term];
  std::vector<Entry> out;
  double squares = 0;
  for (const auto& [term, count] : counts) {
    const auto found = ids_.find(term);
    const float rarity = found == ids_.end() ? rarity_of(rows_.size(), 1) : rarity_[found->second];
    const float weight = (1 + std::log(count)) * rarity;
    squares += double{weight} * double{weight};
    if (found != ids_.end()) out.push_back({found->second, weight});
  }
  std::sort(out.begin(), out.end(), by_id);
  scale(out, squares);
  return out;
}

void TermRows::add_products(std::span<const Entry> query, float factor,
                            std::span<float> into) const {
  for (const auto& [term, weight] : query) {
    const float share = factor * weight;
    for (uint32_t i = starts_[term]; i < starts_[term + 1]; ++i)
      into[lists_[i].id] += share * lists_[i].weight;
  }
}

size_t TermRows::memory_bytes() const {
  size_t bytes = lists_.capacity() * sizeof(Entry) + rarity_.capacity() * sizeof(float) +
                 starts_.capacity() * sizeof(uint32_t);
  bytes += rows_.size() * sizeof(std::vector<Entry>);
  for (const auto& row : rows_) bytes += row.capacity() * sizeof(Entry);
  constexpr size_t kNodeBytes = 72;  // of an unordered_map with a short string, about
  return bytes + ids_.size() * kNodeBytes + ids_.bucket_count() * sizeof(void*);
}

std::string_view word_stem(std::string_view folded) {
  constexpr size_t kStemMin = 3;
  constexpr std::array<std::string_view, 33> kEndings = {
      "trices", "trice",  "teurs", "teur", "euses", "euse", "eurs", "eur", "ieres", "iere",  "iers",
      "ier",    "iennes", "ienne", "iens", "ien",   "ives", "ive",  "ifs", "if",    "elles", "elle",
      "els",    "el",     "ales",  "ale",  "aux",   "al",   "ees",  "ee",  "es",    "s",     "e"};
  for (const auto ending : kEndings)
    if (folded.ends_with(ending) && folded.size() >= ending.size() + kStemMin)
      return folded.substr(0, folded.size() - ending.size());
  return folded;
}

}  // namespace aksis::competences
