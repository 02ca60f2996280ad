#include "app/command_line/completion.hpp"

#include <CLI/CLI.hpp>

namespace aksis::app {
namespace {

std::string words_of(CLI::App& app) {
  std::string out;
  for (auto* child : app.get_subcommands({})) out += child->get_name() + " ";
  for (auto* option : app.get_options({}))
    for (const auto& name : option->get_lnames()) out += "--" + name + " ";
  return out;
}

// One line of the script's table for each command: its words, and what may follow.
void add_rows(std::string& out, CLI::App& app, const std::string& words) {
  out += "    \"" + words + "\") echo \"" + words_of(app) + "\" ;;\n";
  for (auto* child : app.get_subcommands({}))
    add_rows(out, *child, words.empty() ? child->get_name() : words + " " + child->get_name());
}

}  // namespace

std::string completion_script(CLI::App& root, const std::string& shell) {
  std::string out;
  if (shell == "zsh") out += "autoload -U +X bashcompinit && bashcompinit\n";
  out += "_aksis_words() {\n  case \"$1\" in\n";
  add_rows(out, root, "");
  out += "  esac\n}\n";
  out += R"sh(_aksis() {
  local current="${COMP_WORDS[COMP_CWORD]}" path="" next word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    next="${path:+$path }$word"
    [[ "$word" != -* && -n "$(_aksis_words "$next")" ]] && path="$next"
  done
  COMPREPLY=($(compgen -W "$(_aksis_words "$path")" -- "$current"))
  [[ ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -o filenames -F _aksis aksis
)sh";
  return out;
}

}  // namespace aksis::app
