// What a module's contributions to the console must respect beyond their schema. Reads the bundle;
// any thread.
#pragma once

#include <vector>

#include "modules/manifest.hpp"

namespace aksis::modules {

// Appends what is wrong with the member "ui" of `source`, of which `manifest` was read: each a JSON
// pointer and a sentence.
void check_ui(const Manifest& manifest, const json::Value& source,
              std::vector<ErrorDetail>& problems);

}  // namespace aksis::modules
