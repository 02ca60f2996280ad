#include "http/connection.hpp"

#include <sys/socket.h>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <limits>

#include "base/log.hpp"

namespace aksis::http {
namespace asio = boost::asio;

namespace {

constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAwait{};
constexpr int64_t kNever = std::numeric_limits<int64_t>::max();
constexpr size_t kSlice = 256 * 1024;     // written under one deadline
constexpr size_t kOneBuffer = 16 * 1024;  // below, copying is cheaper than a second buffer
constexpr size_t kLingerBytes = 1024 * 1024;
constexpr std::chrono::milliseconds kLinger{2'000};

int64_t nanoseconds(SteadyTime at) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(at.time_since_epoch()).count();
}

}  // namespace

Connection::Connection(std::shared_ptr<Core> core, Socket socket, std::string peer, Place place)
    : core_(std::move(core)),
      socket_(std::move(socket)),
      peer_(std::move(peer)),
      place_(place),
      signal_(socket_.get_executor(), SteadyTime::max()),
      deadline_(kNever) {
  // OpenSSL counts who uses a context: this one lives on when another takes its place.
  if (const auto tls = core_->tls.get(); tls && peer_ != kLocalPeer) tls_.emplace(socket_, *tls);
}

Connection::~Connection() {
  core_->connections.remove(this);
  core_->connections.leave(peer_, place_);
}

void Connection::start() {
  core_->connections.add(shared_from_this(), place_);
  asio::co_spawn(
      socket_.get_executor(), [self = shared_from_this()] { return self->serve(); },
      [self = shared_from_this()](const std::exception_ptr& thrown) {
        self->close();
        if (!thrown) return;
        try {
          std::rethrow_exception(thrown);
        } catch (const std::exception& defect) {
          log::error("http", std::string("a connection ended by a defect: ") + defect.what());
        } catch (...) {
          log::error("http", "a connection ended by a defect");
        }
      });
}

void Connection::on_strand(std::function<void(Connection&)> action) {
  asio::post(socket_.get_executor(),
             [self = shared_from_this(), action = std::move(action)] { action(*self); });
}

void Connection::sweep(SteadyTime now) {
  const bool late = nanoseconds(now) >= deadline_;
  if (!late && !waiting_) return;
  on_strand([](Connection& self) {
    if (nanoseconds(std::chrono::steady_clock::now()) >= self.deadline_) {
      // The waiting operation ends with an error; the coroutine knows what it was doing.
      self.timed_out_ = true;
      boost::system::error_code ignored;
      self.socket_.cancel(ignored);
    }
    if (self.waiting_) self.wake();
  });
}

void Connection::drain() {
  on_strand([](Connection& self) {
    if (self.idle_) self.close();
    self.wake();
  });
}

void Connection::cut() {
  on_strand([](Connection& self) {
    self.cut_ = true;
    if (self.at_worker_) *self.at_worker_->stop = true;
    self.close();
    self.wake();
  });
}

void Connection::close() {
  boost::system::error_code ignored;
  socket_.close(ignored);
}

void Connection::wake() {
  woken_ = true;
  signal_.cancel();
}

Connection::Task<void> Connection::wait_signal() {
  waiting_ = true;
  if (!woken_) co_await signal_.async_wait(kAwait);
  woken_ = false;
  waiting_ = false;
}

void Connection::set_deadline_at(SteadyTime at) {
  timed_out_ = false;
  deadline_ = nanoseconds(at);
}

void Connection::set_deadline(std::chrono::milliseconds after) {
  set_deadline_at(std::chrono::steady_clock::now() + after);
}

void Connection::clear_deadline() {
  timed_out_ = false;
  deadline_ = kNever;
}

// Whether the other end closed while its answer is being made. Bytes of a next request, or of TLS,
// say nothing about that.
bool Connection::peer_is_gone() {
  char byte = 0;
  if (!socket_.is_open()) return true;
  const auto size = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return size == 0 || (size < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

Connection::Task<bool> Connection::handshake() {
  if (!tls_) co_return true;
  const auto& limits = core_->limits;
  set_deadline(place_ == Place::reserved ? limits.probe_time : limits.tls_handshake);
  const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, kAwait);
  co_return !error;
}

Connection::Task<bool> Connection::read_more() {
  const auto room = asio::buffer(block_);
  std::tuple<boost::system::error_code, size_t> received;
  if (tls_)
    received = co_await tls_->async_read_some(room, kAwait);
  else
    received = co_await socket_.async_read_some(room, kAwait);
  const auto [error, size] = received;
  in_.append(block_.data(), size);
  co_return !error;
}

// Each slice gets the whole write time: a slow reader is served, one that stopped reading is not.
Connection::Task<bool> Connection::send(std::string bytes, std::string_view more) {
  if (more.size() <= kOneBuffer) {
    bytes += more;
    more = {};
  }
  while (!bytes.empty() || !more.empty()) {
    const auto slice = more.substr(0, kSlice);
    more.remove_prefix(slice.size());
    const std::array<asio::const_buffer, 2> buffers = {asio::buffer(bytes),
                                                       asio::buffer(slice.data(), slice.size())};
    set_deadline(core_->limits.write_time);
    std::tuple<boost::system::error_code, size_t> sent;
    if (tls_)
      sent = co_await asio::async_write(*tls_, buffers, kAwait);
    else
      sent = co_await asio::async_write(socket_, buffers, kAwait);
    if (std::get<0>(sent)) co_return false;
    bytes.clear();
  }
  clear_deadline();
  co_return true;
}

// Closing with bytes unread resets the connection, and the other end may lose the answer: what it
// still sends is read for a while and thrown away (RFC 9112, 9.6).
Connection::Task<void> Connection::linger() {
  boost::system::error_code ignored;
  socket_.shutdown(asio::socket_base::shutdown_send, ignored);
  set_deadline(kLinger);
  for (size_t thrown = 0; thrown < kLingerBytes; thrown += block_.size()) {
    const auto [error, size] = co_await socket_.async_read_some(asio::buffer(block_), kAwait);
    if (error || size == 0) break;
  }
}

}  // namespace aksis::http
