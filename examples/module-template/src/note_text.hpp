// The text of a note, tidied. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

namespace notebook {

// Blanks at the ends removed, any run of blanks inside made one space.
std::string tidy(std::string_view text);

}  // namespace notebook
