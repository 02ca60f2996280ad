#include "app/command_line/run.hpp"

#include <iostream>

#include "app/command_line/command_tree.hpp"
#include "app/command_line/context.hpp"
#include "app/command_line/exit_codes.hpp"
#include "app/command_line/plain_commands.hpp"
#include "app/command_line/report.hpp"
#include "app/command_line/run_operation.hpp"
#include "app/command_line/wrong_line.hpp"
#include "base/log.hpp"

namespace aksis::app {
namespace {

Language language_of_line(const Globals& globals, const Result<Config>& config) {
  if (!globals.language.empty()) return language_of(globals.language);
  return environment_language(config.ok() ? language_of(config->text("locale.language"))
                                          : Language::fr);
}

// With a wrong configuration there is still help, and `config check` to say what is wrong.
Result<std::unique_ptr<Catalogue>> read_catalogue(const Result<Config>& config, const Config& usual,
                                                  const Clock& clock) {
  return Catalogue::read(config.ok() ? *config : usual, clock);
}

int dispatch(CommandTree& tree, const Context& context, const std::vector<std::string>& arguments) {
  Asked asked;
  try {
    asked = tree.parse(arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return tree.root().exit(error, std::cout, std::cerr);  // help
    report(wrong_line(tree.root(), error, context.language), context);
    return kUsage;
  }
  if (asked.run) return asked.run();
  return run_operation(context, *asked.operation,
                       context.config.ok() ? asked.options->input() : context.config.error(), true);
}

}  // namespace

int run(const std::vector<std::string>& arguments) {
  const SystemClock clock;
  const auto globals = read_globals(arguments);
  Context context{globals, Language::fr, load_config(sources_of(globals)), nullptr, clock};
  const auto usual = load_config({"/dev/null", {}, {}});
  context.language = language_of_line(globals, context.config);
  const auto catalogue = read_catalogue(context.config, *usual, clock);
  if (!catalogue.ok()) {
    report(catalogue.error(), context);
    return kRefused;
  }
  context.catalogue = catalogue->get();
  CommandTree tree(context.globals, context.language);
  add_serve(tree, context);
  add_demo(tree, context);
  add_check(tree, context);
  add_restore(tree, context);
  add_call(tree, context);
  add_completion(tree, context);
  tree.add_operations(context.catalogue->registry(), [&](const std::string& module) {
    return CommandTree::ModuleTexts{
        context.catalogue->module_title(module, context.language == Language::en),
        context.catalogue->module_folder(module)};
  });
  return dispatch(tree, context, arguments);
}

}  // namespace aksis::app
