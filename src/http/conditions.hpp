// What fields of a request ask for: media types, languages, encodings, versions. Pure functions.
#pragma once

#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::http {

// "fr" or "en", whichever Accept-Language prefers; "fr" when it says nothing.
std::string language_of(std::string_view accept_language);

// Whether Accept or Accept-Encoding names `wanted` itself; wildcards do not count, since they do
// not ask for a form that is not the usual one.
bool accepts(std::string_view accept, std::string_view wanted);

// "application/json" of "Application/JSON; charset=utf-8".
std::string media_type(std::string_view content_type);

// Whether If-None-Match names `etag` (weak comparison, "*" matches all).
bool matches_etag(std::string_view if_none_match, std::string_view etag);

// The tag of If-Match without quotes; empty for "*" or nothing. Refuses several.
Result<std::string> expected_version(std::string_view if_match);

}  // namespace aksis::http
