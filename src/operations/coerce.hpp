// Turns the text of a query string or of a command line into the type a schema asks for.
// Pure functions, any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operations/schema.hpp"

namespace aksis::operations {

// Sets member `name` of the object `input` from the texts given for it, in order: an integer, a
// number, a boolean, or an array when the schema says so. A text that does not read as that type is
// kept as text, so that validation names the place and the type wanted.
void set_from_text(json::Document& input, const Schema& schema, std::string_view name,
                   const std::vector<std::string>& texts);

}  // namespace aksis::operations
