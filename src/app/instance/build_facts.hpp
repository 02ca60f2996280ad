// What this program is: its version and where its files lie. Any thread.
#pragma once

#include <string>
#include <vector>

namespace aksis::app {

inline constexpr const char* kVersion = AKSIS_VERSION;

// The first of the installed place (../lib/aksis/modules from the program) and the build tree's
// (../modules) that exists; empty when neither does.
std::vector<std::string> own_module_folders();

// A folder of share/aksis ("demo", "module-template"), installed or of the source tree; empty when
// it is absent.
std::string shared_folder(const std::string& name);

}  // namespace aksis::app
