#include <cstdio>

#include "app/command_line/exit_codes.hpp"
#include "app/command_line/plain_commands.hpp"
#include "app/command_line/report.hpp"
#include "app/config/keys.hpp"
#include "app/instance/doctor.hpp"
#include "app/instance/module_sections.hpp"

namespace aksis::app {
namespace {

Status check_config(const Context& context) {
  if (!context.config.ok()) return context.config.error();
  return check_module_sections(*context.config);
}

int config_check(const Context& context) {
  if (const auto status = check_config(context); !status.ok()) {
    report(status.error(), context);
    return kUsage;
  }
  json::Writer out;
  out.object().key("files").array();
  for (const auto& file : context.config->files) out.value(file);
  out.end().member("keys", context.config->all().size());
  out.member("valid", true);
  show_answer("config.check", out.end().text(), context.globals.json, context.language);
  return kDone;
}

int check(const Context& context) {
  auto status = check_config(context);
  if (status.ok() && !context.catalogue->problems().empty())
    status = Error{Code::invalid, context.text("Des modules sont refusés.", "Modules are refused."),
                   context.catalogue->problems()};
  if (!status.ok()) {
    report(status.error(), context);
    return kUsage;
  }
  const auto findings = examine_surroundings(*context.config, context.clock.now());
  show_answer("check", findings_json(findings), context.globals.json, context.language);
  for (const auto& finding : findings)
    if (finding.state == Finding::State::failed) return kUnavailable;
  return kDone;
}

int reference(const Context&) {
  std::fputs(reference_file().c_str(), stdout);
  return kDone;
}

}  // namespace

void add_check(CommandTree& tree, const Context& context) {
  tree.add("check", "Vérifie configuration, modules et dossier sans rien démarrer",
           "Checks configuration, modules and folder, starts nothing",
           [&context] { return check(context); });
  tree.add("config check", "Vérifie la configuration et nomme chaque endroit faux",
           "Checks the configuration and names every wrong place",
           [&context] { return config_check(context); });
  tree.add("config reference",
           "Affiche la configuration commentée avec toutes les valeurs par défaut",
           "Shows the commented configuration with every default",
           [&context] { return reference(context); });
}

}  // namespace aksis::app
