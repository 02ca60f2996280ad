#include "app/command_line/command_tree.hpp"

#include <algorithm>
#include <map>
#include <sstream>

#include "app/command_line/help_headings.hpp"
#include "app/command_line/words.hpp"

namespace aksis::app {
namespace {

// CLI11 shows a flag with the value it stands for: "--learn{true}".
class Formatter final : public CLI::Formatter {
 public:
  std::string make_option_name(const CLI::Option* option, bool positional) const override {
    auto name = CLI::Formatter::make_option_name(option, positional);
    for (const std::string_view value : {"{true}", "{false}"})
      for (size_t at = 0; (at = name.find(value)) != std::string::npos;)
        name.erase(at, value.size());
    return name;
  }
};

std::shared_ptr<CLI::Formatter> formatter(Language language) {
  auto out = std::make_shared<Formatter>();
  out->column_width(36);
  if (language == Language::en) return out;
  out->label("Usage", "Usage ");
  out->label("OPTIONS", "OPTIONS");
  out->label("Options", "Options ");
  out->label("Positionals", "Arguments ");
  out->label("SUBCOMMAND", "COMMANDE");
  out->label("SUBCOMMANDS", "COMMANDES");
  out->label("Subcommands", "Commandes ");
  out->label("REQUIRED", "obligatoire");
  out->label("TEXT", "TEXTE");
  out->label("INT", "ENTIER");
  out->label("NUMBER", "NOMBRE");
  out->label("FILE", "FICHIER");
  out->label("FOLDER", "DOSSIER");
  out->label("KEY=VALUE", "CLÉ=VALEUR");
  return out;
}

std::string footer(Language language) {
  return std::string(say(
      language,
      "Codes de sortie : 0 fait, 1 refusé ou échoué, 2 commande, entrée ou configuration fausse,\n"
      "3 introuvable, 4 conflit ou occupé, 5 dossier, base, module ou port inutilisable, 130 "
      "interrompu.",
      "Exit codes: 0 done, 1 refused or failed, 2 command, input or configuration wrong,\n"
      "3 not found, 4 conflict or busy, 5 folder, database, module or port unusable, 130 "
      "stopped."));
}

}  // namespace

CommandTree::CommandTree(Globals& globals, Language language) : language_(language) {
  app_.name("aksis");
  app_.description(std::string(
      say(language, "aksis, pour les agences d’emploi", "aksis, for employment agencies")));
  app_.formatter(formatter(language));
  app_.set_help_flag("-h,--help",
                     std::string(say(language, "Affiche cette aide", "Shows this help")));
  add_globals(app_, globals, language);
  app_.require_subcommand(1);
  app_.fallthrough();
  app_.footer(footer(language));
}

CLI::App& CommandTree::at(const std::string& words, const std::string& about,
                          const std::string& group) {
  CLI::App* app = &app_;
  std::istringstream in(words);
  for (std::string word; in >> word;) {
    CLI::App* child = nullptr;
    for (auto* each : app->get_subcommands({}))
      if (each->get_name() == word) child = each;
    if (!child) {
      child = app->add_subcommand(word);
      child->footer("");
      if (app == &app_) child->group(group);
    }
    app = child;
  }
  app->description(about);
  return *app;
}

CLI::App& CommandTree::add(const std::string& words, std::string_view fr, std::string_view en,
                           std::function<int()> run) {
  auto& app =
      at(words, std::string(say(language_, fr, en)), std::string(heading_of(words, language_)));
  commands_.push_back({&app, {nullptr, nullptr, std::move(run)}, nullptr});
  return app;
}

void CommandTree::add_operations(const operations::Registry& registry, const LookUp& look_up) {
  std::map<std::string, std::pair<std::string, Words>> modules;
  for (const auto& operation : registry.all()) {
    if (!operation->command || operation->command->words.empty()) continue;
    auto known = modules.find(operation->module);
    if (known == modules.end()) {
      auto texts = operation->module == "core" ? ModuleTexts{}
                                               // its commands have headings of their own
                                               : look_up(operation->module);
      known = modules
                  .emplace(operation->module,
                           std::pair(std::move(texts.title), Words(language_, texts.bundle)))
                  .first;
    }
    const auto& [title, words] = known->second;
    const auto group = operation->module == "core"
                           ? std::string(heading_of(operation->command->words, language_))
                           : title;
    auto& app =
        at(operation->command->words,
           std::string(say(language_, operation->summary_fr, operation->summary_en)), group);
    auto options = std::make_unique<MemberOptions>(
        app, *operation, registry.input_schema(*operation), words, language_);
    const Asked asked{operation.get(), options.get(), {}};
    commands_.push_back({&app, asked, std::move(options)});
  }
  describe_groups(app_);
}

// A word that only leads to others says which.
void CommandTree::describe_groups(CLI::App& app) {
  for (auto* child : app.get_subcommands({})) {
    const auto below = child->get_subcommands({});
    if (below.empty()) continue;
    describe_groups(*child);
    const bool itself = std::any_of(commands_.begin(), commands_.end(),
                                    [&](const Command& command) { return command.app == child; });
    if (itself) continue;
    child->require_subcommand(1);
    std::string names;
    for (const auto* each : below) names += (names.empty() ? "" : ", ") + each->get_name();
    child->description(names);
  }
}

Asked CommandTree::parse(const std::vector<std::string>& arguments) {
  std::vector<std::string> reversed(arguments.rbegin(), arguments.rend());
  app_.parse(reversed);
  const Command* asked = nullptr;
  for (const auto& command : commands_)
    // The deepest word on the line is the command.
    if (command.app->parsed() && (!asked || command.app->get_parent() == asked->app))
      asked = &command;
  if (!asked) throw CLI::RequiredError::Subcommand(1);
  return asked->asked;
}

}  // namespace aksis::app
