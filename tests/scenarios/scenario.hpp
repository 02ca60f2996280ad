// A *.scenario file: requests and what their answers must hold. README.md beside it has the format.
// Values; no thread rule.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::scenarios {

using Fields = std::vector<std::pair<std::string, std::string>>;

struct Step {
  size_t line = 0;  // of the request, in the file
  std::string method, target;
  Fields sent;
  std::string sent_body;
  int status = 0;
  Fields expected;
  std::string expected_body;  // JSON, or "~" and a part of a text
};

Result<std::vector<Step>> read_scenario(const std::string& path);

}  // namespace aksis::scenarios
