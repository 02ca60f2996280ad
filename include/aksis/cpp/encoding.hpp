// What the first bytes of a text say about its encoding. Pure, any thread.
#pragma once

#include <string>
#include <string_view>

namespace aksis {

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// The text after UTF-8's byte-order mark, which some programs write and nothing needs.
inline std::string_view without_mark(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  return text;
}

// "UTF-16" or "UTF-32" when the text is in it, with or without a mark; else empty.
inline std::string_view wide_encoding(std::string_view text) {
  using namespace std::string_view_literals;
  if (text.starts_with("\xFF\xFE\0\0"sv) || text.starts_with("\0\0\xFE\xFF"sv)) return "UTF-32";
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return "UTF-16";
  // Without a mark: where zeros stand beside the first character, which is ASCII in any format
  // read.
  if (text.size() < 2 || (text[0] == 0) == (text[1] == 0)) {
    const bool big = text.size() >= 4 && text.starts_with("\0\0\0"sv) && text[3] != 0;
    return big ? "UTF-32"sv : ""sv;
  }
  const bool wide = text[0] != 0 && text.size() >= 4 && text[2] == 0 && text[3] == 0;
  return wide ? "UTF-32" : "UTF-16";
}

// "… is in UTF-16; save it as UTF-8 without a byte-order mark", or empty.
inline std::string wide_encoding_sentence(std::string_view what, std::string_view text) {
  const auto encoding = wide_encoding(text);
  if (encoding.empty()) return {};
  return std::string(what) + " is in " + std::string(encoding) +
         "; save it as UTF-8 without a byte-order mark";
}

inline constexpr std::string_view kNotUtf8 =
    "is not UTF-8 but perhaps Windows-1252 or ISO-8859-1 (Latin-1); save it as UTF-8";

}  // namespace aksis
