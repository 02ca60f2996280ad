#include "http/reply.hpp"

#include <fmt/format.h>

#include <array>
#include <ctime>

#include "aksis/cpp/json.hpp"

namespace aksis::http {
namespace {

constexpr std::string_view kStrictPolicy =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

// The console's own: everything from this origin, no inline code, no frame. "lit-html" is the name
// under which Lit makes its templates, "aksis" the console's own policy.
constexpr std::string_view kPagePolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src "
    "'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; "
    "base-uri 'none'; object-src 'none'; frame-ancestors 'none'; require-trusted-types-for "
    "'script'; trusted-types lit-html aksis";

// Passkeys are made and used by the console itself; it needs none of the machine's senses.
constexpr std::string_view kPagePermissions =
    "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
    "magnetometer=(), microphone=(), midi=(), payment=(), usb=(), "
    "publickey-credentials-create=(self), publickey-credentials-get=(self)";

// Every answer carries them: nothing is sniffed, framed, shared across origins or leaks its
// address.
constexpr std::string_view kSecurityFields =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

// Formatting the date costs more than a short answer: once a second and thread.
std::string_view date() {
  thread_local std::time_t at = 0;
  thread_local std::array<char, 32> text{};
  thread_local size_t size = 0;
  const auto now = std::time(nullptr);
  if (now != at) {
    at = now;
    std::tm parts{};
    gmtime_r(&now, &parts);
    size = std::strftime(text.data(), text.size(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
  }
  return {text.data(), size};
}

bool has_field(const Reply& reply, std::string_view name) {
  for (const auto& [known, value] : reply.fields)
    if (known == name) return true;
  return false;
}

}  // namespace

int http_status(Code code) {
  switch (code) {
    case Code::invalid:
      return 400;
    case Code::unauthenticated:
      return 401;
    case Code::forbidden:
      return 403;
    case Code::not_found:
      return 404;
    case Code::conflict:
      return 409;
    case Code::stale:
      return 412;
    case Code::too_large:
      return 413;
    case Code::unsupported:
      return 415;
    case Code::busy:
      return 503;
    case Code::timeout:
      return 504;
    case Code::full:
      return 507;
    case Code::cancelled:
      return 499;
    case Code::internal:
      return 500;
  }
  return 500;
}

std::string_view reason(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 412:
      return "Precondition Failed";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 422:
      return "Unprocessable Content";
    case 428:
      return "Precondition Required";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 507:
      return "Insufficient Storage";
    default:
      return "Internal Server Error";
  }
}

std::string problem_json(const Error& error, std::string_view request_id, int status) {
  if (!status) status = http_status(error.code);
  json::Writer out;
  out.object()
      .member("type", "about:blank")
      .member("title", reason(status))
      .member("status", status)
      .member("detail", error.message)
      .member("instance", fmt::format("urn:aksis:request:{}", request_id));
  if (!error.details.empty()) {
    out.key("errors").array();
    for (const auto& detail : error.details)
      out.object().member("pointer", detail.pointer).member("message", detail.message).end();
    out.end();
  }
  return out.end().text();
}

Reply problem(const Error& error, std::string_view request_id, int status) {
  Reply reply;
  reply.status = status ? status : http_status(error.code);
  reply.media_type = kProblemJson;
  reply.body = problem_json(error, request_id, reply.status);
  if (reply.status == 401) reply.fields.emplace_back("WWW-Authenticate", "Bearer");
  return reply;
}

Error too_many_connections() {
  return {Code::busy, "too many connections are open; close some or try again later", {}};
}

std::string head_bytes(const Reply& reply, const Framing& framing, std::string_view request_id) {
  std::string out;
  out.reserve(640);
  const auto field = [&](std::string_view name, std::string_view value) {
    out.append(name).append(": ").append(value).append("\r\n");
  };
  fmt::format_to(std::back_inserter(out), "HTTP/1.1 {} {}\r\n", reply.status, reason(reply.status));
  field("Date", date());
  const bool empty = reply.status == 204 || reply.status == 304;
  if (!reply.media_type.empty() && !empty) field("Content-Type", reply.media_type);
  if (framing.chunked)
    field("Transfer-Encoding", "chunked");
  else if (!empty)
    field("Content-Length", fmt::format_int(reply.content().size()).c_str());
  if (!reply.etag.empty()) field("ETag", "\"" + reply.etag + "\"");
  for (const auto& [name, value] : reply.fields) field(name, value);
  if (reply.status == 503 || reply.status == 429)
    field("Retry-After", fmt::format_int(reply.retry_after_s).c_str());
  if (!has_field(reply, "Cache-Control"))
    // Answers are about people: no browser keeps them on its disk. Programs may use the ETag.
    field("Cache-Control", "no-store");
  field("X-Request-Id", request_id);
  out.append(kSecurityFields);
  field("Content-Security-Policy", reply.page ? kPagePolicy : kStrictPolicy);
  if (reply.page) field("Permissions-Policy", kPagePermissions);
  if (framing.secure) field("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
  field("Connection", framing.keep_alive ? "keep-alive" : "close");
  out.append("\r\n");
  return out;
}

std::string chunk(std::string_view content) {
  return fmt::format("{:x}\r\n{}\r\n", content.size(), content);
}

}  // namespace aksis::http
