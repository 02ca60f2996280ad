// Whether the answer of an operation has what its command shows. Pure; any thread.
#pragma once

#include <string_view>

#include "operations/schema.hpp"

namespace aksis::operations {

// Whether a value that fits `schema` may hold something at the dotted `path`, which goes through
// lists ("results.offer.title"). A schema that leaves open what an object holds has every path.
bool reaches(const Schema& schema, std::string_view path);

}  // namespace aksis::operations
