// The commands of the program: those of the operations, and the few that are none. Built once for
// one command line. Main thread.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/command_line/globals.hpp"
#include "app/command_line/member_options.hpp"

namespace aksis::app {

// What was asked on the line: an operation with its input, or a command that is none.
struct Asked {
  const operations::Operation* operation = nullptr;
  const MemberOptions* options = nullptr;
  std::function<int()> run;  // of a command that is no operation
};

class CommandTree {
 public:
  CommandTree(Globals& globals, Language language);

  // `words`: "config check". The returned command takes options; `run` is asked for when it is
  // called on the line.
  CLI::App& add(const std::string& words, std::string_view fr, std::string_view en,
                std::function<int()> run);
  // `look_up` says what the help needs of a module. `registry` outlives the tree.
  struct ModuleTexts {
    std::string title;   // the heading of its commands
    std::string bundle;  // its folder, for its words; empty: none
  };
  using LookUp = std::function<ModuleTexts(const std::string& module)>;
  void add_operations(const operations::Registry& registry, const LookUp& look_up);

  CLI::App& root() { return app_; }
  // Throws CLI::ParseError, as CLI11 does; pass it to root().exit().
  Asked parse(const std::vector<std::string>& arguments);

 private:
  CLI::App& at(const std::string& words, const std::string& about, const std::string& group);
  void describe_groups(CLI::App& app);

  struct Command {
    CLI::App* app;
    Asked asked;
    std::unique_ptr<MemberOptions> options;
  };
  const Language language_;
  CLI::App app_;
  std::vector<Command> commands_;
};

}  // namespace aksis::app
