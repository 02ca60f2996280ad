#include "access/webauthn_base64.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "base/identity.hpp"

namespace aksis::access {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encoded(std::string_view bytes, int variant) {
  std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), variant);
  out.pop_back();  // libsodium's closing NUL
  return out;
}

}  // namespace

std::string to_base64url(std::string_view bytes) {
  return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string to_base64(std::string_view bytes) {
  return encoded(bytes, sodium_base64_VARIANT_ORIGINAL);
}

Result<std::string> from_base64url(std::string_view text, std::string_view what, size_t bytes_max) {
  // Four signs carry three bytes.
  if (text.size() / 4 * 3 > bytes_max)
    return said(
        Code::too_large, fmt::format("{} is longer than {} bytes", what, bytes_max),
        fmt::format(
            "La réponse du navigateur est trop longue ({}, plus de {} octets) : recommencez.", what,
            bytes_max));
  std::string out(text.size() / 4 * 3 + 3, '\0');
  size_t size = 0;
  const char* end = nullptr;
  const bool read = sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                      text.data(), text.size(), nullptr, &size, &end,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0;
  if (!read || end != text.data() + text.size())
    return said(Code::invalid, fmt::format("{} is no base64url text without padding", what),
                fmt::format("La réponse du navigateur est illisible ({}) : recommencez.", what));
  out.resize(size);
  return out;
}

std::string sha256_bytes(std::string_view data) {
  std::string digest(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(digest.data()), bytes_of(data), data.size());
  return digest;
}

std::string random_base64url(size_t bytes) {
  const auto hex = random_hex(bytes);
  std::string raw(bytes, '\0');
  sodium_hex2bin(reinterpret_cast<unsigned char*>(raw.data()), raw.size(), hex.data(), hex.size(),
                 nullptr, nullptr, nullptr);
  return to_base64url(raw);
}

}  // namespace aksis::access
