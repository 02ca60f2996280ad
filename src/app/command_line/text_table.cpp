#include <utf8proc.h>

#include <algorithm>

#include "app/command_line/render.hpp"

namespace aksis::app {
namespace {

constexpr size_t kGap = 2;
constexpr size_t kColumnMin = 8;  // cutting a column further would leave nothing to read

// The next character of `text`, its places, and how many bytes it takes.
struct Character {
  size_t bytes = 1;
  size_t places = 1;
};

Character first_of(std::string_view text) {
  utf8proc_int32_t point = 0;
  const auto bytes = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                      static_cast<utf8proc_ssize_t>(text.size()), &point);
  if (bytes <= 0) return {};
  return {static_cast<size_t>(bytes), static_cast<size_t>(utf8proc_charwidth(point))};
}

size_t longest_word(std::string_view text) {
  size_t longest = 0;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    longest = std::max(longest, shown_width(word));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return longest;
}

// Takes places from the widest column until the table fits; a column keeps the room of its longest
// word (`words`) as long as another has places to give.
void narrow(std::vector<size_t>& widths, const std::vector<size_t>& words, size_t columns) {
  size_t total = kGap * (widths.size() - 1);
  for (const size_t width : widths) total += width;
  for (const bool whole_words : {true, false})
    while (total > columns) {
      size_t widest = widths.size();
      for (size_t i = 0; i < widths.size(); ++i) {
        const size_t least = whole_words ? std::max(words[i], kColumnMin) : kColumnMin;
        if (widths[i] > least && (widest == widths.size() || widths[i] > widths[widest]))
          widest = i;
      }
      if (widest == widths.size()) break;
      --widths[widest];
      --total;
    }
}

// `text` in pieces of at most `width` places, broken at spaces where there are some.
std::vector<std::string> pieces(std::string_view text, size_t width) {
  std::vector<std::string> out;
  const auto wrapped = wrap(text, width, 0, 0);
  std::string_view left = wrapped;
  do {
    auto piece = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(left.size(), piece.size() + 1));
    do {
      size_t bytes = 0, places = 0;
      while (bytes < piece.size()) {
        const auto next = first_of(piece.substr(bytes));
        if (places + next.places > width && bytes > 0) break;
        bytes += next.bytes;
        places += next.places;
      }
      out.emplace_back(piece.substr(0, bytes));
      piece.remove_prefix(bytes);
    } while (!piece.empty());
  } while (!left.empty());
  return out;
}

std::string line(const std::vector<std::string>& cells, const std::vector<size_t>& widths,
                 const std::vector<bool>& numeric) {
  std::string out;
  for (size_t i = 0; i < widths.size(); ++i) {
    const auto cell = i < cells.size() ? cells[i] : std::string();
    const std::string blank(widths[i] - std::min(widths[i], shown_width(cell)), ' ');
    out += numeric[i] ? blank + cell : cell + blank;
    out.append(kGap, ' ');
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out + "\n";
}

std::string row_lines(const std::vector<std::string>& cells, const std::vector<size_t>& widths,
                      const std::vector<bool>& numeric) {
  std::vector<std::vector<std::string>> parts;
  size_t height = 1;
  for (size_t i = 0; i < cells.size(); ++i) {
    parts.push_back(pieces(cells[i], widths[i]));
    height = std::max(height, parts.back().size());
  }
  std::string out;
  for (size_t at = 0; at < height; ++at) {
    std::vector<std::string> here;
    for (const auto& part : parts) here.push_back(at < part.size() ? part[at] : "");
    out += line(here, widths, numeric);
  }
  return out;
}

}  // namespace

size_t shown_width(std::string_view text) {
  size_t places = 0;
  while (!text.empty()) {
    const auto next = first_of(text);
    places += next.places;
    text.remove_prefix(next.bytes);
  }
  return places;
}

std::string wrap(std::string_view text, size_t columns, size_t hanging, size_t taken) {
  std::string out;
  size_t at = taken;
  while (!text.empty()) {
    const auto word = text.substr(0, text.find(' '));
    const size_t width = shown_width(word);
    if (!out.empty() && at + 1 + width > columns) {
      out.append("\n").append(hanging, ' ');
      at = hanging;
    } else if (!out.empty()) {
      out += ' ';
      ++at;
    }
    out += word;
    at += width;
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return out;
}

std::string text_table(const std::vector<std::string>& heads,
                       const std::vector<std::vector<std::string>>& rows,
                       const std::vector<bool>& numeric, size_t columns) {
  if (heads.empty()) return {};
  std::vector<size_t> widths;
  for (const auto& head : heads) widths.push_back(shown_width(head));
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], shown_width(row[i]));
  if (columns > 0) {
    std::vector<size_t> words;
    for (const auto& head : heads) words.push_back(longest_word(head));
    for (const auto& row : rows)
      for (size_t i = 0; i < row.size(); ++i) words[i] = std::max(words[i], longest_word(row[i]));
    narrow(widths, words, columns);
  }
  std::string out = row_lines(heads, widths, numeric);
  std::vector<std::string> rule;
  for (const size_t width : widths) {
    rule.emplace_back();
    for (size_t i = 0; i < width; ++i) rule.back() += "─";
  }
  out += line(rule, widths, numeric);
  for (const auto& row : rows) out += row_lines(row, widths, numeric);
  return out;
}

}  // namespace aksis::app
