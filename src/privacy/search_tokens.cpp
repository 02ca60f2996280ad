#include "privacy/search_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aksis/cpp/fold.hpp"
#include "privacy/french_sound.hpp"

namespace aksis::privacy {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr size_t kTokenBytes = 16;
constexpr size_t kBeginningMin = 2, kBeginningMax = 20;  // letters
constexpr size_t kWordsMax = 8;                          // of a search; and 32 of a text:
constexpr size_t kTextWordsMax = 32;
constexpr size_t kTokensMax = 500;  // of a text of a module; docs and privacy.h say so

Blob token(const Keyring& keys, std::string_view domain, std::string_view value) {
  auto out = keys.index(Purpose::search, domain, value);
  out.resize(kTokenBytes);
  return out;
}

Blob whole(const Keyring& keys, std::string_view word) {
  return token(keys, "word", word);
}

// Letters, not bytes: a beginning never ends inside one.
std::vector<std::string_view> beginnings(std::string_view word) {
  std::vector<std::string_view> out;
  size_t letters = 0;
  for (size_t i = 1; i <= word.size(); ++i) {
    const bool between = i == word.size() || (static_cast<unsigned char>(word[i]) & 0xC0) != 0x80;
    if (!between) continue;
    ++letters;
    if (letters >= kBeginningMin && letters <= kBeginningMax) out.push_back(word.substr(0, i));
  }
  return out;
}

// What to look for of one searched word.
struct Wanted {
  Blob begins, sounds, is;
  size_t size;
};

std::vector<Wanted> wanted(const Keyring& keys, std::string_view text) {
  const auto folded = fold(text);
  std::vector<Wanted> out;
  std::set<std::string_view> seen;
  for (const auto word : words(folded)) {
    if (out.size() == kWordsMax || !seen.insert(word).second) continue;
    const auto starts = beginnings(word);
    // One letter alone has no beginning: somebody must be called so.
    const auto begins = starts.empty() ? whole(keys, word) : token(keys, "begin", starts.back());
    const auto sound = french_sound(word);
    out.push_back({begins, sound.empty() ? begins : token(keys, "sound", sound), whole(keys, word),
                   word.size()});
  }
  // The longest is the rarest: the others are looked up among its people.
  std::stable_sort(out.begin(), out.end(),
                   [](const Wanted& a, const Wanted& b) { return a.size > b.size; });
  return out;
}

// $1 … $3n: what each word begins with, what it may be instead, what it is; then the limit, then
// what the people are narrowed by.
std::string search_sql(size_t count, const Among& among) {
  const auto any_of = [](size_t i) { return fmt::format("IN (${}, ${})", 3 * i + 1, 3 * i + 2); };
  std::string exact = "0", others;
  for (size_t i = 0; i < count; ++i) {
    exact += fmt::format(
        " + CASE WHEN EXISTS (SELECT 1 FROM core_search_token w WHERE w.token = ${} AND w.person = "
        "t.person) THEN 1 ELSE 0 END",
        3 * i + 3);
    if (i > 0)
      others += fmt::format(
          " {} EXISTS (SELECT 1 FROM core_search_token o WHERE o.token {} AND o.person = t.person)",
          i == 1 ? "WHERE" : "AND", any_of(i));
  }
  if (among.condition)
    others += (others.empty() ? " WHERE " : " AND ") + among.condition(3 * count + 2);
  return fmt::format(
      "SELECT t.person, {} AS exact FROM (SELECT DISTINCT person FROM core_search_token WHERE "
      "token {}) t{} ORDER BY exact DESC, t.person LIMIT ${}",
      exact, any_of(0), others, 3 * count + 1);
}

Status search(Transaction& tx, const std::vector<Wanted>& words, bool by_sound, int64_t limit,
              const Among& among, std::vector<FoundPerson>& out) {
  std::vector<Value> parameters;
  for (const auto& word : words) {
    parameters.push_back(word.begins);
    parameters.push_back(by_sound ? word.sounds : word.begins);
    parameters.push_back(word.is);
  }
  // Those found before come again.
  const auto before = out;
  parameters.push_back(limit + static_cast<int64_t>(before.size()));
  parameters.insert(parameters.end(), among.parameters.begin(), among.parameters.end());
  return tx.query(search_sql(words.size(), among), parameters, [&](const Row& row) -> Status {
    const auto known = std::any_of(before.begin(), before.end(),
                                   [&](const auto& one) { return one.person == row.text(0); });
    if (!known && static_cast<int64_t>(out.size()) < limit)
      out.push_back({std::string(row.text(0)), by_sound});
    return {};
  });
}

}  // namespace

Status write_search_tokens(Transaction& tx, const Keyring& keys, std::string_view person,
                           std::string_view field, std::string_view text) {
  AKSIS_TRY(tx.execute("DELETE FROM core_search_token WHERE person = $1 AND field = $2",
                       {person, field}));
  const auto folded = fold(text);
  std::set<Blob> tokens;
  size_t count = 0;
  for (const auto word : words(folded)) {
    if (++count > kTextWordsMax) break;
    tokens.insert(whole(keys, word));
    for (const auto beginning : beginnings(word)) tokens.insert(token(keys, "begin", beginning));
    const auto sound = french_sound(word);
    if (!sound.empty()) tokens.insert(token(keys, "sound", sound));
  }
  for (const auto& one : tokens)
    AKSIS_TRY(tx.execute("INSERT INTO core_search_token (token, person, field) VALUES ($1, $2, $3)",
                         {one, person, field}));
  return {};
}

std::set<Blob> word_tokens(const Keyring& keys, std::string_view domain, std::string_view text) {
  const auto folded = fold(text);
  const auto own = fmt::format("text:{}", domain);
  std::set<Blob> out;
  for (const auto word : words(folded)) {
    if (out.size() == kTokensMax) break;
    out.insert(token(keys, own, word));
  }
  return out;
}

Result<std::vector<FoundPerson>> find_people(Transaction& tx, const Keyring& keys,
                                             std::string_view text, int64_t limit,
                                             const Among& among) {
  std::vector<FoundPerson> out;
  const auto words = wanted(keys, text);
  if (words.empty()) return out;
  AKSIS_TRY(search(tx, words, false, limit, among, out));
  if (static_cast<int64_t>(out.size()) < limit)
    AKSIS_TRY(search(tx, words, true, limit, among, out));
  return out;
}

}  // namespace aksis::privacy
