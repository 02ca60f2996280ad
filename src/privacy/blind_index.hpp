// Blind indexes: finding who has a value without storing it. Any thread.
#pragma once

#include "privacy/keyring.hpp"
#include "privacy/nir.hpp"

namespace aksis::privacy {

// HMAC-SHA256 at full width with a key of its own: two people never share it, and whoever has the
// file alone cannot try all numbers.
inline storage::Blob nir_index(const Keyring& keys, const Nir& nir) {
  return keys.index(Purpose::nir_index, "nir", nir.full());
}

}  // namespace aksis::privacy
