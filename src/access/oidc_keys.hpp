// Public keys a provider publishes (JWK, RFC 7517) and signatures made with them (RFC 7518).
// Pure functions, any thread; keys are shared and never change.
#pragma once

#include <openssl/types.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::access {

struct ProviderKey {
  std::string kid;
  std::string algorithm;  // as published; empty: any that its type allows
  std::shared_ptr<EVP_PKEY> key;
};

inline constexpr size_t kProviderKeysMax = 32;

// The keys for signatures of a JWK set; those of other use or type are left out. Code::invalid: no
// JSON of that form, more than kProviderKeysMax keys, the same kid twice. Symmetric and private
// keys are never read; RSA below 2048 or beyond 8192 bits is left out.
Result<std::vector<ProviderKey>> parse_keys(std::string_view json);

// Whether `signature` is of `key` over `text` by ES256, RS256 or PS256. Code::invalid: it is not,
// or the algorithm is another one, or not the key's.
Status check_jws_signature(const ProviderKey& key, std::string_view algorithm,
                           std::string_view text, std::string_view signature);

}  // namespace aksis::access
