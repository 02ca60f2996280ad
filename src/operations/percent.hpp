// Percent-encoding of URL parts (RFC 3986). Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::operations {

enum class Plus { plain, space };  // what '+' means: itself in paths, a space in queries

// Refuses a '%' without two hexadecimal digits, a NUL, and bytes that are not UTF-8.
Result<std::string> percent_decode(std::string_view text, Plus plus);

std::string percent_encode(std::string_view text);

}  // namespace aksis::operations
