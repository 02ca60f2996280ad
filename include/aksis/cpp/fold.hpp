// Folded text: what two spellings of the same words have in common. Search keys, comparisons.
// Pure functions, any thread.
#pragma once

#include <utf8proc.h>

#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace aksis {

inline bool valid_utf8(std::string_view text) {
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    if (*bytes < 0x80) {
      if (*bytes == 0) return false;  // NUL: stored by one engine, refused by the other
      ++bytes, --left;
      continue;
    }
    utf8proc_int32_t point;
    const auto length = utf8proc_iterate(bytes, left, &point);
    if (length <= 0) return false;
    bytes += length, left -= length;
  }
  return true;
}

inline constexpr utf8proc_int32_t kOeLigature = 0x153;
inline constexpr utf8proc_int32_t kAeLigature = 0xE6;

// Lower case, accents removed, ligatures opened (œ → oe), everything but letters and digits one
// space, none at the ends: "L’Œuvre d'Art" → "l oeuvre d art". Non-Latin letters stay.
// Invalid bytes become spaces.
inline std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool gap = false;
  const auto put = [&](std::string_view letters) {
    if (gap && !out.empty()) out += ' ';
    gap = false;
    out += letters;
  };
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    const char byte = static_cast<char>(*bytes);
    if (*bytes < 0x80) {  // the common case needs no table
      ++bytes, --left;
      if ((byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9')) {
        put({&byte, 1});
      } else if (byte >= 'A' && byte <= 'Z') {
        const char lower = static_cast<char>(byte - 'A' + 'a');
        put({&lower, 1});
      } else {
        gap = true;
      }
      continue;
    }
    utf8proc_int32_t point;
    const auto length = utf8proc_iterate(bytes, left, &point);
    if (length <= 0) {
      gap = true;
      ++bytes, --left;
      continue;
    }
    bytes += length, left -= length;
    utf8proc_int32_t parts[16];
    int boundary = UTF8PROC_BOUNDCLASS_START;
    const auto count = utf8proc_decompose_char(
        point, parts, 16,
        static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD |
                                       UTF8PROC_STRIPMARK | UTF8PROC_IGNORE),
        &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 16; ++i) {
      const auto category = utf8proc_category(parts[i]);
      const bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
      const bool digit = category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO;
      if (!letter && !digit) {
        gap = true;
        continue;
      }
      if (parts[i] == kOeLigature || parts[i] == kAeLigature) {  // no decomposition in Unicode
        put(parts[i] == kOeLigature ? "oe" : "ae");
        continue;
      }
      utf8proc_uint8_t encoded[4];
      const auto size = utf8proc_encode_char(parts[i], encoded);
      put({reinterpret_cast<const char*>(encoded), static_cast<size_t>(size)});
    }
  }
  return out;
}

// The words of a folded text; views into it.
inline std::vector<std::string_view> words(std::string_view folded) {
  std::vector<std::string_view> out;
  size_t start = 0;
  while (start < folded.size()) {
    size_t end = folded.find(' ', start);
    if (end == std::string_view::npos) end = folded.size();
    if (end > start) out.push_back(folded.substr(start, end - start));
    start = end + 1;
  }
  return out;
}

}  // namespace aksis
