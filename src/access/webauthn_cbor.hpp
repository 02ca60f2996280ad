// CBOR from strangers: bounds first, then libcbor's tree. Pure functions, any thread; an Item
// belongs to one thread at a time.
#pragma once

#include <cbor.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::access::cbor {

struct Release {
  void operator()(cbor_item_t* item) const { cbor_decref(&item); }
};
using Item = std::unique_ptr<cbor_item_t, Release>;

struct Read {
  Item item;
  size_t bytes = 0;  // of the first item in the text
};

// The first item. `what` names it in the error, Code::invalid: malformed, deeper or wider than any
// ceremony needs. libcbor would reserve memory for a length that only a header claims.
Result<Read> read_first(std::string_view bytes, std::string_view what);

// The value under a text or integer key; nullptr when absent, given twice, or `map` is no map.
const cbor_item_t* member(const cbor_item_t* map, std::string_view key);
const cbor_item_t* member(const cbor_item_t* map, int64_t key);

std::optional<int64_t> integer(const cbor_item_t* item);
std::optional<std::string_view> bytes(const cbor_item_t* item);  // definite byte string
std::optional<std::string_view> text(const cbor_item_t* item);   // definite text
size_t map_size(const cbor_item_t* item);                        // 0: no map
std::string written(const cbor_item_t* item);

}  // namespace aksis::access::cbor
