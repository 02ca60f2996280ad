#include "training.hpp"

#include <algorithm>
#include <set>

#include "cover.hpp"

namespace aksis::competences {

static_assert(kPlanItemsMax <= kCoverBits);

struct TrainingCatalogue::Group {
  CoverSet covers;
  std::vector<uint32_t> certifications;
};

TrainingCatalogue::TrainingCatalogue(const Referential& r,
                                     std::vector<Certification> certifications)
    : certifications_(std::move(certifications)) {
  std::sort(certifications_.begin(), certifications_.end(),
            [](const Certification& a, const Certification& b) { return a.rncp < b.rncp; });
  for (uint32_t i = 0; i < certifications_.size(); ++i) {
    const Certification& one = certifications_[i];
    for (const auto& code : one.rome_codes) covered_by_.try_emplace(code);
    if (one.active && !one.rome_codes.empty()) active_[one.rome_codes].push_back(i);
  }
  for (auto& [code, items] : covered_by_) {
    // A code of both versions is read as the older, broader one.
    auto occupations = r.occupations_from_parent(code);
    if (occupations.empty())
      if (const Index occupation = r.find_occupation(code); occupation != kNone)
        occupations.push_back(occupation);
    std::map<Index, size_t> counts;
    for (const Index occupation : occupations)
      for (const ItemLink& link : r.items_of(occupation))
        if (r.item(link.item).kind != ItemKind::context) ++counts[link.item];
    for (const auto& [item, count] : counts)
      if (static_cast<double>(count) >= kCoveredShareMin * static_cast<double>(occupations.size()))
        items.push_back(item);
    items.shrink_to_fit();
  }
}

const Certification* TrainingCatalogue::find(std::string_view rncp) const {
  const auto found = std::lower_bound(
      certifications_.begin(), certifications_.end(), rncp,
      [](const Certification& one, std::string_view wanted) { return one.rncp < wanted; });
  return found != certifications_.end() && found->rncp == rncp ? &*found : nullptr;
}

std::vector<Index> TrainingCatalogue::items_of(const Certification& certification) const {
  std::set<Index> items;
  for (const auto& code : certification.rome_codes)
    if (const auto found = covered_by_.find(code); found != covered_by_.end())
      items.insert(found->second.begin(), found->second.end());
  return {items.begin(), items.end()};
}

// One group per distinct part of `items` that certifications cover, without those another one
// covers whole.
std::vector<TrainingCatalogue::Group> TrainingCatalogue::groups_for(
    std::span<const Index> items) const {
  std::map<std::string_view, CoverSet> by_code;
  for (const auto& [code, covered] : covered_by_) {
    CoverSet bits;
    for (size_t i = 0; i < items.size(); ++i)
      bits[i] = std::binary_search(covered.begin(), covered.end(), items[i]);
    by_code.emplace(code, bits);
  }
  std::map<std::string, Group> by_bits;
  for (const auto& [codes, certifications] : active_) {
    CoverSet bits;
    for (const auto& code : codes) bits |= by_code[code];
    if (bits.none()) continue;
    auto& group = by_bits[bits.to_string()];
    group.covers = bits;
    group.certifications.insert(group.certifications.end(), certifications.begin(),
                                certifications.end());
  }
  std::vector<Group> all, out;
  for (auto& [bits, group] : by_bits) all.push_back(std::move(group));
  std::stable_sort(all.begin(), all.end(), [](const Group& a, const Group& b) {
    return a.covers.count() > b.covers.count();
  });
  for (Group& group : all) {
    const bool covered = std::any_of(out.begin(), out.end(), [&](const Group& larger) {
      return (group.covers & ~larger.covers).none();
    });
    if (!covered) out.push_back(std::move(group));
  }
  return out;
}

TrainingPlan TrainingCatalogue::plan(std::span<const Index> items) const {
  TrainingPlan out;
  const auto weighed = items.first(std::min(items.size(), kPlanItemsMax));
  auto groups = groups_for(weighed);
  std::vector<CoverSet> sets;
  for (const Group& group : groups) sets.push_back(group.covers);
  const Cover cover = smallest_cover(sets, kSearchNodesMax);
  out.method = cover.exact ? TrainingPlan::Method::exact : TrainingPlan::Method::greedy;
  CoverSet reached;
  for (const size_t i : cover.chosen) {
    Group& group = groups[i];
    TrainingStep step;
    step.alternatives = group.certifications.size();
    // The most focused first: fewest codes aimed at, then the newest registration.
    std::sort(group.certifications.begin(), group.certifications.end(),
              [&](uint32_t a, uint32_t b) {
                const auto &x = certifications_[a], &y = certifications_[b];
                if (x.rome_codes.size() != y.rome_codes.size())
                  return x.rome_codes.size() < y.rome_codes.size();
                return std::pair(y.ends_on, x.rncp) < std::pair(x.ends_on, y.rncp);
              });
    group.certifications.resize(std::min(group.certifications.size(), kAlternativesMax));
    step.certifications = std::move(group.certifications);
    for (size_t bit = 0; bit < weighed.size(); ++bit)
      if (group.covers[bit]) step.items.push_back(weighed[bit]);
    reached |= group.covers;
    out.steps.push_back(std::move(step));
  }
  for (size_t bit = 0; bit < weighed.size(); ++bit)
    if (!reached[bit]) out.uncovered.push_back(weighed[bit]);
  return out;
}

}  // namespace aksis::competences
