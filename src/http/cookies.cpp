#include "http/cookies.hpp"

#include <fmt/format.h>

namespace aksis::http {

std::string cookie_name(std::string_view name, bool secure) {
  return (secure ? "__Host-" : "") + std::string(name);
}

std::string_view cookie_value(std::string_view field, std::string_view name, bool secure) {
  const auto wanted = cookie_name(name, secure) + "=";
  std::string_view found;
  int times = 0;
  while (!field.empty()) {
    auto pair = field.substr(0, field.find(';'));
    field.remove_prefix(pair.size() == field.size() ? pair.size() : pair.size() + 1);
    while (!pair.empty() && (pair.front() == ' ' || pair.front() == '\t')) pair.remove_prefix(1);
    while (!pair.empty() && (pair.back() == ' ' || pair.back() == '\t')) pair.remove_suffix(1);
    if (!pair.starts_with(wanted)) continue;
    found = pair.substr(wanted.size());
    ++times;
  }
  return times == 1 ? found : std::string_view();
}

std::string set_cookie(const operations::Cookie& cookie, bool secure) {
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}",
                     cookie_name(cookie.name, secure), cookie.value, cookie.max_age_s,
                     secure ? "; Secure" : "");
}

}  // namespace aksis::http
