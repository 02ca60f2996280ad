// Files and streams into memory, never more than said: devices and pipes need not end. Any thread.
#pragma once

#include <string>

#include "aksis/cpp/result.hpp"

namespace aksis {

// The whole of `path`, at most `bytes_max`. A pipe is read to its end; a folder is refused.
Result<std::string> read_bytes(const std::string& path, size_t bytes_max);

// The whole of standard input, at most `bytes_max`.
Result<std::string> read_standard_input(size_t bytes_max);

}  // namespace aksis
