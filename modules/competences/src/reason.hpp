// Why something is said, as a message key with its arguments: the glue turns it into a sentence in
// the reader's language (i18n/*.json). Values; no thread rule.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace aksis::competences {

struct Reason {
  using Value = std::variant<int64_t, std::string>;
  std::string_view key;  // a literal, "gap.held"
  std::vector<std::pair<std::string_view, Value>> arguments;
};

}  // namespace aksis::competences
