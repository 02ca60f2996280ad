// openapi.json (3.1) of every operation that has a route. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "operations/registry.hpp"

namespace aksis::operations {

// Indented JSON, members in a fixed order: the same registry gives the same bytes.
std::string openapi(const Registry& registry, std::string_view version);

}  // namespace aksis::operations
