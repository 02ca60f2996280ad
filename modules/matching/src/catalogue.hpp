// The referential as matching needs it: items with their rarity, what each occupation demands, how
// near occupations are to each other. Immutable once built; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace aksis::matching {

using ItemIndex = uint32_t;
using OccupationIndex = uint16_t;
inline constexpr ItemIndex kNoItem = UINT32_MAX;
inline constexpr OccupationIndex kNoOccupation = UINT16_MAX;

// Every share of this module is a ten-thousandth; whole numbers, so that a score can be computed
// again to the same bit.
inline constexpr uint32_t kFull = 10'000;

enum class ItemKind : uint8_t { skill, macro, knowledge, soft_skill, context };
std::string_view name_of(ItemKind kind);
bool parse_item_kind(std::string_view text, ItemKind& kind);

struct Item {
  std::string code;
  std::string label;
  ItemKind kind = ItemKind::skill;
  ItemIndex macro = kNoItem;  // of a macro-competence: itself
  uint32_t rarity = 0;        // log2(occupations / occupations with it), in 256ths
};

// One thing an occupation or an offer asks for.
struct Demand {
  ItemIndex item = kNoItem;
  ItemIndex macro = kNoItem;
  uint32_t weight = 0;
  uint8_t level = 2;  // level of mastery that satisfies it fully
  bool core = false;
};

struct Occupation {
  std::string code;
  std::string label;
  uint32_t demands_begin = 0, demands_end = 0;
  uint32_t contexts_begin = 0, contexts_end = 0;
  uint64_t weight = 0;                 // of all its demands
  std::vector<std::string> interests;  // codes of its centres of interest
};

// What a replay must find again: the parts of the catalogue one score was computed from.
struct CatalogueSlice {
  struct Link {
    std::string item;
    bool core = false;
  };
  struct Near {
    std::string from, to;
    uint32_t related = 0, mobility = 0;
  };
  std::string version;
  std::vector<Item> items;  // `macro` is an index into this vector
  std::vector<std::pair<std::string, std::string>> occupations;
  std::string occupation;  // whose links follow
  std::vector<Link> links;
  std::vector<std::string> interests;  // of `occupation`
  std::vector<Near> nears;
};

class Catalogue {
 public:
  Catalogue() = default;

  const std::string& version() const { return version_; }
  const std::vector<Item>& items() const { return items_; }
  const std::vector<Occupation>& occupations() const { return occupations_; }

  ItemIndex find_item(std::string_view code) const;
  // By label, whatever its case, accents and apostrophes: offers often leave the code out.
  ItemIndex find_item_by_label(std::string_view label) const;
  OccupationIndex find_occupation(std::string_view code) const;

  // Items of every kind but contexts, core first, then the heaviest.
  std::span<const Demand> demands(OccupationIndex occupation) const;
  // Work contexts the occupation may have, sorted.
  std::span<const ItemIndex> contexts(OccupationIndex occupation) const;

  // Share of what `to` demands that `from` demands too, by weight.
  uint32_t related(OccupationIndex from, OccupationIndex to) const {
    return related_[size_t(from) * occupations_.size() + to];
  }
  // Rank of `to` among the official moves from `from`, 1 = nearest; 0: none.
  uint32_t mobility(OccupationIndex from, OccupationIndex to) const;

  // A demand for one item outside any occupation (an offer's own list).
  const Demand& demand(ItemIndex item, bool required) const {
    return item_demands_[size_t{item} << 1 | size_t{required}];
  }

  CatalogueSlice slice(OccupationIndex occupation, std::span<const OccupationIndex> others,
                       std::span<const ItemIndex> items) const;
  static Catalogue from_slice(const CatalogueSlice& slice);

  size_t bytes() const;  // allocated

 private:
  friend class CatalogueBuilder;
  void index_names();
  void list_demands();

  std::string version_;
  std::vector<Item> items_;
  std::vector<Occupation> occupations_;
  std::vector<Demand> demands_;
  std::vector<Demand> item_demands_;  // of each item: wished, required
  std::vector<ItemIndex> contexts_;
  std::vector<uint16_t> related_;
  std::unordered_map<uint32_t, uint8_t> mobility_;  // from << 16 | to
  std::unordered_map<std::string, ItemIndex> item_by_code_;
  std::unordered_map<uint64_t, ItemIndex> item_by_label_;
  std::unordered_map<std::string, OccupationIndex> occupation_by_code_;
};

// Takes rows in any order; links to what was never named are counted and left out.
class CatalogueBuilder {
 public:
  void version(std::string version) { version_ = std::move(version); }
  void occupation(std::string_view code, std::string_view label);
  // `macro`: code of its macro-competence or empty.
  void item(std::string_view code, ItemKind kind, std::string_view label, std::string_view macro);
  void link(std::string_view occupation, std::string_view item, bool core);
  void mobility(std::string_view from, std::string_view to, uint32_t rank);
  void interest(std::string_view occupation, std::string_view code);
  Catalogue build();
  size_t links_left_out() const { return left_out_; }

 private:
  struct ItemRow {
    Item item;
    std::string macro;
  };
  struct LinkRow {
    std::string occupation, item;
    bool core;
  };
  struct MoveRow {
    std::string from, to;
    uint32_t rank;
  };
  void resolve_macros(Catalogue& catalogue) const;
  void count_rarity(Catalogue& catalogue, const std::vector<uint32_t>& occurrences) const;

  std::string version_;
  std::vector<std::pair<std::string, std::string>> occupations_;
  std::vector<ItemRow> items_;
  std::vector<LinkRow> links_;
  std::vector<MoveRow> moves_;
  std::vector<std::pair<std::string, std::string>> interests_;  // occupation, code
  size_t left_out_ = 0;
};

// 64-bit FNV-1a: the same on every machine, kept in stored rows.
uint64_t stable_hash(std::string_view text);
// The words of a label as one number: spelling differences fall away.
uint64_t label_hash(std::string_view label);

// log2(numerator / denominator) in 256ths, 0 when the quotient is below 1.
uint32_t log2_q8(uint64_t numerator, uint64_t denominator);

}  // namespace aksis::matching
