// Runs one operation for the command line and shows its answer. Main thread.
#pragma once

#include <string>

#include "app/command_line/context.hpp"

namespace aksis::app {

// The exit code. The operation runs in the server of the data folder, or in this process.
// `by_options`: the input came as options of the operation's command, so errors name those.
int run_operation(const Context& context, const operations::Operation& operation,
                  Result<json::Document> input, bool by_options);

}  // namespace aksis::app
