// The whole program: from the words of the command line to the exit code. Main thread.
#pragma once

#include <string>
#include <vector>

namespace aksis::app {

int run(const std::vector<std::string>& arguments);

}  // namespace aksis::app
