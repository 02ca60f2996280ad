// The ROME in memory: dense indexes inside, official codes outside, every string in one arena.
// Immutable once built (see referential_builder.hpp): any thread may read one Referential.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace aksis::competences {

// Position of an occupation, appellation, item … in its table; kNone = there is none.
using Index = uint32_t;
inline constexpr Index kNone = UINT32_MAX;

// A string of the arena; read it with Referential::text().
struct Text {
  uint32_t offset = 0;
  uint32_t size = 0;
  bool empty() const { return size == 0; }
};

enum class Flag : uint8_t { unknown, no, yes };
enum class EcoTransition : uint8_t { unknown, white, green, brown, strategic };

// What ROME calls the nature and category of an item. Soft skills are macro-competences too in
// ROME (savoir-être professionnels); here each item has one kind.
enum class ItemKind : uint8_t { skill, macro, soft_skill, knowledge, context };

// `core` = "Principale" in the official files, `emerging` = "Émergente".
enum class Core : uint8_t { no, core, emerging };

// RIASEC letters, 0 = not given.
struct Riasec {
  char major = 0;
  char minor = 0;
};

struct Occupation {
  Text code;   // "A1101"
  Text label;  // as published, both genders
  Text definition;
  Text access;       // how one gets there: diplomas, certificates
  Text parent_code;  // the ROME V3 code it comes from
  Text ogr;          // the code of the label itself in the official files
  Index domain = kNone;
  EcoTransition eco = EcoTransition::unknown;
  Flag digital = Flag::unknown;
  Flag demographic = Flag::unknown;
  Flag regulated = Flag::unknown;
  Flag manager = Flag::unknown;
  Riasec riasec;
};

struct Appellation {
  Text code;  // code OGR
  Text label;
  Text short_label;
  Index occupation = kNone;
  bool principal = false;    // the occupation's own title
  bool rarely_used = false;  // "peu usité"
  EcoTransition eco = EcoTransition::unknown;
  Flag digital = Flag::unknown;
  Flag demographic = Flag::unknown;
  Flag regulated = Flag::unknown;
  Flag manager = Flag::unknown;
};

struct Item {
  Text code;  // code OGR, or the code an overlay gave
  Text label;
  Text definition;
  Text category;          // skill: "Technique" …; knowledge: its category; context: its type
  Index macro = kNone;    // of a skill: the item of kind macro or soft_skill above it
  Index branch = kNone;   // of a macro or soft skill: its objective in the tree
  Index overlay = kNone;  // kNone = ROME's own; else the overlay it comes from
  ItemKind kind = ItemKind::skill;
  Flag eco = Flag::unknown;
  Flag digital = Flag::unknown;
  Riasec riasec;  // of macros and soft skills
};

// A professional domain ("A11") below its major domain ("A"), whose parent is kNone.
struct Domain {
  Text code;
  Text label;
  Index parent = kNone;
};

// The competence tree: domain (parent kNone) → stake (enjeu) → objective → macro (Item::branch).
enum class BranchLevel : uint8_t { domain, stake, objective };
struct Branch {
  Text code;  // domains only; the others have none in ROME
  Text label;
  Index parent = kNone;
  BranchLevel level = BranchLevel::domain;
};

// Classifications an occupation belongs to: sectors of activity (with sub-sectors below), NAF
// divisions, centres of interest, themes.
enum class Scheme : uint8_t { sector, naf, interest, theme };
struct Category {
  Text code;
  Text label;
  Text definition;
  Index parent = kNone;  // a sub-sector's sector
  Scheme scheme = Scheme::sector;
};

struct ItemLink {
  Index item = kNone;
  Core core = Core::no;
};
struct OccupationLink {  // the same link seen from the item
  Index occupation = kNone;
  Core core = Core::no;
};
struct CategoryLink {
  Index category = kNone;
  bool principal = false;
};
struct Move {  // official mobility; rank 1 = closest
  Index occupation = kNone;
  uint32_t rank = 0;
};

// Lists of T per index, in two arrays.
template <typename T>
struct Grouped {
  std::vector<uint32_t> starts;  // size + 1 entries
  std::vector<T> values;
  std::span<const T> of(Index i) const {
    if (i + size_t{1} >= starts.size()) return {};
    return std::span<const T>(values).subspan(starts[i], starts[i + 1] - starts[i]);
  }
};

class Referential {
 public:
  std::string_view version() const { return version_; }  // "460"; empty when not known

  std::string_view text(Text t) const { return std::string_view(arena_).substr(t.offset, t.size); }

  std::span<const Occupation> occupations() const { return occupations_; }
  std::span<const Appellation> appellations() const { return appellations_; }
  std::span<const Item> items() const { return items_; }
  std::span<const Domain> domains() const { return domains_; }
  std::span<const Branch> branches() const { return branches_; }
  std::span<const Category> categories() const { return categories_; }

  const Occupation& occupation(Index i) const { return occupations_[i]; }
  const Appellation& appellation(Index i) const { return appellations_[i]; }
  const Item& item(Index i) const { return items_[i]; }

  // By official code; kNone when unknown.
  Index find_occupation(std::string_view code) const;
  Index find_appellation(std::string_view code) const;
  Index find_item(std::string_view code) const;
  Index find_category(Scheme scheme, std::string_view code) const;

  // Appellations are stored by occupation: theirs are the indexes [first, first + size).
  std::span<const Appellation> appellations_of(Index occupation) const;
  Index first_appellation(Index occupation) const { return appellation_starts_[occupation]; }

  std::span<const ItemLink> items_of(Index occupation) const { return items_of_.of(occupation); }
  std::span<const OccupationLink> occupations_of(Index item) const {
    return occupations_of_.of(item);
  }
  std::span<const Index> skills_of_macro(Index macro) const { return skills_of_macro_.of(macro); }
  std::span<const CategoryLink> categories_of(Index occupation) const {
    return categories_of_.of(occupation);
  }
  std::span<const Index> occupations_in(Index category) const {
    return occupations_in_.of(category);
  }
  std::span<const Move> mobility_of(Index occupation) const { return mobility_.of(occupation); }
  // The occupations that come from a ROME V3 code; training lists still use those.
  std::vector<Index> occupations_from_parent(std::string_view parent_code) const;

  size_t memory_bytes() const;

 private:
  friend class ReferentialBuilder;
  std::string version_;
  std::string arena_;
  std::vector<Occupation> occupations_;
  std::vector<Appellation> appellations_;
  std::vector<uint32_t> appellation_starts_;
  std::vector<Item> items_;
  std::vector<Domain> domains_;
  std::vector<Branch> branches_;
  std::vector<Category> categories_;
  Grouped<ItemLink> items_of_;
  Grouped<OccupationLink> occupations_of_;
  Grouped<Index> skills_of_macro_;
  Grouped<CategoryLink> categories_of_;
  Grouped<Index> occupations_in_;
  Grouped<Move> mobility_;
  // Indexes in the order of their codes: the lookups are binary searches.
  std::vector<Index> occupations_by_code_, appellations_by_code_, items_by_code_,
      categories_by_code_, occupations_by_parent_;
};

std::string_view name(ItemKind kind);  // "skill", "macro", "soft_skill", "knowledge", "context"

}  // namespace aksis::competences
