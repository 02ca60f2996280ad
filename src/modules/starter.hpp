// Takes one checked module through: library, migrations, start, registration. Main thread.
#pragma once

#include "aksis/cpp/result.hpp"
#include "modules/module.hpp"

namespace aksis::modules {

// What can be said without running code of the module: checksums, configuration, event schemas.
Status check_bundle(Module& module);

// Loads, migrates and starts; then its operations are in the registry and its events subscribed.
Status start_module(Module& module);

// Runs its jobs with "when": "start".
Status run_start_jobs(Module& module);

void stop_module(Module& module) noexcept;

}  // namespace aksis::modules
