#include "privacy/sealed_bytes.hpp"

#include <sodium.h>

namespace aksis::privacy {
namespace {

constexpr unsigned char kVersion = 1;
constexpr size_t kNumberBytes = 8;
constexpr size_t kHead = 1 + kNumberBytes;
constexpr size_t kNonce = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr size_t kTag = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealedOverhead == kHead + kNonce + kTag);

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

void put_number(unsigned char* out, uint64_t number) {
  for (size_t i = 0; i < kNumberBytes; ++i)
    out[i] = static_cast<unsigned char>(number >> (8 * (kNumberBytes - 1 - i)));
}

// The head is part of what is authenticated: a changed key number fails too.
std::string with_head(const unsigned char* head, std::string_view binding) {
  std::string out(reinterpret_cast<const char*>(head), kHead);
  return out.append(binding);
}

}  // namespace

Kid random_kid() {
  uint64_t number = 0;
  while (number == 0) {
    randombytes_buf(&number, sizeof number);
    number >>= 1;
  }
  return static_cast<Kid>(number);
}

std::string bound(std::initializer_list<std::string_view> parts) {
  std::string out;
  for (const auto part : parts) {
    unsigned char length[kNumberBytes];
    put_number(length, part.size());
    out.append(reinterpret_cast<const char*>(length), kNumberBytes).append(part);
  }
  return out;
}

storage::Blob seal_bytes(const unsigned char* key, Kid kid, std::string_view binding,
                         std::string_view plain) {
  storage::Blob out(kSealedOverhead + plain.size());
  out[0] = kVersion;
  put_number(out.data() + 1, static_cast<uint64_t>(kid));
  unsigned char* const nonce = out.data() + kHead;
  randombytes_buf(nonce, kNonce);
  const auto associated = with_head(out.data(), binding);
  crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonce, nullptr, bytes(plain), plain.size(),
                                             bytes(associated), associated.size(), nullptr, nonce,
                                             key);
  return out;
}

std::optional<std::string> open_bytes(const unsigned char* key, std::string_view binding,
                                      const storage::Blob& sealed) {
  if (!kid_of(sealed)) return std::nullopt;
  const unsigned char* const nonce = sealed.data() + kHead;
  const auto associated = with_head(sealed.data(), binding);
  std::string plain(sealed.size() - kSealedOverhead, '\0');
  const int failed = crypto_aead_xchacha20poly1305_ietf_decrypt(
      reinterpret_cast<unsigned char*>(plain.data()), nullptr, nullptr, nonce + kNonce,
      sealed.size() - kHead - kNonce, bytes(associated), associated.size(), nonce, key);
  if (failed) return std::nullopt;
  return plain;
}

std::optional<Kid> kid_of(const storage::Blob& sealed) {
  if (sealed.size() < kSealedOverhead || sealed[0] != kVersion) return std::nullopt;
  uint64_t number = 0;
  for (size_t i = 0; i < kNumberBytes; ++i) number = number << 8 | sealed[1 + i];
  return static_cast<Kid>(number);
}

}  // namespace aksis::privacy
