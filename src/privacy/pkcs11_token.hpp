// The key-encryption key in a PKCS#11 token (a hardware module, SoftHSM): AES-256 keys that never
// leave it; wrapping is AES-256-GCM done by the token. One thread at a time for the source.
#pragma once

#include <memory>
#include <string>

#include "base/clock.hpp"
#include "privacy/key_source.hpp"

namespace aksis::privacy {

struct Pkcs11Options {
  std::string library;    // "/usr/lib/softhsm/libsofthsm2.so"
  std::string token;      // the token's label
  std::string pin_file;   // the user's PIN in one line, mode 0400
  std::string key_label;  // "aksis"; several keys of one label are told apart by their CKA_ID
};

// Nothing is opened before the first load() or make(). make() has the token generate a key; the
// keys before stay in the token, for older backups: whoever keeps the token deletes them.
std::unique_ptr<KeySource> pkcs11_token(Pkcs11Options options, const Clock& clock);

}  // namespace aksis::privacy
