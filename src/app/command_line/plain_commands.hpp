// The commands that are no operation: they start something, or work where nothing runs. Main
// thread.
#pragma once

#include "app/command_line/command_tree.hpp"
#include "app/command_line/context.hpp"

namespace aksis::app {

// Each declares its command and what it does. `context` outlives the tree.
void add_serve(CommandTree& tree, const Context& context);
void add_demo(CommandTree& tree, const Context& context);
void add_check(CommandTree& tree, const Context& context);
void add_restore(CommandTree& tree, const Context& context);
void add_call(CommandTree& tree, const Context& context);
void add_completion(CommandTree& tree, const Context& context);

}  // namespace aksis::app
