// One provider of identity as the configuration names it: [access.oidc.NAME].
// Values and pure functions, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::access {

struct ProviderSettings {
  std::string name;    // NAME: part of addresses; "proconnect"
  std::string label;   // on the button: "ProConnect"
  std::string issuer;  // exactly as the provider writes it
  std::string client_id, client_secret;
  bool secret_in_form = false;  // else by HTTP Basic
  std::vector<std::string> scopes = {"openid"};
  std::string redirect_uri;  // the page that hands code and state to session.oidc_return
  std::string post_logout_redirect_uri;  // empty: the provider's own page

  std::vector<std::string> acr_values;    // asked for, the best first
  bool acr_essential = false;             // asked for as an essential claim, which none may ignore
  std::vector<std::string> acr_required;  // one of them, or no sign-in; empty: any
  std::vector<std::string> amr_required;  // all of them, or no sign-in
  // One of either shows that the provider checked two factors; without, ours is asked.
  std::vector<std::string> second_factor_acr, second_factor_amr;
  int64_t max_age_s = 0;  // the sign-in at the provider may be that old; 0: any

  bool userinfo = false;             // ask for name and address after the token
  bool allow_loopback_http = false;  // tests only: http://127.0.0.1, http://[::1], http://localhost
};

// The French State's federation for professionals; `issuer` is https://DOMAIN/api/v2. Two-factor
// sign-ins are recognised; others get our own second factor.
ProviderSettings proconnect(std::string issuer, std::string client_id, std::string client_secret,
                            std::string redirect_uri);

// Code::invalid, naming the key: an empty issuer, client or redirection; an address that is not
// https; no scope "openid".
Status check_settings(const ProviderSettings& settings);

}  // namespace aksis::access
