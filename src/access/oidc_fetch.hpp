// What is asked of a provider over HTTPS: one question, one bounded answer, no redirection.
// Blocks for at most kFetchSeconds; any thread, never inside a transaction.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::access {

inline constexpr long kFetchSeconds = 5;
inline constexpr size_t kFetchBytesMax = 256 * 1024;

struct Question {
  std::string url;
  std::string form;           // sent by POST as application/x-www-form-urlencoded; empty: GET
  std::string authorization;  // the header's value; empty: none
};
struct Reply {
  long status = 0;
  std::string content_type;  // without parameters, in small letters
  std::string body;
};

// Code::busy: not reachable; Code::timeout; Code::invalid: an answer beyond kFetchBytesMax, an
// address that check_address refuses.
using Fetch = std::function<Result<Reply>(const Question&)>;
Fetch fetch_by_curl(bool allow_loopback_http);

// https without user, fragment or spaces; http only on loopback and only when allowed. The sentence
// goes on after the name of what is wrong: "is not https: …".
Status check_address(const std::string& url, bool allow_loopback_http);

// "a=b&c=d", percent-encoded.
std::string form_text(const std::vector<std::pair<std::string, std::string>>& members);

}  // namespace aksis::access
