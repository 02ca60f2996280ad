#include "http/conditions.hpp"

#include <charconv>

#include "http/head.hpp"

namespace aksis::http {
namespace {

// "fr-CA;q=0.8" as its value and quality.
struct Weighted {
  std::string_view value;
  double quality = 1;
};

Weighted weighted(std::string_view element) {
  Weighted out{element.substr(0, element.find(';')), 1};
  while (!out.value.empty() && out.value.back() == ' ') out.value.remove_suffix(1);
  const auto q = element.find("q=");
  if (q == std::string_view::npos) return out;
  const auto text = element.substr(q + 2);
  std::from_chars(text.data(), text.data() + text.size(), out.quality);
  return out;
}

std::string_view unquoted(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  if (tag.size() >= 2 && tag.front() == '"' && tag.back() == '"')
    tag = tag.substr(1, tag.size() - 2);
  return tag;
}

}  // namespace

std::string language_of(std::string_view accept_language) {
  double french = 0, english = 0;
  for_each_element(accept_language, [&](std::string_view element) {
    const auto [value, quality] = weighted(element);
    const auto primary = value.substr(0, value.find('-'));
    if (equal_ignoring_case(primary, "fr") && quality > french) french = quality;
    if (equal_ignoring_case(primary, "en") && quality > english) english = quality;
  });
  return english > french ? "en" : "fr";
}

bool accepts(std::string_view accept, std::string_view wanted) {
  bool found = false;
  for_each_element(accept, [&](std::string_view element) {
    const auto [value, quality] = weighted(element);
    found = found || (equal_ignoring_case(value, wanted) && quality > 0);
  });
  return found;
}

std::string media_type(std::string_view content_type) {
  auto type = content_type.substr(0, content_type.find(';'));
  while (!type.empty() && type.back() == ' ') type.remove_suffix(1);
  std::string out(type);
  for (auto& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

bool matches_etag(std::string_view if_none_match, std::string_view etag) {
  bool found = false;
  for_each_element(if_none_match, [&](std::string_view element) {
    found = found || element == "*" || unquoted(element) == etag;
  });
  return found;
}

Result<std::string> expected_version(std::string_view if_match) {
  const auto tag = unquoted(if_match);
  if (tag.find('"') != std::string_view::npos)
    return invalid("If-Match must name one version: the ETag of what you read");
  return if_match == "*" ? std::string() : std::string(tag);
}

}  // namespace aksis::http
