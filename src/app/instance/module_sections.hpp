// The modules' sections of the configuration against the schemas of their manifests. Main thread.
#pragma once

#include "app/config/config.hpp"

namespace aksis::app {

// Every wrong setting at once, at the place it was written ("FILE:LINE:COLUMN").
Status check_module_sections(const Config& config);

}  // namespace aksis::app
