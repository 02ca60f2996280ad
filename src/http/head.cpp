#include "http/head.hpp"

namespace aksis::http {
namespace {

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

}  // namespace

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i)
    if (lower(a[i]) != lower(b[i])) return false;
  return true;
}

const std::string_view* Head::find(std::string_view name) const {
  for (const auto& [key, value] : fields)
    if (equal_ignoring_case(key, name)) return &value;
  return nullptr;
}

std::string_view Head::field(std::string_view name) const {
  const auto* found = find(name);
  return found ? *found : std::string_view();
}

std::string Head::list(std::string_view name) const {
  std::string out;
  for (const auto& [key, value] : fields)
    if (equal_ignoring_case(key, name)) out.append(out.empty() ? "" : ", ").append(value);
  return out;
}

}  // namespace aksis::http
