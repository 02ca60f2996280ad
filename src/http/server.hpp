// The HTTP server: one listener (TCP, with or without TLS), one local socket, and the operations of
// a registry behind them. Made and stopped on the main thread; the rest from any thread.
//
//   /api/v1/…                   routes of the registry
//   /api/v1/stream              server-sent events (?topics=a,b; Last-Event-ID)
//   /livez /readyz /metrics     the first two without a key
//   /local/operations/{id}      every operation, by POST; on the local socket only
//   anything else               static assets
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/assets.hpp"
#include "http/feed.hpp"
#include "http/idempotency.hpp"
#include "http/limits.hpp"
#include "operations/registry.hpp"

namespace aksis::http {

// What a request brings to say who sends it. Views into the request.
struct Credentials {
  std::string_view key;      // of "Authorization: Bearer KEY" or "X-API-Key: KEY"
  std::string_view session;  // value of the session cookie; looked at when there is no key
  std::string_view peer;     // address of the other end
};

// Runs on an io thread: looks up memory, never waits. An error is answered with its status.
using Authenticator = std::function<Result<operations::Principal>(const Credentials&)>;

// Which permission hearing the events of a topic needs: the one that reading what they tell of
// needs. Any thread; never waits.
using TopicPermission = std::function<std::string(std::string_view topic)>;

struct Tls {
  std::string certificate_path, key_path;  // PEM
  bool allow_1_2 = false;                  // ECDHE with an AEAD cipher only
};

struct Options {
  std::string address = "127.0.0.1";
  uint16_t port = 0;        // 0: any free one
  std::string socket_path;  // empty: none. Mode 0600; its callers are the principal "local"
  std::optional<Tls> tls;
  Limits limits;
  size_t io_threads = 0;  // 0: min(4, cores), at least 2
  Authenticator authenticate;
  // Where browsers find this server when that is not where it listens: behind a proxy. One that
  // begins with https:// makes its cookies secure.
  std::vector<std::string> origins;
  TopicPermission topic_permission;      // may be empty: every caller hears all
  std::function<Status()> ready;         // may be empty: always
  std::function<std::string()> metrics;  // further lines in Prometheus' text format; may be empty
  std::shared_ptr<const Assets> assets;
  std::shared_ptr<IdempotencyStore> idempotency;  // without it the header is refused
  std::string upload_folder;                      // where uploads wait; must exist
};

class Server {
 public:
  // Refuses with a sentence: an address in use or not of this machine, a certificate that cannot be
  // read, a socket path that another process listens on. `registry` outlives the server.
  static Result<std::unique_ptr<Server>> start(const operations::Registry& registry,
                                               Options options);
  ~Server();

  uint16_t port() const;
  std::string url() const;  // "http://127.0.0.1:8080"

  // For new connections from now on; those that are open keep what they have. Refuses, with a
  // sentence, files that cannot be used or whose time is not now: the old certificate stays.
  Status renew_certificate(const Tls& tls);

  // To every open event stream that listens to `topic`, of those that `audience` lets hear it.
  // `data` is JSON text.
  void publish(std::string_view topic, std::string_view data, Audience audience = {});

  // No new connection; requests in flight get Limits::drain, then are cut. An error names the
  // operations that still run: their threads cannot be ended, so the process should exit.
  Status stop();

 private:
  struct State;
  explicit Server(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace aksis::http
