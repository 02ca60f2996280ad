#include "access/webauthn_ceremony.hpp"

#include <fmt/format.h>

#include "access/webauthn_authenticator_data.hpp"
#include "access/webauthn_base64.hpp"
#include "access/webauthn_cbor.hpp"
#include "access/webauthn_signatures.hpp"
#include "base/identity.hpp"

namespace aksis::access {
namespace {

Status check_head(const AuthenticatorData& data, const RelyingParty& party) {
  if (!equal_secrets(data.rp_id_hash, sha256_bytes(party.id)))
    return invalid("the passkey is one of another site");
  if (!data.user_present) return invalid("nobody confirmed the use of the passkey");
  if (!data.user_verified)
    return invalid(
        "the passkey did not verify its owner; set a PIN, a fingerprint or a face on it");
  if (data.backed_up && !data.backup_eligible)
    return invalid("the passkey contradicts itself about its copies");
  return {};
}

std::string hexadecimal(std::string_view bytes) {
  std::string out;
  for (const char byte : bytes)
    out += fmt::format("{:02x}", static_cast<unsigned>(static_cast<unsigned char>(byte)));
  return out;
}

struct Attestation {
  std::string format;
  std::string authenticator_data;
  std::string statement;  // CBOR
  bool empty = false;
  bool certified = false;
  std::optional<int64_t> algorithm;
};

Result<Attestation> parse_attestation(std::string_view bytes) {
  AKSIS_ASSIGN(read, cbor::read_first(bytes, "the attestation of the passkey"));
  const auto* map = read.item.get();
  const auto format = cbor::text(cbor::member(map, "fmt"));
  const auto data = cbor::bytes(cbor::member(map, "authData"));
  const auto* statement = cbor::member(map, "attStmt");
  if (read.bytes != bytes.size() || cbor::map_size(map) != 3 || !format || !data || !statement ||
      !cbor_isa_map(statement))
    return invalid("the attestation of the passkey is malformed");
  return Attestation{std::string(*format),
                     std::string(*data),
                     cbor::written(statement),
                     cbor::map_size(statement) == 0,
                     cbor::member(statement, "x5c") != nullptr,
                     cbor::integer(cbor::member(statement, "alg"))};
}

Status check_attestation(const Attestation& attestation, const PublicKey& key,
                         const Registration& registration, const RelyingParty& party) {
  if (attestation.format == "none") {
    if (attestation.empty) return {};
    return invalid("the passkey attests nothing and yet something");
  }
  if (attestation.format != "packed")
    return Error{Code::unsupported,
                 "the passkey attests its model in a form this server does not read; let the "
                 "browser hide the model",
                 {}};
  const bool self = !attestation.certified;
  if (self && attestation.algorithm != key.algorithm)
    return invalid("the passkey attests itself with another algorithm than its own");
  return check_packed_attestation(key, party.id, attestation.authenticator_data,
                                  registration.client_data_json, attestation.statement, self);
}

}  // namespace

Result<NewCredential> verify_registration(const Registration& registration,
                                          std::string_view challenge, const RelyingParty& party) {
  AKSIS_TRY(
      check_client_data(registration.client_data_json, Ceremony::registration, challenge, party));
  AKSIS_ASSIGN(attestation, parse_attestation(registration.attestation_object));
  AKSIS_ASSIGN(data, parse_authenticator_data(attestation.authenticator_data));
  AKSIS_TRY(check_head(data, party));
  if (!data.credential) return invalid("the registration holds no passkey");
  AKSIS_ASSIGN(key, parse_public_key(data.credential->public_key));
  AKSIS_TRY(check_attestation(attestation, key, registration, party));
  return NewCredential{std::move(data.credential->id),
                       std::move(data.credential->public_key),
                       hexadecimal(data.credential->aaguid),
                       data.counter,
                       data.backup_eligible,
                       data.backed_up};
}

Result<Verified> verify_assertion(const Assertion& assertion, std::string_view challenge,
                                  const RelyingParty& party, const StoredCredential& stored) {
  AKSIS_TRY(check_client_data(assertion.client_data_json, Ceremony::assertion, challenge, party));
  AKSIS_ASSIGN(data, parse_authenticator_data(assertion.authenticator_data));
  AKSIS_TRY(check_head(data, party));
  if (data.backup_eligible != stored.backup_eligible)
    return invalid("the passkey changed whether it may be copied");
  AKSIS_ASSIGN(key, parse_public_key(stored.public_key));
  if (data.credential) return invalid("the answer of the passkey holds a second passkey");
  AKSIS_TRY(check_signature(key, party.id, assertion.authenticator_data, assertion.client_data_json,
                            assertion.signature));
  return Verified{data.counter, data.backed_up};
}

}  // namespace aksis::access
