// Files packed into one, as src/console/pack.mjs writes them: so that files whose names are known
// only after they are built can be embedded. Pure; any thread.
//
//   "AKSISPK1"                         eight bytes
//   u32 count                          all numbers are little-endian
//   count times: u32 × 5: bytes of path, etag, plain, gzip, brotli (the last two may be 0)
//   then, file after file, those five pieces
#pragma once

#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::http {

struct PackedFile {  // views into the pack
  std::string_view path, etag, plain, gzip, brotli;
};

// Code::invalid: not such a pack, or cut.
Result<std::vector<PackedFile>> read_pack(std::string_view pack);

}  // namespace aksis::http
