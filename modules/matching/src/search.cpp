#include "search.hpp"

#include <algorithm>

namespace aksis::matching {

namespace {

constexpr OfferKey kBestKey = 0;
constexpr Day kBestDay = UINT16_MAX;
constexpr size_t kAhead = 6;  // runs

uint32_t weight_of(const Weights& weights, Part part) {
  return weights.parts[static_cast<size_t>(part)];
}

// What an occupation decides for all its offers.
struct Group {
  OccupationIndex occupation = kNoOccupation;
  uint32_t bound = 0;  // of its offers, whatever their skills, place and day
  uint32_t proximity = 0;
};

// One search: the person's answers to everything offers share, then the offers themselves.
class Search {
 public:
  Search(const Snapshot& snapshot, Scorer& scorer, size_t k, SearchCount& count)
      : snapshot_(snapshot), scorer_(scorer), weights_(scorer.weights()), top_(k), count_(count) {
    prepare_places();
    prepare_sets();
    prepare_nafs();
    for (size_t i = 0; i < kContractCount; ++i) {
      const auto contract = static_cast<Contract>(i);
      contract_[i] = scorer_.wish_weight(Wish::contract) * scorer_.contract(contract);
      contract_bar_[i] = scorer_.contract_bar(contract);
    }
    // The first days count as fresh however few `fresh_days` are.
    const uint32_t age_max = std::min<uint32_t>(weights_.fresh_days + kFreshDays, scorer_.today());
    for (uint32_t age = 0; age <= age_max; ++age)
      freshness_.push_back(weight_of(weights_, Part::freshness) *
                           scorer_.freshness(static_cast<Day>(scorer_.today() - age)));
  }

  std::vector<Hit> run() {
    auto groups = this->groups();
    std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
      return a.bound != b.bound ? a.bound > b.bound : a.occupation < b.occupation;
    });
    for (const auto& group : groups) {
      if (top_.shuts({group.bound, kBestDay, kBestKey, nullptr, nullptr})) break;
      search(group);
    }
    return std::move(top_).sorted();
  }

 private:
  struct Candidate {
    uint32_t bound = 0;  // without freshness
    const Block* block = nullptr;
    const Run* run = nullptr;
  };

  void prepare_places();
  void prepare_sets();
  void prepare_nafs();
  std::vector<Group> groups() const;
  void search(const Group& group);
  void search(const Candidate& candidate);
  void consider(const Block& block, const Row& row, uint32_t fresh, bool own);

  uint32_t fresh(Day created) const {
    if (created == kNoDay) return 0;
    const uint32_t age = created >= scorer_.today() ? 0 : scorer_.today() - created;
    return age < freshness_.size() ? freshness_[age] : 0;
  }

  const Snapshot& snapshot_;
  Scorer& scorer_;
  const Weights& weights_;
  TopHits top_;
  SearchCount& count_;

  std::vector<Distance> distance_;       // by place
  std::vector<Distance> tile_distance_;  // the least in each tile
  std::vector<SetView> sets_;
  std::vector<uint32_t> naf_;  // weighted share << 1 | barred
  std::array<uint32_t, kContractCount> contract_{};
  std::array<bool, kContractCount> contract_bar_{};
  std::vector<uint32_t> freshness_;  // weighted, by age

  // Of the group being searched.
  OccupationIndex occupation_ = kNoOccupation;
  uint32_t occupation_skills_ = 0, months_ = 0, context_bits_ = 0, interest_ = 0;
  uint32_t proximity_ = 0;
  bool appellation_counts_ = false;
  std::vector<Candidate> candidates_;
};

void Search::prepare_places() {
  const auto& dictionary = *snapshot_.dictionary;
  distance_.resize(dictionary.places.size());
  tile_distance_.assign(dictionary.tiles, kNoDistance);
  for (uint32_t i = 0; i < distance_.size(); ++i) {
    distance_[i] = scorer_.distance_to(i);
    auto& least = tile_distance_[dictionary.places[i].tile];
    least = std::min(least, distance_[i]);
  }
}

void Search::prepare_sets() {
  sets_.reserve(snapshot_.dictionary->sets.size());
  for (const auto& set : snapshot_.dictionary->sets) sets_.push_back(scorer_.view(set));
}

void Search::prepare_nafs() {
  const auto count = snapshot_.dictionary->nafs.size();
  naf_.assign(count, 0);
  if (!scorer_.stated(Wish::sector)) return;
  for (uint16_t i = 0; i < count; ++i)
    naf_[i] = (scorer_.wish_weight(Wish::sector) * scorer_.sector(i)) << 1 |
              uint32_t(scorer_.sector_bar(i));
}

std::vector<Group> Search::groups() const {
  // Skills, experience, wishes, distance and freshness at their best.
  uint32_t rest = 0;
  for (const auto part :
       {Part::skills, Part::experience, Part::wishes, Part::distance, Part::freshness})
    rest += weight_of(weights_, part) * kFull;
  std::vector<Group> out;
  const auto count = snapshot_.catalogue->occupations().size();
  for (size_t i = 0; i < count; ++i) {
    const auto occupation = static_cast<OccupationIndex>(i);
    if (snapshot_.main->runs(occupation).empty() && snapshot_.recent->runs(occupation).empty())
      continue;
    if (scorer_.occupation_bar(occupation)) continue;
    // With the appellation wished it can only be nearer.
    uint32_t proximity = scorer_.proximity(occupation);
    for (const auto& wish : scorer_.seeker().occupations)
      if (wish.occupation == occupation && wish.appellation)
        proximity = std::max(proximity, scorer_.proximity(occupation, wish.appellation));
    out.push_back(
        {occupation, rest + weight_of(weights_, Part::occupation) * proximity, proximity});
  }
  return out;
}

void Search::search(const Group& group) {
  occupation_ = group.occupation;
  proximity_ = scorer_.proximity(occupation_);
  appellation_counts_ = group.proximity != proximity_;
  occupation_skills_ = scorer_.occupation_skills(occupation_);
  months_ = scorer_.months_towards(occupation_);
  context_bits_ = scorer_.occupation_contexts(occupation_);
  interest_ = scorer_.wish_weight(Wish::interest) * scorer_.interest(occupation_);

  const uint32_t base = weight_of(weights_, Part::occupation) * group.proximity +
                        weight_of(weights_, Part::experience) * kFull +
                        weight_of(weights_, Part::wishes) * kFull;
  const uint32_t plain = base + weight_of(weights_, Part::skills) * occupation_skills_;
  const uint32_t own =
      base + weight_of(weights_, Part::skills) * scorer_.skills(occupation_skills_, kFull);
  candidates_.clear();
  for (const auto* block : {snapshot_.main.get(), snapshot_.recent.get()})
    for (const auto& run : block->runs(occupation_)) {
      // Of offers with a list of their own the list may yet say that they are.
      const auto skills = run.own ? scorer_.skills(occupation_skills_, kFull) : occupation_skills_;
      if (scorer_.unrelated(group.proximity, skills)) continue;
      const auto distance = tile_distance_[run.tile];
      if (scorer_.distance_bar(distance)) continue;
      const uint32_t bound = (run.own ? own : plain) +
                             weight_of(weights_, Part::distance) * scorer_.distance(distance);
      if (!top_.shuts({bound + fresh(run.newest), run.newest, kBestKey, nullptr, nullptr}))
        candidates_.push_back({bound, block, &run});
    }
  std::sort(candidates_.begin(), candidates_.end(), [](const Candidate& a, const Candidate& b) {
    return a.bound != b.bound ? a.bound > b.bound : a.run->begin < b.run->begin;
  });
  for (size_t i = 0; i < candidates_.size(); ++i) {
    // Runs are short and lie anywhere: their rows are on the way while others are looked at.
    if (i + kAhead < candidates_.size()) {
      const auto& later = candidates_[i + kAhead];
      __builtin_prefetch(&later.block->rows()[later.run->begin]);
    }
    search(candidates_[i]);
  }
}

void Search::search(const Candidate& candidate) {
  const auto& block = *candidate.block;
  const bool check_dead = &block == snapshot_.main.get() && snapshot_.dead_count != 0;
  const uint32_t end = block.end(*candidate.run);
  for (uint32_t i = candidate.run->begin; i < end; ++i) {
    const auto& row = block.rows()[i];
    const uint32_t fresh = this->fresh(row.created);
    // Older rows, and of one day those with larger keys, are worse yet.
    if (top_.shuts({candidate.bound + fresh, row.created, row.key, nullptr, nullptr})) break;
    ++count_.rows;
    if (check_dead && snapshot_.is_dead(i)) continue;
    consider(block, row, fresh, candidate.run->own);
  }
}

void Search::consider(const Block& block, const Row& row, uint32_t fresh, bool own) {
  const auto distance = distance_[row.place];
  const auto& set = sets_[row.demands];
  if (scorer_.distance_bar(distance) || scorer_.expired(row.expires) || set.licence_bar ||
      set.language_bar || contract_bar_[static_cast<size_t>(row.contract)] || naf_[row.naf] & 1 ||
      scorer_.hours_bar(row.minutes) || scorer_.salary_bar(row.salary_max))
    return;
  if (set.refused && scorer_.seeker().is_hard(Hard::contexts)) return;
  uint32_t wishes = contract_[static_cast<size_t>(row.contract)] + (naf_[row.naf] >> 1) +
                    interest_ + scorer_.wish_weight(Wish::demands) * set.demands;
  if (scorer_.stated(Wish::hours))
    wishes += scorer_.wish_weight(Wish::hours) * scorer_.hours(row.minutes);
  if (scorer_.stated(Wish::salary))
    wishes += scorer_.wish_weight(Wish::salary) * scorer_.salary(row.salary_min, row.salary_max);
  if (scorer_.stated(Wish::contexts))
    wishes += scorer_.wish_weight(Wish::contexts) * scorer_.contexts(set, context_bits_);
  const uint32_t proximity =
      appellation_counts_ ? scorer_.proximity(occupation_, row.appellation) : proximity_;
  const uint32_t others = fresh + weight_of(weights_, Part::distance) * scorer_.distance(distance) +
                          weight_of(weights_, Part::wishes) * scorer_.wishes(wishes) +
                          weight_of(weights_, Part::occupation) * proximity +
                          weight_of(weights_, Part::experience) *
                              Scorer::experience(row.experience, row.experience_months, months_);
  const uint32_t skills = weight_of(weights_, Part::skills);
  Hit hit{others, row.created, row.key, &block, &row};
  uint32_t skills_share = occupation_skills_;
  if (own) {
    hit.raw = others + skills * scorer_.skills(occupation_skills_, kFull);
    if (top_.shuts(hit)) return;
    ++count_.scored;
    skills_share = scorer_.skills(occupation_skills_, scorer_.own_skills(block.skills_of(row)));
  }
  hit.raw = others + skills * skills_share;
  if (!scorer_.unrelated(proximity, skills_share)) top_.offer(hit);
}

}  // namespace

void TopHits::offer(const Hit& hit) {
  if (k_ == 0 || shuts(hit)) return;
  if (hits_.size() == k_) {
    std::pop_heap(hits_.begin(), hits_.end());
    hits_.pop_back();
  }
  hits_.push_back(hit);
  std::push_heap(hits_.begin(), hits_.end());
}

std::vector<Hit> TopHits::sorted() && {
  std::sort(hits_.begin(), hits_.end());
  return std::move(hits_);
}

std::vector<Hit> offers_for(const Snapshot& snapshot, Scorer& scorer, size_t k,
                            SearchCount* count) {
  SearchCount unused;
  if (k == 0) return {};
  return Search(snapshot, scorer, std::min(k, kHitsMax), count ? *count : unused).run();
}

}  // namespace aksis::matching
