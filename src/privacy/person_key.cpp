// One person's key: sealing and opening fields.
#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "privacy/keyring.hpp"

namespace aksis::privacy {

PersonKey::PersonKey(std::string person, std::string tenant, Kid kid, std::string_view bytes)
    : person_(std::move(person)), tenant_(std::move(tenant)), kid_(kid) {
  std::copy_n(bytes.begin(), kKeyBytes, bytes_.begin());
}

PersonKey::~PersonKey() {
  sodium_memzero(bytes_.data(), bytes_.size());
}

std::string PersonKey::binding(const Place& place) const {
  return bound({"person", place.table, place.column, place.row, person_, tenant_});
}

storage::Blob PersonKey::seal(const Place& place, std::string_view plain) const {
  return seal_bytes(bytes_.data(), kid_, binding(place), plain);
}

Result<std::string> PersonKey::open(const Place& place, const storage::Blob& sealed) const {
  auto plain = open_bytes(bytes_.data(), binding(place), sealed);
  if (plain) return *std::move(plain);
  const auto kid = kid_of(sealed);
  const char* why = !kid           ? "it is no sealed text"
                    : *kid != kid_ ? "it was sealed with another key"
                                   : "it was changed, or moved from another place";
  return internal(
      fmt::format("{}.{} of row {} does not open: {}. `aksis keys verify` lists every "
                  "such place; restore the row from a backup",
                  place.table, place.column, place.row, why));
}

}  // namespace aksis::privacy
