// Any bytes as CSV: rows or a sentence, the same however the bytes are cut into pieces.
#include <aksis/cpp/csv.hpp>
#include <cstdint>
#include <cstdlib>

namespace {

struct Outcome {
  size_t rows = 0;
  size_t bytes = 0;
  bool ok = false;
  bool operator==(const Outcome&) const = default;
};

Outcome read_in_pieces(std::string_view text, size_t piece) {
  Outcome out;
  const aksis::csv::OnRow on_row = [&](size_t, const std::vector<std::string>& fields) {
    ++out.rows;
    for (const auto& field : fields) out.bytes += field.size();
    return aksis::Status();
  };
  aksis::csv::Reader reader({';'}, on_row);
  for (size_t at = 0; at < text.size(); at += piece)
    if (!reader.feed(text.substr(at, piece)).ok()) return out;
  out.ok = reader.finish().ok();
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto whole = read_in_pieces(text, size + 1);
  if (!(read_in_pieces(text, 3) == whole)) std::abort();
  const auto folded = aksis::fold(text);
  if (aksis::fold(folded) != folded || !aksis::valid_utf8(folded)) std::abort();
  return 0;
}
