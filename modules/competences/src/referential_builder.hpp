// Makes a Referential, row by row, in any order that names a thing before linking it.
// One thread.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "referential.hpp"

namespace aksis::competences {

class ReferentialBuilder {
 public:
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
  Index find_domain(std::string_view code) const { return find('d', code); }
  Index find_occupation(std::string_view code) const { return find('o', code); }
  Index find_item(std::string_view code) const { return find('i', code); }
  Index find_category(Scheme scheme, std::string_view code) const {
    return find(static_cast<char>(scheme), code);
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
  Index find(char table, std::string_view code) const;
  bool take(char table, std::string_view code, size_t index);
  void order_appellations();
  void group_links();

  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view key) const { return std::hash<std::string_view>{}(key); }
  };
  template <typename T>
  using ByText = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

  Referential made_;
  ByText<Text> stored_;
  ByText<Index> codes_;  // table letter + code
  std::vector<Row<ItemLink>> item_links_;
  std::vector<Row<CategoryLink>> category_links_;
  std::vector<Row<Move>> moves_;
};

}  // namespace aksis::competences
