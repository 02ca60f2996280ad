#include "label_index.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "label_words.hpp"

namespace aksis::competences {

namespace {
constexpr double kPartialShareMin = 0.5;
}

struct LabelIndex::Query {
  std::vector<std::string> words;  // all of them, in order
  std::vector<size_t> telling;     // positions of those that count
  bool unfinished = false;         // the last word may be a beginning
};

// Per thread and reused: what each label has of the query so far.
struct LabelIndex::Scratch {
  struct Cell {
    uint32_t round = 0;
    uint16_t last = 0;   // 1 + the last query word found
    uint16_t slips = 0;  // how unlike its words are
    float weight = 0;
  };
  std::vector<Cell> cells;
  std::vector<uint32_t> touched;
  uint32_t round = 0;

  void begin(size_t labels) {
    if (cells.size() < labels) cells.resize(labels);
    if (++round == 0) {
      std::fill(cells.begin(), cells.end(), Cell{});
      round = 1;
    }
    touched.clear();
  }
  Cell& touch(uint32_t label) {
    Cell& cell = cells[label];
    if (cell.round != round) {
      cell = {round, 0, 0, 0};
      touched.push_back(label);
    }
    return cell;
  }
};

struct LabelIndex::Ranked {
  uint64_t key;  // smaller is better: match, slips, words beyond the query, number
  LabelHit hit;
};

std::string_view name(Match match) {
  constexpr std::string_view kNames[] = {"exact", "prefix", "words", "typo", "partial"};
  return kNames[static_cast<size_t>(match)];
}

LabelIndex::LabelIndex(const std::vector<std::vector<std::string_view>>& labels) {
  // Words get numbers as they come, then in alphabetical order.
  std::unordered_map<std::string, WordId> numbers;
  for (const auto& spellings : labels) {
    form_starts_.push_back(static_cast<uint32_t>(form_word_starts_.size()));
    size_t shortest = UINT8_MAX;
    for (const auto& spelling : spellings) {
      const bool shown = &spelling == &spellings.front();
      for (const auto& form : label_forms(spelling)) {
        form_word_starts_.push_back(static_cast<uint32_t>(form_words_.size()));
        if (shown) shortest = std::min(shortest, form.size());
        for (const auto& word : form)
          form_words_.push_back(
              numbers.try_emplace(word, static_cast<WordId>(numbers.size())).first->second);
      }
    }
    shortest_.push_back(static_cast<uint8_t>(shortest));
  }
  std::vector<std::string> vocabulary;
  vocabulary.reserve(numbers.size());
  for (const auto& [word, number] : numbers) vocabulary.push_back(word);
  words_ = WordList(std::move(vocabulary));
  std::vector<WordId> final_number(numbers.size());
  for (const auto& [word, number] : numbers) final_number[number] = words_.find(word);
  for (WordId& word : form_words_) word = final_number[word];
  form_starts_.push_back(static_cast<uint32_t>(form_word_starts_.size()));
  form_word_starts_.push_back(static_cast<uint32_t>(form_words_.size()));
  collect_labels();
  form_words_.shrink_to_fit();
  labels_.shrink_to_fit();
}

// Which labels each word stands in.
void LabelIndex::collect_labels() {
  std::vector<std::vector<uint32_t>> of_word(words_.size());
  for (uint32_t label = 0; label < size(); ++label) {
    const uint32_t first = form_word_starts_[form_starts_[label]];
    const uint32_t last = form_word_starts_[form_starts_[label + 1]];
    for (uint32_t at = first; at < last; ++at) {
      auto& list = of_word[form_words_[at]];
      if (list.empty() || list.back() != label) list.push_back(label);
    }
  }
  for (const auto& list : of_word) {
    label_starts_.push_back(static_cast<uint32_t>(labels_.size()));
    labels_.insert(labels_.end(), list.begin(), list.end());
  }
  label_starts_.push_back(static_cast<uint32_t>(labels_.size()));
}

LabelIndex::Query LabelIndex::parse(std::string_view text) const {
  Query query;
  text = text.substr(0, kQueryBytesMax);
  query.unfinished = !text.empty() && text.back() != ' ';
  // "Éleveur / Éleveuse de chèvres" asks for its first form.
  query.words = label_forms(text).front();
  if (query.words.size() > kQueryWordsMax) query.words.resize(kQueryWordsMax);
  for (size_t i = 0; i < query.words.size(); ++i)
    if (!is_stop_word(query.words[i])) query.telling.push_back(i);
  if (query.telling.empty())
    for (size_t i = 0; i < query.words.size(); ++i) query.telling.push_back(i);
  // A last word that is passed over was not being typed.
  if (!query.telling.empty() && query.telling.back() + 1 != query.words.size())
    query.unfinished = false;
  return query;
}

// Labels that have a match of every word; the rarest word first, so that few cells are touched.
void LabelIndex::gather_all(const std::vector<std::vector<WordMatch>>& matches,
                            Scratch& scratch) const {
  scratch.begin(size());
  const auto reach = [&](size_t i) {
    size_t out = 0;
    for (const auto& match : matches[i])
      out += label_starts_[match.word + 1] - label_starts_[match.word];
    return out;
  };
  std::vector<std::pair<size_t, size_t>> order;
  for (size_t i = 0; i < matches.size(); ++i) order.emplace_back(reach(i), i);
  std::sort(order.begin(), order.end());
  for (size_t step = 0; step < order.size(); ++step) {
    for (const auto& [word, likeness] : matches[order[step].second]) {
      for (uint32_t at = label_starts_[word]; at < label_starts_[word + 1]; ++at) {
        if (step > 0 && scratch.cells[labels_[at]].round != scratch.round) continue;
        auto& cell = scratch.touch(labels_[at]);
        if (cell.last != step) continue;  // an earlier word lacks, or a better match was found
        cell.last = static_cast<uint16_t>(step + 1);
        cell.slips = static_cast<uint16_t>(cell.slips + static_cast<uint16_t>(likeness));
      }
    }
  }
  std::erase_if(scratch.touched,
                [&](uint32_t label) { return scratch.cells[label].last != matches.size(); });
}

// Labels that have enough of the query, words weighted by how rare they are; a word no label has
// weighs as much as the mean of the others.
void LabelIndex::gather_some(const std::vector<std::vector<WordMatch>>& matches,
                             Scratch& scratch) const {
  scratch.begin(size());
  float total = 0;
  size_t known = 0;
  for (size_t i = 0; i < matches.size(); ++i) {
    size_t reach = 0;
    for (const auto& match : matches[i])
      reach += label_starts_[match.word + 1] - label_starts_[match.word];
    if (reach == 0) continue;
    const auto weight = static_cast<float>(
        std::log(1.0 + static_cast<double>(size()) / static_cast<double>(reach)));
    total += weight;
    ++known;
    for (const auto& [word, likeness] : matches[i]) {
      for (uint32_t at = label_starts_[word]; at < label_starts_[word + 1]; ++at) {
        auto& cell = scratch.touch(labels_[at]);
        if (cell.last == i + 1) continue;
        cell.last = static_cast<uint16_t>(i + 1);
        cell.weight += weight / (1.0f + static_cast<float>(likeness));
      }
    }
  }
  if (known > 0) total *= static_cast<float>(matches.size()) / static_cast<float>(known);
  std::erase_if(scratch.touched, [&](uint32_t label) {
    auto& cell = scratch.cells[label];
    cell.slips = static_cast<uint16_t>(1000 * std::max(0.0f, 1 - cell.weight / total));
    return cell.weight < kPartialShareMin * total;
  });
}

// Whether a form begins with the query; `whole` when nothing follows.
bool LabelIndex::begins(const Query& query, uint32_t form, bool& whole) const {
  const size_t size = form_word_starts_[form + 1] - form_word_starts_[form];
  if (size < query.words.size()) return false;
  for (size_t i = 0; i < query.words.size(); ++i) {
    const auto word = words_.word(form_words_[form_word_starts_[form] + i]);
    if (word == query.words[i]) continue;
    const bool last = i + 1 == query.words.size();
    if (!last || !query.unfinished || !word.starts_with(query.words[i])) return false;
    whole = false;
    return true;
  }
  whole = size == query.words.size();
  return true;
}

Match LabelIndex::match_of(const Query& query, uint32_t label) const {
  Match best = Match::words;
  for (uint32_t form = form_starts_[label]; form < form_starts_[label + 1]; ++form) {
    bool whole = false;
    if (!begins(query, form, whole)) continue;
    if (whole) return Match::exact;
    best = Match::prefix;
  }
  return best;
}

void LabelIndex::rank(const Query& query, const Scratch& scratch, Match weakest,
                      std::vector<Ranked>& out) const {
  for (const uint32_t label : scratch.touched) {
    const auto& cell = scratch.cells[label];
    const Match match = weakest == Match::words ? match_of(query, label) : weakest;
    const size_t beyond =
        shortest_[label] > query.words.size() ? shortest_[label] - query.words.size() : 0;
    const uint64_t key = static_cast<uint64_t>(match) << 60 |
                         static_cast<uint64_t>(std::min<uint16_t>(cell.slips, 0xFFF)) << 48 |
                         static_cast<uint64_t>(beyond) << 32 | label;
    out.push_back({key, {label, match}});
  }
}

std::vector<LabelHit> LabelIndex::search(std::string_view text, size_t limit) const {
  thread_local Scratch scratch;
  const Query query = parse(text);
  if (query.telling.empty() || size() == 0 || limit == 0) return {};
  std::vector<std::vector<WordMatch>> matches;
  for (const size_t i : query.telling)
    matches.push_back(words_.near(query.words[i], query.unfinished && i + 1 == query.words.size()));

  std::vector<Ranked> ranked;
  gather_all(matches, scratch);
  rank(query, scratch, Match::words, ranked);
  const bool sure = std::any_of(ranked.begin(), ranked.end(),
                                [](const Ranked& r) { return r.hit.match <= Match::prefix; });
  if (!sure && ranked.size() < limit) {
    std::vector<uint32_t> found;
    for (const auto& r : ranked) found.push_back(r.hit.label);
    std::sort(found.begin(), found.end());
    for (size_t i = 0; i < matches.size(); ++i) {
      const size_t at = query.telling[i];
      const auto more =
          words_.misspelt(query.words[at], query.unfinished && at + 1 == query.words.size());
      matches[i].insert(matches[i].end(), more.begin(), more.end());
      std::stable_sort(matches[i].begin(), matches[i].end(),
                       [](WordMatch a, WordMatch b) { return a.likeness < b.likeness; });
    }
    gather_all(matches, scratch);
    std::erase_if(scratch.touched, [&](uint32_t label) {
      return std::binary_search(found.begin(), found.end(), label);
    });
    rank(query, scratch, Match::typo, ranked);
    if (ranked.empty()) {
      gather_some(matches, scratch);
      rank(query, scratch, Match::partial, ranked);
    }
  }
  const size_t kept = std::min(limit, ranked.size());
  std::partial_sort(ranked.begin(), ranked.begin() + static_cast<std::ptrdiff_t>(kept),
                    ranked.end(), [](const Ranked& a, const Ranked& b) { return a.key < b.key; });
  std::vector<LabelHit> out;
  for (size_t i = 0; i < kept; ++i) out.push_back(ranked[i].hit);
  return out;
}

size_t LabelIndex::memory_bytes() const {
  return words_.memory_bytes() + shortest_.capacity() +
         (label_starts_.capacity() + labels_.capacity() + form_starts_.capacity() +
          form_word_starts_.capacity() + form_words_.capacity()) *
             sizeof(uint32_t);
}

}  // namespace aksis::competences
