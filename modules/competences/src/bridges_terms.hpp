// Rows of weighted terms (TF-IDF, unit length) and their dot products: the similarity that bridges
// and titles share. Filled by one thread; once finished, any thread may read.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace aksis::competences {

using TermId = uint32_t;

class TermRows {
 public:
  struct Entry {
    uint32_t id;  // the term in a row, the row in a term's list
    float weight;
  };

  explicit TermRows(size_t rows) : rows_(rows) {}

  void add(size_t row, std::string_view term, float count = 1);
  // Weights (1 + ln count) x (1 + ln((1 + rows) / (1 + rows with the term))), each row of length 1.
  void finish();
  // Forgets the rows; their products stay.
  void drop_rows() {
    for (auto& row : rows_) std::vector<Entry>().swap(row);
  }

  size_t size() const { return rows_.size(); }
  std::span<const Entry> row(size_t i) const { return rows_[i]; }
  // A text that is no row, weighted in the same way. Unknown terms count in the length with the
  // weight of a term seen once: a text half unknown is half as similar.
  std::vector<Entry> weigh(std::span<const std::string> terms) const;
  // into[r] += factor x (query . row r), over every row.
  void add_products(std::span<const Entry> query, float factor, std::span<float> into) const;

  size_t memory_bytes() const;

 private:
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  std::vector<std::vector<Entry>> rows_;
  std::vector<uint32_t> starts_;  // of each term's list in lists_
  std::vector<Entry> lists_;
  std::vector<float> rarity_;
  std::unordered_map<std::string, TermId, Hash, std::equal_to<>> ids_;
};

// Folded word without its French gender and plural endings: "directrices" -> "direct".
std::string_view word_stem(std::string_view folded);

}  // namespace aksis::competences
