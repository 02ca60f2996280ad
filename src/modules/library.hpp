// A module's shared library, loaded, with the table of its entry. Main thread. Libraries stay
// mapped until the process ends: nothing then points into code that is gone.
#pragma once

#include <aksis/module.h>

#include <string>

#include "aksis/cpp/result.hpp"
#include "modules/manifest.hpp"

namespace aksis::modules {

std::string library_path(const Manifest& manifest);

// dlopen, entry, then: major version, id and version as in the manifest, a start function.
// A shorter table than ours has zeros at its end, a longer one is read as far as we know it.
Result<aksis_module> load_library(const Manifest& manifest);

}  // namespace aksis::modules
