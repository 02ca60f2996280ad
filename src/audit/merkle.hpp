// The Merkle tree of RFC 6962, section 2.1: hashes, the frontier that appends need, proofs.
// Values and pure functions, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::audit {

using Hash = std::array<unsigned char, 32>;

Hash leaf_hash(std::string_view data);                   // SHA-256(0x00 | data)
Hash node_hash(const Hash& left, const Hash& right);     // SHA-256(0x01 | left | right)
std::optional<Hash> parse_hash(std::string_view bytes);  // of 32 bytes
std::string to_hex(std::string_view bytes);
std::string to_base64(std::string_view bytes);  // with padding
std::optional<std::string> from_base64(std::string_view text);
inline std::string_view bytes_of(const Hash& hash) {
  return {reinterpret_cast<const char*>(hash.data()), hash.size()};
}

// Levels whose complete subtrees are stored: 8, 16, 24 … (of 256, 65,536 … leaves).
inline constexpr int kStoredLevels = 8;

// The roots of the complete subtrees that a tree of `size` leaves falls into, the largest first.
class Frontier {
 public:
  // Told of each subtree that a leaf completes at a stored level.
  using OnComplete = std::function<Status(int level, int64_t index, const Hash& hash)>;

  Frontier() = default;
  // nullopt: `bytes` is no frontier of that size.
  static std::optional<Frontier> parse(int64_t size, std::string_view bytes);

  Status push(const Hash& leaf, const OnComplete& on_complete);
  int64_t size() const { return size_; }
  Hash root() const;  // of no leaf: SHA-256 of nothing
  std::string bytes() const;

 private:
  int64_t size_ = 0;
  std::vector<Hash> peaks_;
};

// Reads `count` hashes of a stored level (0: leaves) from `first` on.
using ReadLevel = std::function<Result<std::vector<Hash>>(int level, int64_t first, int64_t count)>;

using Proof = std::vector<Hash>;

// PATH(index, D[size]) and PROOF(from, D[size]) of the RFC; Code::invalid outside of
// 0 <= index < size, 0 < from <= size.
Result<Proof> inclusion_proof(const ReadLevel& read, int64_t index, int64_t size);
Result<Proof> consistency_proof(const ReadLevel& read, int64_t from, int64_t size);
// The root of the first `size` leaves.
Result<Hash> root_at(const ReadLevel& read, int64_t size);

bool proves_inclusion(const Hash& leaf, int64_t index, int64_t size, const Proof& proof,
                      const Hash& root);
bool proves_consistency(int64_t from, const Hash& from_root, int64_t size, const Hash& root,
                        const Proof& proof);

}  // namespace aksis::audit
