#include "referential.hpp"

#include <algorithm>

namespace aksis::competences {

namespace {

// The first of `order` whose key is not below `wanted`.
template <typename Key, typename KeyOf>
auto first_at(const std::vector<Index>& order, const Key& wanted, KeyOf key_of) {
  return std::lower_bound(order.begin(), order.end(), wanted,
                          [&](Index i, const Key& key) { return key_of(i) < key; });
}

template <typename Key, typename KeyOf>
Index find(const std::vector<Index>& order, const Key& wanted, KeyOf key_of) {
  const auto found = first_at(order, wanted, key_of);
  return found != order.end() && key_of(*found) == wanted ? *found : kNone;
}

template <typename T>
size_t bytes(const std::vector<T>& table) {
  return table.capacity() * sizeof(T);
}
template <typename T>
size_t bytes(const Grouped<T>& grouping) {
  return bytes(grouping.starts) + bytes(grouping.values);
}

}  // namespace

Index Referential::find_occupation(std::string_view code) const {
  return find(occupations_by_code_, code, [&](Index i) { return text(occupations_[i].code); });
}

Index Referential::find_appellation(std::string_view code) const {
  return find(appellations_by_code_, code, [&](Index i) { return text(appellations_[i].code); });
}

Index Referential::find_item(std::string_view code) const {
  return find(items_by_code_, code, [&](Index i) { return text(items_[i].code); });
}

Index Referential::find_category(Scheme scheme, std::string_view code) const {
  return find(categories_by_code_, std::pair(scheme, code),
              [&](Index i) { return std::pair(categories_[i].scheme, text(categories_[i].code)); });
}

std::span<const Appellation> Referential::appellations_of(Index occupation) const {
  const uint32_t first = appellation_starts_[occupation];
  return appellations().subspan(first, appellation_starts_[occupation + 1] - first);
}

std::vector<Index> Referential::occupations_from_parent(std::string_view parent_code) const {
  const auto parent_of = [&](Index i) { return text(occupations_[i].parent_code); };
  std::vector<Index> out;
  for (auto at = first_at(occupations_by_parent_, parent_code, parent_of);
       at != occupations_by_parent_.end() && parent_of(*at) == parent_code; ++at)
    out.push_back(*at);
  return out;
}

size_t Referential::memory_bytes() const {
  return arena_.capacity() + bytes(occupations_) + bytes(appellations_) +
         bytes(appellation_starts_) + bytes(items_) + bytes(domains_) + bytes(branches_) +
         bytes(categories_) + bytes(items_of_) + bytes(occupations_of_) + bytes(skills_of_macro_) +
         bytes(categories_of_) + bytes(occupations_in_) + bytes(mobility_) +
         bytes(occupations_by_code_) + bytes(appellations_by_code_) + bytes(items_by_code_) +
         bytes(categories_by_code_) + bytes(occupations_by_parent_);
}

std::string_view name(ItemKind kind) {
  switch (kind) {
    case ItemKind::skill:
      return "skill";
    case ItemKind::macro:
      return "macro";
    case ItemKind::soft_skill:
      return "soft_skill";
    case ItemKind::knowledge:
      return "knowledge";
    case ItemKind::context:
      return "context";
  }
  return "skill";
}

}  // namespace aksis::competences
