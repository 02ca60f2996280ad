// The names a shared library exports, read from its ELF symbol table without loading it.
// Pure over bytes, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::modules {

// Of a 64-bit little-endian ELF file; refuses what is none, or is cut off.
Result<std::vector<std::string>> exported_symbols(std::string_view elf);

}  // namespace aksis::modules
