// Offers as the search sees them: 48 bytes each, what many share written once in a dictionary.
// Values; a Dictionary is filled by one writer and read when shared as const.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "catalogue.hpp"
#include "geo.hpp"
#include "offer.hpp"

namespace aksis::matching {

using OfferKey = uint64_t;
using Tile = uint16_t;

inline constexpr uint32_t kNowhere = 0;  // index of the place of offers without one
inline constexpr uint32_t kNoSet = 0;    // index of the empty demand set
inline constexpr uint16_t kNoNaf = 0;    // index of "not stated"
inline constexpr size_t kOwnSkillsMax = 60;

// A demand of an offer's own list: index of the item << 1 | required.
using OwnSkill = uint32_t;

struct Row {
  OfferKey key = 0;
  uint32_t place = kNowhere;
  uint32_t demands = kNoSet;
  uint32_t salary_min = 0, salary_max = 0;  // cents a month of full time, 0 = not stated
  uint32_t appellation = 0;                 // hash of its label, 0 = none
  uint32_t skills_begin = 0;                // in the skills of its block
  OccupationIndex occupation = kNoOccupation;
  uint16_t naf = kNoNaf;
  Day created = kNoDay;
  Day expires = kNoDay;
  uint16_t minutes = 0;
  uint8_t skills_count = 0;
  uint8_t experience_months = 0;  // 255 = that or more
  ExperienceKind experience = ExperienceKind::unknown;
  Contract contract = Contract::unknown;
};
static_assert(sizeof(Row) <= 48);

// Licences, languages and work contexts an offer asks for or brings: few distinct sets exist.
struct DemandSet {
  uint16_t licences_required = 0, licences_wished = 0;
  std::vector<std::pair<uint16_t, bool>> languages;  // index in the dictionary, required
  std::vector<ItemIndex> contexts;                   // sorted
  bool operator==(const DemandSet&) const = default;
};

struct Place {
  Point point;
  Tile tile = 0;
};

// What conversion of an offer could not make use of.
struct Unusable {
  bool occupation = false;          // not in the referential: the offer matches nobody
  bool commune = false;             // unknown and no coordinates: the offer has no place
  std::vector<std::string> skills;  // codes or labels outside the referential
  std::vector<std::string> licences;
};

// The skills an offer names that the catalogue knows, each once, the last of the referential first.
std::vector<OwnSkill> own_skills(const Offer& offer, const Catalogue& catalogue,
                                 Unusable* unusable = nullptr);

// What rows refer to. Only ever grows: an index once given keeps its meaning.
struct Dictionary {
  std::vector<Place> places{1};
  std::vector<DemandSet> sets{1};
  std::vector<std::string> nafs{1};
  std::vector<std::string> languages;  // folded
  size_t tiles = 1;                    // tile 0: nowhere
  size_t bytes() const;
};

// The writer's side of a dictionary: finds what is known, and copies the dictionary before it adds
// to it, since readers may hold the present one. One thread at a time.
class Interner {
 public:
  Interner();
  uint32_t place(Point point);
  uint32_t set(const DemandSet& demands);
  uint16_t naf(std::string_view code);
  uint16_t language(std::string_view label);
  // The dictionary with all that was added.
  std::shared_ptr<const Dictionary> dictionary();
  size_t bytes() const;

 private:
  Dictionary& edit();
  const Dictionary& now() const { return edited_ ? *edited_ : *shared_; }

  std::shared_ptr<const Dictionary> shared_;
  std::shared_ptr<Dictionary> edited_;
  std::unordered_map<uint64_t, uint32_t> place_index_;
  std::unordered_map<uint32_t, Tile> tile_index_;
  std::unordered_map<std::string, uint32_t> set_index_;
  std::unordered_map<std::string, uint16_t> naf_index_;
  std::unordered_map<std::string, uint16_t> language_index_;
};

// An offer's facts apart from any block.
struct Facts {
  Row row;
  std::vector<OwnSkill> skills;
};

// nullopt: its occupation is not in the catalogue. New places and sets go to `interner`.
std::optional<Facts> to_facts(const Offer& offer, OfferKey key, const Catalogue& catalogue,
                              const Communes& communes, Interner& interner,
                              Unusable* unusable = nullptr);

// As a wish and an offer name it, whatever the spelling; never 0 for a label that says something.
uint32_t appellation_hash(std::string_view label);

}  // namespace aksis::matching
