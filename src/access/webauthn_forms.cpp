#include "access/webauthn_forms.hpp"

#include <algorithm>
#include <set>

#include "access/webauthn_authenticator_data.hpp"
#include "access/webauthn_base64.hpp"

namespace aksis::access {
namespace {

constexpr size_t kPartBytesMax = 16384;
constexpr size_t kIdBytesMax = 1023;
constexpr int64_t kTimeoutMs = 120'000;  // as long as a challenge lives

const std::set<std::string_view> kTransports = {"ble", "cable",      "hybrid", "internal",
                                                "nfc", "smart-card", "usb"};

void write_descriptors(json::Writer& out, const std::vector<Passkey>& passkeys) {
  out.array();
  for (const auto& one : passkeys) {
    out.object().member("type", "public-key").member("id", to_base64url(one.credential.id));
    out.key("transports").array();
    for (size_t at = 0; at < one.transports.size();) {
      const auto end = std::min(one.transports.find(' ', at), one.transports.size());
      out.value(one.transports.substr(at, end - at));
      at = end + 1;
    }
    out.end().end();
  }
  out.end();
}

// A part of `object` decoded; an absent one is empty.
Result<std::string> part(const json::Value& object, std::string_view name, size_t bytes_max) {
  return from_base64url(json::text(object, name), name, bytes_max);
}

std::string credential_schema(const std::string& required, const std::string& response) {
  return R"({"type": "object", "additionalProperties": false,
    "description": "As PublicKeyCredential.toJSON() gives it",
    "required": ["id", "type", "response"], "properties": {
      "id": {"type": "string", "minLength": 1, "maxLength": 1400},
      "rawId": {"type": "string", "maxLength": 1400},
      "type": {"type": "string", "enum": ["public-key"]},
      "authenticatorAttachment": {"type": ["string", "null"], "maxLength": 50},
      "clientExtensionResults": {"type": "object", "additionalProperties": true},
      "response": {"type": "object", "additionalProperties": false, "required": [)" +
         required + R"(], "properties": {
        "clientDataJSON": {"type": "string", "maxLength": 6000},
        "authenticatorData": {"type": "string", "maxLength": 6000},)" +
         response + "}}}}";
}

}  // namespace

std::string creation_options(const RelyingParty& party, std::string_view account,
                             const AccountLabel& label, std::string_view challenge,
                             const std::vector<Passkey>& held) {
  json::Writer out;
  out.object().key("rp").object().member("id", party.id).member("name", party.name).end();
  out.key("user").object().member("id", to_base64url(account));
  out.member("name", label.login).member("displayName", label.name).end();
  out.member("challenge", challenge).member("timeout", kTimeoutMs);
  out.key("pubKeyCredParams").array();
  for (const int algorithm : {kEs256, kEdDsa, kRs256})
    out.object().member("type", "public-key").member("alg", algorithm).end();
  out.end().key("excludeCredentials");
  write_descriptors(out, held);
  out.key("authenticatorSelection").object().member("residentKey", "preferred");
  out.member("requireResidentKey", false).member("userVerification", "required").end();
  out.member("attestation", "none").end();
  return out.text();
}

std::string request_options(const RelyingParty& party, std::string_view challenge,
                            const std::vector<Passkey>& allowed) {
  json::Writer out;
  out.object().member("challenge", challenge).member("timeout", kTimeoutMs);
  out.member("rpId", party.id).key("allowCredentials");
  write_descriptors(out, allowed);
  out.member("userVerification", "required").end();
  return out.text();
}

std::string registration_schema() {
  return credential_schema(R"("clientDataJSON", "attestationObject")",
                           R"("attestationObject": {"type": "string", "maxLength": 22000},
        "transports": {"type": "array", "maxItems": 10,
          "items": {"type": "string", "maxLength": 50}},
        "publicKey": {"type": ["string", "null"], "maxLength": 6000},
        "publicKeyAlgorithm": {"type": "integer"})");
}

std::string assertion_schema() {
  return credential_schema(R"("clientDataJSON", "authenticatorData", "signature")",
                           R"("signature": {"type": "string", "maxLength": 6000},
        "userHandle": {"type": ["string", "null"], "maxLength": 100})");
}

Result<RegistrationForm> read_registration(const json::Value& credential) {
  const auto* response = json::member(credential, "response");
  if (!response)
    return said(Code::invalid, "the answer of the browser holds no registration",
                "La réponse du navigateur ne contient pas de clé d’accès : recommencez.");
  RegistrationForm out;
  AKSIS_ASSIGN(client_data, part(*response, "clientDataJSON", kPartBytesMax));
  AKSIS_ASSIGN(attestation, part(*response, "attestationObject", kPartBytesMax));
  out.registration = {std::move(client_data), std::move(attestation)};
  const auto* transports = json::member(*response, "transports");
  if (!transports) return out;
  // Only the known words are kept: browsers are handed them back.
  std::set<std::string_view> kept;
  for (const auto& one : transports->GetArray())
    if (kTransports.contains(json::text(one))) kept.insert(json::text(one));
  for (const auto one : kept)
    out.transports += (out.transports.empty() ? "" : " ") + std::string(one);
  return out;
}

Result<AssertionForm> read_assertion(const json::Value& credential) {
  const auto* response = json::member(credential, "response");
  if (!response)
    return said(Code::invalid, "the answer of the browser holds no assertion",
                "La réponse du navigateur ne contient pas de clé d’accès : recommencez.");
  AssertionForm out;
  AKSIS_ASSIGN(id, part(credential, "id", kIdBytesMax));
  AKSIS_ASSIGN(client_data, part(*response, "clientDataJSON", kPartBytesMax));
  AKSIS_ASSIGN(data, part(*response, "authenticatorData", kPartBytesMax));
  AKSIS_ASSIGN(signature, part(*response, "signature", kPartBytesMax));
  AKSIS_ASSIGN(handle, part(*response, "userHandle", kPartBytesMax));
  out.credential = std::move(id);
  out.assertion = {std::move(client_data), std::move(data), std::move(signature)};
  out.user_handle = std::move(handle);
  return out;
}

}  // namespace aksis::access
