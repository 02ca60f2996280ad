// Signed tokens of a provider (JWS compact, RFC 7515) and what an ID token must say (OpenID Connect
// Core 1.0, 3.1.3.7). Pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "access/oidc_keys.hpp"
#include "access/oidc_settings.hpp"
#include "aksis/cpp/json.hpp"
#include "base/clock.hpp"

namespace aksis::access {

inline constexpr size_t kTokenBytesMax = 16 * 1024;
inline constexpr int64_t kClockSkewSeconds = 60;

struct Token {
  std::string algorithm;  // "ES256", "RS256" or "PS256"
  std::string kid;
  std::string signed_text;
  std::string signature;
  json::Document claims;  // not to be believed before the signature is checked
};

// Code::invalid: longer than kTokenBytesMax, not three parts, another algorithm, no kid, a header
// that brings or points at keys of its own (jku, jwk, x5u, x5c), that asks for what we do not know
// (crit), or of another type than JWT.
Result<Token> parse_token(std::string_view text);

struct Expected {
  std::string nonce;
  std::string access_token;  // for at_hash
  int64_t now_s = 0;         // seconds since 1970
};

struct Identity {
  std::string issuer, subject;
  std::string acr;
  std::vector<std::string> amr;
};

// The claims of an ID token whose signature is right. Code::invalid with the claim that is wrong.
Result<Identity> check_id_claims(const json::Value& claims, const ProviderSettings& settings,
                                 const Expected& expected);

// Code::invalid: the sign-in at the provider is weaker than acr_required and amr_required.
Status check_assurance(const Identity& identity, const ProviderSettings& settings);
// Whether the provider checked a second factor, as the configuration reads acr and amr.
bool shows_second_factor(const Identity& identity, const ProviderSettings& settings);

// Whether the claims of a userinfo answer are for us and about `identity`; `is_token`: it came
// signed, and names issuer and audience.
Status check_userinfo_claims(const json::Value& claims, const ProviderSettings& settings,
                             const Identity& identity, bool is_token, int64_t now_s);

}  // namespace aksis::access
