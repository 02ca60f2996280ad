#include "audit/merkle.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <bit>

namespace aksis::audit {
namespace {

constexpr unsigned char kLeaf = 0, kNode = 1;

template <typename... Parts>
Hash sha256(unsigned char prefix, const Parts&... parts) {
  crypto_hash_sha256_state state;
  crypto_hash_sha256_init(&state);
  crypto_hash_sha256_update(&state, &prefix, 1);
  (crypto_hash_sha256_update(&state, reinterpret_cast<const unsigned char*>(parts.data()),
                             parts.size()),
   ...);
  Hash out;
  crypto_hash_sha256_final(&state, out.data());
  return out;
}

int64_t largest_power_below(int64_t size) {
  return int64_t(std::bit_floor(static_cast<uint64_t>(size - 1)));
}

Hash fold(std::vector<Hash> level) {
  while (level.size() > 1) {
    for (size_t i = 0; i < level.size() / 2; ++i)
      level[i] = node_hash(level[2 * i], level[2 * i + 1]);
    level.resize(level.size() / 2);
  }
  return level.front();
}

// A complete subtree of 2^level leaves.
Result<Hash> complete_subtree(const ReadLevel& read, int level, int64_t index) {
  const int stored = level - level % kStoredLevels;
  const int64_t count = int64_t{1} << (level - stored);
  AKSIS_ASSIGN(hashes, read(stored, index * count, count));
  return fold(std::move(hashes));
}

// MTH(D[first:last]) where first is a multiple of the largest power of two in last - first.
Result<Hash> subtree(const ReadLevel& read, int64_t first, int64_t last) {
  std::vector<Hash> peaks;
  while (first < last) {
    const int level = std::bit_width(static_cast<uint64_t>(last - first)) - 1;
    AKSIS_ASSIGN(peak, complete_subtree(read, level, first >> level));
    peaks.push_back(peak);
    first += int64_t{1} << level;
  }
  Hash out = peaks.back();
  for (auto peak = peaks.rbegin() + 1; peak != peaks.rend(); ++peak) out = node_hash(*peak, out);
  return out;
}

Status path(const ReadLevel& read, int64_t index, int64_t first, int64_t last, Proof& out) {
  if (last - first <= 1) return {};
  const int64_t middle = first + largest_power_below(last - first);
  const bool left = index < middle;
  AKSIS_TRY(left ? path(read, index, first, middle, out) : path(read, index, middle, last, out));
  AKSIS_ASSIGN(other, left ? subtree(read, middle, last) : subtree(read, first, middle));
  out.push_back(other);
  return {};
}

Status sub_proof(const ReadLevel& read, int64_t from, int64_t first, int64_t last, bool whole,
                 Proof& out) {
  if (from == last) {
    if (whole) return {};
    AKSIS_ASSIGN(hash, subtree(read, first, last));
    out.push_back(hash);
    return {};
  }
  const int64_t middle = first + largest_power_below(last - first);
  const bool left = from <= middle;
  AKSIS_TRY(left ? sub_proof(read, from, first, middle, whole, out)
                 : sub_proof(read, from, middle, last, false, out));
  AKSIS_ASSIGN(other, left ? subtree(read, middle, last) : subtree(read, first, middle));
  out.push_back(other);
  return {};
}

}  // namespace

Hash leaf_hash(std::string_view data) {
  return sha256(kLeaf, data);
}

Hash node_hash(const Hash& left, const Hash& right) {
  return sha256(kNode, left, right);
}

std::optional<Hash> parse_hash(std::string_view bytes) {
  Hash out;
  if (bytes.size() != out.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return out;
}

std::string to_hex(std::string_view bytes) {
  std::string out(bytes.size() * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                 bytes.size());
  out.pop_back();
  return out;
}

std::string to_base64(std::string_view bytes) {
  constexpr int kVariant = sodium_base64_VARIANT_ORIGINAL;
  std::string out(sodium_base64_encoded_len(bytes.size(), kVariant), '\0');
  sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                    bytes.size(), kVariant);
  out.pop_back();
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  std::string out(text.size(), '\0');
  size_t size = 0;
  if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(),
                        text.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL) != 0)
    return std::nullopt;
  out.resize(size);
  // libsodium lets stray bits at the end pass; one value has one text here.
  if (to_base64(out) != text) return std::nullopt;
  return out;
}

std::optional<Frontier> Frontier::parse(int64_t size, std::string_view bytes) {
  Frontier out;
  out.size_ = size;
  const auto peaks = static_cast<size_t>(std::popcount(static_cast<uint64_t>(size)));
  if (size < 0 || bytes.size() != peaks * sizeof(Hash)) return std::nullopt;
  for (size_t i = 0; i < peaks; ++i)
    out.peaks_.push_back(*parse_hash(bytes.substr(i * sizeof(Hash), sizeof(Hash))));
  return out;
}

Status Frontier::push(const Hash& leaf, const OnComplete& on_complete) {
  Hash carried = leaf;
  int64_t index = size_;
  for (int level = 1; index & 1; ++level) {
    carried = node_hash(peaks_.back(), carried);
    peaks_.pop_back();
    index >>= 1;
    if (level % kStoredLevels == 0) AKSIS_TRY(on_complete(level, index, carried));
  }
  peaks_.push_back(carried);
  ++size_;
  return {};
}

Hash Frontier::root() const {
  if (peaks_.empty()) {
    Hash out;
    crypto_hash_sha256(out.data(), nullptr, 0);
    return out;
  }
  Hash out = peaks_.back();
  for (auto peak = peaks_.rbegin() + 1; peak != peaks_.rend(); ++peak) out = node_hash(*peak, out);
  return out;
}

std::string Frontier::bytes() const {
  std::string out;
  for (const auto& peak : peaks_) out += bytes_of(peak);
  return out;
}

Result<Proof> inclusion_proof(const ReadLevel& read, int64_t index, int64_t size) {
  if (index < 0 || index >= size)
    return said(Code::invalid,
                fmt::format("there is no entry {} in a log of {} entries", index, size),
                fmt::format("Le journal a {} entrées, numérotées à partir de 0 : il n’a pas "
                            "d’entrée {}.",
                            size, index));
  Proof out;
  AKSIS_TRY(path(read, index, 0, size, out));
  return out;
}

Result<Proof> consistency_proof(const ReadLevel& read, int64_t from, int64_t size) {
  if (from <= 0 || from > size)
    return said(Code::invalid, fmt::format("a log of {} entries was never one of {}", size, from),
                fmt::format("Un journal de {} entrées n’en a jamais eu {}.", size, from));
  Proof out;
  AKSIS_TRY(sub_proof(read, from, 0, size, true, out));
  return out;
}

Result<Hash> root_at(const ReadLevel& read, int64_t size) {
  if (size == 0) return Frontier().root();
  return subtree(read, 0, size);
}

// RFC 9162, 2.1.3.2 and 2.1.4.2, which say in steps what RFC 6962 leaves to the reader.
bool proves_inclusion(const Hash& leaf, int64_t index, int64_t size, const Proof& proof,
                      const Hash& root) {
  if (index < 0 || index >= size) return false;
  int64_t at = index, last = size - 1;
  Hash made = leaf;
  for (const auto& other : proof) {
    if (last == 0) return false;
    if (at & 1 || at == last) {
      made = node_hash(other, made);
      while (!(at & 1) && at != 0) at >>= 1, last >>= 1;
    } else {
      made = node_hash(made, other);
    }
    at >>= 1, last >>= 1;
  }
  return last == 0 && made == root;
}

bool proves_consistency(int64_t from, const Hash& from_root, int64_t size, const Hash& root,
                        const Proof& proof) {
  if (from <= 0 || from > size) return false;
  if (from == size) return proof.empty() && from_root == root;
  auto next = proof.begin();
  int64_t at = from - 1, last = size - 1;
  while (at & 1) at >>= 1, last >>= 1;
  // A complete subtree is its own beginning: the proof leaves it out.
  if (at != 0 && next == proof.end()) return false;
  Hash old_made = at == 0 ? from_root : *next++;
  Hash made = old_made;
  for (; next != proof.end(); ++next) {
    if (last == 0) return false;
    if (at & 1 || at == last) {
      old_made = node_hash(*next, old_made);
      made = node_hash(*next, made);
      while (!(at & 1) && at != 0) at >>= 1, last >>= 1;
    } else {
      made = node_hash(made, *next);
    }
    at >>= 1, last >>= 1;
  }
  return last == 0 && old_made == from_root && made == root;
}

}  // namespace aksis::audit
