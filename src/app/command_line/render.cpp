#include "app/command_line/render.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/command_line/words.hpp"
#include "base/clock.hpp"

namespace aksis::app {
namespace {

constexpr size_t kIndent = 2;
constexpr size_t kCellMax = 60;  // places of a list within a cell

class Renderer {
 public:
  explicit Renderer(const Look& look) : look_(look) {}
  void value(const json::Value& value, size_t indent);
  std::string take() { return std::move(out_); }

 private:
  void object(const json::Value& object, size_t indent);
  void nested(std::string_view name, const json::Value& inner, size_t indent);
  void list(const json::Value& list, size_t indent);
  void sentences(const json::Value& list, size_t indent);
  void table(const json::Value& list, size_t indent);
  void blocks(const json::Value& list, size_t indent);
  // `name`: of the member whose value it is; empty: none.
  std::string scalar(const json::Value& value, std::string_view name = {}) const;
  std::string label(std::string_view member) const;
  void wrapped(size_t indent, std::string_view start, std::string_view text) {
    const size_t taken = indent + shown_width(start);
    line(indent,
         std::string(start) + wrap(text, std::min(look_.columns, kColumnsRead), taken, taken));
  }
  void line(size_t indent, std::string_view text) {
    out_.append(indent, ' ').append(text).append("\n");
  }
  std::string none() const { return std::string(say(look_.language, "(aucun)", "(none)")); }

  const Look& look_;
  std::string out_;
};

// "max_distance" → "max distance", unless there is a word for it.
std::string Renderer::label(std::string_view member) const {
  if (look_.words)
    if (auto word = look_.words->member(member); !word.empty()) return word;
  std::string out(member.substr(member.rfind('.') + 1));
  std::replace(out.begin(), out.end(), '_', ' ');
  return out;
}

// One cell or one line can hold it.
bool is_flat(const json::Value& value) {
  if (value.IsObject()) return false;
  return !value.IsArray() || std::all_of(value.Begin(), value.End(), [](const auto& item) {
    return !item.IsObject() && !item.IsArray();
  });
}

// Lists of sentences are read one below the other.
bool is_cell(const json::Value& value) {
  if (!is_flat(value) || !value.IsArray()) return is_flat(value);
  size_t width = 0;
  for (const auto& item : value.GetArray()) width += shown_width(json::text(item));
  return width <= kCellMax;
}

bool is_row(const json::Value& value) {
  return value.IsObject() && std::all_of(value.MemberBegin(), value.MemberEnd(),
                                         [](const auto& member) { return is_cell(member.value); });
}

// Texts of several lines would break a table; control characters, the terminal.
std::string on_one_line(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return out;
}

// Three decimals are enough to read; --json has them all.
std::string decimal(double number) {
  auto out = fmt::format("{:.3f}", number);
  out.erase(out.find_last_not_of('0') + 1);
  if (out.back() == '.') out.pop_back();
  return out;
}

std::string Renderer::scalar(const json::Value& value, std::string_view name) const {
  if (value.IsNull()) return "–";
  if (value.IsString()) {
    auto word = look_.words ? look_.words->value(name, json::text(value)) : std::string();
    return word.empty() ? on_one_line(json::text(value)) : word;
  }
  if (value.IsBool())
    return std::string(value.GetBool() ? say(look_.language, "oui", "yes")
                                       : say(look_.language, "non", "no"));
  if (value.IsArray()) {
    std::string out;
    for (const auto& item : value.GetArray()) out += (out.empty() ? "" : ", ") + scalar(item, name);
    return out;
  }
  // Moments are microseconds since 1970 everywhere.
  if (name.ends_with("_at") && value.IsInt64()) return iso_time(value.GetInt64());
  if (value.IsDouble()) return decimal(value.GetDouble());
  return json::dump(value);
}

void Renderer::value(const json::Value& value, size_t indent) {
  if (value.IsObject())
    object(value, indent);
  else if (value.IsArray() && !is_flat(value))
    list(value, indent);
  else if (value.IsArray() && value.Empty())
    line(indent, none());
  else if (value.IsArray())
    for (const auto& item : value.GetArray()) wrapped(indent, "- ", scalar(item));
  else
    wrapped(indent, "", scalar(value));
}

void Renderer::object(const json::Value& object, size_t indent) {
  const auto on_its_line = [](const json::Value& value) {
    return is_cell(value) && !(value.IsArray() && value.Empty());
  };
  size_t width = 0;
  for (const auto& member : object.GetObject())
    if (on_its_line(member.value) && !member.value.IsNull())
      width = std::max(width, shown_width(label(json::text(member.name))));
  for (const auto& member : object.GetObject()) {
    if (!on_its_line(member.value) || member.value.IsNull()) continue;
    const auto name = label(json::text(member.name));
    wrapped(indent, name + std::string(width - shown_width(name) + kIndent, ' '),
            scalar(member.value, json::text(member.name)));
  }
  for (const auto& member : object.GetObject())
    if (!on_its_line(member.value)) nested(json::text(member.name), member.value, indent);
}

void Renderer::nested(std::string_view name, const json::Value& inner, size_t indent) {
  // A page of a list is shown as the list.
  if (name == "items") return value(inner, indent);
  if (inner.IsObject() && inner.ObjectEmpty()) return;
  const bool empty = inner.IsArray() && inner.Empty();
  line(indent, label(name) + (empty ? ": " + none() : ":"));
  if (!empty) value(inner, indent + kIndent);
}

// Reasons and the like: what a person reads is their sentence.
bool has_sentence(const json::Value& value) {
  return value.IsObject() && json::member(value, "text") && json::member(value, "text")->IsString();
}

void Renderer::sentences(const json::Value& list, size_t indent) {
  for (const auto& item : list.GetArray()) {
    const auto* points = json::member(item, "points");
    const auto after = points && points->IsNumber() ? fmt::format(" ({})", scalar(*points)) : "";
    wrapped(indent, "- ", on_one_line(json::text(item, "text")) + after);
  }
}

void Renderer::list(const json::Value& list, size_t indent) {
  if (std::all_of(list.Begin(), list.End(), has_sentence))
    sentences(list, indent);
  else if (std::all_of(list.Begin(), list.End(), is_row))
    table(list, indent);
  else
    blocks(list, indent);
}

void Renderer::table(const json::Value& list, size_t indent) {
  std::vector<std::string> names;
  for (const auto& row : list.GetArray())
    for (const auto& member : row.GetObject())
      if (std::find(names.begin(), names.end(), json::text(member.name)) == names.end())
        names.emplace_back(json::text(member.name));
  std::vector<bool> numeric(names.size(), true);
  std::vector<std::vector<std::string>> rows;
  for (const auto& row : list.GetArray()) {
    auto& cells = rows.emplace_back();
    for (size_t i = 0; i < names.size(); ++i) {
      const auto* cell = json::member(row, names[i]);
      if (cell && !cell->IsNumber()) numeric[i] = false;
      cells.push_back(cell ? scalar(*cell, names[i]) : "");
    }
  }
  for (auto& name : names) name = label(name);
  const size_t columns = look_.columns > indent ? look_.columns - indent : 0;
  if (!fits(names, rows, columns)) return blocks(list, indent);
  const auto text = text_table(names, rows, numeric, columns);
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    line(indent, std::string_view(text).substr(at, end - at));
    at = end + 1;
  }
}

void Renderer::blocks(const json::Value& list, size_t indent) {
  size_t number = 0;
  for (const auto& item : list.GetArray()) {
    const auto mark = fmt::format("{}. ", ++number);
    const size_t start = out_.size();
    value(item, indent + mark.size());
    // The number stands where the first line is indented.
    if (out_.size() > start + indent + mark.size()) out_.replace(start + indent, mark.size(), mark);
    if (number < list.Size()) out_ += "\n";
  }
}

}  // namespace

std::string render(const json::Value& value, const Look& look) {
  Renderer renderer(look);
  renderer.value(value, 0);
  return renderer.take();
}

}  // namespace aksis::app
