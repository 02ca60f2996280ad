#include "access/oidc_keys.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include <algorithm>

#include "access/webauthn_base64.hpp"
#include "aksis/cpp/json.hpp"

namespace aksis::access {
namespace {

constexpr size_t kCoordinateBytes = 32;  // P-256
constexpr int kRsaBitsMin = 2048, kRsaBitsMax = 8192;
constexpr size_t kExponentBytesMax = 8;

template <typename Type>
using Owned = std::unique_ptr<Type, void (*)(Type*)>;

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

Owned<BIGNUM> number(std::string_view bytes) {
  return {BN_bin2bn(octets(bytes), static_cast<int>(bytes.size()), nullptr), &BN_free};
}

std::shared_ptr<EVP_PKEY> build(const char* type, OSSL_PARAM_BLD* parts) {
  const Owned<OSSL_PARAM> parameters(OSSL_PARAM_BLD_to_param(parts), &OSSL_PARAM_free);
  const Owned<EVP_PKEY_CTX> context(EVP_PKEY_CTX_new_from_name(nullptr, type, nullptr),
                                    &EVP_PKEY_CTX_free);
  EVP_PKEY* key = nullptr;
  if (!parameters || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters.get()) != 1)
    return {};
  return {key, &EVP_PKEY_free};
}

std::string part(const json::Value& jwk, std::string_view name, size_t bytes_max) {
  auto read = from_base64url(json::text(jwk, name), name, bytes_max);
  return read ? std::move(read).value() : std::string();
}

std::shared_ptr<EVP_PKEY> elliptic(const json::Value& jwk) {
  const auto x = part(jwk, "x", kCoordinateBytes), y = part(jwk, "y", kCoordinateBytes);
  if (json::text(jwk, "crv") != "P-256" || x.size() != kCoordinateBytes ||
      y.size() != kCoordinateBytes)
    return {};
  const auto point = "\x04" + x + y;
  const Owned<OSSL_PARAM_BLD> parts(OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_utf8_string(parts.get(), OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0);
  OSSL_PARAM_BLD_push_octet_string(parts.get(), OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  return build("EC", parts.get());  // refuses a point off the curve
}

std::shared_ptr<EVP_PKEY> rsa(const json::Value& jwk) {
  const auto n = number(part(jwk, "n", kRsaBitsMax / 8));
  const auto e = number(part(jwk, "e", kExponentBytesMax));
  if (BN_num_bits(n.get()) < kRsaBitsMin || !BN_is_odd(n.get()) || !BN_is_odd(e.get()) ||
      BN_is_one(e.get()))
    return {};
  const Owned<OSSL_PARAM_BLD> parts(OSSL_PARAM_BLD_new(), &OSSL_PARAM_BLD_free);
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_N, n.get());
  OSSL_PARAM_BLD_push_BN(parts.get(), OSSL_PKEY_PARAM_RSA_E, e.get());
  return build("RSA", parts.get());
}

// A JOSE signature of ECDSA is the two numbers beside each other; OpenSSL reads them as DER.
std::string der_of(std::string_view signature) {
  if (signature.size() != 2 * kCoordinateBytes) return {};
  const Owned<ECDSA_SIG> pair(ECDSA_SIG_new(), &ECDSA_SIG_free);
  auto r = number(signature.substr(0, kCoordinateBytes));
  auto s = number(signature.substr(kCoordinateBytes));
  ECDSA_SIG_set0(pair.get(), r.release(), s.release());
  unsigned char* der = nullptr;
  const int size = i2d_ECDSA_SIG(pair.get(), &der);
  std::string out(reinterpret_cast<const char*>(der), size > 0 ? static_cast<size_t>(size) : 0);
  OPENSSL_free(der);
  return out;
}

bool verify(EVP_PKEY* key, std::string_view text, std::string_view signature, bool pss) {
  const Owned<EVP_MD_CTX> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
  EVP_PKEY_CTX* options = nullptr;
  if (EVP_DigestVerifyInit(context.get(), &options, EVP_sha256(), nullptr, key) != 1) return false;
  if (pss && (EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING) != 1 ||
              EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST) != 1 ||
              EVP_PKEY_CTX_set_rsa_mgf1_md(options, EVP_sha256()) != 1))
    return false;
  return EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(text),
                          text.size()) == 1;
}

}  // namespace

Result<std::vector<ProviderKey>> parse_keys(std::string_view text) {
  auto document = json::parse(text);
  if (!document) return prefixed("the keys of the provider", document.error());
  const auto* keys = json::member(*document, "keys");
  if (!keys || !keys->IsArray()) return invalid("the provider publishes no list of keys");
  if (keys->Size() > kProviderKeysMax)
    return invalid(fmt::format("the provider publishes more than {} keys", kProviderKeysMax));
  std::vector<ProviderKey> out;
  for (const auto& jwk : keys->GetArray()) {
    const auto use = json::text(jwk, "use", "sig");
    const auto kind = json::text(jwk, "kty");
    ProviderKey one{std::string(json::text(jwk, "kid")), std::string(json::text(jwk, "alg")), {}};
    if (use == "sig" && kind == "EC") one.key = elliptic(jwk);
    if (use == "sig" && kind == "RSA") one.key = rsa(jwk);
    if (!one.key || one.kid.empty()) continue;
    if (std::any_of(out.begin(), out.end(), [&](const auto& k) { return k.kid == one.kid; }))
      return invalid("the provider publishes two keys of one name");
    out.push_back(std::move(one));
  }
  return out;
}

Status check_jws_signature(const ProviderKey& key, std::string_view algorithm,
                           std::string_view text, std::string_view signature) {
  const bool elliptic_key = EVP_PKEY_is_a(key.key.get(), "EC");
  const bool known = algorithm == "ES256"   ? elliptic_key
                     : algorithm == "RS256" ? !elliptic_key
                     : algorithm == "PS256" ? !elliptic_key
                                            : false;
  if (!known || (!key.algorithm.empty() && key.algorithm != algorithm))
    return invalid("the token names an algorithm that its key does not have");
  const auto read = elliptic_key ? der_of(signature) : std::string(signature);
  if (read.empty() || !verify(key.key.get(), text, read, algorithm == "PS256"))
    return invalid("the signature of the token is wrong");
  return {};
}

}  // namespace aksis::access
