#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "aksis/cpp/fold.hpp"
#include "evaluation.hpp"
#include "evaluation_split.hpp"
#include "label_words.hpp"
#include "titles_clean.hpp"

namespace aksis::competences {

namespace {

constexpr size_t kFolds = 5;
constexpr size_t kGuesses = 5;
constexpr size_t kBins = 10;
constexpr size_t kAppellationParts = 12;  // one of them is asked, the others are known
constexpr double kNearIdentical = 0.7;    // shared stems / all stems

// Titles near-identical once cleaned get one number, so that they stand in one fold; chains count.
// Empty when stopped.
std::vector<size_t> groups_of_alike(const std::vector<TitleCase>& cases, const StopFlag& stop) {
  std::vector<std::set<std::string>> stems;
  for (const auto& one : cases) {
    std::set<std::string> mine;
    for (const auto& word : title_words(one.title)) mine.emplace(word_stem(word));
    stems.push_back(std::move(mine));
  }
  std::vector<size_t> group(cases.size());
  std::iota(group.begin(), group.end(), size_t{0});
  const auto head = [&](size_t i) {
    while (group[i] != i) i = group[i] = group[group[i]];
    return i;
  };
  for (size_t i = 0; i < cases.size(); ++i) {
    if (stop && stop()) return {};
    for (size_t j = 0; j < i; ++j) {
      size_t both = 0;
      for (const auto& stem : stems[i]) both += stems[j].count(stem);
      const size_t either = stems[i].size() + stems[j].size() - both;
      if (static_cast<double>(both) >= kNearIdentical * static_cast<double>(either)) {
        const size_t a = head(i);
        const size_t b = head(j);
        group[std::max(a, b)] = std::min(a, b);
      }
    }
  }
  for (size_t i = 0; i < cases.size(); ++i) group[i] = head(i);
  return group;
}

void answer(const Titles& titles, TitleCase& one) {
  one.guesses = titles.guess(one.title, kGuesses);
  for (size_t i = 0; i < one.guesses.size(); ++i)
    if (one.guesses[i].occupation == one.occupation) one.place = static_cast<int>(i + 1);
}

template <typename Keep>
TitleQuality quality(const std::vector<TitleCase>& cases, const Keep& keep) {
  struct Sums {
    double titles = 0, first = 0, five = 0;
  };
  std::map<Index, Sums> by_occupation;
  TitleQuality out;
  for (const auto& one : cases) {
    if (!keep(one)) continue;
    auto& sums = by_occupation[one.occupation];
    ++out.titles;
    ++sums.titles;
    if (one.place == 1) ++sums.first, ++out.plain_hit_at_1;
    if (one.place > 0) ++sums.five, ++out.plain_hit_at_5;
  }
  out.occupations = by_occupation.size();
  if (out.titles == 0) return out;
  for (const auto& [occupation, sums] : by_occupation) {
    out.hit_at_1 += sums.first / sums.titles;
    out.hit_at_5 += sums.five / sums.titles;
  }
  out.hit_at_1 /= static_cast<double>(out.occupations);
  out.hit_at_5 /= static_cast<double>(out.occupations);
  out.plain_hit_at_1 /= static_cast<double>(out.titles);
  out.plain_hit_at_5 /= static_cast<double>(out.titles);
  return out;
}

std::vector<ReliabilityBin> reliability(const std::vector<TitleCase>& cases) {
  std::vector<ReliabilityBin> out(kBins);
  for (size_t b = 0; b < kBins; ++b) {
    out[b].from = static_cast<double>(b) / kBins;
    out[b].to = static_cast<double>(b + 1) / kBins;
  }
  for (const auto& one : cases) {
    if (one.development || one.guesses.empty()) continue;
    const double confidence = one.guesses.front().confidence;
    auto& bin = out[std::min(kBins - 1, static_cast<size_t>(confidence * kBins))];
    ++bin.titles;
    bin.confidence += confidence;
    if (one.place == 1) ++bin.right;
  }
  for (auto& bin : out) {
    if (bin.titles == 0) continue;
    bin.confidence /= static_cast<double>(bin.titles);
    bin.right /= static_cast<double>(bin.titles);
  }
  return out;
}

std::vector<TitleCase> distinct_cases(const Referential& referential,
                                      const std::vector<TitleTruth>& truth, size_t& unknown) {
  std::vector<TitleCase> out;
  std::set<std::pair<std::string, Index>> seen;
  for (const auto& one : truth) {
    const Index occupation = referential.find_occupation(one.code);
    const std::string folded = fold(one.title);
    if (occupation == kNone) ++unknown;
    if (occupation == kNone || !seen.emplace(folded, occupation).second) continue;
    out.push_back({one.title, occupation, in_development(folded), {}, 0});
  }
  return out;
}

}  // namespace

Result<TitleReport> evaluate_titles(const Referential& referential,
                                    const std::vector<TitleTruth>& truth, bool learn,
                                    const Progress& progress, const StopFlag& stop) {
  TitleReport report;
  report.cases = distinct_cases(referential, truth, report.unknown_codes);
  auto& cases = report.cases;
  const auto group = learn ? groups_of_alike(cases, stop) : std::vector<size_t>(cases.size());
  if (group.size() != cases.size()) return evaluation_stopped();
  const auto fold_of = [&](size_t i) {
    return learn ? split_number(fold(cases[group[i]].title), kFolds) : size_t{0};
  };
  size_t done = 0;
  for (size_t f = 0; f < (learn ? kFolds : 1); ++f) {
    std::vector<LearntTitle> learnt;
    for (size_t i = 0; learn && i < cases.size(); ++i)
      if (fold_of(i) != f) learnt.push_back({cases[i].title, cases[i].occupation});
    const Titles titles(referential, learnt);
    for (size_t i = 0; i < cases.size(); ++i) {
      if (stop && stop()) return evaluation_stopped();
      if (fold_of(i) != f) continue;
      answer(titles, cases[i]);
      if (progress) progress(++done, cases.size());
    }
  }
  const auto held_out = [](const TitleCase& one) { return !one.development; };
  report.all = quality(cases, [](const TitleCase&) { return true; });
  report.held_out = quality(cases, held_out);
  report.development = quality(cases, [](const TitleCase& one) { return one.development; });
  report.reliability = reliability(cases);
  return report;
}

AppellationReport evaluate_appellations(const Referential& referential) {
  const auto asked = [&](Index i) {
    const Appellation& one = referential.appellation(i);
    return !one.principal && split_number(referential.text(one.code), kAppellationParts) == 0;
  };
  const Titles titles(referential, {}, [&](Index i) { return !asked(i); });
  std::vector<TitleCase> first, second;
  for (Index i = 0; i < referential.appellations().size(); ++i) {
    if (!asked(i)) continue;
    const Appellation& one = referential.appellation(i);
    const auto forms = label_forms(referential.text(one.label));
    if (forms.size() != 2 || forms[0] == forms[1]) continue;
    for (const bool is_first : {true, false}) {
      auto& cases = is_first ? first : second;
      std::string title;
      for (const auto& word : forms[is_first ? 0 : 1]) title += word + ' ';
      cases.push_back({title, one.occupation, false, {}, 0});
      answer(titles, cases.back());
    }
  }
  const auto all = [](const TitleCase&) { return true; };
  return {quality(first, all), quality(second, all)};
}

}  // namespace aksis::competences
