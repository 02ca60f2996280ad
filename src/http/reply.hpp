// An answer before it goes out, and its bytes. Values; any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::http {

struct Reply {
  int status = 200;
  std::string_view media_type;  // of static storage or of `holds`
  std::string body;
  std::string_view borrowed_body;     // sent instead of `body` when not empty; of `holds`
  std::shared_ptr<const void> holds;  // what the views above show
  std::string etag;                   // without quotes
  std::vector<std::pair<std::string_view, std::string>> fields;  // names of static storage
  bool page = false;          // of the console: its own Content-Security-Policy, not the strictest
  int64_t retry_after_s = 1;  // said with 429 and 503
  bool close = false;

  std::string_view content() const { return borrowed_body.empty() ? body : borrowed_body; }
};

int http_status(Code code);
std::string_view reason(int status);

inline constexpr std::string_view kJson = "application/json";
inline constexpr std::string_view kProblemJson = "application/problem+json";
inline constexpr std::string_view kNdjson = "application/x-ndjson";
inline constexpr std::string_view kEventStream = "text/event-stream";
inline constexpr std::string_view kPlainText = "text/plain; charset=utf-8";

// problem+json (RFC 9457) of an error; `status` 0: the one of its code.
std::string problem_json(const Error& error, std::string_view request_id, int status = 0);
Reply problem(const Error& error, std::string_view request_id, int status = 0);

// Said to who finds every place taken.
inline constexpr int64_t kRetryWhenFull = 5;
Error too_many_connections();

struct Framing {
  bool keep_alive = true;
  bool without_body = false;  // the answer to HEAD
  bool chunked = false;       // the body follows in chunks; none in the reply
  bool secure = false;        // over TLS
};

// Status line and fields, up to and with the blank line.
std::string head_bytes(const Reply& reply, const Framing& framing, std::string_view request_id);

std::string chunk(std::string_view content);
inline constexpr std::string_view kLastChunk = "0\r\n\r\n";

}  // namespace aksis::http
