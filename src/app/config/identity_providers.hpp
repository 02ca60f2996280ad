// The file of identity providers: TOML, one table a provider. Main thread, at start.
#pragma once

#include <string>
#include <vector>

#include "access/oidc_settings.hpp"

namespace aksis::app {

//   [proconnect]                     # the name, part of addresses
//   preset = "proconnect"            # or leave it out and give everything
//   issuer = "https://…"             # exactly as the provider writes it
//   client_id = "…"
//   client_secret_file = "…"         # a file, mode 0400; relative to this one
//   redirect_uri = "https://…"       # the page that hands code and state back
//   label, scopes, post_logout_redirect_uri, secret_in_form, acr_values, acr_essential,
//   acr_required, amr_required, second_factor_acr, second_factor_amr, max_age_s, userinfo
//
// Code::invalid: "FILE:LINE:COLUMN …" of the first wrong place; `path` empty: none.
Result<std::vector<access::ProviderSettings>> read_identity_providers(const std::string& path);

}  // namespace aksis::app
