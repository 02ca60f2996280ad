#include <algorithm>
#include <bit>

#include "store.hpp"

namespace aksis::matching {

namespace {

struct Order {
  uint64_t group;  // occupation, own, tile, newest first
  OfferKey key;
  uint32_t row;
  bool operator<(const Order& other) const {
    return group != other.group ? group < other.group : key < other.key;
  }
};

Order order_of(const Row& row, uint32_t index, const Dictionary& dictionary) {
  const uint64_t tile = dictionary.places[row.place].tile;
  return {uint64_t(row.occupation) << 33 | uint64_t(row.skills_count != 0) << 32 | tile << 16 |
              uint64_t(UINT16_MAX - row.created),
          row.key, index};
}

size_t slot_of(OfferKey key, size_t mask) {
  return (key * 0x9e3779b97f4a7c15) >> 20 & mask;
}

}  // namespace

Block Block::build(std::vector<Row> rows, const std::vector<OwnSkill>& skills,
                   const Dictionary& dictionary, size_t occupations, size_t sorted) {
  std::vector<Order> order;
  order.reserve(rows.size());
  for (uint32_t i = 0; i < rows.size(); ++i) order.push_back(order_of(rows[i], i, dictionary));
  const auto middle = order.begin() + static_cast<std::ptrdiff_t>(sorted);
  std::sort(middle, order.end());
  std::inplace_merge(order.begin(), middle, order.end());

  Block block;
  block.rows_.reserve(rows.size());
  size_t skill_count = 0;
  for (const auto& row : rows) skill_count += row.skills_count;
  block.skills_.reserve(skill_count);
  for (const auto& each : order) {
    Row row = rows[each.row];
    const auto* from = skills.data() + row.skills_begin;
    row.skills_begin = static_cast<uint32_t>(block.skills_.size());
    block.skills_.insert(block.skills_.end(), from, from + row.skills_count);
    block.rows_.push_back(row);
  }
  rows = {};
  block.index_runs(dictionary, occupations);
  block.index_keys();
  return block;
}

void Block::index_runs(const Dictionary& dictionary, size_t occupations) {
  occupation_runs_.assign(occupations + 1, 0);
  for (uint32_t i = 0; i < rows_.size(); ++i) {
    const auto& row = rows_[i];
    const bool own = row.skills_count != 0;
    const auto tile = dictionary.places[row.place].tile;
    if (!runs_.empty() && runs_.back().occupation == row.occupation && runs_.back().own == own &&
        runs_.back().tile == tile)
      continue;
    runs_.push_back({i, tile, row.created, row.occupation, own});
    ++occupation_runs_[row.occupation + 1];
  }
  runs_.push_back({static_cast<uint32_t>(rows_.size()), 0, kNoDay, kNoOccupation, false});
  runs_.shrink_to_fit();
  for (size_t i = 1; i < occupation_runs_.size(); ++i)
    occupation_runs_[i] += occupation_runs_[i - 1];
}

void Block::index_keys() {
  const size_t slots = std::bit_ceil(std::max<size_t>(8, rows_.size() + rows_.size() / 2));
  by_key_.assign(slots, 0);
  for (uint32_t i = 0; i < rows_.size(); ++i) {
    size_t slot = slot_of(rows_[i].key, slots - 1);
    while (by_key_[slot]) slot = (slot + 1) & (slots - 1);
    by_key_[slot] = i + 1;
  }
}

std::span<const Run> Block::runs(OccupationIndex occupation) const {
  if (size_t(occupation) + 1 >= occupation_runs_.size()) return {};
  const auto begin = occupation_runs_[occupation], end = occupation_runs_[occupation + 1];
  return {runs_.data() + begin, end - begin};
}

const Row* Block::find(OfferKey key) const {
  if (rows_.empty()) return nullptr;
  const size_t mask = by_key_.size() - 1;
  for (size_t slot = slot_of(key, mask); by_key_[slot]; slot = (slot + 1) & mask)
    if (rows_[by_key_[slot] - 1].key == key) return &rows_[by_key_[slot] - 1];
  return nullptr;
}

size_t Block::bytes() const {
  return rows_.capacity() * sizeof(Row) + skills_.capacity() * sizeof(OwnSkill) +
         runs_.capacity() * sizeof(Run) + occupation_runs_.capacity() * sizeof(uint32_t) +
         by_key_.capacity() * sizeof(uint32_t);
}

}  // namespace aksis::matching
