#include "facts.hpp"

#include <algorithm>

#include "aksis/cpp/fold.hpp"

namespace aksis::matching {

namespace {

// Coordinates are kept to a hundredth of a degree (700 m): offers then share places.
constexpr int32_t kPlaceUnit = 1'000;
constexpr int32_t kTileUnit = 50'000;  // half a degree
constexpr size_t kNafBytesMax = 10;

int32_t floor_div(int32_t a, int32_t b) {
  return a >= 0 ? a / b : -((-a + b - 1) / b);
}

uint32_t pack(int32_t a, int32_t b) {
  return static_cast<uint32_t>(a + 0x4000) << 16 | static_cast<uint32_t>(b + 0x4000);
}

template <typename Map>
size_t map_bytes(const Map& map) {
  return map.size() * (sizeof(typename Map::value_type) + 2 * sizeof(void*)) +
         map.bucket_count() * sizeof(void*);
}

// A key that tells two sets apart, for the index.
std::string bytes_of(const DemandSet& set) {
  std::string out;
  const auto put = [&](uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift);
  };
  put(uint32_t(set.licences_required) << 16 | set.licences_wished);
  put(static_cast<uint32_t>(set.languages.size()));
  for (const auto& [language, required] : set.languages) put(uint32_t(language) << 1 | required);
  for (const auto context : set.contexts) put(context);
  return out;
}

// The common spellings; the referential's own label is the usual one.
ItemIndex find_context(const Catalogue& catalogue, std::string_view label) {
  auto item = catalogue.find_item_by_label(label);
  if (item == kNoItem) item = catalogue.find_item(label);
  if (item == kNoItem || catalogue.items()[item].kind != ItemKind::context) return kNoItem;
  return item;
}

DemandSet demand_set(const Offer& offer, const Catalogue& catalogue, Interner& interner,
                     Unusable* unusable) {
  DemandSet set;
  for (const auto& demand : offer.licences) {
    const auto licence = parse_licence(demand.code.empty() ? demand.label : demand.code);
    if (licence)
      (demand.required ? set.licences_required : set.licences_wished) |= uint16_t(1u << *licence);
    else if (unusable)
      unusable->licences.push_back(demand.label);
  }
  set.licences_wished &= static_cast<uint16_t>(~set.licences_required);
  for (const auto& demand : offer.languages) {
    const auto language = interner.language(demand.label.empty() ? demand.code : demand.label);
    set.languages.emplace_back(language, demand.required);
  }
  std::sort(set.languages.begin(), set.languages.end());
  for (const auto& label : offer.contexts)
    if (const auto context = find_context(catalogue, label); context != kNoItem)
      set.contexts.push_back(context);
  std::sort(set.contexts.begin(), set.contexts.end());
  set.contexts.erase(std::unique(set.contexts.begin(), set.contexts.end()), set.contexts.end());
  return set;
}

uint32_t cents(int64_t amount) {
  return static_cast<uint32_t>(std::clamp<int64_t>(amount, 0, UINT32_MAX));
}

}  // namespace

std::vector<OwnSkill> own_skills(const Offer& offer, const Catalogue& catalogue,
                                 Unusable* unusable) {
  std::vector<OwnSkill> out;
  for (const auto& demand : offer.skills) {
    auto item = demand.code.empty() ? kNoItem : catalogue.find_item(demand.code);
    if (item == kNoItem && !demand.label.empty()) item = catalogue.find_item_by_label(demand.label);
    if (item == kNoItem || catalogue.items()[item].kind == ItemKind::context) {
      if (unusable) unusable->skills.push_back(demand.code.empty() ? demand.label : demand.code);
      continue;
    }
    out.push_back(item << 1 | uint32_t(demand.required));
  }
  // The demand of a skill named twice is the stronger one.
  std::sort(out.begin(), out.end(), std::greater<>());
  out.erase(
      std::unique(out.begin(), out.end(), [](OwnSkill a, OwnSkill b) { return a >> 1 == b >> 1; }),
      out.end());
  if (out.size() > kOwnSkillsMax) out.resize(kOwnSkillsMax);
  return out;
}

Interner::Interner() : shared_(std::make_shared<Dictionary>()) {
  set_index_.emplace(bytes_of(DemandSet{}), kNoSet);
}

Dictionary& Interner::edit() {
  if (!edited_) edited_ = std::make_shared<Dictionary>(*shared_);
  return *edited_;
}

std::shared_ptr<const Dictionary> Interner::dictionary() {
  if (edited_) shared_ = std::move(edited_);
  edited_.reset();
  return shared_;
}

uint32_t Interner::place(Point point) {
  const int32_t lat = floor_div(point.lat + kPlaceUnit / 2, kPlaceUnit);
  const int32_t lon = floor_div(point.lon + kPlaceUnit / 2, kPlaceUnit);
  const uint64_t key = uint64_t(static_cast<uint32_t>(lat)) << 32 | static_cast<uint32_t>(lon);
  const auto [found, added] = place_index_.emplace(key, static_cast<uint32_t>(now().places.size()));
  if (!added) return found->second;
  auto& dictionary = edit();
  const Point rounded{lat * kPlaceUnit, lon * kPlaceUnit};
  const auto tile_key = pack(floor_div(rounded.lat, kTileUnit), floor_div(rounded.lon, kTileUnit));
  // Beyond the last tile number places share it: bounds get wider, answers stay exact.
  const auto next = std::min<size_t>(dictionary.tiles, UINT16_MAX);
  const auto [tile, new_tile] = tile_index_.emplace(tile_key, static_cast<Tile>(next));
  if (new_tile) dictionary.tiles = next + 1;
  dictionary.places.push_back({rounded, tile->second});
  return found->second;
}

uint32_t Interner::set(const DemandSet& demands) {
  const auto [found, added] =
      set_index_.emplace(bytes_of(demands), static_cast<uint32_t>(now().sets.size()));
  if (added) edit().sets.push_back(demands);
  return found->second;
}

uint16_t Interner::naf(std::string_view code) {
  if (code.empty() || code.size() > kNafBytesMax) return kNoNaf;
  const auto known = naf_index_.find(std::string(code));
  if (known != naf_index_.end()) return known->second;
  if (now().nafs.size() == UINT16_MAX) return kNoNaf;
  edit().nafs.emplace_back(code);
  return naf_index_.emplace(code, static_cast<uint16_t>(now().nafs.size() - 1)).first->second;
}

uint16_t Interner::language(std::string_view label) {
  auto folded = fold(label);
  const auto known = language_index_.find(folded);
  if (known != language_index_.end()) return known->second;
  // The last number stands for all the languages beyond it.
  if (now().languages.size() == UINT16_MAX) return UINT16_MAX - 1;
  edit().languages.push_back(folded);
  const auto index = static_cast<uint16_t>(now().languages.size() - 1);
  return language_index_.emplace(std::move(folded), index).first->second;
}

size_t Dictionary::bytes() const {
  size_t total = places.capacity() * sizeof(Place) + sets.capacity() * sizeof(DemandSet) +
                 nafs.capacity() * sizeof(std::string) + languages.capacity() * sizeof(std::string);
  for (const auto& set : sets)
    total += set.languages.capacity() * 4 + set.contexts.capacity() * sizeof(ItemIndex);
  return total;
}

size_t Interner::bytes() const {
  size_t total = map_bytes(place_index_) + map_bytes(tile_index_) + map_bytes(set_index_) +
                 map_bytes(naf_index_) + map_bytes(language_index_);
  for (const auto& [bytes, index] : set_index_) total += bytes.capacity() + 1;
  return total;
}

uint32_t appellation_hash(std::string_view label) {
  if (label.empty()) return 0;
  const auto hash = static_cast<uint32_t>(label_hash(label) >> 16);
  return hash ? hash : 1;
}

std::optional<Facts> to_facts(const Offer& offer, OfferKey key, const Catalogue& catalogue,
                              const Communes& communes, Interner& interner, Unusable* unusable) {
  const auto occupation = catalogue.find_occupation(offer.rome_code);
  if (occupation == kNoOccupation) {
    if (unusable) unusable->occupation = true;
    return std::nullopt;
  }
  Facts facts;
  auto& row = facts.row;
  row.key = key;
  row.occupation = occupation;
  auto point = offer.point;
  if (!point && !offer.commune.empty()) {
    if (const auto* commune = communes.find(offer.commune)) point = commune->point;
    if (!point && unusable) unusable->commune = true;
  }
  if (point) row.place = interner.place(*point);
  row.demands = interner.set(demand_set(offer, catalogue, interner, unusable));
  row.salary_min = cents(offer.salary.monthly_min());
  row.salary_max = cents(offer.salary.monthly_max());
  row.appellation = appellation_hash(offer.appellation);
  row.naf = interner.naf(offer.naf);
  row.created = offer.created;
  row.expires = offer.expires;
  row.minutes = offer.weekly_minutes;
  row.experience_months = static_cast<uint8_t>(std::min<uint16_t>(offer.experience_months, 255));
  row.experience = offer.experience;
  row.contract = offer.contract;
  facts.skills = own_skills(offer, catalogue, unusable);
  row.skills_count = static_cast<uint8_t>(facts.skills.size());
  return facts;
}

}  // namespace aksis::matching
