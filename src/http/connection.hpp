// One connection: a coroutine that reads requests, has them executed and sends the answers.
// The private part runs on the connection's strand; sweep(), drain() and cut() come from any thread
// and hop onto it.
//
// g++ 12 miscompiles co_await inside a condition, with ! && || or ?: (the frame of the awaited
// coroutine goes too early): its result always gets a name first. `tests/tidy` watches that.
#pragma once

#include <array>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <set>

#include "http/core.hpp"
#include "http/request_reader.hpp"

namespace aksis::http {

class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  // Has its place in `core->connections` already; counts itself out.
  Connection(std::shared_ptr<Core> core, Socket socket, std::string peer, Place place);
  ~Connection();

  void start();
  void sweep(SteadyTime now);  // looks at its deadlines
  void drain();                // ends it when it is idle
  void cut();                  // ends it

 private:
  template <typename T>
  using Task = boost::asio::awaitable<T, Executor>;
  using ExchangePtr = std::shared_ptr<Exchange>;
  using Timer = boost::asio::basic_waitable_timer<
      std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>, Executor>;
  enum class Head { whole, refused, ended };

  // connection.cpp: bytes in and out, deadlines. false: the connection ended.
  Task<bool> handshake();
  Task<bool> read_more();
  Task<bool> send(std::string bytes, std::string_view more = {});
  Task<void> linger();
  Task<void> wait_signal();
  void wake();
  void on_strand(std::function<void(Connection&)> action);
  void set_deadline(std::chrono::milliseconds after);
  void set_deadline_at(SteadyTime at);
  void clear_deadline();
  bool peer_is_gone();
  void close();

  // conversation.cpp: one request after the other. false: no further one.
  Task<void> serve();
  Task<bool> serve_one();
  Task<Head> read_head(Exchange& exchange, RequestReader& reader);
  Task<bool> read_body(ExchangePtr exchange, RequestReader& reader);
  Task<bool> flush_upload(ExchangePtr exchange);
  Task<bool> discard_body(const Exchange& exchange, RequestReader& reader);
  Task<bool> execute(ExchangePtr exchange);
  Task<bool> await_worker(ExchangePtr exchange);
  Task<bool> answer(const Exchange& exchange, const Reply& reply);
  Task<bool> on_worker(std::function<void()> job);
  Framing framing(const Exchange& exchange) const;

  // stream.cpp: answers in pieces.
  Task<bool> send_progress(Exchange& exchange);
  Task<bool> send_last_line(Exchange& exchange, const Reply& reply);
  Task<bool> send_stream(ExchangePtr exchange);
  Task<bool> send_events(const Exchange& exchange, const std::set<std::string, std::less<>>& topics,
                         uint64_t& last, bool& missed);

  const std::shared_ptr<Core> core_;
  Socket socket_;
  std::optional<boost::asio::ssl::stream<Socket&>> tls_;
  const std::string peer_;
  const Place place_;
  Timer signal_;

  std::array<char, 8 * 1024> block_;
  std::string in_;  // received, not yet taken
  bool idle_ = true;
  bool first_request_ = true;
  bool timed_out_ = false;
  bool cut_ = false;
  bool woken_ = false;
  bool lines_begun_ = false;
  ExchangePtr at_worker_;  // what a worker runs for this connection now
  bool worker_done_ = false;
  std::atomic<int64_t> deadline_;      // of the steady clock, in nanoseconds
  std::atomic<bool> waiting_ = false;  // for a worker or an event: sweep() wakes it to look around
};

}  // namespace aksis::http
