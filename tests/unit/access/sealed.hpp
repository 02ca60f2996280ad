// Secrets sealed by libsodium under a key that lives as long as the test. One thread at a time.
#pragma once

#include <sodium.h>

#include <array>

#include "access/ports.hpp"

namespace aksis::access {

class SodiumSecrets final : public Secrets {
 public:
  SodiumSecrets() { crypto_aead_xchacha20poly1305_ietf_keygen(key_.data()); }

  Result<storage::Blob> seal(storage::Transaction&, std::string_view place,
                             std::string_view text) override {
    storage::Blob out(kNonce + text.size() + crypto_aead_xchacha20poly1305_ietf_ABYTES);
    randombytes_buf(out.data(), kNonce);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kNonce, nullptr, bytes(text),
                                               text.size(), bytes(place), place.size(), nullptr,
                                               out.data(), key_.data());
    return out;
  }
  Result<std::string> open(storage::Transaction&, std::string_view place,
                           std::string_view sealed) override {
    constexpr size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
    if (sealed.size() < kNonce + kTag) return internal("too short to be sealed");
    std::string out(sealed.size() - kNonce - kTag, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            reinterpret_cast<unsigned char*>(out.data()), nullptr, nullptr, bytes(sealed) + kNonce,
            sealed.size() - kNonce, bytes(place), place.size(), bytes(sealed), key_.data()) != 0)
      return internal("what was sealed does not open here");
    return out;
  }
  storage::Blob derive(std::string_view use, std::string_view value) const override {
    const auto text = std::string(use) + '\0' + std::string(value);
    storage::Blob out(crypto_generichash_BYTES);
    crypto_generichash(out.data(), out.size(), bytes(text), text.size(), key_.data(), key_.size());
    return out;
  }

 private:
  static constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
  static const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
  }
  std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_KEYBYTES> key_{};
};

}  // namespace aksis::access
