#include "access/oidc_sign_in.hpp"

#include <fmt/format.h>

#include "access/webauthn_base64.hpp"
#include "aksis/cpp/json.hpp"

namespace aksis::access {
namespace {

constexpr size_t kRandomBytes = 32;
constexpr long kHttpOk = 200;
constexpr size_t kShownBytesMax = 200;  // of a name or address from userinfo

std::string words(const std::vector<std::string>& list) {
  return fmt::format("{}", fmt::join(list, " "));
}

// The parameter "claims" (OpenID Connect Core 1.0, 5.5): what the ID token must say. Empty: none.
std::string claims_asked(const ProviderSettings& settings) {
  const bool acr = settings.acr_essential && !settings.acr_values.empty();
  const bool amr = !settings.amr_required.empty() || !settings.second_factor_amr.empty();
  if (!acr && !amr) return {};
  json::Writer out;
  out.object().key("id_token").object();
  if (acr) {
    out.key("acr").object().member("essential", true).key("values").array();
    for (const auto& value : settings.acr_values) out.value(value);
    out.end().end();
  }
  if (amr) out.key("amr").object().member("essential", true).end();
  return out.end().end().text();
}

Result<Token> checked_token(Provider& provider, std::string_view text) {
  AKSIS_ASSIGN(token, parse_token(text));
  AKSIS_ASSIGN(key, provider.key(token.kid));
  AKSIS_TRY(check_jws_signature(key, token.algorithm, token.signed_text, token.signature));
  return token;
}

// RFC 6749, 2.3.1: name and secret are percent-encoded before they are joined.
std::string basic(const ProviderSettings& settings) {
  const auto escaped = [](const std::string& text) { return form_text({{"", text}}).substr(1); };
  return "Basic " + to_base64(escaped(settings.client_id) + ":" + escaped(settings.client_secret));
}

struct Tokens {
  std::string id_token, access_token;
};

Result<Tokens> exchange(Provider& provider, const Metadata& metadata,
                        const ProviderAttempt& attempt, const Return& back) {
  const auto& settings = provider.settings();
  Question question{metadata.token_endpoint, {}, {}};
  std::vector<std::pair<std::string, std::string>> members = {
      {"grant_type", "authorization_code"},
      {"code", back.code},
      {"redirect_uri", settings.redirect_uri},
      {"code_verifier", attempt.verifier}};
  if (settings.secret_in_form) {
    members.emplace_back("client_id", settings.client_id);
    members.emplace_back("client_secret", settings.client_secret);
  } else {
    question.authorization = basic(settings);
  }
  question.form = form_text(members);
  AKSIS_ASSIGN(reply, provider.ask(question));
  auto answer = json::parse(reply.body);
  if (reply.status != kHttpOk || !answer)
    return invalid(fmt::format("the provider refused the code: {} {}", reply.status,
                               answer ? json::text(*answer, "error") : ""));
  Tokens out{std::string(json::text(*answer, "id_token")),
             std::string(json::text(*answer, "access_token"))};
  if (out.id_token.empty()) return invalid("the provider gave no ID token");
  if (out.access_token.size() > kTokenBytesMax)
    return invalid("the access token of the provider is too long");
  return out;
}

bool header_safe(std::string_view text) {
  for (const char c : text)
    if (c <= ' ' || c > '~') return false;
  return !text.empty();
}

// Name, address and SIRET as the provider tells them; the answer is signed (ProConnect) or plain.
Status ask_userinfo(Provider& provider, const Metadata& metadata, const std::string& access_token,
                    int64_t now_s, SignedIn& out) {
  if (!header_safe(access_token)) return invalid("the provider gave no usable access token");
  AKSIS_ASSIGN(reply, provider.ask({metadata.userinfo_endpoint, {}, "Bearer " + access_token}));
  if (reply.status != kHttpOk)
    return invalid(fmt::format("userinfo of the provider answered {}", reply.status));
  const bool is_token = reply.content_type == "application/jwt";
  json::Document claims;
  if (is_token) {
    AKSIS_ASSIGN(token, checked_token(provider, reply.body));
    claims = std::move(token.claims);
  } else {
    auto plain = json::parse(reply.body);
    if (!plain) return prefixed("userinfo of the provider", plain.error());
    claims = std::move(plain).value();
  }
  AKSIS_TRY(check_userinfo_claims(claims, provider.settings(), out.identity, is_token, now_s));
  const auto shown = [&](std::string_view name) {
    const auto text = json::text(claims, name);
    return std::string(text.size() <= kShownBytesMax ? text : std::string_view());
  };
  const auto family = json::member(claims, "usual_name") ? "usual_name" : "family_name";
  out.name = shown("given_name") + " " + shown(family);
  if (out.name == " ") out.name = shown("name");
  out.email = shown("email");
  out.siret = shown("siret");
  return {};
}

std::string logout_url(const Metadata& metadata, const ProviderSettings& settings,
                       const std::string& id_token) {
  if (metadata.end_session_endpoint.empty()) return {};
  std::vector<std::pair<std::string, std::string>> members = {
      {"id_token_hint", id_token}, {"state", random_base64url(kRandomBytes)}};
  if (!settings.post_logout_redirect_uri.empty())
    members.emplace_back("post_logout_redirect_uri", settings.post_logout_redirect_uri);
  const bool has_query = metadata.end_session_endpoint.find('?') != std::string::npos;
  return metadata.end_session_endpoint + (has_query ? "&" : "?") + form_text(members);
}

}  // namespace

ProviderAttempt make_attempt(std::string provider) {
  ProviderAttempt out;
  out.provider = std::move(provider);
  out.nonce = random_base64url(kRandomBytes);
  out.verifier = random_base64url(kRandomBytes);
  return out;
}

Result<std::string> sign_in_url(Provider& provider, const ProviderAttempt& attempt,
                                std::string_view state) {
  AKSIS_ASSIGN(metadata, provider.metadata());
  const auto& settings = provider.settings();
  std::vector<std::pair<std::string, std::string>> members = {
      {"response_type", "code"},
      {"client_id", settings.client_id},
      {"redirect_uri", settings.redirect_uri},
      {"scope", words(settings.scopes)},
      {"state", std::string(state)},
      {"nonce", attempt.nonce},
      {"code_challenge", to_base64url(sha256_bytes(attempt.verifier))},
      {"code_challenge_method", "S256"}};
  if (!settings.acr_values.empty() && !settings.acr_essential)
    members.emplace_back("acr_values", words(settings.acr_values));
  if (auto claims = claims_asked(settings); !claims.empty())
    members.emplace_back("claims", std::move(claims));
  if (settings.max_age_s > 0) members.emplace_back("max_age", std::to_string(settings.max_age_s));
  const bool has_query = metadata.authorization_endpoint.find('?') != std::string::npos;
  return metadata.authorization_endpoint + (has_query ? "&" : "?") + form_text(members);
}

Result<SignedIn> finish_sign_in(Provider& provider, const ProviderAttempt& attempt,
                                const Return& back, const Clock& clock) {
  const auto& settings = provider.settings();
  AKSIS_ASSIGN(metadata, provider.metadata());
  // A code of one provider must not be handed to another (RFC 9207).
  if (back.issuer.empty() ? metadata.names_issuer_in_answers : back.issuer != settings.issuer)
    return invalid("the answer comes from another provider than the one asked (iss)");
  AKSIS_ASSIGN(tokens, exchange(provider, metadata, attempt, back));
  AKSIS_ASSIGN(token, checked_token(provider, tokens.id_token));
  const int64_t now_s = clock.now() / kSecond;
  AKSIS_ASSIGN(identity, check_id_claims(token.claims, settings,
                                         {attempt.nonce, tokens.access_token, now_s}));
  AKSIS_TRY(check_assurance(identity, settings));
  SignedIn out;
  out.second_factor = shows_second_factor(identity, settings);
  out.identity = std::move(identity);
  if (settings.userinfo)
    AKSIS_TRY(ask_userinfo(provider, metadata, tokens.access_token, now_s, out));
  out.logout_url = logout_url(metadata, settings, tokens.id_token);
  return out;
}

}  // namespace aksis::access
