// The two ceremonies of a passkey (Web Authentication Level 2, 7.1 and 7.2): everything that can be
// decided from the bytes, the challenge given out and the key stored. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "access/webauthn_client_data.hpp"
#include "aksis/cpp/result.hpp"

namespace aksis::access {

// What the browser sends, decoded from base64url.
struct Registration {
  std::string client_data_json;
  std::string attestation_object;
};
struct Assertion {
  std::string client_data_json;
  std::string authenticator_data;
  std::string signature;
};

struct NewCredential {
  std::string id;
  std::string public_key;  // COSE, the bytes as sent
  std::string aaguid;      // the authenticator's model, 32 hexadecimal digits
  uint32_t counter = 0;
  bool backup_eligible = false;  // may be copied to other devices of its owner
  bool backed_up = false;
};

// Code::invalid with a sentence. User presence and verification are demanded; attestation "none"
// and "packed" are taken, other formats are Code::unsupported.
Result<NewCredential> verify_registration(const Registration& registration,
                                          std::string_view challenge, const RelyingParty& party);

struct StoredCredential {
  std::string public_key;
  bool backup_eligible = false;
};
struct Verified {
  uint32_t counter = 0;  // still to be compared with the one stored: counter_grew()
  bool backed_up = false;
};
Result<Verified> verify_assertion(const Assertion& assertion, std::string_view challenge,
                                  const RelyingParty& party, const StoredCredential& stored);

// Authenticators count their signatures; one that does not grow comes from a copy. Both zero: the
// authenticator does not count.
inline bool counter_grew(uint32_t stored, uint32_t shown) {
  return shown > stored || (shown == 0 && stored == 0);
}

}  // namespace aksis::access
