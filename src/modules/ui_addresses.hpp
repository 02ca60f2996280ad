// Addresses in the console, of what a module adds to it. Pure but for the look at a bundle; any
// thread.
#pragma once

#include <string>
#include <string_view>

#include "modules/manifest.hpp"

namespace aksis::modules {

// Below the server's address, as include/aksis/ui.h says. `parameters`: a JSON object.
Result<std::string> page_address(const Manifest& manifest, std::string_view path,
                                 const json::Value& parameters);
Result<std::string> person_tab_address(const Manifest& manifest, std::string_view tab,
                                       std::string_view person, const json::Value& parameters);
Result<std::string> ui_file_address(const Manifest& manifest, std::string_view name);

}  // namespace aksis::modules
