// Signatures of passkeys, checked by libfido2, which needs no device for it.
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "access/webauthn_authenticator_data.hpp"

namespace aksis::access {

// Whether `signature` is of `key` over authenticator data and the hash of the client data; libfido2
// looks at relying party, presence and verification once more. Code::invalid: it is not.
Status check_signature(const PublicKey& key, std::string_view rp_id,
                       std::string_view authenticator_data, std::string_view client_data_json,
                       std::string_view signature);

// An attestation of format "packed": `statement` is its CBOR map. Signed by the credential itself
// or by a certificate, whose chain nobody looks at: it says which model it is, and we take all.
Status check_packed_attestation(const PublicKey& key, std::string_view rp_id,
                                std::string_view authenticator_data,
                                std::string_view client_data_json, std::string_view statement,
                                bool self);

}  // namespace aksis::access
