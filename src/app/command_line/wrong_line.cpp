#include "app/command_line/wrong_line.hpp"

#include <fmt/format.h>

#include "app/config/keys.hpp"

namespace aksis::app {
namespace {

// The last command of the line that is one.
CLI::App* deepest(CLI::App& root) {
  auto* app = &root;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().back();
  return app;
}

// "aksis person"
std::string words_of(const CLI::App* app) {
  if (!app->get_parent()) return app->get_name();
  return words_of(app->get_parent()) + " " + app->get_name();
}

// The words a command takes, or the options, whichever the unknown word looks like.
std::vector<std::string> candidates(CLI::App& root, CLI::App& app, bool option) {
  std::vector<std::string> out;
  if (!option) {
    for (const auto* child : app.get_subcommands({})) out.push_back(child->get_name());
    return out;
  }
  for (auto* each : {&app, &root})  // options of every command are taken anywhere
    for (const auto* known : each->get_options({}))
      for (const auto& name : known->get_lnames()) out.push_back("--" + name);
  return out;
}

// The sentence in the language, with `word` in the place of its {}.
std::string sentence(Language language, std::string_view fr, std::string_view en,
                     std::string_view word) {
  return fmt::format(fmt::runtime(say(language, fr, en)), word);
}

std::string unknown(CLI::App& root, CLI::App& app, const std::string& word, Language language) {
  const bool option = word.starts_with("-");
  const auto known = candidates(root, app, option);
  std::string out;
  if (option)
    out = sentence(language, "l’option {} n’existe pas", "there is no option {}", word);
  else if (known.empty())
    out = sentence(language, "« {} » est de trop", "\"{}\" is one word too many", word);
  else
    out = sentence(language, "la commande « {} » n’existe pas", "there is no command \"{}\"", word);
  if (const auto meant = nearest(word, known); !meant.empty())
    out += sentence(language, " (vouliez-vous dire {} ?)", " (did you mean {}?)", meant);
  return out;
}

constexpr std::string_view kRequired = " is required";

// `what`: CLI11's words, "NAME is required".
std::string missing(CLI::App& app, std::string_view what, Language language) {
  what.remove_suffix(kRequired.size());
  if (!app.get_subcommands({}).empty())
    return std::string(say(language, "il manque une commande", "a command is missing"));
  return sentence(language, "il manque « {} »", "\"{}\" is missing", what);
}

}  // namespace

Error wrong_line(CLI::App& root, const CLI::ParseError& error, Language language) {
  auto& app = *deepest(root);
  const auto left = root.remaining(true);
  std::string what = error.what();
  // CLI11 looks for what is missing before it looks at what is left over.
  if (!left.empty())
    what = unknown(root, app, left.front(), language);
  else if (what.ends_with(kRequired))
    what = missing(app, what, language);
  what +=
      sentence(language, " ; `{} --help` dit ce qu’il faut", "; see `{} --help`", words_of(&app));
  return {Code::invalid, what, {}};
}

}  // namespace aksis::app
