// What goes to the person at the terminal. Main thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "app/command_line/context.hpp"
#include "app/command_line/language.hpp"

namespace aksis::app {

// On standard error, in the language of the line: "aksis: SENTENCE" and one indented line a detail;
// with --json, as the same object a problem over HTTP has.
void report(const Error& error, const Context& context);

// What of an answer people are shown, and where the words for its members stand.
struct Shown {
  std::vector<std::string> members;  // dotted paths; none: all
  std::string bundle;                // folder of the module; empty: the host's own answer
};

// The answer on standard output: raw JSON, or for people. An operation that answers a document
// (openapi) is shown as it is.
void show_answer(const std::string& operation, const std::string& answer, bool json,
                 Language language, const Shown& shown = {});

}  // namespace aksis::app
