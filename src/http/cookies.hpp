// Cookies in and out. Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>

#include "operations/operation.hpp"

namespace aksis::http {

// The name on the wire: with the __Host- prefix over TLS, which browsers then hold to this very
// host, its root path and TLS.
std::string cookie_name(std::string_view name, bool secure);

// The value of the cookie in a Cookie field (RFC 6265, 5.4); empty when it is not there, or there
// twice: then somebody else set one of the two.
std::string_view cookie_value(std::string_view field, std::string_view name, bool secure);

// A Set-Cookie field: HttpOnly, SameSite=Strict, Path=/, and Secure over TLS.
std::string set_cookie(const operations::Cookie& cookie, bool secure);

}  // namespace aksis::http
