// Options that every command takes, and their first reading: the commands themselves depend on the
// configuration these name. Main thread.
#pragma once

#include <string>
#include <vector>

#include "app/command_line/language.hpp"
#include "app/config/config.hpp"

namespace CLI {
class App;
}

namespace aksis::app {

struct Globals {
  std::string config;  // --config FILE
  std::string data;    // --data FOLDER
  std::vector<std::string> assignments;
  std::string language;  // --lang
  bool json = false;
};

// Declares them on `app`; they fill `globals` when it parses.
void add_globals(CLI::App& app, Globals& globals, Language language);

// Reads them from anywhere on the line and leaves the rest alone. Wrong ones are reported by the
// full reading later.
Globals read_globals(const std::vector<std::string>& arguments);

// Where the configuration comes from, for these options and this process.
Sources sources_of(const Globals& globals);

}  // namespace aksis::app
