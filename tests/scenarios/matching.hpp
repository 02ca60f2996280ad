// Whether an answer holds what a scenario expects, and the names it captures. One thread.
#pragma once

#include <map>
#include <string>

#include "aksis/cpp/json.hpp"

namespace aksis::scenarios {

using Names = std::map<std::string, std::string>;

// `text` with every known <name> replaced by its value.
std::string filled(std::string text, const Names& names);

// "" when `actual` holds all of `expected`, else what differs and where. A text "<name>" is bound
// to the value when it is new and must equal it when it is known; "<*>" is any value. Members not
// expected may be there; arrays have the length expected.
std::string difference(const json::Value& expected, const json::Value& actual, Names& names,
                       const std::string& pointer = "");

// The same for plain text, such as a field.
std::string difference(const std::string& expected, const std::string& actual, Names& names);

}  // namespace aksis::scenarios
