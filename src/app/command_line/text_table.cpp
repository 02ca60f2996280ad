#include <utf8proc.h>

#include <algorithm>

#include "app/command_line/render.hpp"

namespace aksis::app {
namespace {

constexpr size_t kGap = 2;

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

// The least a column takes: its longest word, but not all of a cell.
std::vector<size_t> least_widths(const std::vector<std::string>& heads,
                                 const std::vector<std::vector<std::string>>& rows) {
  std::vector<size_t> out;
  for (const auto& head : heads) out.push_back(longest_word(head));
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) out[i] = std::max(out[i], longest_word(row[i]));
  return out;
}

size_t total(const std::vector<size_t>& widths) {
  size_t out = kGap * (widths.size() - 1);
  for (const size_t width : widths) out += width;
  return out;
}

// Takes places from the widest column that has some to give, until the table fits.
void narrow(std::vector<size_t>& widths, const std::vector<size_t>& least, size_t columns) {
  for (size_t excess = total(widths); excess > columns; --excess) {
    size_t widest = widths.size();
    for (size_t i = 0; i < widths.size(); ++i)
      if (widths[i] > least[i] && (widest == widths.size() || widths[i] > widths[widest]))
        widest = i;
    if (widest == widths.size()) return;
    --widths[widest];
  }
}

// `text` in lines of at most `width` places.
std::vector<std::string> pieces(std::string_view text, size_t width) {
  std::vector<std::string> out;
  const auto wrapped = wrap(text, width, 0, 0);
  for (std::string_view left = wrapped;;) {
    const auto end = left.find('\n');
    out.emplace_back(left.substr(0, end));
    if (end == std::string_view::npos) return out;
    left.remove_prefix(end + 1);
  }
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

bool fits(const std::vector<std::string>& heads, const std::vector<std::vector<std::string>>& rows,
          size_t columns) {
  return heads.empty() || columns == 0 || total(least_widths(heads, rows)) <= columns;
}

std::string text_table(const std::vector<std::string>& heads,
                       const std::vector<std::vector<std::string>>& rows,
                       const std::vector<bool>& numeric, size_t columns) {
  if (heads.empty()) return {};
  std::vector<size_t> widths;
  for (const auto& head : heads) widths.push_back(shown_width(head));
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], shown_width(row[i]));
  if (columns > 0) narrow(widths, least_widths(heads, rows), columns);
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
