#include "access/webauthn_cbor.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <limits>

namespace aksis::access::cbor {
namespace {

constexpr size_t kMembersMax = 32;
constexpr size_t kDepthMax = 4;

// The shape of one item, walked without memory of its own: how many items each open level awaits.
struct Shape {
  size_t awaited[kDepthMax + 1] = {1};
  size_t depth = 0;
  bool refused = false;

  void one() {
    --awaited[depth];
    while (depth > 0 && awaited[depth] == 0) --depth;
  }
  void open(size_t items) {
    if (items > kMembersMax * 2 || depth == kDepthMax) {
      refused = true;
      return;
    }
    --awaited[depth];
    if (items > 0) {
      awaited[++depth] = items;
      return;
    }
    while (depth > 0 && awaited[depth] == 0) --depth;
  }
  bool complete() const { return depth == 0 && awaited[0] == 0; }
};

Shape& shape(void* context) {
  return *static_cast<Shape*>(context);
}

template <typename Number>
void number(void* context, Number) {
  shape(context).one();
}
void counted_bytes(void* context, cbor_data, size_t) {
  shape(context).one();
}
void plain(void* context) {
  shape(context).one();
}
// Lengths left open ("indefinite"), tags and floats: no authenticator writes them (CTAP2 canonical
// CBOR).
void refuse(void* context) {
  shape(context).refused = true;
}

cbor_callbacks callbacks() {
  cbor_callbacks out = cbor_empty_callbacks;
  out.uint8 = out.negint8 = &number<uint8_t>;
  out.uint16 = out.negint16 = &number<uint16_t>;
  out.uint32 = out.negint32 = &number<uint32_t>;
  out.uint64 = out.negint64 = &number<uint64_t>;
  out.byte_string = out.string = &counted_bytes;
  out.byte_string_start = out.string_start = &refuse;
  out.indef_array_start = out.indef_map_start = out.indef_break = &refuse;
  out.array_start = [](void* context, size_t items) { shape(context).open(items); };
  out.map_start = [](void* context, size_t pairs) {
    shape(context).open(pairs > kMembersMax ? std::numeric_limits<size_t>::max() : pairs * 2);
  };
  out.tag = [](void* context, uint64_t) { refuse(context); };
  out.float2 = out.float4 = [](void* context, float) { refuse(context); };
  out.float8 = [](void* context, double) { refuse(context); };
  out.undefined = out.null = &plain;
  out.boolean = [](void* context, bool) { plain(context); };
  return out;
}

cbor_data data(std::string_view text) {
  return reinterpret_cast<cbor_data>(text.data());
}

// Bytes of the first item; 0: malformed or beyond the bounds.
size_t measure(std::string_view text) {
  static const cbor_callbacks kCallbacks = callbacks();
  Shape walked;
  size_t offset = 0;
  while (!walked.complete()) {
    const auto rest = text.substr(offset);
    if (rest.empty()) return 0;
    const auto step = cbor_stream_decode(data(rest), rest.size(), &kCallbacks, &walked);
    if (step.status != CBOR_DECODER_FINISHED || walked.refused) return 0;
    offset += step.read;
  }
  return offset;
}

template <typename Matches>
const cbor_item_t* find(const cbor_item_t* map, Matches matches) {
  const cbor_item_t* found = nullptr;
  for (size_t i = 0; i < map_size(map); ++i) {
    const auto& pair = cbor_map_handle(map)[i];
    if (!matches(pair.key)) continue;
    if (found) return nullptr;
    found = pair.value;
  }
  return found;
}

}  // namespace

Result<Read> read_first(std::string_view text, std::string_view what) {
  const size_t size = measure(text);
  if (size == 0) return invalid(fmt::format("{} is no CBOR an authenticator writes", what));
  cbor_load_result result{};
  Read out{Item(cbor_load(data(text), size, &result)), size};
  if (!out.item || result.error.code != CBOR_ERR_NONE || result.read != size)
    return invalid(fmt::format("{} is malformed CBOR", what));
  return out;
}

const cbor_item_t* member(const cbor_item_t* map, std::string_view key) {
  return find(map, [&](const cbor_item_t* name) { return text(name) == key; });
}

const cbor_item_t* member(const cbor_item_t* map, int64_t key) {
  return find(map, [&](const cbor_item_t* name) { return integer(name) == key; });
}

std::optional<int64_t> integer(const cbor_item_t* item) {
  if (!item || !cbor_is_int(item)) return std::nullopt;
  const auto value = cbor_get_int(item);
  if (value > uint64_t{std::numeric_limits<int32_t>::max()}) return std::nullopt;
  const auto small = static_cast<int64_t>(value);
  return cbor_isa_negint(item) ? -1 - small : small;
}

std::optional<std::string_view> bytes(const cbor_item_t* item) {
  if (!item || !cbor_isa_bytestring(item) || !cbor_bytestring_is_definite(item))
    return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(cbor_bytestring_handle(item)),
                          cbor_bytestring_length(item));
}

std::optional<std::string_view> text(const cbor_item_t* item) {
  if (!item || !cbor_isa_string(item) || !cbor_string_is_definite(item)) return std::nullopt;
  return std::string_view(reinterpret_cast<const char*>(cbor_string_handle(item)),
                          cbor_string_length(item));
}

size_t map_size(const cbor_item_t* item) {
  return item && cbor_isa_map(item) ? cbor_map_size(item) : 0;
}

std::string written(const cbor_item_t* item) {
  unsigned char* buffer = nullptr;
  size_t room = 0;
  const size_t size = cbor_serialize_alloc(item, &buffer, &room);
  std::string out(reinterpret_cast<const char*>(buffer), size);
  std::free(buffer);
  return out;
}

}  // namespace aksis::access::cbor
