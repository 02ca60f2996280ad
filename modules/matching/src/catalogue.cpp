#include "catalogue.hpp"

#include <algorithm>
#include <bit>

#include "aksis/cpp/fold.hpp"
#include "former_labels.hpp"

namespace aksis::matching {

namespace {

constexpr uint32_t kCoreFactor = 3;
constexpr uint8_t kCoreLevel = 3;
constexpr uint8_t kOrdinaryLevel = 2;
constexpr uint32_t kRequiredFactor = 2;
constexpr uint32_t kRelatedMax = UINT16_MAX;

// Knowledge weighs less than a skill, soft skills less again: nearly every occupation asks for
// them.
uint32_t kind_factor(ItemKind kind) {
  switch (kind) {
    case ItemKind::skill:
    case ItemKind::macro:
      return 4;
    case ItemKind::knowledge:
      return 3;
    case ItemKind::soft_skill:
      return 2;
    case ItemKind::context:
      return 0;
  }
  return 0;
}

template <typename Map>
size_t map_bytes(const Map& map) {
  return map.size() * (sizeof(typename Map::value_type) + 2 * sizeof(void*)) +
         map.bucket_count() * sizeof(void*);
}

struct Links {
  OccupationIndex occupation;
  ItemIndex item;
  bool core;
};

}  // namespace

std::string_view name_of(ItemKind kind) {
  constexpr std::string_view kNames[] = {"skill", "macro", "knowledge", "soft_skill", "context"};
  return kNames[static_cast<size_t>(kind)];
}

bool parse_item_kind(std::string_view text, ItemKind& kind) {
  for (const auto each : {ItemKind::skill, ItemKind::macro, ItemKind::knowledge,
                          ItemKind::soft_skill, ItemKind::context}) {
    if (name_of(each) != text) continue;
    kind = each;
    return true;
  }
  return false;
}

uint64_t stable_hash(std::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char byte : text) hash = (hash ^ byte) * 0x100000001b3;
  return hash;
}

uint64_t label_hash(std::string_view label) {
  return stable_hash(fold(label));
}

uint32_t log2_q8(uint64_t numerator, uint64_t denominator) {
  if (denominator == 0 || numerator <= denominator) return 0;
  // Fixed point by repeated squaring: no library function whose last digit differs elsewhere.
  uint64_t value = (numerator << 16) / denominator;  // 16 fractional bits
  const int whole = std::bit_width(value) - 17;
  value = whole >= 0 ? value >> whole : value << -whole;
  uint32_t fraction = 0;
  for (int bit = 0; bit < 8; ++bit) {
    value = (value * value) >> 16;
    fraction <<= 1;
    if (value >= (2u << 16)) {
      value >>= 1;
      fraction |= 1;
    }
  }
  return static_cast<uint32_t>(whole) * 256 + fraction;
}

ItemIndex Catalogue::find_item(std::string_view code) const {
  const auto found = item_by_code_.find(std::string(code));
  return found == item_by_code_.end() ? kNoItem : found->second;
}

ItemIndex Catalogue::find_item_by_label(std::string_view label) const {
  const auto found = item_by_label_.find(label_hash(label));
  return found == item_by_label_.end() ? kNoItem : found->second;
}

OccupationIndex Catalogue::find_occupation(std::string_view code) const {
  const auto found = occupation_by_code_.find(std::string(code));
  return found == occupation_by_code_.end() ? kNoOccupation : found->second;
}

std::span<const Demand> Catalogue::demands(OccupationIndex occupation) const {
  const auto& of = occupations_[occupation];
  return {demands_.data() + of.demands_begin, of.demands_end - of.demands_begin};
}

std::span<const ItemIndex> Catalogue::contexts(OccupationIndex occupation) const {
  const auto& of = occupations_[occupation];
  return {contexts_.data() + of.contexts_begin, of.contexts_end - of.contexts_begin};
}

uint32_t Catalogue::mobility(OccupationIndex from, OccupationIndex to) const {
  const auto found = mobility_.find(uint32_t(from) << 16 | to);
  return found == mobility_.end() ? 0 : found->second;
}

// Read for every skill of every offer looked at: worked out once, and small.
void Catalogue::list_demands() {
  item_demands_.clear();
  for (ItemIndex i = 0; i < items_.size(); ++i) {
    const auto& item = items_[i];
    const uint32_t weight = std::max(1u, item.rarity) * kind_factor(item.kind);
    item_demands_.push_back({i, item.macro, weight, kOrdinaryLevel, false});
    item_demands_.push_back({i, item.macro, weight * kRequiredFactor, kCoreLevel, true});
  }
}

size_t Catalogue::bytes() const {
  size_t total = items_.capacity() * sizeof(Item) + occupations_.capacity() * sizeof(Occupation) +
                 (demands_.capacity() + item_demands_.capacity()) * sizeof(Demand) +
                 contexts_.capacity() * sizeof(ItemIndex) + related_.capacity() * sizeof(uint16_t) +
                 map_bytes(mobility_) + map_bytes(item_by_code_) + map_bytes(item_by_label_) +
                 map_bytes(occupation_by_code_);
  for (const auto& item : items_) total += item.label.capacity() + 1;
  for (const auto& occupation : occupations_)
    total +=
        occupation.label.capacity() + 1 + occupation.interests.capacity() * sizeof(std::string);
  return total;
}

void Catalogue::index_names() {
  for (ItemIndex i = 0; i < items_.size(); ++i) {
    item_by_code_.emplace(items_[i].code, i);
    item_by_label_.emplace(label_hash(items_[i].label), i);
  }
  for (const auto& [former, present] : kFormerLabels)
    if (const auto item = find_item_by_label(present); item != kNoItem)
      item_by_label_.emplace(label_hash(former), item);
  for (size_t i = 0; i < occupations_.size(); ++i)
    occupation_by_code_.emplace(occupations_[i].code, static_cast<OccupationIndex>(i));
}

void CatalogueBuilder::occupation(std::string_view code, std::string_view label) {
  occupations_.emplace_back(code, label);
}

void CatalogueBuilder::item(std::string_view code, ItemKind kind, std::string_view label,
                            std::string_view macro) {
  items_.push_back({{std::string(code), std::string(label), kind, kNoItem, 0}, std::string(macro)});
}

void CatalogueBuilder::link(std::string_view occupation, std::string_view item, bool core) {
  links_.push_back({std::string(occupation), std::string(item), core});
}

void CatalogueBuilder::mobility(std::string_view from, std::string_view to, uint32_t rank) {
  moves_.push_back({std::string(from), std::string(to), rank});
}

void CatalogueBuilder::interest(std::string_view occupation, std::string_view code) {
  interests_.emplace_back(occupation, code);
}

void CatalogueBuilder::resolve_macros(Catalogue& catalogue) const {
  for (size_t i = 0; i < items_.size(); ++i) {
    auto& item = catalogue.items_[i];
    if (item.kind == ItemKind::macro)
      item.macro = static_cast<ItemIndex>(i);
    else if (!items_[i].macro.empty())
      item.macro = catalogue.find_item(items_[i].macro);
  }
}

void CatalogueBuilder::count_rarity(Catalogue& catalogue,
                                    const std::vector<uint32_t>& occurrences) const {
  const uint64_t all = catalogue.occupations_.size() + 1;
  for (size_t i = 0; i < occurrences.size(); ++i)
    catalogue.items_[i].rarity = std::max(1u, log2_q8(all, occurrences[i] + 1));
}

namespace {

// Sums, for every pair of occupations, the weight of what they share. By item, not by pair: most
// pairs share little.
std::vector<uint16_t> relate(const Catalogue& catalogue) {
  const size_t count = catalogue.occupations().size();
  std::vector<std::vector<std::pair<OccupationIndex, uint32_t>>> holders(catalogue.items().size());
  for (size_t o = 0; o < count; ++o)
    for (const auto& demand : catalogue.demands(static_cast<OccupationIndex>(o)))
      holders[demand.item].emplace_back(static_cast<OccupationIndex>(o), demand.weight);
  std::vector<uint32_t> shared(count * count);
  for (const auto& list : holders)
    for (const auto& [from, from_weight] : list)
      for (const auto& [to, weight] : list) shared[size_t(from) * count + to] += weight;
  std::vector<uint16_t> related(count * count);
  for (size_t from = 0; from < count; ++from)
    for (size_t to = 0; to < count; ++to) {
      const uint64_t all = catalogue.occupations()[to].weight;
      const uint64_t share = all ? uint64_t(shared[from * count + to]) * kFull / all : 0;
      related[from * count + to] =
          static_cast<uint16_t>(from == to ? kFull : std::min<uint64_t>(share, kRelatedMax));
    }
  return related;
}

// The links between known occupations and items, by occupation and item, each once; the others are
// counted in `left_out`.
template <typename Rows>
std::vector<Links> resolve_links(const Catalogue& catalogue, const Rows& rows, size_t& left_out) {
  std::vector<Links> links;
  for (const auto& row : rows) {
    const auto occupation = catalogue.find_occupation(row.occupation);
    const auto item = catalogue.find_item(row.item);
    if (occupation == kNoOccupation || item == kNoItem)
      ++left_out;
    else
      links.push_back({occupation, item, row.core});
  }
  const auto key = [](const Links& link) { return std::pair(link.occupation, link.item); };
  std::sort(links.begin(), links.end(),
            [&](const Links& a, const Links& b) { return key(a) < key(b); });
  links.erase(std::unique(links.begin(), links.end(),
                          [&](const Links& a, const Links& b) { return key(a) == key(b); }),
              links.end());
  return links;
}

}  // namespace

Catalogue CatalogueBuilder::build() {
  Catalogue catalogue;
  catalogue.version_ = version_;
  for (auto& [code, label] : occupations_) {
    catalogue.occupations_.emplace_back();
    catalogue.occupations_.back().code = code;
    catalogue.occupations_.back().label = label;
  }
  for (auto& row : items_) catalogue.items_.push_back(row.item);
  catalogue.index_names();
  resolve_macros(catalogue);

  const auto links = resolve_links(catalogue, links_, left_out_);
  std::vector<uint32_t> occurrences(catalogue.items_.size());
  for (const auto& link : links) ++occurrences[link.item];
  count_rarity(catalogue, occurrences);
  catalogue.list_demands();

  size_t next = 0;
  for (size_t o = 0; o < catalogue.occupations_.size(); ++o) {
    auto& occupation = catalogue.occupations_[o];
    occupation.demands_begin = static_cast<uint32_t>(catalogue.demands_.size());
    occupation.contexts_begin = static_cast<uint32_t>(catalogue.contexts_.size());
    for (; next < links.size() && links[next].occupation == o; ++next) {
      const auto& link = links[next];
      const auto& item = catalogue.items_[link.item];
      if (item.kind == ItemKind::context) {
        catalogue.contexts_.push_back(link.item);
        continue;
      }
      const uint32_t weight = item.rarity * kind_factor(item.kind) * (link.core ? kCoreFactor : 1);
      catalogue.demands_.push_back(
          {link.item, item.macro, weight, link.core ? kCoreLevel : kOrdinaryLevel, link.core});
      occupation.weight += weight;
    }
    occupation.demands_end = static_cast<uint32_t>(catalogue.demands_.size());
    occupation.contexts_end = static_cast<uint32_t>(catalogue.contexts_.size());
    std::sort(catalogue.demands_.begin() + occupation.demands_begin, catalogue.demands_.end(),
              [](const Demand& a, const Demand& b) {
                return std::tuple(!a.core, ~a.weight, a.item) <
                       std::tuple(!b.core, ~b.weight, b.item);
              });
  }
  catalogue.related_ = relate(catalogue);
  for (const auto& [code, interest] : interests_)
    if (const auto index = catalogue.find_occupation(code); index != kNoOccupation)
      catalogue.occupations_[index].interests.push_back(interest);
    else
      ++left_out_;
  for (const auto& move : moves_) {
    const auto from = catalogue.find_occupation(move.from), to = catalogue.find_occupation(move.to);
    if (from == kNoOccupation || to == kNoOccupation)
      ++left_out_;
    else
      catalogue.mobility_.emplace(uint32_t(from) << 16 | to,
                                  static_cast<uint8_t>(std::clamp(move.rank, 1u, 255u)));
  }
  return catalogue;
}

CatalogueSlice Catalogue::slice(OccupationIndex occupation, std::span<const OccupationIndex> others,
                                std::span<const ItemIndex> items) const {
  CatalogueSlice out;
  out.version = version_;
  std::vector<ItemIndex> wanted(items.begin(), items.end());
  for (const auto& demand : demands(occupation)) wanted.push_back(demand.item);
  for (const auto context : contexts(occupation)) wanted.push_back(context);
  const size_t named = wanted.size();
  for (size_t i = 0; i < named; ++i)
    if (items_[wanted[i]].macro != kNoItem) wanted.push_back(items_[wanted[i]].macro);
  std::sort(wanted.begin(), wanted.end());
  wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
  for (const auto index : wanted) {
    Item item = items_[index];
    if (item.macro != kNoItem)
      item.macro = static_cast<ItemIndex>(
          std::lower_bound(wanted.begin(), wanted.end(), item.macro) - wanted.begin());
    out.items.push_back(std::move(item));
  }
  out.occupation = occupations_[occupation].code;
  out.interests = occupations_[occupation].interests;
  for (const auto& demand : demands(occupation))
    out.links.push_back({items_[demand.item].code, demand.core});
  for (const auto context : contexts(occupation))
    out.links.push_back({items_[context].code, false});
  std::vector<OccupationIndex> all(others.begin(), others.end());
  all.push_back(occupation);
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  for (const auto other : all) {
    out.occupations.emplace_back(occupations_[other].code, occupations_[other].label);
    out.nears.push_back({occupations_[other].code, out.occupation, related(other, occupation),
                         mobility(other, occupation)});
  }
  return out;
}

Catalogue Catalogue::from_slice(const CatalogueSlice& slice) {
  CatalogueBuilder builder;
  builder.version(slice.version);
  for (const auto& [code, label] : slice.occupations) builder.occupation(code, label);
  for (const auto& item : slice.items)
    builder.item(item.code, item.kind, item.label,
                 item.macro < slice.items.size() ? slice.items[item.macro].code : "");
  Catalogue catalogue = builder.build();
  for (size_t i = 0; i < slice.items.size(); ++i)
    catalogue.items_[i].rarity = slice.items[i].rarity;
  catalogue.list_demands();
  // Rarities are those of the whole catalogue: weights follow from them, not from the slice.
  const auto occupation = catalogue.find_occupation(slice.occupation);
  if (occupation == kNoOccupation) return catalogue;
  for (size_t o = 0; o < catalogue.occupations_.size(); ++o) {
    auto& other = catalogue.occupations_[o];
    other.demands_begin = other.demands_end = 0;
    other.contexts_begin = other.contexts_end = 0;
  }
  auto& own = catalogue.occupations_[occupation];
  own.interests = slice.interests;
  for (const auto& link : slice.links) {
    const auto index = catalogue.find_item(link.item);
    if (index == kNoItem) continue;
    const auto& item = catalogue.items_[index];
    if (item.kind == ItemKind::context) {
      catalogue.contexts_.push_back(index);
      continue;
    }
    const uint32_t weight = item.rarity * kind_factor(item.kind) * (link.core ? kCoreFactor : 1);
    catalogue.demands_.push_back(
        {index, item.macro, weight, link.core ? kCoreLevel : kOrdinaryLevel, link.core});
    own.weight += weight;
  }
  own.demands_end = static_cast<uint32_t>(catalogue.demands_.size());
  own.contexts_end = static_cast<uint32_t>(catalogue.contexts_.size());
  for (const auto& near : slice.nears) {
    const auto from = catalogue.find_occupation(near.from), to = catalogue.find_occupation(near.to);
    if (from == kNoOccupation || to == kNoOccupation) continue;
    catalogue.related_[size_t(from) * catalogue.occupations_.size() + to] =
        static_cast<uint16_t>(near.related);
    if (near.mobility) catalogue.mobility_[uint32_t(from) << 16 | to] = uint8_t(near.mobility);
  }
  return catalogue;
}

}  // namespace aksis::matching
