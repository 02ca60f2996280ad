#include <algorithm>

#include "app/config/keys.hpp"

namespace aksis::app {
namespace {

constexpr size_t kCommentColumns = 96;

// `text` as comment lines broken at spaces.
std::string comment(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    size_t length = text.size();
    if (length > kCommentColumns) length = text.rfind(' ', kCommentColumns);
    out.append("# ").append(text.substr(0, length)).append("\n");
    text.remove_prefix(std::min(text.size(), length + 1));
  }
  return out;
}

std::string join(const std::vector<std::string_view>& words) {
  std::string out;
  for (const auto& word : words) {
    if (!out.empty()) out += ", ";
    out.append("\"").append(word).append("\"");
  }
  return out;
}

// Edit distance with neighbours swapped counting as one (optimal string alignment).
size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<size_t>> cost(a.size() + 1, std::vector<size_t>(b.size() + 1));
  for (size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (size_t i = 1; i <= a.size(); ++i)
    for (size_t j = 1; j <= b.size(); ++j) {
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1,
                             cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
    }
  return cost[a.size()][b.size()];
}

}  // namespace

std::string nearest(std::string_view word, const std::vector<std::string>& candidates) {
  constexpr size_t kWordBytesMax = 80;  // nobody meant a key with a longer word
  if (word.size() > kWordBytesMax) return {};
  std::string best;
  size_t best_distance = std::max<size_t>(2, word.size() / 3) + 1;
  for (const auto& candidate : candidates) {
    const size_t far = distance(word, candidate);
    if (far >= best_distance) continue;
    best_distance = far;
    best = candidate;
  }
  return best;
}

std::string expectation(const Key& key) {
  switch (key.type) {
    case KeyType::text:
      return "a text in quotes";
    case KeyType::path:
      return "a path in quotes";
    case KeyType::integer:
      return key.max == std::numeric_limits<int64_t>::max()
                 ? "an integer from " + std::to_string(key.min)
                 : "an integer from " + std::to_string(key.min) + " to " + std::to_string(key.max);
    case KeyType::boolean:
      return "true or false";
    case KeyType::choice:
      return "one of " + join(key.choices);
    case KeyType::texts:
      return "a list of texts, such as [\"a\", \"b\"]";
    case KeyType::paths:
      return "a list of paths, such as [\"/one\", \"/other\"]";
  }
  return {};
}

std::string reference_file() {
  std::string out = comment(
      "Configuration of aksis. Every key stands here with its default, so a key left out means the "
      "same as this file.");
  out += comment(
      "Later sources win: this file, then conf.d/*.toml beside it in the order of their names, "
      "then "
      "the environment (AKSIS_SERVER__PORT=8081), then --set server.port=8081.");
  out +=
      comment("`aksis config show --origin` says what is in force and where each value is from.");
  for (const auto& section : sections()) {
    out += "\n" + comment(section.about);
    out.append("[").append(section.name).append("]\n");
    bool first = true;
    for (const auto& key : keys()) {
      if (key.section != section.name) continue;
      if (!first) out += "\n";
      first = false;
      out += comment(key.about);
      if (key.type == KeyType::integer || key.type == KeyType::choice)
        out += comment("Accepted: " + expectation(key) + ".");
      out.append(key.name).append(" = ").append(key.otherwise).append("\n");
    }
  }
  return out;
}

}  // namespace aksis::app
