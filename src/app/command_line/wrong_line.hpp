// What is wrong with a command line, in the reader's language, with what was meant. Main thread.
#pragma once

#include <CLI/CLI.hpp>

#include "aksis/cpp/result.hpp"
#include "app/command_line/language.hpp"

namespace aksis::app {

// `error`: what `root` threw when it read the line. CLI11's own sentences are English only, and to
// an unknown command it says that one is missing, without naming the word.
Error wrong_line(CLI::App& root, const CLI::ParseError& error, Language language);

}  // namespace aksis::app
