// What toml++ has no bound for: the parts of one dotted key. Its tables are nested as deep as a key
// has parts and freed by recursion, which ends the process. Pure, any thread.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "result.hpp"

namespace aksis {

// Together with toml++'s own 256 nested values this stays far from the end of a stack.
inline constexpr size_t kTomlDotsMax = 64;

// Refuses a line with more dots, before the text is parsed.
inline Status check_toml_shape(std::string_view text) {
  for (size_t line = 1; !text.empty(); ++line) {
    const auto row = text.substr(0, text.find('\n'));
    if (std::count(row.begin(), row.end(), '.') > static_cast<std::ptrdiff_t>(kTomlDotsMax))
      return said(Code::invalid,
                  "line " + std::to_string(line) + ": more than " + std::to_string(kTomlDotsMax) +
                      " dots in one line; shorten the key, or spread the text over several lines",
                  "Ligne " + std::to_string(line) + " : plus de " + std::to_string(kTomlDotsMax) +
                      " points sur une ligne ; raccourcissez la clé, ou répartissez le texte sur "
                      "plusieurs lignes.");
    text.remove_prefix(std::min(text.size(), row.size() + 1));
  }
  return {};
}

}  // namespace aksis
