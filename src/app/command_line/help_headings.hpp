// Under which heading of the help a command of the host itself stands, by its first word; those of
// modules stand under the module's title. Constant data; any thread.
#pragma once

#include <string_view>

#include "app/command_line/language.hpp"

namespace aksis::app {

// `words`: "user add". What no heading claims is about the server and its data.
std::string_view heading_of(std::string_view words, Language language);

}  // namespace aksis::app
