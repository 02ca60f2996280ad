// What the authenticator says of a ceremony: authenticator data (Web Authentication Level 2, 6.1)
// and the COSE key inside (RFC 9053). The bytes come from anybody: every length is checked.
// Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::access {

// A new credential, as its registration holds it.
struct AttestedCredential {
  std::string aaguid;      // 16 bytes: the model of the authenticator
  std::string id;          // 1 to 1023 bytes
  std::string public_key;  // a COSE_Key, the bytes as sent
};

struct AuthenticatorData {
  std::string rp_id_hash;  // 32 bytes
  bool user_present = false;
  bool user_verified = false;
  bool backup_eligible = false;
  bool backed_up = false;
  uint32_t counter = 0;
  std::optional<AttestedCredential> credential;
};

// Code::invalid with a sentence: too short, too long, bytes left over, CBOR that is no map.
Result<AuthenticatorData> parse_authenticator_data(std::string_view bytes);

// COSE algorithm numbers we take; no other.
inline constexpr int kEs256 = -7;
inline constexpr int kEdDsa = -8;
inline constexpr int kRs256 = -257;

struct PublicKey {
  int algorithm = 0;
  // What libfido2 reads: x and y (64 bytes), x (32 bytes), or modulus and exponent (256 + 3 bytes).
  std::string raw;
};

// Code::invalid: an algorithm outside the list, a key of another type or curve than its algorithm,
// a member too many or too few.
Result<PublicKey> parse_public_key(std::string_view cose);

}  // namespace aksis::access
