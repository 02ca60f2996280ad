// What every command of one line shares. Lives on the main thread for the whole run.
#pragma once

#include <string>

#include "app/command_line/catalogue.hpp"
#include "app/command_line/globals.hpp"
#include "app/command_line/language.hpp"
#include "app/config/config.hpp"
#include "base/clock.hpp"

namespace aksis::app {

struct Context {
  Globals globals;
  Language language = Language::fr;
  Result<Config> config;
  const Catalogue* catalogue = nullptr;
  const Clock& clock;

  // Sentence in the language of the line.
  std::string text(std::string_view fr, std::string_view en) const {
    return std::string(say(language, fr, en));
  }
};

}  // namespace aksis::app
