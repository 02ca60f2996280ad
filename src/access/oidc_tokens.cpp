#include "access/oidc_tokens.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/webauthn_base64.hpp"
#include "base/identity.hpp"

namespace aksis::access {
namespace {

constexpr size_t kSubjectBytesMax = 255;  // OpenID Connect Core 1.0, 2
constexpr size_t kMethodsMax = 20;
constexpr size_t kHashBytes = 16;  // at_hash: the left half of a SHA-256
constexpr int64_t kTokenAgeSecondsMax = 600;
constexpr const char* kForeignKeys[] = {"jku", "jwk", "x5u", "x5c", "x5t", "x5t#S256"};
constexpr const char* kAlgorithms[] = {"ES256", "RS256", "PS256"};

bool among(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

Result<json::Document> decode(std::string_view text, std::string_view what) {
  AKSIS_ASSIGN(bytes, from_base64url(text, what, kTokenBytesMax));
  auto document = json::parse(bytes);
  if (!document) return prefixed(what, document.error());
  if (!document->IsObject()) return invalid(fmt::format("{} is no JSON object", what));
  return document;
}

Status check_header(const json::Value& header) {
  for (const auto* name : kForeignKeys)
    if (header.HasMember(name))
      return invalid(fmt::format("the token brings a key of its own ({})", name));
  if (header.HasMember("crit")) return invalid("the token asks for what this server does not know");
  if (header.HasMember("b64") || header.HasMember("zip"))
    return invalid("the token is written in a form this server does not read");
  const auto type = json::text(header, "typ", "JWT");
  if (type != "JWT" && type != "jwt") return invalid("the token is of another type than JWT");
  const auto algorithm = json::text(header, "alg");
  if (std::find(std::begin(kAlgorithms), std::end(kAlgorithms), algorithm) == std::end(kAlgorithms))
    return invalid("the token is signed by none of ES256, RS256 and PS256");
  if (json::text(header, "kid").empty()) return invalid("the token does not name its key");
  return {};
}

// We trust no audience beside us: a token for several is refused.
bool only_for(const json::Value* audience, std::string_view client) {
  if (!audience) return false;
  if (audience->IsString()) return json::text(*audience) == client;
  return audience->IsArray() && audience->Size() == 1 && (*audience)[0].IsString() &&
         json::text((*audience)[0]) == client;
}

Status check_times(const json::Value& claims, const ProviderSettings& settings, int64_t now) {
  const auto expires = json::integer(claims, "exp", 0), issued = json::integer(claims, "iat", 0);
  if (expires <= now - kClockSkewSeconds) return invalid("the token has expired (exp)");
  if (issued > now + kClockSkewSeconds)
    return invalid("the token was issued in the future (iat); check the clocks");
  if (issued < now - kTokenAgeSecondsMax) return invalid("the token was issued long ago (iat)");
  if (json::integer(claims, "nbf", 0) > now + kClockSkewSeconds)
    return invalid("the token is not valid yet (nbf)");
  if (settings.max_age_s == 0) return {};
  const auto signed_in = json::integer(claims, "auth_time", 0);
  if (signed_in > now + kClockSkewSeconds ||
      signed_in < now - settings.max_age_s - kClockSkewSeconds)
    return invalid("the sign-in at the provider is too old, or of no known time (auth_time)");
  return {};
}

Status check_access_token_hash(const json::Value& claims, std::string_view access_token) {
  const auto* hash = json::member(claims, "at_hash");
  if (!hash) return {};
  const auto expected = to_base64url(sha256_bytes(access_token).substr(0, kHashBytes));
  if (!hash->IsString() || !equal_secrets(json::text(*hash), expected))
    return invalid("the token came with another access token than its own (at_hash)");
  return {};
}

}  // namespace

Result<Token> parse_token(std::string_view text) {
  if (text.size() > kTokenBytesMax)
    return invalid(fmt::format("the token is longer than {} KiB", kTokenBytesMax / 1024));
  const auto first = text.find('.');
  const auto second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos || text.find('.', second + 1) != std::string_view::npos)
    return invalid("the token is not of three parts");
  AKSIS_ASSIGN(header, decode(text.substr(0, first), "the header of the token"));
  AKSIS_TRY(check_header(header));
  Token out;
  out.algorithm = json::text(header, "alg");
  out.kid = json::text(header, "kid");
  out.signed_text = text.substr(0, second);
  AKSIS_ASSIGN(signature, from_base64url(text.substr(second + 1), "the signature of the token",
                                         kTokenBytesMax));
  out.signature = std::move(signature);
  AKSIS_ASSIGN(claims, decode(text.substr(first + 1, second - first - 1), "the token"));
  out.claims = std::move(claims);
  return out;
}

Result<Identity> check_id_claims(const json::Value& claims, const ProviderSettings& settings,
                                 const Expected& expected) {
  if (json::text(claims, "iss") != settings.issuer)
    return invalid("the token is of another issuer (iss)");
  if (!only_for(json::member(claims, "aud"), settings.client_id))
    return invalid("the token is for somebody else (aud)");
  if (json::member(claims, "azp") && json::text(claims, "azp") != settings.client_id)
    return invalid("the token was asked for by somebody else (azp)");
  if (expected.nonce.empty() || !equal_secrets(json::text(claims, "nonce"), expected.nonce))
    return invalid("the token answers another sign-in (nonce)");
  AKSIS_TRY(check_times(claims, settings, expected.now_s));
  AKSIS_TRY(check_access_token_hash(claims, expected.access_token));
  Identity out;
  out.issuer = settings.issuer;
  out.subject = json::text(claims, "sub");
  if (out.subject.empty() || out.subject.size() > kSubjectBytesMax)
    return invalid("the token does not say who signed in (sub)");
  out.acr = json::text(claims, "acr");
  const auto* methods = json::member(claims, "amr");
  if (methods && (!methods->IsArray() || methods->Size() > kMethodsMax))
    return invalid("the token does not say how somebody signed in (amr)");
  if (methods)
    for (const auto& one : methods->GetArray())
      if (one.IsString()) out.amr.emplace_back(json::text(one));
  return out;
}

Status check_assurance(const Identity& identity, const ProviderSettings& settings) {
  if (!settings.acr_required.empty() && !among(settings.acr_required, identity.acr))
    return invalid(
        fmt::format("the provider signed in at level '{}', below acr_required", identity.acr));
  for (const auto& method : settings.amr_required)
    if (!among(identity.amr, method))
      return invalid(fmt::format("the provider signed in without '{}', in amr_required", method));
  return {};
}

bool shows_second_factor(const Identity& identity, const ProviderSettings& settings) {
  return among(settings.second_factor_acr, identity.acr) ||
         std::any_of(identity.amr.begin(), identity.amr.end(),
                     [&](const auto& method) { return among(settings.second_factor_amr, method); });
}

Status check_userinfo_claims(const json::Value& claims, const ProviderSettings& settings,
                             const Identity& identity, bool is_token, int64_t now_s) {
  if (json::text(claims, "sub") != identity.subject)
    return invalid("the provider told about somebody else (sub of userinfo)");
  if (!is_token) return {};
  if (json::text(claims, "iss") != settings.issuer)
    return invalid("what the provider told is of another issuer (iss of userinfo)");
  if (!only_for(json::member(claims, "aud"), settings.client_id))
    return invalid("what the provider told is for somebody else (aud of userinfo)");
  if (json::member(claims, "exp") && json::integer(claims, "exp", 0) <= now_s - kClockSkewSeconds)
    return invalid("what the provider told has expired (exp of userinfo)");
  return {};
}

}  // namespace aksis::access
