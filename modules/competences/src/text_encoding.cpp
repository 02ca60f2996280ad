#include <utf8proc.h>

#include <array>

#include "aksis/cpp/encoding.hpp"
#include "source_files.hpp"

namespace aksis::competences {

namespace {

// Windows-1252 between 0x80 and 0x9F; the rest is ISO-8859-1, equal to Unicode. 0 = undefined.
constexpr std::array<int32_t, 32> kUpperControls = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

struct Census {
  size_t sequences = 0;  // valid UTF-8 of more than one byte
  size_t broken = 0;
};

Census census(std::string_view text) {
  Census out;
  const auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    if (*at < 0x80) {
      ++at, --left;
      continue;
    }
    utf8proc_int32_t point;
    const auto size = utf8proc_iterate(at, left, &point);
    ++(size > 0 ? out.sequences : out.broken);
    at += size > 0 ? size : 1;
    left -= size > 0 ? size : 1;
  }
  return out;
}

std::string from_windows_1252(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 16);
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80) {
      out += c;
      continue;
    }
    int32_t point = byte;
    if (byte < 0xA0) point = kUpperControls[byte - 0x80] ? kUpperControls[byte - 0x80] : 0xFFFD;
    utf8proc_uint8_t encoded[4];
    const auto size = utf8proc_encode_char(point, encoded);
    out.append(reinterpret_cast<const char*>(encoded), static_cast<size_t>(size));
  }
  return out;
}

}  // namespace

Result<Encoding> to_utf8(SourceFile& file) {
  if (auto wide = wide_encoding_error(file.name, file.name, file.bytes)) return *std::move(wide);
  if (file.bytes.find('\0') != std::string::npos)
    return said(Code::invalid,
                file.name + " holds NUL bytes: this is no text; save it as CSV in UTF-8",
                file.name +
                    " contient des octets nuls : ce n’est pas du texte ; enregistrez-le "
                    "en CSV, en UTF-8.");
  const Census found = census(file.bytes);
  if (found.broken == 0 || found.sequences > found.broken) return Encoding::utf8;
  file.bytes = from_windows_1252(file.bytes);
  return Encoding::windows_1252;
}

}  // namespace aksis::competences
