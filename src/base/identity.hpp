// Identifiers and secrets made by the application. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"

namespace aksis {

// UUID version 7 (RFC 9562): sorts by time of making. Lower case, 36 characters.
std::string uuid_v7(Micros now);

bool is_uuid(std::string_view text);

// `bytes` random bytes from the system, as lower-case hexadecimal.
std::string random_hex(size_t bytes);

// SHA-256 of `data`, as lower-case hexadecimal.
std::string sha256_hex(std::string_view data);

// Whether two secrets are equal, in a time that does not tell where they differ.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace aksis
