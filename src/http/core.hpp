// What all connections of a server share. Any thread, each part by its own rule.
#pragma once

#include <atomic>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "http/connections.hpp"
#include "http/feed.hpp"
#include "http/pace.hpp"
#include "http/service.hpp"
#include "http/tls.hpp"
#include "http/workers.hpp"

namespace aksis::http {

using Executor = boost::asio::strand<boost::asio::io_context::executor_type>;
// TCP and local sockets alike: one kind of connection to compile instead of two.
using Socket = boost::asio::basic_stream_socket<boost::asio::generic::stream_protocol, Executor>;

using SteadyTime = std::chrono::steady_clock::time_point;

// The operations that run on workers now: named when they do not end.
class Running {
 public:
  void enter(const std::string& name);
  void leave(const std::string& name);
  std::string names() const;

 private:
  mutable std::mutex mutex_;
  std::multiset<std::string> names_;
};

struct Core {
  Core(const operations::Registry& registry, const Options& options, size_t io_threads)
      : limits(options.limits),
        upload_folder(options.upload_folder),
        io(static_cast<int>(io_threads)),
        service(registry, options),
        workers(limits.workers, limits.requests_queued),
        connections(limits),
        pace(registry, io_threads) {}

  const Limits limits;
  const std::string upload_folder;
  boost::asio::io_context io;
  CurrentTls tls;
  Service service;
  Workers workers;
  Feed feed;
  Connections connections;
  Running running;
  Pace pace;
  std::atomic<bool> draining = false;
};

}  // namespace aksis::http
