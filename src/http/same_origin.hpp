// Whether a request that changes something came from a page of this server: the defence against
// pages of others that make a signed-in browser ask (CSRF). Pure function; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "http/head.hpp"

namespace aksis::http {

// `with_cookie`: the caller is known by a cookie, which a browser sends by itself; then one of
// Sec-Fetch-Site and Origin must say so. Without, only a wrong one is refused: programs send
// neither. `origins`: further origins this server is reached by ("https://agence.example"), for
// those behind a proxy; the host of the request itself is always one.
// Code::forbidden with a sentence.
Status check_same_origin(const Head& head, bool with_cookie,
                         const std::vector<std::string>& origins);

}  // namespace aksis::http
