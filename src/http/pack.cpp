#include "http/pack.hpp"

#include <array>
#include <cstdint>

namespace aksis::http {
namespace {

constexpr std::string_view kMark = "AKSISPK1";
constexpr size_t kNumberBytes = 4;
constexpr size_t kPieces = 5;  // path, etag, plain, gzip, brotli

uint32_t number_at(std::string_view bytes, size_t at) {
  uint32_t out = 0;
  for (size_t i = 0; i < kNumberBytes; ++i)
    out |= static_cast<uint32_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return out;
}

}  // namespace

Result<std::vector<PackedFile>> read_pack(std::string_view pack) {
  const auto cut = [] {
    return invalid("the packed files of the console are cut or no such pack");
  };
  const size_t heads = kMark.size() + kNumberBytes;
  if (pack.size() < heads || !pack.starts_with(kMark)) return cut();
  const size_t count = number_at(pack, kMark.size());
  const size_t head_bytes = kPieces * kNumberBytes;
  if (count > (pack.size() - heads) / head_bytes) return cut();
  auto rest = pack.substr(heads + count * head_bytes);
  std::vector<PackedFile> files(count);
  for (size_t i = 0; i < count; ++i) {
    auto& file = files[i];
    const std::array<std::string_view*, kPieces> pieces = {&file.path, &file.etag, &file.plain,
                                                           &file.gzip, &file.brotli};
    for (size_t piece = 0; piece < kPieces; ++piece) {
      const size_t size = number_at(pack, heads + i * head_bytes + piece * kNumberBytes);
      if (size > rest.size()) return cut();
      *pieces[piece] = rest.substr(0, size);
      rest.remove_prefix(size);
    }
  }
  if (!rest.empty()) return cut();
  return files;
}

}  // namespace aksis::http
