#include "authenticator.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <catch2/catch.hpp>

#include "access/webauthn_base64.hpp"

namespace aksis::access {

namespace cbor_text {

std::string head(int major, uint64_t value) {
  const auto top = static_cast<unsigned>(major) << 5;
  const auto byte = [](uint64_t v) { return std::string(1, static_cast<char>(v)); };
  if (value < 24) return byte(top | value);
  if (value < 256) return byte(top | 24) + byte(value);
  return byte(top | 25) + byte(value >> 8) + byte(value & 255);
}
std::string integer(int64_t value) {
  return value >= 0 ? head(0, static_cast<uint64_t>(value))
                    : head(1, static_cast<uint64_t>(-1 - value));
}
std::string bytes(std::string_view data) {
  return head(2, data.size()) + std::string(data);
}
std::string text(std::string_view data) {
  return head(3, data.size()) + std::string(data);
}

}  // namespace cbor_text

namespace {

using namespace cbor_text;

EVP_PKEY* generate(KeyKind kind) {
  switch (kind) {
    case KeyKind::es256:
      return EVP_EC_gen("P-256");
    case KeyKind::eddsa:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    default:
      return EVP_RSA_gen(2048);
  }
}

std::string number(EVP_PKEY* key, const char* name, int size) {
  BIGNUM* value = nullptr;
  REQUIRE(EVP_PKEY_get_bn_param(key, name, &value) == 1);
  std::string out(static_cast<size_t>(size), '\0');
  REQUIRE(BN_bn2binpad(value, reinterpret_cast<unsigned char*>(out.data()), size) == size);
  BN_free(value);
  return out;
}

}  // namespace

Authenticator::Authenticator(KeyKind kind, std::string id)
    : kind_(kind), id_(std::move(id)), key_(generate(kind), &EVP_PKEY_free) {
  REQUIRE(key_);
}

int Authenticator::algorithm() const {
  return kind_ == KeyKind::es256 ? -7 : kind_ == KeyKind::eddsa ? -8 : -257;
}

std::string Authenticator::cose() const {
  auto* key = key_.get();
  if (kind_ == KeyKind::es256)
    return head(5, 5) + integer(1) + integer(2) + integer(3) + integer(-7) + integer(-1) +
           integer(1) + integer(-2) + bytes(number(key, OSSL_PKEY_PARAM_EC_PUB_X, 32)) +
           integer(-3) + bytes(number(key, OSSL_PKEY_PARAM_EC_PUB_Y, 32));
  if (kind_ == KeyKind::rs256)
    return head(5, 4) + integer(1) + integer(3) + integer(3) + integer(-257) + integer(-1) +
           bytes(number(key, OSSL_PKEY_PARAM_RSA_N, 256)) + integer(-2) +
           bytes(number(key, OSSL_PKEY_PARAM_RSA_E, 3));
  std::string raw(32, '\0');
  size_t size = raw.size();
  REQUIRE(EVP_PKEY_get_raw_public_key(key, reinterpret_cast<unsigned char*>(raw.data()), &size) ==
          1);
  return head(5, 4) + integer(1) + integer(1) + integer(3) + integer(-8) + integer(-1) +
         integer(6) + integer(-2) + bytes(raw);
}

std::string Authenticator::sign(std::string_view data) const {
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   &EVP_MD_CTX_free);
  const auto* digest = kind_ == KeyKind::eddsa ? nullptr : EVP_sha256();
  REQUIRE(EVP_DigestSignInit(context.get(), nullptr, digest, nullptr, key_.get()) == 1);
  std::string out(512, '\0');
  size_t size = out.size();
  REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                         reinterpret_cast<const unsigned char*>(data.data()), data.size()) == 1);
  out.resize(size);
  return out;
}

std::string Authenticator::authenticator_data(const Course& course, bool with_credential) const {
  auto out = sha256_bytes(course.rp_id);
  out += static_cast<char>(course.flags | (with_credential ? 0x40 : 0));
  for (const int shift : {24, 16, 8, 0}) out += static_cast<char>(course.counter >> shift);
  if (!with_credential) return out;
  out += std::string(16, '\x11');
  out += static_cast<char>(id_.size() >> 8);
  out += static_cast<char>(id_.size());
  return out + id_ + cose();
}

std::string client_data(const Course& course) {
  return fmt::format(R"({{"type":"{}","challenge":"{}","origin":"{}","crossOrigin":{}{}}})",
                     course.type, course.challenge, course.origin, course.cross_origin,
                     course.more);
}

std::string attestation_object(std::string_view format, std::string_view statement,
                               std::string_view data) {
  return head(5, 3) + text("fmt") + text(format) + text("attStmt") + std::string(statement) +
         text("authData") + bytes(data);
}

Registration Authenticator::make(const Course& course) const {
  const auto said = client_data(course);
  const auto data = authenticator_data(course, true);
  auto statement = head(5, 0);
  if (course.format == "packed")
    statement = head(5, 2) + text("alg") + integer(algorithm()) + text("sig") +
                bytes(sign(data + sha256_bytes(said)));
  return {said, attestation_object(course.format, statement, data)};
}

Assertion Authenticator::answer(const Course& course) const {
  const auto said = client_data(course);
  const auto data = authenticator_data(course, false);
  return {said, data, sign(data + sha256_bytes(said))};
}

}  // namespace aksis::access
