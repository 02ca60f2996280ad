#include <algorithm>

#include "explain.hpp"

namespace aksis::matching {

namespace {

constexpr Distance kRadiusStep = 50;  // a wider radius is proposed in steps of 5 km

Distance wider(Distance radius, Distance distance) {
  const uint32_t half_more = uint32_t(radius) + radius / 2;
  const uint32_t wanted = std::max<uint32_t>(half_more, distance);
  return static_cast<Distance>(
      std::min<uint32_t>((wanted + kRadiusStep - 1) / kRadiusStep * kRadiusStep, kFar));
}

class Changes {
 public:
  Changes(Scorer& scorer, const Dictionary& dictionary, const Row& row,
          std::span<const OwnSkill> own, const Explanation& now)
      : scorer_(scorer),
        seeker_(scorer.seeker()),
        dictionary_(dictionary),
        set_(dictionary.sets[row.demands]),
        row_(row),
        own_(own),
        now_(now) {}

  void skills(size_t max);
  void licences();
  void languages();
  void radius();
  void terms();
  void contexts();
  void occupation();

  std::vector<Change> sorted() && {
    std::stable_sort(out_.begin(), out_.end(), better);
    return std::move(out_);
  }

 private:
  static bool better(const Change& a, const Change& b) {
    return a.opens != b.opens ? a.opens : a.gain > b.gain;
  }
  // Keeps `what` when the person so changed scores better or is no longer barred.
  void try_seeker(const Seeker& changed, Reason what) {
    const Scorer after(scorer_.catalogue(), dictionary_, scorer_.weights(), changed,
                       scorer_.credits(), scorer_.today());
    auto shares = after.wish_shares(row_, now_.shares);
    add(after.raw(shares), now_.bars && !after.bars(row_, shares), std::move(what));
  }
  void add(uint32_t raw, bool opens, Reason what) {
    const auto score = points(raw);
    const auto gain = static_cast<int32_t>(score) - static_cast<int32_t>(now_.score);
    if (gain > 0 || opens) out_.push_back({std::move(what), score, gain, opens});
  }

  Scorer& scorer_;
  const Seeker& seeker_;
  const Dictionary& dictionary_;
  const DemandSet& set_;
  const Row& row_;
  std::span<const OwnSkill> own_;
  const Explanation& now_;
  std::vector<Change> out_;
};

void Changes::skills(size_t max) {
  struct Lacking {
    ItemIndex item;
    uint8_t level;
  };
  auto& credits = scorer_.credits();
  const auto& weights = scorer_.weights();
  std::vector<Lacking> lacking;
  const auto collect = [&](const Demand& demand) {
    if (credits.credit(demand, weights.macro_credit) == 1000) return;
    for (auto& known : lacking)
      if (known.item == demand.item) {
        known.level = std::max(known.level, demand.level);
        return;
      }
    lacking.push_back({demand.item, demand.level});
  };
  for (const auto skill : own_) collect(scorer_.catalogue().demand(skill >> 1, skill & 1));
  for (const auto& demand : scorer_.catalogue().demands(row_.occupation)) collect(demand);

  const size_t first = out_.size();
  for (const auto& [item, level] : lacking) {
    const auto raised = credits.raise(item, level);
    auto shares = now_.shares;
    const auto of_occupation = scorer_.occupation_skills(row_.occupation);
    shares.parts[static_cast<size_t>(Part::skills)] =
        own_.empty() ? of_occupation : scorer_.skills(of_occupation, scorer_.own_skills(own_));
    credits.undo(raised);
    const auto raw = scorer_.raw(shares);
    const bool opens = now_.bars && !scorer_.bars(row_, shares);
    if (opens || points(raw) > now_.score)
      add(raw, opens, {"skill", {{"level", int64_t(level)}}, {item}});
  }
  const auto begin = out_.begin() + static_cast<std::ptrdiff_t>(first);
  std::stable_sort(begin, out_.end(), better);
  if (out_.size() - first > max) out_.resize(first + max);
}

void Changes::licences() {
  const uint16_t held = seeker_.licences.value_or(0);
  for (size_t i = 0; i < kLicenceCount; ++i) {
    const auto licence = static_cast<uint16_t>(1u << i);
    if (!((set_.licences_required | set_.licences_wished) & licence) || held & licence) continue;
    auto changed = seeker_;
    changed.licences = held | licence;
    try_seeker(changed, {"licence", {{"licence", std::string(licence_code(i))}}, {}});
  }
}

void Changes::languages() {
  for (const auto& [index, required] : set_.languages) {
    if (index >= dictionary_.languages.size()) continue;
    const auto& language = dictionary_.languages[index];
    auto changed = seeker_;
    if (!changed.languages) changed.languages.emplace();
    auto& list = *changed.languages;
    if (std::find(list.begin(), list.end(), language) != list.end()) continue;
    list.push_back(language);
    try_seeker(changed, {"language", {{"language", language}}, {}});
  }
}

void Changes::radius() {
  if (!seeker_.home || now_.distance == kNoDistance ||
      now_.shares.parts[static_cast<size_t>(Part::distance)] == kFull)
    return;
  auto changed = seeker_;
  changed.radius = wider(scorer_.radius(), now_.distance);
  try_seeker(changed, {"radius", {{"km", int64_t(*changed.radius) / 10}}, {}});
}

void Changes::terms() {
  if (scorer_.stated(Wish::contract) && row_.contract != Contract::unknown &&
      now_.shares.wishes[static_cast<size_t>(Wish::contract)] == 0) {
    auto changed = seeker_;
    changed.contracts.push_back(row_.contract);
    try_seeker(changed, {"contract", {{"contract", std::string(code_of(row_.contract))}}, {}});
  }
  if (seeker_.salary_floor && row_.salary_max && row_.salary_max < seeker_.salary_floor) {
    auto changed = seeker_;
    changed.salary_floor = row_.salary_max;
    try_seeker(changed, {"salary_floor", {{"cents", int64_t(row_.salary_max)}}, {}});
  }
  if (scorer_.stated(Wish::hours) && row_.minutes &&
      now_.shares.wishes[static_cast<size_t>(Wish::hours)] < kFull) {
    auto changed = seeker_;
    if (changed.hours_min > row_.minutes) changed.hours_min = row_.minutes;
    if (changed.hours_max && changed.hours_max < row_.minutes) changed.hours_max = row_.minutes;
    try_seeker(changed, {"hours", {{"minutes", int64_t(row_.minutes)}}, {}});
  }
  if (scorer_.stated(Wish::sector) && row_.naf != kNoNaf &&
      now_.shares.wishes[static_cast<size_t>(Wish::sector)] < kFull) {
    auto changed = seeker_;
    changed.sectors.push_back(dictionary_.nafs[row_.naf]);
    try_seeker(changed, {"sector", {{"naf", dictionary_.nafs[row_.naf]}}, {}});
  }
}

void Changes::contexts() {
  if (!scorer_.stated(Wish::contexts) || !scorer_.view(set_).refused) return;
  auto changed = seeker_;
  Reason what{"context", {}, {}};
  for (const auto item : set_.contexts)
    if (std::erase(changed.refused, item)) what.items.push_back(item);
  try_seeker(changed, std::move(what));
}

void Changes::occupation() {
  for (const auto& wish : seeker_.occupations)
    if (wish.occupation == row_.occupation) return;
  auto changed = seeker_;
  changed.occupations.push_back({row_.occupation, 0});
  const auto& occupation = scorer_.catalogue().occupations()[row_.occupation];
  try_seeker(
      changed,
      {"occupation", {{"rome_code", occupation.code}, {"occupation", occupation.label}}, {}});
}

}  // namespace

std::vector<Change> changes_for(Scorer& scorer, const Dictionary& dictionary, const Row& row,
                                std::span<const OwnSkill> own, const Explanation& now,
                                const ExplainOptions& options) {
  Changes changes(scorer, dictionary, row, own, now);
  changes.skills(options.skill_changes_max);
  changes.licences();
  changes.languages();
  changes.radius();
  changes.terms();
  changes.contexts();
  changes.occupation();
  return std::move(changes).sorted();
}

}  // namespace aksis::matching
