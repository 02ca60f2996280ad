// How well one offer fits one person: the rules, each in one place. The search over all offers, the
// search over all people, explanations and replays use these functions and no others.
// A Scorer belongs to one thread.
#pragma once

#include <array>
#include <bit>
#include <span>
#include <vector>

#include "catalogue.hpp"
#include "facts.hpp"
#include "person.hpp"
#include "store.hpp"
#include "weights.hpp"

namespace aksis::matching {

// A person in the numbers of a catalogue. Value.
struct Seeker {
  struct Wish {
    OccupationIndex occupation = kNoOccupation;
    uint32_t appellation = 0;  // 0: any
  };
  std::vector<std::pair<ItemIndex, uint8_t>> skills;
  std::vector<Wish> occupations;
  std::vector<std::pair<OccupationIndex, uint32_t>> experience;  // months
  std::vector<std::string> sectors, interests;
  std::vector<Contract> contracts;
  uint16_t hours_min = 0, hours_max = 0;
  int64_t salary_floor = 0;
  std::optional<Point> home;
  std::optional<Distance> radius;
  std::optional<uint16_t> licences;
  std::optional<std::vector<std::string>> languages;  // folded
  std::vector<ItemIndex> wanted, refused;             // work contexts, sorted
  uint32_t hard = 0;

  bool is_hard(Hard which) const { return hard >> static_cast<uint32_t>(which) & 1; }
};
Seeker to_seeker(const Person& person, const Catalogue& catalogue);

// Levels held, by item and, the best of each, by macro-competence. Large; one is used again and
// again for many people.
class Credits {
 public:
  explicit Credits(const Catalogue& catalogue);
  void assign(const Seeker& seeker);
  // Thousandths of the demand that are met.
  uint32_t credit(const Demand& demand, uint32_t macro_credit) const {
    const uint32_t direct = kShares[demand.level][held_[demand.item]];
    if (direct == 1000 || demand.macro == kNoItem) return direct;
    const uint32_t kin = kShares[demand.level][kin_[demand.macro]] * macro_credit / 1000;
    return std::max(direct, kin);
  }
  uint8_t held(ItemIndex item) const { return held_[item]; }

  // Raises one item until undone.
  struct Raised {
    ItemIndex item, macro;
    uint8_t held, kin;
  };
  Raised raise(ItemIndex item, uint8_t level);
  void undo(const Raised& raised);

 private:
  static constexpr std::array<std::array<uint16_t, kLevelMax + 1>, kLevelMax + 1> kShares = [] {
    std::array<std::array<uint16_t, kLevelMax + 1>, kLevelMax + 1> shares{};
    for (uint32_t level = 1; level <= kLevelMax; ++level)
      for (uint32_t held = 0; held <= kLevelMax; ++held)
        shares[level][held] = static_cast<uint16_t>(1000 * std::min(held, level) / level);
    return shares;
  }();

  const Catalogue& catalogue_;
  std::vector<uint8_t> held_, kin_;
  std::vector<ItemIndex> touched_;
};

// Why an offer is left out, one bit each.
enum class Bar : uint8_t {
  expired,
  occupation,
  sector,
  contract,
  hours,
  salary,
  distance,
  context,
  licence,
  language,
  relevance
};
inline constexpr size_t kBarCount = 11;
std::string_view name_of(Bar bar);
constexpr uint32_t bit(Bar bar) {
  return 1u << static_cast<uint32_t>(bar);
}

// What a demand set means to one person.
struct SetView {
  uint16_t demands = 0;      // share met of licences and languages
  bool wanted = false;       // brings a context the person wants
  bool refused = false;      // brings one the person refuses
  bool licence_bar = false;  // demands a licence the person is known not to have
  bool language_bar = false;
};

// Shares (of kFull) of each part, and the score they make.
struct Shares {
  std::array<uint32_t, kPartCount> parts{};
  std::array<uint32_t, kWishCount> wishes{};
  uint32_t own_skills = 0, occupation_skills = 0;
};

class Scorer {
 public:
  Scorer(const Catalogue& catalogue, const Dictionary& dictionary, const Weights& weights,
         const Seeker& seeker, Credits& credits, Day today);

  const Catalogue& catalogue() const { return catalogue_; }
  const Weights& weights() const { return weights_; }
  const Seeker& seeker() const { return seeker_; }
  Credits& credits() { return credits_; }
  Day today() const { return today_; }

  // Part "skills".
  uint32_t occupation_skills(OccupationIndex occupation) const;
  uint32_t own_skills(std::span<const OwnSkill> own) const;
  uint32_t skills(uint32_t of_occupation, uint32_t of_own) const {
    return (of_own * weights_.own_skills + of_occupation * (1000 - weights_.own_skills)) / 1000;
  }
  // Part "occupation": of an offer with another appellation than those wished, and with this one.
  uint32_t proximity(OccupationIndex occupation) const { return proximity(occupation, 0); }
  uint32_t proximity(OccupationIndex occupation, uint32_t appellation) const;
  // Part "experience".
  uint32_t months_towards(OccupationIndex occupation) const;
  static uint32_t experience(ExperienceKind kind, uint32_t months_asked, uint32_t months);
  // Part "wishes", by wish.
  bool stated(Wish wish) const { return stated_[static_cast<size_t>(wish)]; }
  uint32_t contract(Contract contract) const;
  uint32_t hours(uint16_t minutes) const;
  uint32_t salary(uint32_t min, uint32_t max) const;
  uint32_t sector(uint16_t naf) const;
  uint32_t interest(OccupationIndex occupation) const;
  SetView view(const DemandSet& set) const;
  // Of the contexts an occupation may have: bit 0 a wanted one, bit 1 a refused one.
  uint32_t occupation_contexts(OccupationIndex occupation) const;
  uint32_t contexts(const SetView& set, uint32_t occupation_bits) const;
  uint32_t wish_weight(Wish wish) const {
    return stated(wish) ? weights_.wishes[static_cast<size_t>(wish)] : 0;
  }
  uint32_t wish_weights() const { return wish_weights_; }  // of those stated
  uint32_t wishes(uint32_t weighted_sum) const {
    return wish_weights_ ? weighted_sum / wish_weights_ : kFull;
  }
  // Part "distance".
  Distance distance_to(uint32_t place) const;
  uint32_t distance(Distance distance) const;
  Distance radius() const { return radius_; }
  // Part "freshness".
  uint32_t freshness(Day created) const;

  // Bars that depend on one field each; what an offer does not say bars nothing.
  bool occupation_bar(OccupationIndex occupation) const;
  bool sector_bar(uint16_t naf) const {
    return seeker_.is_hard(Hard::sectors) && naf != kNoNaf && stated(Wish::sector) &&
           sector(naf) != kFull;
  }
  bool contract_bar(Contract contract) const;
  bool hours_bar(uint16_t minutes) const {
    return seeker_.is_hard(Hard::hours) && minutes != 0 && stated(Wish::hours) &&
           hours(minutes) != kFull;
  }
  bool salary_bar(uint32_t max) const {
    return seeker_.is_hard(Hard::salary) && max != 0 && max < seeker_.salary_floor;
  }
  bool distance_bar(Distance distance) const {
    return distance_hard_ && distance != kNoDistance && distance > radius_;
  }
  bool expired(Day expires) const { return expires != kNoDay && expires < today_; }

  // Neither the occupation is near what the person aims at nor are the skills theirs. Never true of
  // a person nothing is known of. Falls with either share, so that a bound of both decides a group.
  bool unrelated(uint32_t proximity, uint32_t skills) const {
    return skills < relevance_ && (!aims_ || proximity < relevance_);
  }

  // All of one offer: what its own fields decide, and with its shares everything.
  uint32_t bars(const Row& row) const;
  uint32_t bars(const Row& row, const Shares& shares) const;
  Shares shares(const Row& row, std::span<const OwnSkill> own) const;
  // The same where only the wishes differ from those of `before`: skills are not looked at again.
  Shares wish_shares(const Row& row, const Shares& before) const;
  // Thousandths of a point times ten: 0 … kPointsMax * kFull.
  uint32_t raw(const Shares& shares) const {
    uint32_t sum = 0;
    for (size_t i = 0; i < kPartCount; ++i) sum += weights_.parts[i] * shares.parts[i];
    return sum;
  }
  uint32_t raw(const Row& row, std::span<const OwnSkill> own) const {
    return raw(shares(row, own));
  }

 private:
  const Catalogue& catalogue_;
  const Dictionary& dictionary_;
  const Weights& weights_;
  const Seeker& seeker_;
  Credits& credits_;
  Day today_;
  std::array<bool, kWishCount> stated_{};
  uint32_t wish_weights_ = 0;
  std::optional<Ruler> ruler_;
  Distance radius_ = 0;
  bool distance_hard_ = false;
  bool aims_ = false;         // at an occupation, or has had one
  uint32_t relevance_ = 0;    // the share that makes an offer worth proposing
  std::vector<bool> speaks_;  // by language of the dictionary
};

// Offers of the first days are all as fresh as can be.
inline constexpr uint32_t kFreshDays = 3;

// The points of a raw score, 0–1000.
inline uint32_t points(uint32_t raw) {
  return (raw + kFull / 2) / kFull;
}

}  // namespace aksis::matching
