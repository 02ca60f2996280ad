#include "http/service.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/identity.hpp"
#include "base/log.hpp"
#include "http/conditions.hpp"
#include "http/cookies.hpp"
#include "http/same_origin.hpp"

namespace aksis::http {
namespace {

constexpr std::string_view kApi = "/api/v1";
constexpr std::string_view kStream = "/api/v1/stream";
constexpr std::string_view kLocal = "/local/operations/";
constexpr std::string_view kMethods = "GET, HEAD, OPTIONS";
constexpr size_t kRequestIdMax = 64;

std::string make_request_id() {
  static const std::string run = random_hex(4);
  static std::atomic<uint64_t> count = 0;
  return fmt::format("{}-{:x}", run, ++count);
}

// What the caller sent when it is short and harmless in a log, else a new one.
std::string request_id(const Head& head) {
  const auto given = head.field("X-Request-Id");
  const bool plain = std::all_of(given.begin(), given.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
  });
  return given.empty() || given.size() > kRequestIdMax || !plain ? make_request_id()
                                                                 : std::string(given);
}

Result<std::string_view> key_of(const Head& head) {
  constexpr std::string_view kBearer = "Bearer ";
  const auto authorization = head.field("Authorization");
  const auto key = head.field("X-API-Key");
  if (authorization.size() <= kBearer.size() ||
      !equal_ignoring_case(authorization.substr(0, kBearer.size()), kBearer))
    return key;
  if (!key.empty())
    return invalid("Authorization and X-API-Key both name a caller; send one of them");
  return authorization.substr(kBearer.size());
}

bool is_read(std::string_view method) {
  return method == "GET" || method == "HEAD";
}

bool is_outside_api(std::string_view path) {
  return path != "/api" && !path.starts_with("/api/") && path != "/metrics" &&
         !path.starts_with(kLocal);
}

// The file at the path, else the page that a browser asks for by typing or following an address.
Assets::Found asset_for(const Head& head, const Assets& assets) {
  auto file = assets.find(head.path);
  if (file || !is_read(head.method)) return file;
  return accepts(head.list("Accept"), "text/html") ? assets.page_for(head.path) : nullptr;
}

bool any_secure(const std::vector<std::string>& origins) {
  return std::any_of(origins.begin(), origins.end(),
                     [](const auto& origin) { return origin.starts_with("https://"); });
}

}  // namespace

Service::Service(const operations::Registry& registry, const Options& options)
    : registry_(registry),
      limits_(options.limits),
      authenticate_(options.authenticate),
      topic_permission_(options.topic_permission),
      origins_(options.origins),
      secure_origin_(any_secure(options.origins)),
      ready_(options.ready),
      more_metrics_(options.metrics),
      assets_(options.assets),
      idempotency_(options.idempotency),
      strangers_(options.limits) {}

void Service::refuse(Exchange& exchange, const Error& error, int status) const {
  if (exchange.request_id.empty()) exchange.request_id = request_id(exchange.head);
  exchange.next = Exchange::Next::reply;
  exchange.reply = problem(in_language(error, exchange.language), exchange.request_id, status);
  if (exchange.reply.status >= 500) {
    json::Writer fields;
    fields.object().member("request", exchange.request_id).member("operation", exchange.name);
    fields.member("status", exchange.reply.status).member("detail", error.message).end();
    log::warning("http", "a request failed", fields.text());
  }
}

void Service::begin(Exchange& exchange) const {
  exchange.request_id = request_id(exchange.head);
  exchange.language = language_of(exchange.head.list("Accept-Language"));
  exchange.next = Exchange::Next::reply;
}

void Service::plan_reserved(Exchange& exchange) const {
  begin(exchange);
  if (!answer_open_paths(exchange)) {
    exchange.name = "no_place";
    exchange.reply = problem(too_many_connections(), exchange.request_id);
    exchange.reply.retry_after_s = kRetryWhenFull;
  }
  exchange.reply.close = true;
}

void Service::plan(Exchange& exchange) {
  begin(exchange);
  if (answer_open_paths(exchange)) return;
  // The console is there before anybody has signed in, and holds nothing about anybody.
  if (assets_ && !exchange.local_socket && is_outside_api(exchange.head.path))
    return route_asset(exchange);
  if (authenticate(exchange)) route(exchange);
}

// A balancer asks these; they say nothing that a stranger should not know.
bool Service::answer_open_paths(Exchange& exchange) const {
  const auto path = exchange.head.path;
  if (path != "/livez" && path != "/readyz") return false;
  exchange.name = path == "/livez" ? "livez" : "readyz";
  if (!is_read(exchange.head.method)) {
    refuse_method(exchange, Error{Code::unsupported, "only GET is taken here", {{"", "GET"}}});
    return true;
  }
  if (path == "/readyz" && draining_) {
    refuse(exchange, Error{Code::busy, "the server is stopping", {}});
    return true;
  }
  const auto ready = path == "/readyz" && ready_ ? ready_() : Status();
  if (!ready) {
    refuse(exchange, ready.error(), http_status(Code::busy));
    return true;
  }
  exchange.reply.media_type = kJson;
  exchange.reply.body = R"({"status":"ok"})";
  return true;
}

bool Service::secure_cookies(const Exchange& exchange) const {
  return exchange.secure || secure_origin_;
}

operations::Origin Service::origin_of(const Exchange& exchange) const {
  const auto& head = exchange.head;
  const bool secure = secure_cookies(exchange);
  const auto cookies = head.field("Cookie");
  return {std::string(exchange.peer),
          std::string(head.field("User-Agent").substr(0, limits_.user_agent_bytes)),
          std::string(cookie_value(cookies, operations::kDeviceCookie, secure)),
          std::string(cookie_value(cookies, operations::kSessionCookie, secure)),
          secure,
          std::string(cookie_value(cookies, operations::kSignInCookie, secure))};
}

Result<operations::Principal> Service::who_asks(Exchange& exchange) const {
  if (exchange.local_socket) return operations::Principal{"local", true, {"*"}};
  if (!authenticate_) return Error{Code::unauthenticated, "no caller is known here", {}};
  AKSIS_ASSIGN(key, key_of(exchange.head));
  const auto session = cookie_value(exchange.head.field("Cookie"), operations::kSessionCookie,
                                    secure_cookies(exchange));
  exchange.with_cookie = key.empty() && !session.empty();
  return authenticate_({key, session, exchange.peer});
}

Status Service::renew(Exchange& exchange) const {
  AKSIS_ASSIGN(principal, who_asks(exchange));
  exchange.principal = std::move(principal);
  return {};
}

Status Service::may_hear(const operations::Principal& principal, std::string_view topic) const {
  const auto needed = topic_permission_ ? topic_permission_(topic) : "";
  if (principal.allows(needed)) return {};
  return Error{Code::forbidden,
               fmt::format("events of {} need the permission '{}', which {} does not have; ask "
                           "whoever gives out permissions",
                           topic, needed, principal.id),
               {}};
}

bool Service::authenticate(Exchange& exchange) {
  exchange.name = "unauthenticated";
  auto principal = who_asks(exchange);
  if (!principal) {
    const auto unknown = admit_unknown(exchange);
    if (unknown == Unknown::not_open) refuse_stranger(exchange, principal.error());
    return unknown == Unknown::admitted;
  }
  exchange.principal = std::move(*principal);
  if (exchange.local_socket) return true;
  if (exchange.with_cookie && !is_read(exchange.head.method))
    if (const auto own = check_same_origin(exchange.head, true, origins_); !own.ok()) {
      exchange.name = "foreign";
      refuse(exchange, own.error());
      return false;
    }
  const double own = exchange.principal.requests_per_second;
  const double rate = own > 0 ? own : limits_.requests_per_second;
  if (rates_.allow(exchange.principal.id, rate, std::chrono::steady_clock::now())) return true;
  exchange.name = "too_many";
  refuse(exchange,
         Error{Code::busy,
               fmt::format("more than {} requests a second came with this key; send fewer", rate),
               {}},
         429);
  return false;
}

// Who signs in is nobody yet.
Service::Unknown Service::admit_unknown(Exchange& exchange) {
  const auto path = exchange.head.path;
  if (!path.starts_with(kApi) || path.size() <= kApi.size()) return Unknown::not_open;
  const auto match = registry_.match(exchange.head.method, path.substr(kApi.size()));
  if (!match || !match->operation->open) return Unknown::not_open;
  if (!is_read(exchange.head.method))
    if (const auto own = check_same_origin(exchange.head, false, origins_); !own.ok()) {
      exchange.name = "foreign";
      refuse(exchange, own.error());
      return Unknown::refused;
    }
  if (!open_rates_.allow(std::string(exchange.peer), limits_.open_per_second,
                         std::chrono::steady_clock::now())) {
    exchange.name = "too_many";
    refuse(exchange,
           Error{Code::busy,
                 fmt::format("more than {} requests a second came from this address without a "
                             "sign-in; send fewer",
                             limits_.open_per_second),
                 {}},
           429);
    return Unknown::refused;
  }
  exchange.principal = {"anonymous", false, {}};
  return Unknown::admitted;
}

void Service::refuse_stranger(Exchange& exchange, const Error& error) {
  const bool unknown = error.code == Code::unauthenticated;
  const auto wait = unknown ? strangers_.refuse(exchange.peer, std::chrono::steady_clock::now())
                            : std::chrono::seconds(0);
  if (wait.count() == 0) return refuse(exchange, error);
  refuse(exchange,
         Error{Code::busy,
               fmt::format("too many requests without a right key came from this address; wait "
                           "{} s, or send a right key: that is always taken",
                           wait.count()),
               {}},
         429);
  exchange.reply.retry_after_s = wait.count();
  exchange.reply.close = true;
}

void Service::route(Exchange& exchange) {
  const auto path = exchange.head.path;
  if (path == "/metrics") {
    exchange.name = "metrics";
    if (!is_read(exchange.head.method))
      return refuse_method(exchange,
                           Error{Code::unsupported, "only GET is taken here", {{"", "GET"}}});
    exchange.reply.media_type = "text/plain; version=0.0.4; charset=utf-8";
    exchange.reply.body = metrics_.text() + (more_metrics_ ? more_metrics_() : "");
    return;
  }
  if (path == kStream) {
    exchange.name = "stream";
    if (exchange.head.method != "GET")
      return refuse_method(exchange,
                           Error{Code::unsupported, "only GET is taken here", {{"", "GET"}}});
    exchange.next = Exchange::Next::stream;
    return;
  }
  if (path.starts_with(kApi) && path.size() > kApi.size() && path[kApi.size()] == '/')
    return route_api(exchange, path.substr(kApi.size()));
  if (exchange.local_socket && path.starts_with(kLocal))
    return route_local(exchange, path.substr(kLocal.size()));
  route_asset(exchange);
}

void Service::route_api(Exchange& exchange, std::string_view path) const {
  exchange.name = "no_route";
  const auto method = exchange.head.method == "HEAD" ? "GET" : exchange.head.method;
  auto match = registry_.match(method, path);
  if (!match && match.error().code == Code::unsupported)
    return refuse_method(exchange, match.error());
  if (!match) return refuse(exchange, match.error());
  exchange.operation = match->operation;
  exchange.name = match->operation->id;
  exchange.path_values = std::move(match->path_values);
  if (exchange.operation->needs_version && exchange.head.field("If-Match").empty())
    return refuse(
        exchange,
        Error{Code::stale,
              "this change needs If-Match with the ETag of what you read, so that nobody's "
              "change is lost",
              {}},
        428);
  expect_body(exchange);
}

void Service::route_local(Exchange& exchange, std::string_view id) const {
  exchange.name = "no_route";
  exchange.operation = registry_.find(id);
  if (!exchange.operation)
    return refuse(exchange,
                  Error{Code::not_found, fmt::format("no operation is called {}", id), {}});
  if (exchange.head.method != "POST")
    return refuse_method(exchange,
                         Error{Code::unsupported, "only POST is taken here", {{"", "POST"}}});
  exchange.name = exchange.operation->id;
  exchange.whole_input = true;
  expect_body(exchange);
}

// 405 with what is allowed; the answer itself when that is what OPTIONS asks.
void Service::refuse_method(Exchange& exchange, const Error& error) const {
  auto allowed = error.details.empty() ? std::string(kMethods) : error.details.front().message;
  if (allowed.find("GET") != std::string::npos) allowed += ", HEAD";
  if (allowed.find("OPTIONS") == std::string::npos) allowed += ", OPTIONS";
  if (exchange.head.method == "OPTIONS") {
    exchange.reply.status = 204;
  } else {
    refuse(exchange, Error{error.code, error.message, {}}, 405);
  }
  exchange.reply.fields.emplace_back("Allow", std::move(allowed));
}

// Which body may follow, and how much of it.
void Service::expect_body(Exchange& exchange) const {
  const auto& head = exchange.head;
  const auto& operation = *exchange.operation;
  exchange.next = Exchange::Next::execute;
  exchange.as_lines =
      operation.kind == operations::Kind::task && accepts(head.list("Accept"), kNdjson);
  const auto type = media_type(head.field("Content-Type"));
  const bool file = operation.upload && !(exchange.principal.local && type == kJson);
  exchange.body_max = file ? operation.upload->bytes_max : limits_.body_bytes;
  const auto encoding = head.field("Content-Encoding");
  if (!encoding.empty() && !equal_ignoring_case(encoding, "identity"))
    return refuse(exchange, Error{Code::unsupported,
                                  fmt::format("bodies compressed with {} are not taken; send it as "
                                              "it is",
                                              encoding),
                                  {}});
  if (file) {
    const auto& types = operation.upload->types;
    if (!head.has_body())
      return refuse(exchange, invalid("the file is missing: send it as the body of the request"));
    if (std::find(types.begin(), types.end(), type) == types.end())
      return refuse(exchange, Error{Code::unsupported,
                                    fmt::format("a file of type '{}' is not taken here; taken: {}",
                                                type, fmt::join(types, ", ")),
                                    {}});
    exchange.upload_wanted = true;
    return;
  }
  if (!head.has_body()) return;
  if (is_read(head.method) || head.method == "DELETE")
    return refuse(exchange, invalid(fmt::format("{} takes no body; put its values in the query",
                                                head.method)));
  if (type != kJson)
    return refuse(exchange,
                  Error{Code::unsupported,
                        fmt::format("a body of type '{}' is not taken here; send JSON with "
                                    "Content-Type: application/json",
                                    type),
                        {}});
}

void Service::route_asset(Exchange& exchange) const {
  exchange.name = "asset";
  const auto& head = exchange.head;
  const auto asset = assets_ ? asset_for(head, *assets_) : nullptr;
  if (!asset)
    return refuse(exchange, Error{Code::not_found, fmt::format("nothing is at {}", head.path), {}});
  if (!is_read(head.method))
    return refuse_method(exchange,
                         Error{Code::unsupported, "only GET is taken here", {{"", "GET"}}});
  auto& reply = exchange.reply;
  reply.holds = asset;
  reply.media_type = asset->media_type;
  reply.page = true;
  reply.fields.emplace_back("Cache-Control",
                            asset->immutable ? "public, max-age=31536000, immutable" : "no-cache");
  reply.fields.emplace_back("Vary", "Accept-Encoding");
  const auto encodings = head.list("Accept-Encoding");
  // Each encoding is another representation, so it has another tag.
  reply.etag = asset->etag;
  reply.borrowed_body = asset->plain;
  if (!asset->brotli.empty() && accepts(encodings, "br")) {
    reply.borrowed_body = asset->brotli;
    reply.etag += "-br";
    reply.fields.emplace_back("Content-Encoding", "br");
  } else if (!asset->gzip.empty() && accepts(encodings, "gzip")) {
    reply.borrowed_body = asset->gzip;
    reply.etag += "-gz";
    reply.fields.emplace_back("Content-Encoding", "gzip");
  }
  if (matches_etag(head.list("If-None-Match"), reply.etag)) {
    reply.status = 304;
    reply.borrowed_body = {};
  }
}

}  // namespace aksis::http
