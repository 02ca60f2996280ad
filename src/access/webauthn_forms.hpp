// The JSON of WebAuthn: options as browsers read them, credentials as their toJSON() writes them
// (Web Authentication Level 3, 5.1.8 to 5.1.9), with schemas. Pure functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "access/webauthn_passkeys.hpp"
#include "access/webauthn_ports.hpp"
#include "aksis/cpp/json.hpp"

namespace aksis::access {

// PublicKeyCredentialCreationOptionsJSON; `held` are not to be registered again.
std::string creation_options(const RelyingParty& party, std::string_view account,
                             const AccountLabel& label, std::string_view challenge,
                             const std::vector<Passkey>& held);
// PublicKeyCredentialRequestOptionsJSON; none allowed by name: any the authenticator knows.
std::string request_options(const RelyingParty& party, std::string_view challenge,
                            const std::vector<Passkey>& allowed);

// Schemas of the member "credential".
std::string registration_schema();
std::string assertion_schema();

struct RegistrationForm {
  Registration registration;
  std::string transports;  // words with spaces between
};
Result<RegistrationForm> read_registration(const json::Value& credential);

struct AssertionForm {
  Assertion assertion;
  std::string credential;   // id, bytes
  std::string user_handle;  // bytes; empty: not given
};
Result<AssertionForm> read_assertion(const json::Value& credential);

}  // namespace aksis::access
