#include <cstdio>

#include "app/command_line/completion.hpp"
#include "app/command_line/exit_codes.hpp"
#include "app/command_line/plain_commands.hpp"

namespace aksis::app {

void add_completion(CommandTree& tree, const Context& context) {
  const auto shell = std::make_shared<std::string>("bash");
  auto& command = tree.add("completion", "Script de complétion pour l’interpréteur de commandes",
                           "Completion script for the shell", [&tree, shell] {
                             std::fputs(completion_script(tree.root(), *shell).c_str(), stdout);
                             return static_cast<int>(kDone);
                           });
  command.add_option("shell", *shell, context.text("bash ou zsh", "bash or zsh"))
      ->check(CLI::IsMember({"bash", "zsh"}));
}

}  // namespace aksis::app
