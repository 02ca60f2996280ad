// Runs aksis-module-check as a process of its own and reads what it found. Any thread; blocks.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "modules/check.hpp"

namespace aksis::modules {

// A crash becomes a finding that names the operation called. `stopped` ends the process.
Result<std::vector<Finding>> run_check(const std::string& folder,
                                       const std::vector<std::string>& others,
                                       const std::function<bool()>& stopped);

}  // namespace aksis::modules
