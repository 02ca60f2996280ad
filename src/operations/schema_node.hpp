// The compiled form of a schema, private to this folder. Immutable once compiled: any thread.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "operations/schema.hpp"

namespace aksis::operations {

enum Type : unsigned {
  kNull = 1,
  kBoolean = 2,
  kInteger = 4,
  kNumber = 8,
  kString = 16,
  kArray = 32,
  kObject = 64,
};

enum class Format { none, date, uuid };

// Values are borrowed from the schema's source document, which lives as long.
struct Schema::Node {
  using Owned = std::unique_ptr<Node>;

  unsigned types = 0;  // 0: any
  std::vector<const json::Value*> allowed;
  bool has_allowed = false;
  const json::Value* default_value = nullptr;

  std::vector<std::pair<std::string, Owned>> properties;
  std::vector<std::string> required;
  Unknown unknown = Unknown::allowed;
  Owned additional;  // what unknown members must fit; may be absent

  Owned items;
  std::optional<uint64_t> min_items, max_items;
  bool unique_items = false;

  const json::Value* minimum = nullptr;
  const json::Value* maximum = nullptr;

  std::optional<uint64_t> min_length, max_length;
  std::unique_ptr<re2::RE2> pattern;
  Format format = Format::none;

  std::vector<Owned> one_of, any_of;

  const Node* property(std::string_view name) const;
};

}  // namespace aksis::operations
