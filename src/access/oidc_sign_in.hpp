// A sign-in at a provider: authorization code with PKCE (RFC 7636), state and nonce. Where the
// browser goes, and what its return is worth. Any thread; may wait for the network, so never inside
// a transaction.
#pragma once

#include <string>

#include "access/oidc_provider.hpp"
#include "access/oidc_tokens.hpp"

namespace aksis::access {

// What is remembered between the start and the return.
struct ProviderAttempt {
  std::string provider;  // name
  std::string nonce;
  std::string verifier;  // of PKCE
  std::string cookie;    // binds it to the browser that started it
  // A link is wanted: the session that asks, and its account. Empty: a sign-in.
  std::string session, account;
  bool keeps_session = false;  // that session is full already: only the link is made
};

// Nonce and verifier are made here.
ProviderAttempt make_attempt(std::string provider);

// Address at the provider; `state` stands for `attempt`.
Result<std::string> sign_in_url(Provider& provider, const ProviderAttempt& attempt,
                                std::string_view state);

// What the browser brought back.
struct Return {
  std::string code;
  std::string issuer;  // RFC 9207; empty: none given
};
struct SignedIn {
  Identity identity;
  bool second_factor = false;      // the provider checked two factors
  std::string name, email, siret;  // from userinfo, where asked and told; shown, never a key
  std::string logout_url;          // ends the sign-in at the provider; empty: it has none
};

// Exchanges the code, checks the ID token and asks userinfo. Code::invalid with the reason: the
// provider's answer is not to be believed; busy, timeout: it cannot be reached.
Result<SignedIn> finish_sign_in(Provider& provider, const ProviderAttempt& attempt,
                                const Return& back, const Clock& clock);

}  // namespace aksis::access
