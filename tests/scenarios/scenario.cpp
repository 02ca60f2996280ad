#include "scenario.hpp"

#include <cstdlib>
#include <fstream>

namespace aksis::scenarios {
namespace {

Error wrong(const std::string& path, size_t line, const std::string& why) {
  return invalid(path + ":" + std::to_string(line) + ": " + why);
}

// "Name: value" as a field; anything else begins the body.
bool take_field(const std::string& text, Fields& fields) {
  const auto colon = text.find(": ");
  const auto name = text.substr(0, colon);
  constexpr auto kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-";
  if (colon == std::string::npos || name.find_first_not_of(kLetters) != std::string::npos)
    return false;
  fields.emplace_back(name, text.substr(colon + 2));
  return true;
}

// Status, then fields, then body; or method and target, then the same.
void take_line(const std::string& text, bool first, Fields& fields, std::string& body) {
  if (first) return;
  if (!body.empty() || !take_field(text, fields)) body += (body.empty() ? "" : "\n") + text;
}

}  // namespace

Result<std::vector<Step>> read_scenario(const std::string& path) {
  std::ifstream file(path);
  if (!file) return invalid("the scenario " + path + " cannot be read");
  std::vector<Step> steps;
  bool asking = false;
  std::string line;
  for (size_t number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line.starts_with("#")) {
      asking = false;
      continue;
    }
    if (line.size() < 3 || (!line.starts_with("> ") && !line.starts_with("< ")))
      return wrong(path, number, "a line starts with '> ', '< ' or '#'");
    const auto text = line.substr(2);
    if (line.front() == '>') {
      if (!asking) {
        const auto space = text.find(' ');
        if (space == std::string::npos) return wrong(path, number, "METHOD TARGET is wanted");
        steps.push_back({number, text.substr(0, space), text.substr(space + 1), {}, "", 0, {}, ""});
      }
      take_line(text, !asking, steps.back().sent, steps.back().sent_body);
      asking = true;
      continue;
    }
    asking = false;
    if (steps.empty()) return wrong(path, number, "an answer stands before any request");
    auto& step = steps.back();
    const bool first = step.status == 0;
    if (first) step.status = std::atoi(text.c_str());
    if (step.status < 200) return wrong(path, number, "the answer begins with its status");
    take_line(text, first, step.expected, step.expected_body);
  }
  for (const auto& step : steps)
    if (step.status == 0) return wrong(path, step.line, "no answer is expected");
  if (steps.empty()) return wrong(path, 1, "it holds no request");
  return steps;
}

}  // namespace aksis::scenarios
