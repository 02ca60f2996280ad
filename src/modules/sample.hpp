// An input made up from a schema, to call an operation with. Pure, any thread.
#pragma once

#include <string>

#include "aksis/cpp/json.hpp"

namespace aksis::modules {

// `schema`: an object schema without references. With `every_property`, optional members too.
// Patterns are guessed from usual codes; an "examples", "default", "enum" or "const" is taken
// first.
std::string sample_input(const json::Value& schema, bool every_property);

}  // namespace aksis::modules
