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

// Takes places from the widest column until the table fits.
void narrow(std::vector<size_t>& widths, size_t columns) {
  size_t total = kGap * (widths.size() - 1);
  for (const size_t width : widths) total += width;
  while (total > columns) {
    auto widest = std::max_element(widths.begin(), widths.end());
    if (*widest <= kColumnMin) return;
    --*widest;
    --total;
  }
}

std::string line(const std::vector<std::string>& cells, const std::vector<size_t>& widths,
                 const std::vector<bool>& numeric) {
  std::string out;
  for (size_t i = 0; i < widths.size(); ++i) {
    const auto cell = i < cells.size() ? cut(cells[i], widths[i]) : std::string();
    const std::string blank(widths[i] - std::min(widths[i], shown_width(cell)), ' ');
    out += numeric[i] ? blank + cell : cell + blank;
    out.append(kGap, ' ');
  }
  out.erase(out.find_last_not_of(' ') + 1);
  return out + "\n";
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

std::string cut(std::string_view text, size_t width) {
  if (shown_width(text) <= width) return std::string(text);
  std::string out;
  size_t places = 1;  // the ellipsis
  while (!text.empty()) {
    const auto next = first_of(text);
    if (places + next.places > width) break;
    places += next.places;
    out += text.substr(0, next.bytes);
    text.remove_prefix(next.bytes);
  }
  return out + "…";
}

std::string text_table(const std::vector<std::string>& heads,
                       const std::vector<std::vector<std::string>>& rows,
                       const std::vector<bool>& numeric, size_t columns) {
  if (heads.empty()) return {};
  std::vector<size_t> widths;
  for (const auto& head : heads) widths.push_back(shown_width(head));
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], shown_width(row[i]));
  if (columns > 0) narrow(widths, columns);
  std::string out = line(heads, widths, numeric);
  std::vector<std::string> rule;
  for (const size_t width : widths) {
    rule.emplace_back();
    for (size_t i = 0; i < width; ++i) rule.back() += "─";
  }
  out += line(rule, widths, numeric);
  for (const auto& row : rows) out += line(row, widths, numeric);
  return out;
}

}  // namespace aksis::app
