#include "titles.hpp"

#include <algorithm>
#include <cmath>

#include "label_words.hpp"
#include "titles_clean.hpp"

namespace aksis::competences {

namespace {

// Chosen on the development titles (docs/competences/evaluation.md).
constexpr float kLetterShare = 1;
constexpr float kWordShare = 0.5F;
constexpr float kTextShare = 0.2F;
constexpr float kKnownShare = 0.05F;   // occupations often met are likelier
constexpr float kParentShare = 0.85F;  // offers still carry the V3 code a sheet was split from
constexpr size_t kBeginning = 6;       // letters
// Logistic in the first score and its lead; one pair of curves a setting.
struct Curve {
  double start, per_score, per_lead;
};
constexpr Curve kReferentialCurve = {-1.71, 0.74, 0.91};
constexpr Curve kLearntCurve = {-1.15, 0.53, 1.23};

void add(TermRows& rows, size_t row, const std::vector<std::string>& terms, float count = 1) {
  for (const auto& term : terms) rows.add(row, term, count);
}

std::vector<std::string> first_form(std::string_view label) {
  auto forms = label_forms(label);
  return forms.empty() ? std::vector<std::string>{} : std::move(forms.front());
}

// What texts are compared by: the stem of a word, and how it begins, because jobs and their tasks
// have words of one family ("rédacteur", "rédaction").
std::vector<std::string> text_terms(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const auto& word : words) {
    if (is_stop_word(word)) continue;
    out.emplace_back(word_stem(word));
    out.push_back(word.substr(0, kBeginning) + '*');
  }
  return out;
}

void add_texts(const Referential& referential, Index o, const Titles::Knows& knows,
               WordOdds& texts) {
  const auto take = [&](Text text) {
    for (const auto& term : text_terms(first_form(referential.text(text)))) texts.add(o, term);
  };
  const Occupation& occupation = referential.occupation(o);
  take(occupation.label);
  take(occupation.definition);
  Index appellation = referential.first_appellation(o);
  for (const auto& one : referential.appellations_of(o))
    if (knows(appellation++)) take(one.label);
  for (const auto& link : referential.items_of(o)) {
    const Item& item = referential.item(link.item);
    if (item.kind != ItemKind::context) take(item.label);
  }
}

}  // namespace

Titles::Titles(const Referential& referential, std::span<const LearntTitle> learnt,
               const Knows& knows) {
  const size_t occupations = referential.occupations().size();
  const size_t count = occupations + referential.appellations().size() + learnt.size();
  labels_.reserve(count);
  letters_ = TermRows(count);
  words_ = TermRows(count);
  texts_ = WordOdds(occupations);
  for (Index o = 0; o < occupations; ++o) {
    add_label(referential.text(referential.occupation(o).label), {o, kNone, false});
    Index appellation = referential.first_appellation(o);
    for (const auto& one : referential.appellations_of(o)) {
      if (knows(appellation)) add_label(referential.text(one.label), {o, appellation, false});
      ++appellation;
    }
    add_texts(referential, o, knows, texts_);
    const Index parent =
        referential.find_occupation(referential.text(referential.occupation(o).parent_code));
    parents_.push_back(parent == o ? kNone : parent);
  }
  genders_.finish();
  known_.resize(occupations);
  for (const auto& one : learnt) {
    if (one.occupation >= occupations) continue;
    has_learnt_ = true;
    const auto words = genders_.first_forms(title_words(one.title));
    add(letters_, labels_.size(), letter_terms(words));
    add(words_, labels_.size(), stem_terms(words));
    labels_.push_back({one.occupation, kNone, true});
    ++known_[one.occupation];
  }
  for (auto& known : known_) known = std::log1p(known);
  for (auto* rows : {&letters_, &words_}) {
    rows->finish();
    rows->drop_rows();
  }
  texts_.finish();
}

void Titles::add_label(std::string_view text, Label label) {
  const auto forms = label_forms(text);
  genders_.add(forms);
  for (const auto& form : forms) add(letters_, labels_.size(), letter_terms(form));
  if (!forms.empty()) add(words_, labels_.size(), stem_terms(forms.front()));
  labels_.push_back(label);
}

std::vector<TitleGuess> Titles::by_occupation(std::span<const float> by_label) const {
  std::vector<TitleGuess> best(texts_.size());
  const auto offer = [&](Index occupation, const Label& label, float worth) {
    auto& guess = best[occupation];
    if (double{worth} > guess.score)
      guess = {occupation, label.appellation, label.learnt, double{worth}, 0};
  };
  for (size_t i = 0; i < labels_.size(); ++i) {
    const Label& label = labels_[i];
    offer(label.occupation, label, by_label[i]);
    const Index parent = parents_[label.occupation];
    if (parent != kNone && !label.learnt) offer(parent, label, kParentShare * by_label[i]);
  }
  std::erase_if(best, [](const TitleGuess& guess) { return guess.occupation == kNone; });
  return best;
}

std::vector<TitleGuess> Titles::guess(std::string_view title, size_t limit) const {
  const auto words = genders_.first_forms(title_words(title));
  std::vector<float> by_label(letters_.size());
  letters_.add_products(letters_.weigh(letter_terms(words)), kLetterShare, by_label);
  words_.add_products(words_.weigh(stem_terms(words)), kWordShare, by_label);
  std::vector<float> by_texts(texts_.size());
  texts_.add_odds(text_terms(words), kTextShare, by_texts);

  auto found = by_occupation(by_label);
  for (auto& guess : found)
    guess.score += double{by_texts[guess.occupation] + kKnownShare * known_[guess.occupation]};
  std::sort(found.begin(), found.end(), [](const TitleGuess& a, const TitleGuess& b) {
    return a.score != b.score ? a.score > b.score : a.occupation < b.occupation;
  });
  const Curve& curve = has_learnt_ ? kLearntCurve : kReferentialCurve;
  for (size_t i = 0; i < std::min(limit, found.size()); ++i) {
    const double rival = i > 0 ? found[0].score : found.size() > 1 ? found[1].score : 0;
    found[i].confidence = 1 / (1 + std::exp(-(curve.start + curve.per_score * found[i].score +
                                              curve.per_lead * (found[i].score - rival))));
  }
  // Not resized: that would keep the room of all occupations for a few guesses.
  return {found.begin(),
          found.begin() + static_cast<std::ptrdiff_t>(std::min(limit, found.size()))};
}

size_t Titles::memory_bytes() const {
  return labels_.capacity() * sizeof(Label) + letters_.memory_bytes() + words_.memory_bytes() +
         texts_.memory_bytes() + genders_.memory_bytes();
}

}  // namespace aksis::competences
