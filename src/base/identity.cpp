#include "base/identity.hpp"

#include <sodium.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace aksis {
namespace {

std::string hex(const unsigned char* bytes, size_t size) {
  std::string out(size * 2 + 1, '\0');
  sodium_bin2hex(out.data(), out.size(), bytes, size);
  out.resize(size * 2);
  return out;
}

void require_sodium() {
  static const int state = sodium_init();
  if (state < 0) throw std::runtime_error("libsodium cannot start: no source of randomness");
}

}  // namespace

std::string uuid_v7(Micros now) {
  require_sodium();
  std::array<unsigned char, 16> bytes;
  randombytes_buf(bytes.data(), bytes.size());
  // 48 bits of milliseconds, then 12 bits of the microseconds within, so that ids made in one
  // millisecond still sort (RFC 9562, 6.2 method 3).
  const auto millis = static_cast<uint64_t>(now / 1000);
  for (int i = 0; i < 6; ++i) bytes[i] = static_cast<unsigned char>(millis >> (40 - 8 * i));
  const auto fraction = static_cast<unsigned>((now % 1000) * 4096 / 1000);
  bytes[6] = static_cast<unsigned char>(0x70 | (fraction >> 8));
  bytes[7] = static_cast<unsigned char>(fraction & 0xFF);
  bytes[8] = static_cast<unsigned char>(0x80 | (bytes[8] & 0x3F));
  auto out = hex(bytes.data(), bytes.size());
  for (const size_t at : {8, 13, 18, 23}) out.insert(at, 1, '-');
  return out;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[i];
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    if (dash ? c != '-' : !digit) return false;
  }
  return true;
}

std::string random_hex(size_t size) {
  require_sodium();
  std::string bytes(size, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return hex(reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
}

std::string sha256_hex(std::string_view data) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest;
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(data.data()),
                     data.size());
  return hex(digest.data(), digest.size());
}

bool equal_secrets(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace aksis
