// Scripts that complete commands in a shell. Pure functions, main thread.
#pragma once

#include <string>

namespace CLI {
class App;
}

namespace aksis::app {

// For bash; zsh reads the same through bashcompinit.
std::string completion_script(CLI::App& root, const std::string& shell);

}  // namespace aksis::app
