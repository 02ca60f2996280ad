// Files of the demo that only its owner reads. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::app {

// Writes the file anew, mode 0600. Code::full when it cannot be written whole.
Status write_private_file(const std::string& path, std::string_view text);

}  // namespace aksis::app
