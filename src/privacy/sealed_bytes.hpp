// Sealed bytes: XChaCha20-Poly1305 (IETF variant of libsodium) bound to where they stand.
// {version 1, key number (8 bytes, big-endian), nonce (24, random), ciphertext and tag}.
// Pure but for the random nonce; any thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "storage/database.hpp"

namespace aksis::privacy {

using Kid = int64_t;  // number of a key; random, positive
Kid random_kid();

inline constexpr size_t kSealedOverhead = 1 + 8 + 24 + 16;  // bytes beside the plaintext

// Each part preceded by its length, so that no two lists of parts give the same bytes.
std::string bound(std::initializer_list<std::string_view> parts);

// `key` has 32 bytes. `binding` is authenticated and not stored, like version and key number.
storage::Blob seal_bytes(const unsigned char* key, Kid kid, std::string_view binding,
                         std::string_view plain);

// Nothing when it is no sealed bytes, of another key, another binding, or changed.
std::optional<std::string> open_bytes(const unsigned char* key, std::string_view binding,
                                      const storage::Blob& sealed);

// Nothing when it is too short or of a version unknown here.
std::optional<Kid> kid_of(const storage::Blob& sealed);

}  // namespace aksis::privacy
