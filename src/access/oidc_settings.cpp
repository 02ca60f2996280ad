#include "access/oidc_settings.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/oidc_fetch.hpp"

namespace aksis::access {

// Scopes, levels and the signed answer of userinfo: the partners' documentation of ProConnect.
ProviderSettings proconnect(std::string issuer, std::string client_id, std::string client_secret,
                            std::string redirect_uri) {
  ProviderSettings out;
  out.name = "proconnect";
  out.label = "ProConnect";
  out.issuer = std::move(issuer);
  out.client_id = std::move(client_id);
  out.client_secret = std::move(client_secret);
  out.secret_in_form = true;
  out.redirect_uri = std::move(redirect_uri);
  out.scopes = {"openid", "given_name", "usual_name", "email", "siret", "uid"};
  const std::string assurance = "https://proconnect.gouv.fr/assurance/";
  out.second_factor_acr = {"eidas2", "eidas3", assurance + "self-asserted-2fa",
                           assurance + "consistency-checked-2fa"};
  out.acr_values = {"eidas1"};
  out.second_factor_amr = {"mfa"};
  out.userinfo = true;
  return out;
}

Status check_settings(const ProviderSettings& settings) {
  const auto wrong = [&](std::string_view key, std::string_view why) {
    return invalid(fmt::format("access.oidc.{}.{} {}", settings.name, key, why));
  };
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  };
  if (settings.name.empty() || !std::all_of(settings.name.begin(), settings.name.end(), letter))
    return invalid(fmt::format(
        "the name '{}' of a provider in access.oidc may hold small letters, digits and '-' only",
        settings.name));
  if (settings.client_id.empty()) return wrong("client_id", "is missing");
  if (settings.client_secret.empty()) return wrong("client_secret_file", "is missing or empty");
  const auto& scopes = settings.scopes;
  if (std::find(scopes.begin(), scopes.end(), "openid") == scopes.end())
    return wrong("scopes", "lacks \"openid\", without which nobody tells who signed in");
  if (settings.max_age_s < 0) return wrong("max_age_s", "is below zero");
  if (auto status = check_address(settings.issuer, settings.allow_loopback_http); !status.ok())
    return wrong("issuer", status.error().message);
  // The page is ours: on a developer's machine it is plain HTTP on loopback.
  if (auto status = check_address(settings.redirect_uri, true); !status.ok())
    return wrong("redirect_uri", status.error().message);
  return {};
}

}  // namespace aksis::access
