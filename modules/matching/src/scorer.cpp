#include "scorer.hpp"

#include <algorithm>

#include "aksis/cpp/fold.hpp"

namespace aksis::matching {

namespace {

// Shares where something is not known: neither for nor against.
constexpr uint32_t kNeutral = kFull / 2;
constexpr uint32_t kPlaceUnknown = 4'000;

// Occupation.
constexpr uint32_t kOtherAppellation = 9'000;
constexpr uint32_t kFirstMove = 7'500, kMoveStep = 150, kLastMove = 4'500;
constexpr uint32_t kRelatedThousandths = 800;
constexpr uint32_t kSameDomain = 3'000, kSameGreatDomain = 1'000;
constexpr uint32_t kRankStep = 30, kRankLeast = 800;  // thousandths, by rank of the wish
constexpr uint32_t kPastThousandths = 800;            // a past occupation stands in for a wish

// Experience.
constexpr uint32_t kMonthsWhenDemanded = 12;  // "expérience exigée" without a number
constexpr uint32_t kWishedLeast = 5'000;

// Wishes.
constexpr uint32_t kContractStep = 500, kContractLeast = 8'000;
constexpr uint32_t kHoursGap = 600;  // minutes outside the range at which nothing is left
constexpr uint32_t kAtFloor = 7'000;
constexpr uint32_t kSectorOther = 1'000;
constexpr uint32_t kMayRefuse = 6'000, kMayWant = 8'000;

// Distance.
constexpr uint32_t kAtRadius = 4'000;
constexpr uint32_t kNearShare = 5;  // within a fifth of the radius nothing is lost
constexpr Distance kRadiusDefault = 300;

std::vector<ItemIndex> items_of(const std::vector<std::string>& codes, const Catalogue& catalogue) {
  std::vector<ItemIndex> out;
  for (const auto& code : codes)
    if (const auto item = catalogue.find_item(code); item != kNoItem) out.push_back(item);
  std::sort(out.begin(), out.end());
  return out;
}

bool meet(std::span<const ItemIndex> a, std::span<const ItemIndex> b) {
  for (const auto item : a)
    if (std::binary_search(b.begin(), b.end(), item)) return true;
  return false;
}

bool same_prefix(std::string_view a, std::string_view b, size_t size) {
  return a.substr(0, size) == b.substr(0, size);
}

uint32_t nearness(const Catalogue& catalogue, OccupationIndex from, OccupationIndex to) {
  uint32_t share = catalogue.related(from, to) * kRelatedThousandths / 1000;
  if (const auto rank = catalogue.mobility(from, to))
    share = std::max(share, kFirstMove - std::min((rank - 1) * kMoveStep, kFirstMove - kLastMove));
  const auto& a = catalogue.occupations()[from].code;
  const auto& b = catalogue.occupations()[to].code;
  if (same_prefix(a, b, 3))
    share = std::max(share, kSameDomain);
  else if (same_prefix(a, b, 1))
    share = std::max(share, kSameGreatDomain);
  return share;
}

}  // namespace

std::string_view name_of(Bar bar) {
  constexpr std::string_view kNames[] = {"expired", "occupation", "sector",   "contract",
                                         "hours",   "salary",     "distance", "context",
                                         "licence", "language",   "relevance"};
  return kNames[static_cast<size_t>(bar)];
}

Seeker to_seeker(const Person& person, const Catalogue& catalogue) {
  Seeker seeker;
  for (const auto& skill : person.skills)
    if (const auto item = catalogue.find_item(skill.code); item != kNoItem && skill.level)
      seeker.skills.emplace_back(item, std::min(skill.level, kLevelMax));
  for (const auto& past : person.experience)
    if (const auto index = catalogue.find_occupation(past.rome_code); index != kNoOccupation)
      seeker.experience.emplace_back(index, std::min(past.months, 1200u));
  const auto& wishes = person.wishes;
  for (const auto& wish : wishes.occupations)
    if (const auto index = catalogue.find_occupation(wish.rome_code); index != kNoOccupation)
      seeker.occupations.push_back({index, appellation_hash(wish.appellation)});
  seeker.sectors = wishes.sectors;
  seeker.interests = wishes.interests;
  seeker.contracts = wishes.contracts;
  seeker.hours_min = wishes.hours_min;
  seeker.hours_max = wishes.hours_max;
  seeker.salary_floor = wishes.salary_floor_cents;
  seeker.home = person.home;
  seeker.radius = radius_of(wishes);
  if (wishes.licences) {
    seeker.licences = uint16_t(0);
    for (const auto licence : *wishes.licences) *seeker.licences |= uint16_t(1u << licence);
  }
  if (wishes.languages) {
    seeker.languages.emplace();
    for (const auto& language : *wishes.languages) seeker.languages->push_back(fold(language));
  }
  seeker.wanted = items_of(wishes.contexts_wanted, catalogue);
  seeker.refused = items_of(wishes.contexts_refused, catalogue);
  seeker.hard = wishes.hard;
  return seeker;
}

Credits::Credits(const Catalogue& catalogue)
    : catalogue_(catalogue), held_(catalogue.items().size()), kin_(catalogue.items().size()) {}

void Credits::assign(const Seeker& seeker) {
  for (const auto item : touched_) {
    held_[item] = 0;
    if (const auto macro = catalogue_.items()[item].macro; macro != kNoItem) kin_[macro] = 0;
  }
  touched_.clear();
  for (const auto& [item, level] : seeker.skills) {
    touched_.push_back(item);
    raise(item, level);
  }
}

Credits::Raised Credits::raise(ItemIndex item, uint8_t level) {
  const auto macro = catalogue_.items()[item].macro;
  const Raised before{item, macro, held_[item], macro == kNoItem ? uint8_t(0) : kin_[macro]};
  held_[item] = std::max(held_[item], level);
  if (macro != kNoItem) kin_[macro] = std::max(kin_[macro], level);
  return before;
}

void Credits::undo(const Raised& raised) {
  held_[raised.item] = raised.held;
  if (raised.macro != kNoItem) kin_[raised.macro] = raised.kin;
}

Scorer::Scorer(const Catalogue& catalogue, const Dictionary& dictionary, const Weights& weights,
               const Seeker& seeker, Credits& credits, Day today)
    : catalogue_(catalogue),
      dictionary_(dictionary),
      weights_(weights),
      seeker_(seeker),
      credits_(credits),
      today_(today) {
  const auto state = [&](Wish wish, bool is) { stated_[static_cast<size_t>(wish)] = is; };
  state(Wish::contract, !seeker.contracts.empty());
  state(Wish::hours, seeker.hours_min || seeker.hours_max);
  state(Wish::salary, seeker.salary_floor > 0);
  state(Wish::sector, !seeker.sectors.empty());
  state(Wish::interest, !seeker.interests.empty());
  state(Wish::contexts, !seeker.wanted.empty() || !seeker.refused.empty());
  state(Wish::demands, true);
  for (size_t i = 0; i < kWishCount; ++i) wish_weights_ += stated_[i] ? weights.wishes[i] : 0;
  if (seeker.home) ruler_.emplace(*seeker.home);
  aims_ = !seeker.occupations.empty() || !seeker.experience.empty();
  if (aims_ || !seeker.skills.empty()) relevance_ = weights.relevance * (kFull / 1000);
  radius_ = seeker.radius.value_or(kRadiusDefault);
  distance_hard_ = seeker.is_hard(Hard::distance) && seeker.home && seeker.radius;
  if (seeker.languages)
    for (const auto& language : dictionary.languages)
      speaks_.push_back(std::find(seeker.languages->begin(), seeker.languages->end(), language) !=
                        seeker.languages->end());
}

uint32_t Scorer::occupation_skills(OccupationIndex occupation) const {
  const uint64_t all = catalogue_.occupations()[occupation].weight;
  if (all == 0) return kNeutral;
  uint64_t met = 0;
  for (const auto& demand : catalogue_.demands(occupation))
    met += uint64_t(demand.weight) * credits_.credit(demand, weights_.macro_credit);
  return static_cast<uint32_t>(met * (kFull / 1000) / all);
}

uint32_t Scorer::own_skills(std::span<const OwnSkill> own) const {
  uint64_t met = 0, all = 0;
  for (const auto skill : own) {
    const auto& demand = catalogue_.demand(skill >> 1, skill & 1);
    met += uint64_t(demand.weight) * credits_.credit(demand, weights_.macro_credit);
    all += demand.weight;
  }
  return all ? static_cast<uint32_t>(met * (kFull / 1000) / all) : kNeutral;
}

uint32_t Scorer::proximity(OccupationIndex occupation, uint32_t appellation) const {
  if (seeker_.occupations.empty() && seeker_.experience.empty()) return kNeutral;
  uint32_t best = 0;
  const auto take = [&](uint32_t share, size_t rank) {
    const uint32_t factor =
        std::max<uint32_t>(kRankLeast, 1000 - std::min<uint32_t>(uint32_t(rank), 20) * kRankStep);
    best = std::max(best, share * factor / 1000);
  };
  for (size_t rank = 0; rank < seeker_.occupations.size(); ++rank) {
    const auto& wish = seeker_.occupations[rank];
    if (wish.occupation != occupation)
      take(nearness(catalogue_, wish.occupation, occupation), rank);
    else
      take(wish.appellation == 0 || wish.appellation == appellation ? kFull : kOtherAppellation,
           rank);
  }
  if (!seeker_.occupations.empty()) return best;
  for (const auto& [past, months] : seeker_.experience) {
    const uint32_t share = past == occupation ? kFull : nearness(catalogue_, past, occupation);
    best = std::max(best, share * kPastThousandths / 1000);
  }
  return best;
}

uint32_t Scorer::months_towards(OccupationIndex occupation) const {
  uint64_t months = 0;
  for (const auto& [past, count] : seeker_.experience)
    months += uint64_t(count) * catalogue_.related(past, occupation);
  return static_cast<uint32_t>(months / kFull);
}

uint32_t Scorer::experience(ExperienceKind kind, uint32_t months_asked, uint32_t months) {
  if (kind != ExperienceKind::wished && kind != ExperienceKind::demanded) return kFull;
  const uint32_t asked = months_asked ? months_asked : kMonthsWhenDemanded;
  const uint32_t share = months >= asked ? kFull : months * kFull / asked;
  return kind == ExperienceKind::demanded ? share
                                          : kWishedLeast + share * (kFull - kWishedLeast) / kFull;
}

uint32_t Scorer::contract(Contract contract) const {
  if (contract == Contract::unknown) return kNeutral;
  for (size_t rank = 0; rank < seeker_.contracts.size(); ++rank)
    if (seeker_.contracts[rank] == contract)
      return std::max<uint32_t>(kContractLeast,
                                kFull - kContractStep * std::min<uint32_t>(uint32_t(rank), 10));
  return 0;
}

uint32_t Scorer::hours(uint16_t minutes) const {
  if (minutes == 0) return kNeutral;
  uint32_t gap = 0;
  if (seeker_.hours_min && minutes < seeker_.hours_min) gap = seeker_.hours_min - minutes;
  if (seeker_.hours_max && minutes > seeker_.hours_max) gap = minutes - seeker_.hours_max;
  return gap >= kHoursGap ? 0 : kFull - kFull * gap / kHoursGap;
}

uint32_t Scorer::salary(uint32_t min, uint32_t max) const {
  const int64_t offered = max ? max : min;
  if (offered == 0) return kNeutral;
  const int64_t floor = std::max<int64_t>(seeker_.salary_floor, 8);
  if (offered >= floor) {
    const int64_t above = std::min(offered - floor, floor / 2);
    return kAtFloor + static_cast<uint32_t>((kFull - kAtFloor) * above / (floor / 2));
  }
  const int64_t below = floor - offered;
  return below >= floor / 4 ? 0 : kAtFloor - static_cast<uint32_t>(kAtFloor * below / (floor / 4));
}

uint32_t Scorer::sector(uint16_t naf) const {
  if (naf == kNoNaf) return kNeutral;
  for (const auto& wished : seeker_.sectors)
    if (dictionary_.nafs[naf].starts_with(wished)) return kFull;
  return kSectorOther;
}

uint32_t Scorer::interest(OccupationIndex occupation) const {
  // A domain begins with a letter, a centre of interest is a number: neither is taken for the
  // other.
  const auto& of = catalogue_.occupations()[occupation];
  for (const auto& wished : seeker_.interests)
    if (of.code.starts_with(wished) ||
        std::find(of.interests.begin(), of.interests.end(), wished) != of.interests.end())
      return kFull;
  return 0;
}

SetView Scorer::view(const DemandSet& set) const {
  SetView view;
  uint32_t all = 0, met = 0;  // a required one counts twice
  const auto count = [&](uint32_t number, uint32_t of, uint32_t weight) {
    all += of * weight * kFull;
    met += number * weight * kFull;
  };
  const auto required = uint32_t(std::popcount(set.licences_required));
  const auto wished = uint32_t(std::popcount(set.licences_wished));
  if (seeker_.licences) {
    const uint16_t held = *seeker_.licences;
    const auto have = [&](uint16_t of) { return uint32_t(std::popcount(uint16_t(of & held))); };
    count(have(set.licences_required), required, 2);
    count(have(set.licences_wished), wished, 1);
    view.licence_bar = (set.licences_required & ~held) != 0;
  } else {
    all += (2 * required + wished) * kFull;
    met += (2 * required + wished) * kNeutral;
  }
  for (const auto& [language, is_required] : set.languages) {
    const uint32_t weight = is_required ? 2 : 1;
    const bool speaks = seeker_.languages && language < speaks_.size() && speaks_[language];
    all += weight * kFull;
    met += weight * (speaks ? kFull : seeker_.languages ? 0 : kNeutral);
    view.language_bar |= is_required && seeker_.languages && !speaks;
  }
  view.demands = static_cast<uint16_t>(all ? uint64_t(met) * kFull / all : kFull);
  view.wanted = meet(seeker_.wanted, set.contexts);
  view.refused = meet(seeker_.refused, set.contexts);
  return view;
}

uint32_t Scorer::occupation_contexts(OccupationIndex occupation) const {
  const auto contexts = catalogue_.contexts(occupation);
  return uint32_t(meet(seeker_.wanted, contexts)) | uint32_t(meet(seeker_.refused, contexts)) << 1;
}

uint32_t Scorer::contexts(const SetView& set, uint32_t occupation_bits) const {
  if (set.refused) return 0;
  const uint32_t refuse = occupation_bits & 2 ? kMayRefuse : kFull;
  const uint32_t want = seeker_.wanted.empty() || set.wanted ? kFull
                        : occupation_bits & 1                ? kMayWant
                                                             : kNeutral;
  return std::min(refuse, want);
}

Distance Scorer::distance_to(uint32_t place) const {
  return ruler_ && place != kNowhere ? ruler_->to(dictionary_.places[place].point) : kNoDistance;
}

uint32_t Scorer::distance(Distance distance) const {
  if (!ruler_) return kNeutral;
  if (distance == kNoDistance) return kPlaceUnknown;
  const uint32_t radius = radius_, near = radius / kNearShare, at = distance;
  if (at <= near) return kFull;
  if (at <= radius) return kFull - (kFull - kAtRadius) * (at - near) / (radius - near);
  if (at >= 2 * radius) return 0;
  return kAtRadius - kAtRadius * (at - radius) / radius;
}

uint32_t Scorer::freshness(Day created) const {
  if (created == kNoDay) return 0;
  const uint32_t age = created >= today_ ? 0 : today_ - created;
  if (age <= kFreshDays) return kFull;
  return age >= weights_.fresh_days
             ? 0
             : kFull - kFull * (age - kFreshDays) / std::max(1u, weights_.fresh_days - kFreshDays);
}

bool Scorer::occupation_bar(OccupationIndex occupation) const {
  if (!seeker_.is_hard(Hard::occupations) || seeker_.occupations.empty()) return false;
  return std::none_of(seeker_.occupations.begin(), seeker_.occupations.end(),
                      [&](const auto& wish) { return wish.occupation == occupation; });
}

bool Scorer::contract_bar(Contract contract) const {
  if (!seeker_.is_hard(Hard::contracts) || seeker_.contracts.empty()) return false;
  return contract != Contract::unknown &&
         std::find(seeker_.contracts.begin(), seeker_.contracts.end(), contract) ==
             seeker_.contracts.end();
}

uint32_t Scorer::bars(const Row& row) const {
  const auto view = this->view(dictionary_.sets[row.demands]);
  uint32_t bars = 0;
  const auto when = [&](bool barred, Bar bar) { bars |= barred ? bit(bar) : 0; };
  when(expired(row.expires), Bar::expired);
  when(occupation_bar(row.occupation), Bar::occupation);
  when(sector_bar(row.naf), Bar::sector);
  when(contract_bar(row.contract), Bar::contract);
  when(hours_bar(row.minutes), Bar::hours);
  when(salary_bar(row.salary_max), Bar::salary);
  when(distance_bar(distance_to(row.place)), Bar::distance);
  when(seeker_.is_hard(Hard::contexts) && view.refused, Bar::context);
  when(view.licence_bar, Bar::licence);
  when(view.language_bar, Bar::language);
  return bars;
}

uint32_t Scorer::bars(const Row& row, const Shares& shares) const {
  const auto share = [&](Part part) { return shares.parts[static_cast<size_t>(part)]; };
  return bars(row) |
         (unrelated(share(Part::occupation), share(Part::skills)) ? bit(Bar::relevance) : 0);
}

Shares Scorer::shares(const Row& row, std::span<const OwnSkill> own) const {
  Shares out;
  out.occupation_skills = occupation_skills(row.occupation);
  out.own_skills = own.empty() ? out.occupation_skills : own_skills(own);
  out.parts[static_cast<size_t>(Part::skills)] =
      own.empty() ? out.occupation_skills : skills(out.occupation_skills, out.own_skills);
  out.parts[static_cast<size_t>(Part::experience)] =
      experience(row.experience, row.experience_months, months_towards(row.occupation));
  out.parts[static_cast<size_t>(Part::freshness)] = freshness(row.created);
  return wish_shares(row, out);
}

Shares Scorer::wish_shares(const Row& row, const Shares& before) const {
  Shares out = before;
  const auto view = this->view(dictionary_.sets[row.demands]);
  const auto part = [&](Part of) -> uint32_t& { return out.parts[static_cast<size_t>(of)]; };
  const auto wish = [&](Wish of) -> uint32_t& { return out.wishes[static_cast<size_t>(of)]; };
  part(Part::occupation) = proximity(row.occupation, row.appellation);
  wish(Wish::contract) = contract(row.contract);
  wish(Wish::hours) = hours(row.minutes);
  wish(Wish::salary) = salary(row.salary_min, row.salary_max);
  wish(Wish::sector) = sector(row.naf);
  wish(Wish::interest) = interest(row.occupation);
  wish(Wish::contexts) = contexts(view, occupation_contexts(row.occupation));
  wish(Wish::demands) = view.demands;
  uint32_t sum = 0;
  for (size_t i = 0; i < kWishCount; ++i) sum += wish_weight(static_cast<Wish>(i)) * out.wishes[i];
  part(Part::wishes) = wishes(sum);
  part(Part::distance) = distance(distance_to(row.place));
  return out;
}

}  // namespace aksis::matching
