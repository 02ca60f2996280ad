// What a request means, without a socket: which operation, who asks, what answer. The connection
// drives it; the fuzzer and the tests do too. Any thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/exchange.hpp"
#include "http/metrics.hpp"
#include "http/rates.hpp"
#include "http/server.hpp"
#include "http/strangers.hpp"

namespace aksis::http {

class Service {
 public:
  // What it takes of `options` it copies; `registry` outlives it.
  Service(const operations::Registry& registry, const Options& options);

  // Reads the head: routes, authenticates, bounds. Never waits.
  void plan(Exchange& exchange);

  // The same for a connection beyond the limits: health, or 503; the connection ends with it.
  void plan_reserved(Exchange& exchange) const;

  // Runs the operation with the body now there. May wait as long as the operation does.
  void execute(Exchange& exchange) const;

  // Whether the caller may hear the events of `topic`.
  Status may_hear(const operations::Principal& principal, std::string_view topic) const;

  // For answers that last: whether who asked is still a caller, and with which permissions.
  Status renew(Exchange& exchange) const;

  // An error met by the connection itself (malformed, too slow, too many …).
  void refuse(Exchange& exchange, const Error& error, int status = 0) const;

  Metrics& metrics() { return metrics_; }
  size_t refused_addresses() const { return strangers_.count(); }
  void set_draining() { draining_ = true; }

 private:
  void begin(Exchange& exchange) const;
  bool answer_open_paths(Exchange& exchange) const;
  Result<operations::Principal> who_asks(Exchange& exchange) const;
  bool authenticate(Exchange& exchange);
  enum class Unknown { admitted, refused, not_open };
  Unknown admit_unknown(Exchange& exchange);
  bool secure_cookies(const Exchange& exchange) const;
  operations::Origin origin_of(const Exchange& exchange) const;
  void refuse_stranger(Exchange& exchange, const Error& error);
  void route(Exchange& exchange);
  void route_api(Exchange& exchange, std::string_view path) const;
  void route_local(Exchange& exchange, std::string_view id) const;
  void route_asset(Exchange& exchange) const;
  void refuse_method(Exchange& exchange, const Error& error) const;
  void expect_body(Exchange& exchange) const;

  void execute_or_throw(Exchange& exchange) const;
  Result<json::Document> build_input(const Exchange& exchange) const;
  Reply run(Exchange& exchange, operations::Call& call) const;
  Reply run_once(Exchange& exchange, operations::Call& call, std::string_view key) const;

  const operations::Registry& registry_;
  const Limits limits_;
  const Authenticator authenticate_;
  const TopicPermission topic_permission_;
  const std::vector<std::string> origins_;
  const bool secure_origin_;
  const std::function<Status()> ready_;
  const std::function<std::string()> more_metrics_;
  const std::shared_ptr<const Assets> assets_;
  const std::shared_ptr<IdempotencyStore> idempotency_;
  Rates rates_;
  Rates open_rates_;
  Strangers strangers_;
  Metrics metrics_;
  std::atomic<bool> draining_ = false;
};

// The whole way of one request given as bytes, on this thread: its reply as bytes, or "" when the
// bytes are no whole request.
std::string answer_bytes(Service& service, std::string_view bytes, const Limits& limits);

}  // namespace aksis::http
