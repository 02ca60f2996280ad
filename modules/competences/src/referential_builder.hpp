// Makes a Referential, row by row, in any order that names a thing before linking it.
// One thread.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "referential.hpp"

namespace aksis::competences {

class ReferentialBuilder {
 public:
  ReferentialBuilder() = default;
  ReferentialBuilder(const ReferentialBuilder&) = delete;  // its tables look into its arena
  ReferentialBuilder& operator=(const ReferentialBuilder&) = delete;

  void version(std::string_view version) { made_.version_ = version; }

  // The text in the arena; the same text is kept once.
  Text store(std::string_view text);

  // Each answers the index of the new thing, or kNone when its code (of its scheme, for
  // categories) is taken. Texts come from store().
  Index add(const Domain& domain);
  Index add(const Occupation& occupation);
  Index add(const Appellation& appellation);
  Index add(const Branch& branch);  // never refused: branches have no code of their own
  Index add(const Item& item);
  Index add(const Category& category);

  // By code, kNone when unknown.
  Index find_domain(std::string_view code) const { return find(domain_codes_, code); }
  Index find_occupation(std::string_view code) const { return find(occupation_codes_, code); }
  Index find_item(std::string_view code) const { return find(item_codes_, code); }
  Index find_category(Scheme scheme, std::string_view code) const {
    return find(category_codes_[static_cast<size_t>(scheme)], code);
  }

  // To complete what was added.
  Occupation& occupation(Index i) { return made_.occupations_[i]; }
  Item& item(Index i) { return made_.items_[i]; }
  Category& category(Index i) { return made_.categories_[i]; }
  const std::vector<Item>& items() const { return made_.items_; }
  std::string_view text(Text t) const { return made_.text(t); }

  // A link given twice counts once, with the stronger flag.
  void link(Index occupation, ItemLink link) { item_links_.push_back({occupation, link}); }
  void link(Index occupation, CategoryLink link) { category_links_.push_back({occupation, link}); }
  void link(Index occupation, Move move) { moves_.push_back({occupation, move}); }

  Referential finish() &&;

 private:
  template <typename T>
  struct Row {
    Index from;
    T to;
  };

  // Texts are compared where they lie, in the arena: no string of its own for any key.
  struct Hash {
    using is_transparent = void;
    const std::string* arena;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    size_t operator()(Text t) const { return (*this)(view(*arena, t)); }
  };
  struct Same {
    using is_transparent = void;
    const std::string* arena;
    bool operator()(std::string_view a, Text b) const { return a == view(*arena, b); }
    bool operator()(Text a, std::string_view b) const { return view(*arena, a) == b; }
    bool operator()(Text a, Text b) const { return (*this)(view(*arena, a), b); }
  };
  static std::string_view view(const std::string& arena, Text t) {
    return std::string_view(arena).substr(t.offset, t.size);
  }
  using Codes = boost::unordered_flat_map<Text, Index, Hash, Same>;
  Codes codes() const { return Codes(0, Hash{&made_.arena_}, Same{&made_.arena_}); }

  static Index find(const Codes& codes, std::string_view code);
  template <typename T>
  static Index add_to(std::vector<T>& table, Codes& codes, const T& row);
  void order_appellations();
  void group_links();

  Referential made_;
  boost::unordered_flat_set<Text, Hash, Same> stored_{0, Hash{&made_.arena_}, Same{&made_.arena_}};
  Codes domain_codes_ = codes(), occupation_codes_ = codes(), appellation_codes_ = codes(),
        item_codes_ = codes();
  std::array<Codes, 4> category_codes_ = {codes(), codes(), codes(), codes()};  // by scheme
  std::vector<Row<ItemLink>> item_links_;
  std::vector<Row<CategoryLink>> category_links_;
  std::vector<Row<Move>> moves_;
};

}  // namespace aksis::competences
