// How evaluations split what they measure: a fixed hash of a text, the same on every machine.
// Pure, any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace aksis::competences {

// FNV-1a, its bits mixed once more so that the last ones depend on all.
inline uint64_t split_hash(std::string_view text) {
  uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  hash ^= hash >> 33;
  hash *= 0xff51afd7ed558ccdU;
  return hash ^ (hash >> 33);
}

inline size_t split_number(std::string_view text, size_t parts) {
  return split_hash(text) % parts;
}

// The 30 % on which features and constants are chosen; figures stand on the rest. Other bits than
// split_number takes, so that folds and development sets do not coincide.
inline bool in_development(std::string_view text) {
  return (split_hash(text) >> 40) % 10 < 3;
}

}  // namespace aksis::competences
