// Names of the regions and departments of France, which lists of communes leave out: facts of the
// official geographic code of 2025. Constants; any thread.
#pragma once

#include <string_view>

namespace aksis::record {

// The code itself when it is not known.
std::string_view region_name(std::string_view code);
std::string_view department_name(std::string_view code);

}  // namespace aksis::record
