// What a manifest must respect beyond its schema. Pure, any thread.
#pragma once

#include <vector>

#include "modules/manifest.hpp"

namespace aksis::modules {

// Appends what is wrong: each a JSON pointer and a sentence.
void check_rules(const Manifest& manifest, std::vector<ErrorDetail>& problems);

}  // namespace aksis::modules
