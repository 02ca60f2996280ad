// A module of one's own from the template, names replaced. Any thread.
#pragma once

#include <string>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::modules {

// Copies `template_folder` to `path`, whose last part is the new module's id. Refuses a wrong id
// and a path that exists; leaves nothing half-done. The files written, relative to `path`.
Result<std::vector<std::string>> new_module(const std::string& template_folder,
                                            const std::string& path);

}  // namespace aksis::modules
