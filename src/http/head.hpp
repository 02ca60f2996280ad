// The head of a request, as views into its bytes. Stays where it was made; one thread at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aksis::http {

struct Head {
  Head() = default;
  Head(const Head&) = delete;  // the views would point into the other one
  Head& operator=(const Head&) = delete;

  std::string bytes;
  std::string_view method, target;
  std::string_view path, query;  // of the target: before and after '?'
  std::vector<std::pair<std::string_view, std::string_view>> fields;
  int version = 11;  // 10 or 11
  bool keep_alive = true;
  bool chunked = false;
  bool expects_continue = false;
  std::optional<uint64_t> content_length;

  bool has_body() const { return chunked || (content_length && *content_length > 0); }
  // The field of that name, in any case of letters. For those that the reader takes only once.
  const std::string_view* find(std::string_view name) const;  // nullptr when absent
  std::string_view field(std::string_view name) const;        // empty when absent
  // All fields of that name as one list with commas (RFC 9110, 5.3).
  std::string list(std::string_view name) const;
};

bool equal_ignoring_case(std::string_view a, std::string_view b);

// Calls `each` with every element of a comma-separated field, blanks removed.
template <typename Each>
void for_each_element(std::string_view field, Each each) {
  while (!field.empty()) {
    auto element = field.substr(0, field.find(','));
    field.remove_prefix(element.size() == field.size() ? element.size() : element.size() + 1);
    while (!element.empty() && element.front() == ' ') element.remove_prefix(1);
    while (!element.empty() && element.back() == ' ') element.remove_suffix(1);
    if (!element.empty()) each(element);
  }
}

}  // namespace aksis::http
