// Versions "1.4.0" and what a module asks of another's: ">=1.0 <2". Pure, any thread.
#pragma once

#include <string_view>

namespace aksis::modules {

// Both well formed by the manifest's schema. Missing parts count as 0.
bool satisfies(std::string_view version, std::string_view requirement);

}  // namespace aksis::modules
