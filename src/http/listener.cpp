#include "http/listener.hpp"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/log.hpp"
#include "http/connection.hpp"

namespace aksis::http {
namespace asio = boost::asio;
using asio::ip::tcp;
using Local = asio::local::stream_protocol;

namespace {

constexpr std::chrono::milliseconds kAfterFailure{100};

// Sent as it is to who finds not even a reserved place: nothing of the request is read.
std::string full_answer() {
  const auto body = problem_json(too_many_connections(), "none");
  return fmt::format(
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
      "Content-Length: {}\r\nRetry-After: {}\r\nConnection: close\r\n\r\n{}",
      body.size(), kRetryWhenFull, body);
}

std::string peer_name(const tcp::socket::endpoint_type& endpoint) {
  return endpoint.address().to_string();
}

std::string peer_name(const Local::endpoint&) {
  return kLocalPeer;
}

template <typename Protocol>
class ProtocolListener final : public Listener,
                               public std::enable_shared_from_this<ProtocolListener<Protocol>> {
 public:
  using Acceptor = asio::basic_socket_acceptor<Protocol>;

  ProtocolListener(const std::shared_ptr<Core>& core, std::string path)
      : core_(core), io_(core->io), acceptor_(io_), path_(std::move(path)) {}

  Acceptor& acceptor() { return acceptor_; }

  void start() override {
    asio::co_spawn(
        io_, [self = this->shared_from_this()] { return self->accept(); }, asio::detached);
  }

  void close() override {
    closed_ = true;
    asio::post(io_, [self = this->shared_from_this()] {
      boost::system::error_code ignored;
      self->acceptor_.close(ignored);
    });
    if (!path_.empty()) ::unlink(path_.c_str());
  }

  uint16_t port() const override {
    if constexpr (std::is_same_v<Protocol, tcp>) return acceptor_.local_endpoint().port();
    return 0;
  }

 private:
  asio::awaitable<void> accept() {
    asio::steady_timer pause(io_);
    bool complained = false;
    while (!closed_) {
      auto [error, socket] = co_await acceptor_.async_accept(asio::make_strand(io_), kAwait);
      if (closed_ || !acceptor_.is_open()) break;
      if (!error) {
        complained = false;
        admit(std::move(socket));
        continue;
      }
      // Out of files, most likely: the connections that are there go on, new ones wait.
      if (!complained) log::warning("http", "no connection can be accepted: " + error.message());
      complained = true;
      pause.expires_after(kAfterFailure);
      co_await pause.async_wait(kAwait);
    }
  }

  template <typename Accepted>
  void admit(Accepted socket) {
    boost::system::error_code error;
    const auto endpoint = socket.remote_endpoint(error);
    const auto core = core_.lock();
    if (error || !core) return;  // gone already
    const auto peer = peer_name(endpoint);
    const auto place = core->connections.enter(peer);
    if (place == Place::none) {
      static const std::string kAnswer = full_answer();
      socket.non_blocking(true, error);
      if (!core->tls.get()) socket.send(asio::buffer(kAnswer), 0, error);
      return;
    }
    if constexpr (std::is_same_v<Protocol, tcp>) socket.set_option(tcp::no_delay(true), error);
    std::make_shared<Connection>(core, Socket(std::move(socket)), peer, place)->start();
  }

  static constexpr asio::as_tuple_t<asio::use_awaitable_t<>> kAwait{};
  // Weak: the core owns the io context, which owns the coroutine, which owns this.
  const std::weak_ptr<Core> core_;
  asio::io_context& io_;
  Acceptor acceptor_;
  const std::string path_;  // of a local socket
  std::atomic<bool> closed_ = false;
};

Error cannot_listen(const std::string& where, const boost::system::error_code& error,
                    std::string_view fix) {
  return invalid(fmt::format("cannot listen on {}: {}; {}", where, error.message(), fix));
}

std::string_view tcp_fix(const boost::system::error_code& error) {
  if (error == asio::error::address_in_use)
    return "another process uses it: stop that one, or set server.port to a free port (0 = any)";
  if (error == asio::error::access_denied)
    return "ports below 1024 need a right this process does not have: set server.port higher";
  return "set server.address to an address of this machine";
}

// Whether somebody answers at the path; what a dead process left behind does not.
bool is_in_use(asio::io_context& io, const Local::endpoint& endpoint) {
  Local::socket probe(io);
  boost::system::error_code error;
  probe.connect(endpoint, error);
  return !error;
}

}  // namespace

Result<std::shared_ptr<Listener>> listen_tcp(const std::shared_ptr<Core>& core,
                                             const std::string& address, uint16_t port) {
  boost::system::error_code error;
  const auto ip = asio::ip::make_address(address, error);
  if (error)
    return invalid(
        fmt::format("'{}' is no IP address; set server.address to one, like 127.0.0.1", address));
  const tcp::endpoint endpoint(ip, port);
  auto listener = std::make_shared<ProtocolListener<tcp>>(core, "");
  auto& acceptor = listener->acceptor();
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return cannot_listen(fmt::format("{}:{}", address, port), error, tcp_fix(error));
  return std::shared_ptr<Listener>(std::move(listener));
}

Result<std::shared_ptr<Listener>> listen_local(const std::shared_ptr<Core>& core,
                                               const std::string& path) {
  if (path.size() >= sizeof(sockaddr_un::sun_path))
    return invalid(
        fmt::format("the path of the local socket is longer than {} bytes: {}; use a "
                    "shorter data folder",
                    sizeof(sockaddr_un::sun_path) - 1, path));
  const Local::endpoint endpoint(path);
  if (is_in_use(core->io, endpoint))
    return invalid(fmt::format("another aksis process listens on {}; stop it first", path));
  ::unlink(path.c_str());
  auto listener = std::make_shared<ProtocolListener<Local>>(core, path);
  auto& acceptor = listener->acceptor();
  boost::system::error_code error;
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.bind(endpoint, error);
  // Before listen(): nobody can connect while the mode is wider than it should be.
  if (!error && ::chmod(path.c_str(), 0600) != 0)
    error.assign(errno, boost::system::system_category());
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return cannot_listen(path, error, "check that its folder exists and is writable");
  return std::shared_ptr<Listener>(std::move(listener));
}

}  // namespace aksis::http
