#include "privacy/secret_key.hpp"

#include <sodium.h>

#include <new>
#include <stdexcept>

namespace aksis::privacy {

SecretKey::SecretKey() {
  static const int started = sodium_init();
  if (started < 0) throw std::runtime_error("libsodium cannot start: no source of randomness");
  bytes_.reset(static_cast<unsigned char*>(sodium_malloc(kKeyBytes)));
  if (!bytes_) throw std::bad_alloc();
  sodium_memzero(bytes_.get(), kKeyBytes);
}

SecretKey SecretKey::random() {
  SecretKey out;
  randombytes_buf(out.data(), kKeyBytes);
  return out;
}

void SecretKey::Free::operator()(unsigned char* bytes) const {
  sodium_free(bytes);
}

}  // namespace aksis::privacy
