// Answers for people: any JSON as sentences, lists and tables. Pure functions, any thread.
#pragma once

#include <aksis/cpp/json.hpp>
#include <string>
#include <vector>

#include "app/command_line/language.hpp"

namespace aksis::app {

struct Look {
  Language language = Language::fr;
  size_t columns = 0;  // of the terminal; 0: not one, nothing is cut
};

// Objects as "name  value" lines, lists of flat objects as a table, others as numbered blocks.
std::string render(const json::Value& value, const Look& look);

// Columns as wide as their widest cell, numbers to the right; `columns` as in Look.
std::string text_table(const std::vector<std::string>& heads,
                       const std::vector<std::vector<std::string>>& rows,
                       const std::vector<bool>& numeric, size_t columns);

// Places a text takes on a terminal.
size_t shown_width(std::string_view text);

// At most `width` places of it, ending in "…" when something is left out.
std::string cut(std::string_view text, size_t width);

}  // namespace aksis::app
