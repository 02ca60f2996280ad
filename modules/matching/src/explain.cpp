#include "explain.hpp"

#include <algorithm>
#include <numeric>

namespace aksis::matching {

namespace {

constexpr size_t kItemsShown = 5;
constexpr uint32_t kGood = 8'000, kPoor = 4'000;
constexpr uint32_t kFreshReason = 7, kStaleReason = 30;  // days

class Reasons {
 public:
  Reasons(const Scorer& scorer, const Dictionary& dictionary, const Row& row,
          std::span<const OwnSkill> own, Explanation& out)
      : scorer_(scorer),
        seeker_(scorer.seeker()),
        dictionary_(dictionary),
        row_(row),
        own_(own),
        out_(out),
        set_(dictionary.sets[row.demands]) {}

  void all(Credits& credits) {
    skills(credits);
    occupation();
    experience();
    wishes();
    demands();
    place();
    freshness();
    missing();
  }

 private:
  Reason& pro(std::string_view code) { return out_.in_favour.emplace_back(Reason{code, {}, {}}); }
  Reason& con(std::string_view code) { return out_.against.emplace_back(Reason{code, {}, {}}); }
  uint32_t share(Part part) const { return out_.shares.parts[static_cast<size_t>(part)]; }
  uint32_t share(Wish wish) const { return out_.shares.wishes[static_cast<size_t>(wish)]; }

  void skills(Credits& credits);
  template <typename Demands>
  void skills(const Credits& credits, const Demands& demands, std::string_view held,
              std::string_view lacking);
  void occupation();
  void experience();
  void wishes();
  void demands();
  void place();
  void freshness();
  void missing();

  const Scorer& scorer_;
  const Seeker& seeker_;
  const Dictionary& dictionary_;
  const Row& row_;
  std::span<const OwnSkill> own_;
  Explanation& out_;
  const DemandSet& set_;
};

template <typename Demands>
void Reasons::skills(const Credits& credits, const Demands& demands, std::string_view held,
                     std::string_view lacking) {
  Reason met{held, {}, {}}, open{lacking, {}, {}};
  int64_t met_count = 0, open_count = 0, near_count = 0;
  for (const Demand& demand : demands) {
    const auto credit = credits.credit(demand, scorer_.weights().macro_credit);
    if (credit == 1000) {
      if (met_count++ < int64_t(kItemsShown)) met.items.push_back(demand.item);
    } else {
      if (open_count++ < int64_t(kItemsShown)) open.items.push_back(demand.item);
      near_count += credit > 0;
    }
  }
  const int64_t all = met_count + open_count;
  if (met_count) {
    met.args = {{"count", met_count}, {"all", all}};
    out_.in_favour.push_back(std::move(met));
  }
  if (open_count) {
    open.args = {{"count", open_count}, {"all", all}, {"near", near_count}};
    out_.against.push_back(std::move(open));
  }
}

void Reasons::skills(Credits& credits) {
  if (!own_.empty()) {
    std::vector<Demand> demands;
    for (const auto skill : own_)
      demands.push_back(scorer_.catalogue().demand(skill >> 1, skill & 1));
    std::sort(demands.begin(), demands.end(), [](const Demand& a, const Demand& b) {
      return a.weight != b.weight ? a.weight > b.weight : a.item < b.item;
    });
    skills(credits, demands, "offer_skills_held", "offer_skills_lacking");
  }
  skills(credits, scorer_.catalogue().demands(row_.occupation), "occupation_skills_held",
         "occupation_skills_lacking");
}

void Reasons::occupation() {
  const auto& catalogue = scorer_.catalogue();
  if (seeker_.occupations.empty() && seeker_.experience.empty()) return;
  for (const auto& wish : seeker_.occupations) {
    if (wish.occupation != row_.occupation) continue;
    pro(wish.appellation && wish.appellation == row_.appellation ? "appellation_wished"
                                                                 : "occupation_wished");
    return;
  }
  const Reason near{share(Part::occupation) >= kPoor ? "occupation_near" : "occupation_far",
                    {{"percent", int64_t(share(Part::occupation)) * 100 / kFull},
                     {"occupation", catalogue.occupations()[row_.occupation].label}},
                    {}};
  (share(Part::occupation) >= kPoor ? out_.in_favour : out_.against).push_back(near);
}

void Reasons::experience() {
  if (row_.experience == ExperienceKind::beginner) {
    pro("beginner_accepted");
    return;
  }
  if (row_.experience == ExperienceKind::unknown) return;
  const bool enough = share(Part::experience) == kFull;
  auto& reason = enough                                        ? pro("experience_enough")
                 : row_.experience == ExperienceKind::demanded ? con("experience_short")
                                                               : con("experience_wished");
  reason.args = {{"months", int64_t(scorer_.months_towards(row_.occupation))},
                 {"asked", int64_t(row_.experience_months)}};
}

void Reasons::wishes() {
  const auto judge = [&](Wish wish, std::string_view good, std::string_view poor) -> Reason* {
    if (!scorer_.stated(wish)) return nullptr;
    if (share(wish) >= kGood) return &pro(good);
    if (share(wish) <= kPoor) return &con(poor);
    return nullptr;
  };
  if (row_.contract == Contract::unknown) {
    if (scorer_.stated(Wish::contract)) con("contract_unstated");
  } else if (auto* reason = judge(Wish::contract, "contract_wished", "contract_other")) {
    reason->args = {{"contract", std::string(code_of(row_.contract))}};
  }
  if (row_.minutes == 0) {
    if (scorer_.stated(Wish::hours)) con("hours_unstated");
  } else if (auto* reason = judge(Wish::hours, "hours_fit", "hours_outside")) {
    reason->args = {{"minutes", int64_t(row_.minutes)}};
  }
  if (scorer_.stated(Wish::salary)) {
    const int64_t offered = row_.salary_max;
    auto& reason = offered == 0                      ? con("salary_unstated")
                   : offered >= seeker_.salary_floor ? pro("salary_enough")
                                                     : con("salary_low");
    if (offered) reason.args = {{"euros", offered / 100}, {"floor", seeker_.salary_floor / 100}};
  }
  if (row_.naf != kNoNaf)
    if (auto* reason = judge(Wish::sector, "sector_wished", "sector_other"))
      reason->args = {{"naf", dictionary_.nafs[row_.naf]}};
  judge(Wish::interest, "interest_met", "interest_other");
  if (!scorer_.stated(Wish::contexts)) return;
  const auto view = scorer_.view(set_);
  const auto listed = [&](std::span<const ItemIndex> wished, Reason& reason) {
    for (const auto item : set_.contexts)
      if (std::binary_search(wished.begin(), wished.end(), item)) reason.items.push_back(item);
  };
  if (view.wanted) listed(seeker_.wanted, pro("context_wanted"));
  if (view.refused) listed(seeker_.refused, con("context_refused"));
  if (!view.refused && scorer_.occupation_contexts(row_.occupation) & 2) {
    auto& reason = con("context_possible");
    for (const auto item : scorer_.catalogue().contexts(row_.occupation))
      if (std::binary_search(seeker_.refused.begin(), seeker_.refused.end(), item) &&
          reason.items.size() < kItemsShown)
        reason.items.push_back(item);
  }
}

void Reasons::demands() {
  for (size_t i = 0; i < kLicenceCount; ++i) {
    const bool required = set_.licences_required >> i & 1;
    if (!required && !(set_.licences_wished >> i & 1)) continue;
    const bool known = seeker_.licences.has_value();
    const bool held = known && *seeker_.licences >> i & 1;
    auto& reason = held       ? pro("licence_held")
                   : !known   ? con("licence_unasked")
                   : required ? con("licence_lacking")
                              : con("licence_wished");
    reason.args = {{"licence", std::string(licence_code(i))}};
  }
  for (const auto& [index, required] : set_.languages) {
    if (index >= dictionary_.languages.size()) continue;
    const auto& language = dictionary_.languages[index];
    const bool known = seeker_.languages.has_value();
    const bool held = known && std::find(seeker_.languages->begin(), seeker_.languages->end(),
                                         language) != seeker_.languages->end();
    auto& reason = held       ? pro("language_held")
                   : !known   ? con("language_unasked")
                   : required ? con("language_lacking")
                              : con("language_wished");
    reason.args = {{"language", language}};
  }
}

void Reasons::place() {
  if (!seeker_.home) return;
  if (out_.distance == kNoDistance) {
    con("place_unstated");
    return;
  }
  const bool within = out_.distance <= scorer_.radius();
  auto& reason = within ? pro("near") : con("far");
  reason.args = {{"km", int64_t(out_.distance + 5) / 10},
                 {"radius", int64_t(scorer_.radius()) / 10}};
}

void Reasons::freshness() {
  if (row_.created == kNoDay) return;
  const int64_t age = row_.created >= scorer_.today() ? 0 : scorer_.today() - row_.created;
  if (age <= kFreshReason)
    pro("fresh").args = {{"days", age}};
  else if (age >= kStaleReason)
    con("stale").args = {{"days", age}};
  if (scorer_.expired(row_.expires)) con("expired");
}

void Reasons::missing() {
  const auto when = [&](bool is, std::string_view what) {
    if (is) out_.missing.push_back(what);
  };
  when(seeker_.skills.empty(), "skills");
  when(seeker_.occupations.empty(), "occupations");
  when(seeker_.experience.empty() && (row_.experience == ExperienceKind::demanded ||
                                      row_.experience == ExperienceKind::wished),
       "experience");
  when(!seeker_.home, "home");
  when(!seeker_.licences && (set_.licences_required | set_.licences_wished), "licences");
  when(!seeker_.languages && !set_.languages.empty(), "languages");
  when(!scorer_.stated(Wish::contract), "contracts");
  when(!scorer_.stated(Wish::salary), "salary_floor");
}

// Points of the parts that add up to the score shown: the largest remainders are rounded up.
void apportion(const Weights& weights, Explanation& out) {
  std::array<uint32_t, kPartCount> left{};
  uint32_t sum = 0;
  for (size_t i = 0; i < kPartCount; ++i) {
    const uint32_t raw = weights.parts[i] * out.shares.parts[i];
    out.points[i] = raw / kFull;
    left[i] = raw % kFull;
    sum += out.points[i];
  }
  for (; sum < out.score; ++sum) {
    const auto most =
        static_cast<size_t>(std::max_element(left.begin(), left.end()) - left.begin());
    ++out.points[most];
    left[most] = 0;
  }
}

}  // namespace

Explanation explain(Scorer& scorer, const Dictionary& dictionary, const Row& row,
                    std::span<const OwnSkill> own, const ExplainOptions& options) {
  Explanation out;
  out.shares = scorer.shares(row, own);
  out.raw = scorer.raw(out.shares);
  out.score = points(out.raw);
  out.bars = scorer.bars(row, out.shares);
  out.distance = scorer.distance_to(row.place);
  apportion(scorer.weights(), out);
  Reasons(scorer, dictionary, row, own, out).all(scorer.credits());
  out.changes = changes_for(scorer, dictionary, row, own, out, options);
  return out;
}

}  // namespace aksis::matching
