#include "issuer.hpp"

#include <fmt/format.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

#include <catch2/catch.hpp>

#include "access/webauthn_base64.hpp"

namespace aksis::access {
namespace {

constexpr const char* kBase = "https://id.example";

std::string number(EVP_PKEY* key, const char* name) {
  BIGNUM* value = nullptr;
  REQUIRE(EVP_PKEY_get_bn_param(key, name, &value) == 1);
  // P-256 has 32 bytes, RSA its own length; padded to an even count.
  const int size = std::max(BN_num_bytes(value), EVP_PKEY_is_a(key, "EC") ? 32 : 3);
  std::string out(static_cast<size_t>(size), '\0');
  BN_bn2binpad(value, reinterpret_cast<unsigned char*>(out.data()), size);
  BN_free(value);
  return to_base64url(out);
}

// The two numbers of an ECDSA signature beside each other, from DER.
std::string beside(const std::string& der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* pair = d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size()));
  std::string out(64, '\0');
  auto* bytes = reinterpret_cast<unsigned char*>(out.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(pair), bytes, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair), bytes + 32, 32);
  ECDSA_SIG_free(pair);
  return out;
}

}  // namespace

Issuer::Issuer() {
  publish("one", "ES256");
}

ProviderSettings Issuer::settings() {
  ProviderSettings out;
  out.name = "example";
  out.label = "Example";
  out.issuer = kBase;
  out.client_id = "aksis";
  out.client_secret = "a secret: with signs";
  out.redirect_uri = "https://aksis.example/sign-in";
  return out;
}

void Issuer::publish(const std::string& kid, const std::string& algorithm) {
  auto* key = algorithm == "ES256" ? EVP_EC_gen("P-256") : EVP_RSA_gen(2048);
  keys_[kid] = {algorithm, {key, &EVP_PKEY_free}};
}

std::string Issuer::keys_json() const {
  std::string out;
  for (const auto& [kid, one] : keys_) {
    auto* key = one.key.get();
    out += fmt::format(R"({}{{"kid":"{}","use":"sig","alg":"{}",)", out.empty() ? "" : ",", kid,
                       one.algorithm);
    out += one.algorithm == "ES256" ? fmt::format(R"("kty":"EC","crv":"P-256","x":"{}","y":"{}"}})",
                                                  number(key, OSSL_PKEY_PARAM_EC_PUB_X),
                                                  number(key, OSSL_PKEY_PARAM_EC_PUB_Y))
                                    : fmt::format(R"("kty":"RSA","n":"{}","e":"{}"}})",
                                                  number(key, OSSL_PKEY_PARAM_RSA_N),
                                                  number(key, OSSL_PKEY_PARAM_RSA_E));
  }
  return "{\"keys\":[" + out + "]}";
}

std::string Issuer::token(const std::string& kid, const std::string& claims) const {
  const auto& one = keys_.at(kid);
  const auto text = to_base64url(fmt::format(R"({{"alg":"{}","kid":"{}"}})", one.algorithm, kid)) +
                    "." + to_base64url(claims);
  const std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> context(EVP_MD_CTX_new(),
                                                                   &EVP_MD_CTX_free);
  EVP_PKEY_CTX* options = nullptr;
  REQUIRE(EVP_DigestSignInit(context.get(), &options, EVP_sha256(), nullptr, one.key.get()) == 1);
  if (one.algorithm == "PS256") {
    EVP_PKEY_CTX_set_rsa_padding(options, RSA_PKCS1_PSS_PADDING);
    EVP_PKEY_CTX_set_rsa_pss_saltlen(options, RSA_PSS_SALTLEN_DIGEST);
  }
  std::string signature(512, '\0');
  size_t size = signature.size();
  REQUIRE(EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(signature.data()), &size,
                         reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1);
  signature.resize(size);
  return text + "." + to_base64url(one.algorithm == "ES256" ? beside(signature) : signature);
}

Fetch Issuer::fetch() {
  return [this](const Question& question) -> Result<Reply> {
    const auto path = question.url.substr(std::string_view(kBase).size());
    ++asked[path];
    if (down) return Error{Code::busy, "cannot be reached", {}};
    if (path == "/keys") return Reply{200, "application/json", keys_json()};
    if (path == "/token") {
      last_exchange = question;
      return Reply{200, "application/json", token_answer};
    }
    if (path != "/.well-known/openid-configuration") return Reply{404, "", ""};
    return Reply{200, "application/json",
                 fmt::format(R"({{"issuer":"{0}","authorization_endpoint":"{0}/auth?a=b",
                 "token_endpoint":"{0}/token","jwks_uri":"{0}/keys",
                 "end_session_endpoint":"{0}/end"}})",
                             kBase)};
  };
}

}  // namespace aksis::access
