// Schemas of a bundle made self-contained: every {"$ref": "file.json#/pointer"} replaced by what it
// names. Pure functions over files, any thread.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/json.hpp"
#include "aksis/cpp/result.hpp"

namespace aksis::modules {

inline constexpr size_t kSchemaFileBytesMax = 1 << 20;
inline constexpr size_t kSchemaNodesMax = 20'000;  // after inlining

// `schema` stands in the manifest of `folder`. Refuses, naming the file: one that is absent, lies
// outside the folder or is no JSON; a pointer that names nothing; a schema that refers to itself.
Result<std::string> inline_schema(const json::Value& schema, const std::string& folder);

}  // namespace aksis::modules
