#include "record/person_search.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aksis/cpp/fold.hpp"
#include "privacy/french_sound.hpp"
#include "privacy/nir.hpp"
#include "privacy/person_state.hpp"
#include "privacy/search_tokens.hpp"
#include "record/person_fields.hpp"

namespace aksis::record {
namespace {

using privacy::Keyring;
using storage::Row;
using storage::Transaction;

// People born on one day are looked at one by one: of a million, some fifty.
constexpr int64_t kBornMax = 2000;

struct Question {
  std::string date;   // empty: none given
  std::string words;  // the rest, folded
};

Question understood(std::string_view text) {
  Question out;
  std::string rest;
  while (!text.empty()) {
    const auto end = std::min(text.find(' '), text.size());
    auto date = iso_day(text.substr(0, end));
    if (!date.empty() && out.date.empty())
      out.date = std::move(date);
    else
      rest += std::string(text.substr(0, end)) + " ";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out.words = fold(rest);
  return out;
}

// How well the words asked for fit the names of one person.
enum class Fit { none, sound, beginning, exact };

Fit fit_of(const PersonRecord& record, std::string_view asked) {
  const auto family =
      fold(fmt::format("{} {}", record.value("birth_name"), record.value("used_name")));
  const auto first = fold(record.value("first_names"));
  auto names = words(family);
  const auto family_count = static_cast<std::ptrdiff_t>(names.size());
  for (const auto word : words(first)) names.push_back(word);
  auto out = Fit::exact;
  bool by_family = false;
  for (const auto word : words(asked)) {
    const auto is = std::find(names.begin(), names.end(), word);
    by_family |= is != names.end() && is - names.begin() < family_count;
    if (is != names.end()) continue;
    const auto any = [&](auto&& holds) { return std::any_of(names.begin(), names.end(), holds); };
    const auto sound = privacy::french_sound(word);
    if (any([&](std::string_view name) { return name.starts_with(word); }))
      out = std::min(out, Fit::beginning);
    else if (!sound.empty() &&
             any([&](std::string_view name) { return privacy::french_sound(name) == sound; }))
      out = std::min(out, Fit::sound);
    else
      return Fit::none;
  }
  // A first name and a day are shared by too many to be one person's.
  return out == Fit::exact && !by_family ? Fit::beginning : out;
}

class Search {
 public:
  Search(Transaction& tx, Keyring& keys, const std::optional<Follower>& reach, int64_t limit,
         Micros now)
      : tx_(tx), keys_(keys), reach_(reach), limit_(limit), now_(now) {}

  Status by_nir(const privacy::Nir& nir) {
    AKSIS_ASSIGN(person, find_by_field(tx_, keys_, kNir, nir.full()));
    if (person.empty()) return {};
    AKSIS_ASSIGN(seen, sees(person));
    if (seen == Sees::yes) return add(person, false);
    if (seen == Sees::closed) ++out.elsewhere;
    return {};
  }

  Status by_birth(const Question& question) {
    std::vector<std::string> born;
    AKSIS_TRY(tx_.query("SELECT id FROM core_person WHERE birth_index = $1 ORDER BY id LIMIT $2",
                        {birth_index(keys_, question.date), kBornMax},
                        [&](const Row& row) -> Status {
                          born.emplace_back(row.text(0));
                          return {};
                        }));
    for (const auto& person : born) {
      AKSIS_ASSIGN(seen, sees(person));
      if (seen == Sees::archived) continue;
      AKSIS_ASSIGN(record, read_record(tx_, &keys_, person));
      const auto fit = fit_of(record, question.words);
      if (seen == Sees::closed)
        out.elsewhere += !question.words.empty() && fit == Fit::exact;
      else if ((question.words.empty() || fit != Fit::none) && room())
        out.people.push_back({std::move(record), fit == Fit::sound});
    }
    return {};
  }

  // Whole references and identifiers; of others' people nothing is told.
  Status by_number(std::string_view text) {
    std::vector<std::string> people;
    AKSIS_TRY(tx_.query("SELECT id FROM core_person WHERE reference = $1", {text},
                        [&](const Row& row) -> Status {
                          people.emplace_back(row.text(0));
                          return {};
                        }));
    AKSIS_ASSIGN(identified, find_by_identifier(tx_, keys_, text));
    people.insert(people.end(), identified.begin(), identified.end());
    for (const auto& person : people) {
      AKSIS_ASSIGN(seen, sees(person));
      if (seen == Sees::yes) AKSIS_TRY(add(person, false));
    }
    return {};
  }

  Status by_name(std::string_view words) {
    AKSIS_ASSIGN(found, privacy::find_people(tx_, keys_, words, limit_, among()));
    for (const auto& one : found) AKSIS_TRY(add(one.person, one.by_sound));
    return {};
  }

  FoundPeople out;

 private:
  enum class Sees { yes, closed, archived };
  Result<Sees> sees(std::string_view person) {
    if (!reach_) return Sees::yes;
    AKSIS_ASSIGN(state, privacy::person_state(tx_, person));
    if (state.archived) return Sees::archived;
    AKSIS_ASSIGN(opening, follows(tx_, *reach_, person, now_));
    return opening ? Sees::yes : Sees::closed;
  }

  bool room() const { return static_cast<int64_t>(out.people.size()) < limit_; }

  Status add(std::string_view person, bool by_sound) {
    const auto known = std::any_of(out.people.begin(), out.people.end(),
                                   [&](const auto& one) { return one.record.person.id == person; });
    if (known || !room()) return {};
    AKSIS_ASSIGN(record, read_record(tx_, &keys_, person));
    out.people.push_back({std::move(record), by_sound});
    return {};
  }

  privacy::Among among() const {
    privacy::Among only;
    if (!reach_) return only;
    // A caseload is gathered once; of an agency's many people those found are asked for one by one.
    const bool many = !reach_->organisation.empty();
    only.condition = [many](size_t first) {
      return fmt::format(
          "{} {}) AND t.person NOT IN (SELECT person FROM core_person_state WHERE state = "
          "'archived')",
          many ? "EXISTS (SELECT 1 FROM core_relation WHERE person = t.person AND"
               : "t.person IN (SELECT person FROM core_relation WHERE",
          open_condition(first));
    };
    only.parameters = {reach_->account, now_, reach_->organisation};
    return only;
  }

  Transaction& tx_;
  Keyring& keys_;
  const std::optional<Follower>& reach_;
  int64_t limit_;
  Micros now_;
};

}  // namespace

Result<FoundPeople> search_people(Transaction& tx, Keyring& keys,
                                  const std::optional<Follower>& reach, std::string_view words,
                                  int64_t limit, Micros now) {
  Search search(tx, keys, reach, limit, now);
  const auto question = understood(words);
  if (const auto nir = privacy::parse_nir(words); nir.ok()) {
    AKSIS_TRY(search.by_nir(*nir));
  } else if (!question.date.empty()) {
    AKSIS_TRY(search.by_birth(question));
  } else {
    AKSIS_TRY(search.by_number(words));
    AKSIS_TRY(search.by_name(question.words));
  }
  return std::move(search.out);
}

}  // namespace aksis::record
