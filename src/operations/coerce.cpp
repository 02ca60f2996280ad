#include "operations/coerce.hpp"

#include <charconv>
#include <cmath>

#include "operations/schema_node.hpp"

namespace aksis::operations {
namespace {

using Allocator = json::Document::AllocatorType;

template <typename Number>
bool read_number(const std::string& text, Number& out) {
  const auto* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, out);
  return error == std::errc() && stop == end;
}

json::Value one(unsigned types, const std::string& text, Allocator& allocator) {
  if (types & (kInteger | kNumber))
    if (int64_t whole = 0; read_number(text, whole)) return json::Value(whole);
  if (types & kNumber)
    if (double number = 0; read_number(text, number) && std::isfinite(number))
      return json::Value(number);
  if (types & kBoolean && (text == "true" || text == "false")) return json::Value(text == "true");
  return json::Value(text, allocator);
}

}  // namespace

void set_from_text(json::Document& input, const Schema& schema, std::string_view name,
                   const std::vector<std::string>& texts) {
  auto& allocator = input.GetAllocator();
  const auto* node = schema.root().property(name);
  const unsigned types = node ? node->types : 0;
  json::Value value;
  // A text given several times where one is wanted becomes a list too: validation then says so.
  if (types & kArray || texts.size() != 1) {
    const unsigned of_items = node && node->items ? node->items->types : 0;
    value.SetArray();
    for (const auto& text : texts) value.PushBack(one(of_items, text, allocator), allocator);
  } else {
    value = one(types, texts.front(), allocator);
  }
  json::Value key(name.data(), static_cast<rapidjson::SizeType>(name.size()), allocator);
  input.RemoveMember(key);
  input.AddMember(key, value, allocator);
}

}  // namespace aksis::operations
