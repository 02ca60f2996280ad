#include "app/config/toml_values.hpp"

#include <aksis/cpp/fold.hpp>
#include <aksis/cpp/json.hpp>
#include <aksis/cpp/toml_shape.hpp>
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <sstream>

namespace aksis::app {
namespace {

Status append(json::Writer& out, const toml::node& node);

Status append_list(json::Writer& out, const toml::array& list) {
  out.array();
  for (const auto& item : list) AKSIS_TRY(append(out, item));
  out.end();
  return {};
}

Status append_table(json::Writer& out, const toml::table& table) {
  out.object();
  for (const auto& [name, item] : table) {
    out.key(name.str());
    AKSIS_TRY(append(out, item));
  }
  out.end();
  return {};
}

Status append(json::Writer& out, const toml::node& node) {
  if (const auto* table = node.as_table()) return append_table(out, *table);
  if (const auto* list = node.as_array()) return append_list(out, *list);
  if (const auto* text = node.as_string()) {
    if (!valid_utf8(text->get())) return invalid("holds a NUL character");
    out.value(text->get());
  } else if (const auto* integer = node.as_integer()) {
    out.value(static_cast<int64_t>(integer->get()));
  } else if (const auto* real = node.as_floating_point()) {
    if (!std::isfinite(real->get())) return invalid("must be a finite number");
    out.value(real->get());
  } else if (const auto* truth = node.as_boolean()) {
    out.value(truth->get());
  } else {
    std::ostringstream date;
    node.visit([&](const auto& value) {
      if constexpr (toml::is_chronological<decltype(value)>) date << value.get();
    });
    out.value(date.str());
  }
  return {};
}

std::string absolute(const std::string& path, const std::string& folder) {
  if (path.empty()) return path;
  return (std::filesystem::path(folder) / path).lexically_normal().string();
}

bool fits(const Key& key, const toml::node& node) {
  switch (key.type) {
    case KeyType::text:
    case KeyType::path:
      return node.is_string();
    case KeyType::boolean:
      return node.is_boolean();
    case KeyType::integer: {
      const auto value = node.value_exact<int64_t>();
      return value && *value >= key.min && *value <= key.max;
    }
    case KeyType::choice: {
      const auto value = node.value_exact<std::string_view>();
      return value &&
             std::find(key.choices.begin(), key.choices.end(), *value) != key.choices.end();
    }
    case KeyType::texts:
    case KeyType::paths: {
      const auto* list = node.as_array();
      return list && std::all_of(list->begin(), list->end(),
                                 [](const toml::node& item) { return item.is_string(); });
    }
  }
  return false;
}

toml::table one(auto value) {
  toml::table out;
  out.insert("value", std::move(value));
  return out;
}

toml::array separated(std::string_view text) {
  toml::array out;
  while (!text.empty()) {
    const size_t comma = std::min(text.find(','), text.size());
    out.push_back(std::string(text.substr(0, comma)));
    text.remove_prefix(std::min(text.size(), comma + 1));
  }
  return out;
}

}  // namespace

Result<std::string> json_of(const toml::node& node) {
  json::Writer out;
  AKSIS_TRY(append(out, node));
  return out.text();
}

Result<std::string> checked(const Key& key, const toml::node& node, const std::string& folder) {
  if (!fits(key, node)) return invalid(key.path() + " must be " + expectation(key));
  if (key.type == KeyType::path)
    return json::Writer().value(absolute(*node.value_exact<std::string>(), folder)).text();
  if (key.type == KeyType::paths) {
    json::Writer out;
    out.array();
    for (const auto& item : *node.as_array())
      out.value(absolute(*item.value_exact<std::string>(), folder));
    return out.end().text();
  }
  auto json = json_of(node);
  if (!json.ok()) return invalid(key.path() + " " + json.error().message);
  return json;
}

toml::table spelled(const Key& key, std::string_view text) {
  if (key.type == KeyType::text || key.type == KeyType::path || key.type == KeyType::choice)
    return one(std::string(text));
  const bool list = key.type == KeyType::texts || key.type == KeyType::paths;
  if (list && !text.starts_with("[")) return one(separated(text));
  return spelled(text);
}

toml::table spelled(std::string_view text) {
  if (!check_toml_shape(text).ok()) return one(std::string(text));
  try {
    auto parsed = toml::parse("value = " + std::string(text));
    if (parsed.size() == 1 && parsed.contains("value")) return parsed;
  } catch (const toml::parse_error&) {
    // It is a text, then.
  }
  return one(std::string(text));
}

}  // namespace aksis::app
