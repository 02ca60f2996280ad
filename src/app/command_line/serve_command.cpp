#include <memory>

#include "app/command_line/exit_codes.hpp"
#include "app/command_line/plain_commands.hpp"
#include "app/command_line/report.hpp"
#include "app/command_line/serve.hpp"
#include "app/command_line/stop_signal.hpp"

namespace aksis::app {

void add_serve(CommandTree& tree, const Context& context) {
  const auto create = std::make_shared<bool>(false);
  const auto assets = std::make_shared<std::string>();
  auto& command =
      tree.add("serve", "Sert l’agence sur cette machine", "Serves the agency on this machine",
               [&context, create, assets]() -> int {
                 if (!context.config.ok()) {
                   report(context.config.error(), context);
                   return kUsage;
                 }
                 block_stop_signals();
                 auto instance = open_to_serve(*context.config, *create, context.clock);
                 if (!instance.ok()) {
                   report(instance.error(), context);
                   return start_exit_code(instance.error().code);
                 }
                 return serve(context, *context.config, std::move(instance).value(),
                              {.key = {}, .assets = *assets, .when_ready = {}});
               });
  command.add_flag("--create", *create,
                   context.text("Crée le dossier des données s’il n’existe pas",
                                "Makes the data folder when it does not exist"));
  command.add_option("--assets", *assets,
                     context.text("Sert l’interface de ce dossier, relu à chaque requête",
                                  "Serves the console from this folder, read at each request"));
}

}  // namespace aksis::app
