// The console's own files: those inside this program, or a folder that somebody works on. Any
// thread.
#pragma once

#include <string>

#include "http/assets.hpp"
#include "modules/module_host.hpp"

namespace aksis::console {

// Whether this program was built with the console.
bool is_embedded();

// Adds what every browser loads first. `folder` (as build.mjs writes it) instead of what is
// embedded, read anew at each request; empty: what is embedded, if anything.
Status add_files(http::Assets& assets, const std::string& folder);

// Adds the files of the modules' bundles; `anew`: they too are read at each request.
Status add_module_files(http::Assets& assets, const modules::ModuleHost& host, bool anew);

}  // namespace aksis::console
