#include "profile.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include "dates.hpp"

namespace aksis::competences {

namespace {

constexpr std::array<std::string_view, 4> kSources = {"declared", "diploma", "observed", "test"};

// An experience makes its occupation's core items likely: with help within the first half year,
// alone from two years on; one level less when it ended more than ten years ago.
constexpr int kMonthsForHelped = 6;
constexpr int kMonthsForAlone = 24;
constexpr int kMonthsUntilFaded = 120;
constexpr int kDiplomaLevel = 2;

bool expired(const Assessment& a, std::string_view today) {
  return !a.expires_on.empty() && a.expires_on < today;
}

int experience_level(const Experience& experience, std::string_view today) {
  int level = experience.months < kMonthsForHelped  ? 1
              : experience.months < kMonthsForAlone ? 2
                                                    : 3;
  if (!experience.ended_on.empty() &&
      months_between(experience.ended_on, today) > kMonthsUntilFaded)
    --level;
  return level;
}

}  // namespace

std::string_view name(Source source) {
  return kSources[static_cast<size_t>(source)];
}

Source source_of(std::string_view name) {
  const auto found = std::find(kSources.begin(), kSources.end(), name);
  return found == kSources.end() ? Source::declared : static_cast<Source>(found - kSources.begin());
}

size_t leading(std::span<const Assessment> assessments, std::string_view item,
               std::string_view today) {
  const auto worth = [&](const Assessment& a) {
    return std::tuple(!expired(a, today), a.source, std::string_view(a.assessed_on), a.level);
  };
  size_t best = SIZE_MAX;
  for (size_t i = 0; i < assessments.size(); ++i)
    if (assessments[i].item == item &&
        (best == SIZE_MAX || worth(assessments[best]) < worth(assessments[i])))
      best = i;
  return best;
}

const Held* Holdings::find(Index item) const {
  const auto found = std::lower_bound(held.begin(), held.end(), item,
                                      [](const Held& h, Index wanted) { return h.item < wanted; });
  return found != held.end() && found->item == item ? &*found : nullptr;
}

Holdings holdings(const Referential& r, std::span<const Assessment> assessments,
                  std::string_view today) {
  std::map<std::string_view, std::vector<Assessment>> by_item;
  for (const Assessment& a : assessments) by_item[a.item].push_back(a);
  Holdings out;
  for (const auto& [code, own] : by_item) {
    const Index item = r.find_item(code);
    if (item == kNone) {
      out.unknown.emplace_back(code);
      continue;
    }
    const Assessment& best = own[leading(own, code, today)];
    const bool over = expired(best, today);
    out.held.push_back(
        {item, over ? 0 : best.level, over ? best.level : 0, best.source, best.expires_on});
  }
  std::sort(out.held.begin(), out.held.end(),
            [](const Held& a, const Held& b) { return a.item < b.item; });
  return out;
}

std::vector<Suggestion> suggestions(const Referential& r, const Holdings& holdings,
                                    std::span<const Experience> experiences,
                                    std::span<const DiplomaContent> diplomas,
                                    std::string_view today) {
  std::map<Index, Suggestion> by_item;
  const auto suggest = [&](Index item, int level, Source source, Reason reason) {
    const Held* held = holdings.find(item);
    if (level <= 0 || (held && held->level >= level)) return;
    auto& suggestion = by_item[item];
    suggestion.item = item;
    if (level > suggestion.level) suggestion.level = level, suggestion.source = source;
    suggestion.reasons.push_back(std::move(reason));
  };
  for (const Experience& experience : experiences) {
    const Index occupation = r.find_occupation(experience.rome_code);
    if (occupation == kNone) continue;
    const std::string label(r.text(r.occupation(occupation).label));
    for (const ItemLink& link : r.items_of(occupation)) {
      if (link.core != Core::core || r.item(link.item).kind == ItemKind::context) continue;
      suggest(link.item, experience_level(experience, today), Source::declared,
              {"suggestion.experience",
               {{"occupation", label}, {"months", static_cast<int64_t>(experience.months)}}});
    }
  }
  for (const DiplomaContent& diploma : diplomas)
    for (const Index item : diploma.items)
      suggest(item, kDiplomaLevel, Source::diploma,
              {"suggestion.diploma", {{"diploma", diploma.label}, {"rncp", diploma.rncp}}});

  std::vector<Suggestion> out;
  for (auto& [item, suggestion] : by_item) out.push_back(std::move(suggestion));
  std::stable_sort(out.begin(), out.end(), [](const Suggestion& a, const Suggestion& b) {
    if (a.level != b.level) return a.level > b.level;
    return a.reasons.size() > b.reasons.size();
  });
  return out;
}

}  // namespace aksis::competences
