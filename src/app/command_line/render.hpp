// Answers for people: any JSON as sentences, lists and tables. Pure functions, any thread.
#pragma once

#include <aksis/cpp/json.hpp>
#include <string>
#include <vector>

#include "app/command_line/language.hpp"

namespace aksis::app {

class Words;

inline constexpr size_t kColumnsRead = 100;  // longer lines tire the eye; also of a pipe

struct Look {
  Language language = Language::fr;
  size_t columns = kColumnsRead;  // of the terminal
  const Words* words = nullptr;   // names of members; null: their own
};

// Objects as "name  value" lines, lists of flat objects as a table, others as numbered blocks.
std::string render(const json::Value& value, const Look& look);

// Whether a table of `columns` places (0: no bound) can be made without breaking a word.
bool fits(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows,
          size_t columns);

// Columns as wide as their widest cell, numbers to the right. What is wider than `columns` goes on
// below within its column: nothing is left out.
std::string text_table(const std::vector<std::string>& heads,
                       const std::vector<std::vector<std::string>>& rows,
                       const std::vector<bool>& numeric, size_t columns);

// Places a text takes on a terminal.
size_t shown_width(std::string_view text);

// `text` in lines of at most `columns` places, broken at spaces; all but the first begin with
// `hanging` spaces, and `taken` places of the first are used already.
std::string wrap(std::string_view text, size_t columns, size_t hanging, size_t taken);

}  // namespace aksis::app
