#include "http/same_origin.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace aksis::http {
namespace {

// The host and port of an origin, or "" when it is none ("null").
std::string_view host_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

Error foreign(std::string_view what) {
  return {Code::forbidden,
          fmt::format("this change was asked for by a page of another site ({}); open aksis "
                      "itself and do it there",
                      what),
          {}};
}

}  // namespace

Status check_same_origin(const Head& head, bool with_cookie,
                         const std::vector<std::string>& origins) {
  const auto* site = head.find("Sec-Fetch-Site");
  // "none": typed or opened by the person, never by a page.
  if (site && *site != "same-origin" && *site != "none")
    return foreign(fmt::format("Sec-Fetch-Site: {}", *site));
  const auto* origin = head.find("Origin");
  if (origin) {
    const bool own = equal_ignoring_case(host_of(*origin), head.field("Host"));
    if (!own && std::find(origins.begin(), origins.end(), *origin) == origins.end())
      return foreign(fmt::format("Origin: {}", *origin));
  }
  if (with_cookie && !site && !origin)
    return Error{Code::forbidden,
                 "a change by a session cookie needs the field Origin or Sec-Fetch-Site, which "
                 "browsers send; a program should use an API key",
                 {}};
  return {};
}

}  // namespace aksis::http
