#include "word_list.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace aksis::competences {

namespace {

constexpr size_t kWordBytesMax = 40;  // longer words are compared exactly only
constexpr size_t kOneSlipFrom = 4;
constexpr size_t kTwoSlipsFrom = 8;

uint32_t signature(std::string_view word) {
  uint32_t out = 0;
  for (const char c : word) {
    const auto byte = static_cast<unsigned char>(c);
    out |= 1u << (byte >= 'a' && byte <= 'z' ? byte - 'a' : 26 + byte % 6);
  }
  return out;
}

// Optimal string alignment distance of `typed` to `word`, or to its nearest beginning when
// `unfinished`; anything above `most` is most + 1.
size_t distance(std::string_view typed, std::string_view word, size_t most, bool unfinished) {
  std::array<std::array<uint8_t, kWordBytesMax + 1>, 3> rows;
  const size_t columns = unfinished ? std::min(word.size(), typed.size() + most) : word.size();
  for (size_t j = 0; j <= columns; ++j) rows[0][j] = static_cast<uint8_t>(j);
  for (size_t i = 1; i <= typed.size(); ++i) {
    auto& row = rows[i % 3];
    const auto& above = rows[(i - 1) % 3];
    row[0] = static_cast<uint8_t>(i);
    uint8_t least = row[0];
    for (size_t j = 1; j <= columns; ++j) {
      const bool same = typed[i - 1] == word[j - 1];
      int best = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && typed[i - 1] == word[j - 2] && typed[i - 2] == word[j - 1])
        best = std::min(best, rows[(i - 2) % 3][j - 2] + 1);
      row[j] = static_cast<uint8_t>(best);
      least = std::min(least, row[j]);
    }
    if (least > most) return most + 1;
  }
  const auto& last = rows[typed.size() % 3];
  if (!unfinished) return last[columns];
  return *std::min_element(last.begin(), last.begin() + static_cast<std::ptrdiff_t>(columns) + 1);
}

}  // namespace

WordList::WordList(std::vector<std::string> words) {
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  starts_.reserve(words.size() + 1);
  signatures_.reserve(words.size());
  for (const auto& word : words) {
    starts_.push_back(static_cast<uint32_t>(letters_.size()));
    signatures_.push_back(signature(word));
    letters_ += word;
  }
  starts_.push_back(static_cast<uint32_t>(letters_.size()));
  letters_.shrink_to_fit();
}

std::pair<WordId, WordId> WordList::with_prefix(std::string_view prefix) const {
  const auto bound = [&](auto below) {
    WordId first = 0, count = static_cast<WordId>(size());
    while (count > 0) {
      const WordId half = count / 2;
      if (below(word(first + half)))
        first += half + 1, count -= half + 1;
      else
        count = half;
    }
    return first;
  };
  const WordId first = bound([&](std::string_view w) { return w < prefix; });
  const WordId last =
      bound([&](std::string_view w) { return w < prefix || w.starts_with(prefix); });
  return {first, last};
}

WordId WordList::find(std::string_view wanted) const {
  const WordId first = with_prefix(wanted).first;
  return first < size() && word(first) == wanted ? first : UINT32_MAX;
}

std::vector<WordMatch> WordList::near(std::string_view typed, bool unfinished) const {
  std::vector<WordMatch> out;
  const auto [first, last] = with_prefix(typed);
  if (first < last && word(first) == typed) out.push_back({first, Likeness::same});
  const auto add_form = [&](std::string_view form) {
    if (const WordId id = find(form); id != UINT32_MAX) out.push_back({id, Likeness::form});
  };
  if (typed.size() > 3 && (typed.ends_with('s') || typed.ends_with('x')))
    add_form(typed.substr(0, typed.size() - 1));
  if (unfinished) {
    for (WordId id = first + (out.empty() || out[0].word != first ? 0 : 1); id < last; ++id)
      out.push_back({id, Likeness::form});
  } else if (typed.size() > 2) {
    add_form(std::string(typed) + 's');
    add_form(std::string(typed) + 'x');
  }
  return out;
}

std::vector<WordMatch> WordList::misspelt(std::string_view typed, bool unfinished) const {
  std::vector<WordMatch> out;
  if (typed.size() < kOneSlipFrom || typed.size() > kWordBytesMax) return out;
  const int most = typed.size() >= kTwoSlipsFrom ? 2 : 1;
  const uint32_t letters = signature(typed);
  const auto length = static_cast<int>(typed.size());
  for (WordId id = 0; id < size(); ++id) {
    // A slip adds at most one letter that the other word does not have.
    if (std::popcount(letters & ~signatures_[id]) > most) continue;
    const auto size = static_cast<int>(starts_[id + 1] - starts_[id]);
    if (size < length - most || size > static_cast<int>(kWordBytesMax)) continue;
    if (!unfinished) {
      if (size > length + most || std::popcount(signatures_[id] & ~letters) > most) continue;
    }
    const auto found = distance(typed, word(id), static_cast<size_t>(most), unfinished);
    if (found == 1 || found == 2) {
      if (found <= static_cast<size_t>(most))
        out.push_back({id, found == 1 ? Likeness::one_slip : Likeness::two_slips});
    }
  }
  return out;
}

size_t WordList::memory_bytes() const {
  return letters_.capacity() + (starts_.capacity() + signatures_.capacity()) * sizeof(uint32_t);
}

}  // namespace aksis::competences
