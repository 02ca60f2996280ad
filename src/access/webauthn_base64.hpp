// Text forms of bytes as WebAuthn and JOSE write them: base64url without padding (RFC 4648, 5),
// and the digests both use. Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::access {

std::string to_base64url(std::string_view bytes);
// With "+", "/" and padding, as HTTP Basic writes it (RFC 4648, 4).
std::string to_base64(std::string_view bytes);

// Strict: no padding, no other sign, no stray bits at the end. `what` names the text in the
// sentence of the error: Code::invalid; Code::too_large beyond `bytes_max` bytes.
Result<std::string> from_base64url(std::string_view text, std::string_view what, size_t bytes_max);

// SHA-256 as 32 bytes.
std::string sha256_bytes(std::string_view data);

// `bytes` random bytes from the system, as base64url.
std::string random_base64url(size_t bytes);

}  // namespace aksis::access
