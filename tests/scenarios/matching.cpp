#include "matching.hpp"

namespace aksis::scenarios {
namespace {

bool is_name(std::string_view text) {
  return text.size() > 2 && text.front() == '<' && text.back() == '>' &&
         text.find_first_of(" <>", 1) == text.size() - 1;
}

std::string bind(std::string_view placeholder, const std::string& value, Names& names) {
  const std::string name(placeholder.substr(1, placeholder.size() - 2));
  if (name == "*") return "";
  const auto [known, fresh] = names.emplace(name, value);
  if (fresh || known->second == value) return "";
  return "<" + name + "> is " + known->second + " but " + value + " came";
}

}  // namespace

std::string filled(std::string text, const Names& names) {
  for (const auto& [name, value] : names) {
    const auto placeholder = "<" + name + ">";
    for (size_t at = 0; (at = text.find(placeholder, at)) != std::string::npos; at += value.size())
      text.replace(at, placeholder.size(), value);
  }
  return text;
}

std::string difference(const std::string& expected, const std::string& actual, Names& names) {
  if (is_name(expected)) return bind(expected, actual, names);
  return filled(expected, names) == actual ? "" : expected + " expected but " + actual + " came";
}

std::string difference(const json::Value& expected, const json::Value& actual, Names& names,
                       const std::string& pointer) {
  const auto at = [&](const std::string& what) { return pointer + ": " + what; };
  if (expected.IsString() && is_name(json::text(expected))) {
    const auto value = actual.IsString() ? std::string(json::text(actual)) : json::dump(actual);
    const auto wrong = bind(json::text(expected), value, names);
    return wrong.empty() ? "" : at(wrong);
  }
  if (expected.IsObject() && actual.IsObject()) {
    for (const auto& member : expected.GetObject()) {
      const auto found = actual.FindMember(member.name);
      const auto below = pointer + "/" + std::string(json::text(member.name));
      if (found == actual.MemberEnd()) return below + ": absent";
      auto wrong = difference(member.value, found->value, names, below);
      if (!wrong.empty()) return wrong;
    }
    return "";
  }
  if (expected.IsArray() && actual.IsArray()) {
    if (expected.Size() != actual.Size())
      return at(std::to_string(expected.Size()) + " items expected but " +
                std::to_string(actual.Size()) + " came");
    for (rapidjson::SizeType i = 0; i < expected.Size(); ++i) {
      auto wrong = difference(expected[i], actual[i], names, pointer + "/" + std::to_string(i));
      if (!wrong.empty()) return wrong;
    }
    return "";
  }
  if (expected == actual) return "";
  return at(json::dump(expected) + " expected but " + json::dump(actual) + " came");
}

}  // namespace aksis::scenarios
