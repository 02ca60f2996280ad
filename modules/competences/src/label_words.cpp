#include "label_words.hpp"

#include <algorithm>
#include <array>

#include "aksis/cpp/fold.hpp"

namespace aksis::competences {

namespace {

constexpr std::array<std::string_view, 30> kEndings = {
    "e",     "es",   "s",     "ne",   "nes",   "se",   "ses",   "fe",    "fes",    "ve",
    "te",    "lle",  "re",    "ere",  "eres",  "iere", "ieres", "trice", "trices", "rice",
    "rices", "euse", "euses", "esse", "esses", "enne", "ennes", "ice",   "eure",   "eures"};
// After a hyphen or a slash only what is no word of its own.
constexpr std::array<std::string_view, 15> kSureEndings = {
    "e",     "ne",   "se",    "ere",  "iere", "trice", "trices", "rice",
    "rices", "euse", "euses", "esse", "enne", "es",    "fe"};
constexpr std::array<std::string_view, 22> kStopWords = {
    "de", "d",   "du", "des", "la",  "le",   "les",  "l",   "en",  "et",   "a",
    "au", "aux", "ou", "un",  "une", "pour", "dans", "sur", "par", "avec", "h"};

template <typename List>
bool holds(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// Bytes of the separator at `at` (0: none) and whether it also joins whole words.
struct Separator {
  size_t size = 0;
  bool doubtful = false;
};
Separator separator_at(std::string_view text, size_t at) {
  const char c = text[at];
  if (c == '.' || c == '(') return {1, false};
  if (c == '-' || c == '/') return {1, true};
  if (text.substr(at).starts_with("\u00B7")) return {2, false};
  for (const std::string_view dot : {"\u2022", "\u2027", "\u22C5"})
    if (text.substr(at).starts_with(dot)) return {dot.size(), false};
  return {};
}

bool letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0xC3;
}
bool inside_letter(char c) {  // also the second byte of an accented one
  return letter(c) || (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Bytes of the inclusive ending that begins at `at`, 0 when none does.
size_t ending_size(std::string_view text, size_t at) {
  const Separator separator = separator_at(text, at);
  if (separator.size == 0 || at == 0 || !inside_letter(text[at - 1])) return 0;
  size_t end = at + separator.size;
  while (end < text.size() && inside_letter(text[end]) && separator_at(text, end).size == 0) ++end;
  const std::string ending = fold(text.substr(at + separator.size, end - at - separator.size));
  if (!(separator.doubtful ? holds(kSureEndings, ending) : holds(kEndings, ending))) return 0;
  if (text[at] == '(') {
    if (end >= text.size() || text[end] != ')') return 0;
    ++end;
  }
  return end - at;
}

}  // namespace

std::string without_inclusive_endings(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    if (const size_t size = ending_size(text, i)) {
      i += size;
      continue;
    }
    out += text[i++];
  }
  return out;
}

std::vector<std::string> search_words(std::string_view text) {
  const std::string folded = fold(without_inclusive_endings(text));
  std::vector<std::string> out;
  for (const auto word : words(folded)) out.emplace_back(word);
  return out;
}

std::vector<std::vector<std::string>> label_forms(std::string_view label) {
  const size_t slash = label.find(" / ");
  if (slash == label.npos) return {search_words(label)};
  auto first = search_words(label.substr(0, slash));
  auto second = search_words(label.substr(slash + 3));
  if (first.empty() || second.empty() || first[0][0] != second[0][0]) {
    first.insert(first.end(), second.begin(), second.end());
    return {std::move(first)};
  }
  for (size_t i = first.size(); i < second.size(); ++i) first.push_back(second[i]);
  return {std::move(first), std::move(second)};
}

bool is_stop_word(std::string_view folded) {
  return holds(kStopWords, folded);
}

}  // namespace aksis::competences
