#include "app/command_line/globals.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>

namespace aksis::app {

void add_globals(CLI::App& app, Globals& globals, Language language) {
  app.add_option("--config", globals.config,
                 std::string(say(language, "Fichier de configuration (sinon $AKSIS_CONFIG)",
                                 "Configuration file (else $AKSIS_CONFIG)")))
      ->type_name("FILE");
  app.add_option("--data", globals.data,
                 std::string(say(language, "Dossier des données (data.folder)",
                                 "Data folder (data.folder)")))
      ->type_name("FOLDER");
  app.add_option("--set", globals.assignments,
                 std::string(say(language, "Un réglage : section.clé=valeur ; répétable",
                                 "One setting: section.key=value; repeatable")))
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_option("--lang", globals.language,
                 std::string(say(language, "Langue des réponses", "Language of answers")))
      ->check(CLI::IsMember({"fr", "en"}));
  app.add_flag("--json", globals.json,
               std::string(say(language, "La réponse telle quelle, en JSON",
                               "The answer as it is, in JSON")));
}

Globals read_globals(const std::vector<std::string>& arguments) {
  Globals globals;
  CLI::App app;
  app.set_help_flag();
  app.allow_extras();
  add_globals(app, globals, Language::fr);
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  try {
    app.parse(reversed);
  } catch (const CLI::Error&) {
    // The full reading meets the same fault and says so.
  }
  return globals;
}

Sources sources_of(const Globals& globals) {
  Sources sources;
  const char* named = std::getenv("AKSIS_CONFIG");
  if (!globals.config.empty())
    sources.file = globals.config;
  else if (named && *named)
    sources.file = named;
  sources.environment = process_environment();
  sources.assignments = globals.assignments;
  if (!globals.data.empty()) sources.assignments.push_back("data.folder=" + globals.data);
  return sources;
}

}  // namespace aksis::app
