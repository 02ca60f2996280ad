#include "access/webauthn_signatures.hpp"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <memory>
#include <mutex>

#include "access/webauthn_base64.hpp"

namespace aksis::access {
namespace {

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

// A key in libfido2's form, whichever of its three types it has.
using Key = std::shared_ptr<void>;

template <typename Type>
Key read_key(Type* made, void (*release)(Type**), int (*read)(Type*, const void*, size_t),
             const std::string& raw) {
  Key key(made, [release](void* held) {
    auto* typed = static_cast<Type*>(held);
    release(&typed);
  });
  if (!made || read(made, raw.data(), raw.size()) != FIDO_OK) return {};
  return key;
}

Key read_key(const PublicKey& key) {
  switch (key.algorithm) {
    case kEs256:
      return read_key(es256_pk_new(), &es256_pk_free, &es256_pk_from_ptr, key.raw);
    case kEdDsa:
      return read_key(eddsa_pk_new(), &eddsa_pk_free, &eddsa_pk_from_ptr, key.raw);
    case kRs256:
      return read_key(rs256_pk_new(), &rs256_pk_free, &rs256_pk_from_ptr, key.raw);
    default:
      return {};
  }
}

void start() {
  static std::once_flag started;
  std::call_once(started, [] { fido_init(0); });
}

}  // namespace

Status check_signature(const PublicKey& key, std::string_view rp_id,
                       std::string_view authenticator_data, std::string_view client_data_json,
                       std::string_view signature) {
  start();
  const auto typed = read_key(key);
  if (!typed) return invalid("the public key of the passkey is no point or number of its kind");
  const std::unique_ptr<fido_assert_t, void (*)(fido_assert_t*)> made(
      fido_assert_new(), [](fido_assert_t* held) { fido_assert_free(&held); });
  auto* assertion = made.get();
  const auto hash = sha256_bytes(client_data_json);
  const bool set =
      assertion && fido_assert_set_count(assertion, 1) == FIDO_OK &&
      fido_assert_set_rp(assertion, std::string(rp_id).c_str()) == FIDO_OK &&
      fido_assert_set_up(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
      fido_assert_set_uv(assertion, FIDO_OPT_TRUE) == FIDO_OK &&
      fido_assert_set_clientdata_hash(assertion, octets(hash), hash.size()) == FIDO_OK &&
      fido_assert_set_authdata_raw(assertion, 0, octets(authenticator_data),
                                   authenticator_data.size()) == FIDO_OK &&
      fido_assert_set_sig(assertion, 0, octets(signature), signature.size()) == FIDO_OK;
  if (!set) return invalid("the answer of the passkey is malformed");
  if (fido_assert_verify(assertion, 0, key.algorithm, typed.get()) != FIDO_OK)
    return invalid("the signature of the passkey is wrong");
  return {};
}

Status check_packed_attestation(const PublicKey& key, std::string_view rp_id,
                                std::string_view authenticator_data,
                                std::string_view client_data_json, std::string_view statement,
                                bool self) {
  start();
  const std::unique_ptr<fido_cred_t, void (*)(fido_cred_t*)> made(
      fido_cred_new(), [](fido_cred_t* held) { fido_cred_free(&held); });
  auto* credential = made.get();
  const auto hash = sha256_bytes(client_data_json);
  const bool set =
      credential && fido_cred_set_type(credential, key.algorithm) == FIDO_OK &&
      fido_cred_set_rp(credential, std::string(rp_id).c_str(), nullptr) == FIDO_OK &&
      fido_cred_set_uv(credential, FIDO_OPT_TRUE) == FIDO_OK &&
      fido_cred_set_fmt(credential, "packed") == FIDO_OK &&
      fido_cred_set_clientdata_hash(credential, octets(hash), hash.size()) == FIDO_OK &&
      fido_cred_set_authdata_raw(credential, octets(authenticator_data),
                                 authenticator_data.size()) == FIDO_OK &&
      fido_cred_set_attstmt(credential, octets(statement), statement.size()) == FIDO_OK;
  if (!set) return invalid("the attestation of the passkey is malformed");
  const int outcome = self ? fido_cred_verify_self(credential) : fido_cred_verify(credential);
  if (outcome != FIDO_OK) return invalid("the attestation of the passkey has a wrong signature");
  return {};
}

}  // namespace aksis::access
