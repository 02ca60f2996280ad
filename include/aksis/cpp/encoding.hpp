// What the first bytes of a text say about its encoding. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "result.hpp"

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

// Of a text in UTF-16 or UTF-32; `what` begins the sentence, in English and in French.
inline std::optional<Error> wide_encoding_error(std::string_view what, std::string_view what_fr,
                                                std::string_view text) {
  const std::string encoding(wide_encoding(text));
  if (encoding.empty()) return std::nullopt;
  return said(
      Code::invalid,
      std::string(what) + " is in " + encoding + "; save it as UTF-8 without a byte-order mark",
      std::string(what_fr) + " est en " + encoding +
          " ; enregistrez-le en UTF-8, sans marque d’ordre des octets.");
}

}  // namespace aksis
