#include <boost/asio/post.hpp>

#include "http/connection.hpp"

namespace aksis::http {
namespace asio = boost::asio;

namespace {

constexpr size_t kUploadBlock = 1024 * 1024;
constexpr uint64_t kDiscardedBody = 64 * 1024;  // rather read than closed for
constexpr std::chrono::milliseconds kDeadlineGrace{500};

using std::chrono::steady_clock;

int head_status(const Error& error) {
  return error.code == Code::too_large ? 431 : 0;
}

}  // namespace

Connection::Task<void> Connection::serve() {
  bool open = co_await handshake();
  while (open) {
    open = co_await serve_one();
    first_request_ = false;
  }
}

Framing Connection::framing(const Exchange& exchange) const {
  Framing out;
  out.keep_alive = exchange.head.keep_alive && !core_->draining;
  out.without_body = exchange.head.method == "HEAD";
  out.secure = tls_.has_value();
  return out;
}

Connection::Task<bool> Connection::serve_one() {
  const auto exchange = std::make_shared<Exchange>();
  exchange->peer = peer_;
  exchange->local_socket = peer_ == kLocalPeer;
  exchange->secure = tls_.has_value();
  RequestReader reader(exchange->head, core_->limits.header_bytes);
  const auto head = co_await read_head(*exchange, reader);
  if (head == Head::ended) co_return false;
  if (head == Head::whole) {
    if (place_ == Place::reserved) {
      core_->service.plan_reserved(*exchange);
      co_return co_await answer(*exchange, exchange->reply);
    }
    core_->service.plan(*exchange);
    bool whole = true;
    if (exchange->next == Exchange::Next::execute)
      whole = co_await read_body(exchange, reader);
    else if (exchange->head.has_body())
      whole = co_await discard_body(*exchange, reader);
    if (!whole && exchange->next != Exchange::Next::reply) co_return false;
    if (!whole) exchange->reply.close = true;
  } else {
    exchange->reply.close = true;
  }
  if (exchange->next == Exchange::Next::stream) co_return co_await send_stream(exchange);
  if (exchange->next == Exchange::Next::execute) co_return co_await execute(exchange);
  co_return co_await answer(*exchange, exchange->reply);
}

Connection::Task<Connection::Head> Connection::read_head(Exchange& exchange,
                                                         RequestReader& reader) {
  idle_ = true;
  bool begun = false;
  const auto& limits = core_->limits;
  const auto head_time = place_ == Place::reserved ? limits.probe_time : limits.header_time;
  // A connection that never asked anything gets no more than the time for a head.
  set_deadline(first_request_ ? head_time : limits.keep_alive);
  while (true) {
    in_.erase(0, in_.find_first_not_of("\r\n"));  // blank lines before a request
    if (!in_.empty()) {
      idle_ = false;
      if (!begun) {
        set_deadline(head_time);
        exchange.began = steady_clock::now();
      }
      begun = true;
      auto taken = reader.read_head(in_);
      if (!taken) {
        exchange.name = "unreadable";
        core_->service.refuse(exchange, taken.error(), head_status(taken.error()));
        co_return Head::refused;
      }
      if (*taken > 0) {
        in_.erase(0, *taken);
        clear_deadline();
        co_return Head::whole;
      }
    }
    if (idle_ && core_->draining) co_return Head::ended;
    const bool more = co_await read_more();
    if (more) continue;
    if (!begun || !timed_out_) co_return Head::ended;
    exchange.name = "unreadable";
    const auto why = "the head of the request did not come in time; send it at once";
    core_->service.refuse(exchange, Error{Code::timeout, why, {}}, 408);
    co_return Head::refused;
  }
}

// The time allowed grows with what has come, so that only clients slower than the rate are cut.
Connection::Task<bool> Connection::read_body(ExchangePtr exchange, RequestReader& reader) {
  const auto& limits = core_->limits;
  const auto begun = steady_clock::now();
  uint64_t received = 0;
  if (exchange->upload_wanted) {
    auto file = UploadFile::create(core_->upload_folder);
    if (!file) {
      core_->service.refuse(*exchange, file.error());
      co_return false;
    }
    exchange->upload = std::move(*file);
  }
  const auto length = exchange->head.content_length;
  const bool fits = !length || *length <= exchange->body_max;
  if (exchange->head.expects_continue && fits && in_.empty() && !reader.done()) {
    std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    const bool sent = co_await send(std::move(go_on));
    if (!sent) co_return false;
  }
  while (!reader.done()) {
    auto taken = reader.read_body(in_, exchange->body, exchange->body_max);
    if (!taken) {
      core_->service.refuse(*exchange, taken.error());
      co_return false;
    }
    in_.erase(0, *taken);
    received += *taken;
    if (exchange->upload && (reader.done() || exchange->body.size() >= kUploadBlock)) {
      const bool flushed = co_await flush_upload(exchange);
      if (!flushed) co_return false;
    }
    if (reader.done()) break;
    const std::chrono::milliseconds earned(received * 1000 / limits.body_bytes_per_second);
    set_deadline_at(begun + limits.body_grace + earned);
    const bool more = co_await read_more();
    if (more) continue;
    if (timed_out_)
      core_->service.refuse(
          *exchange,
          Error{Code::timeout, "the body of the request comes too slowly; send it again", {}}, 408);
    co_return false;
  }
  clear_deadline();
  co_return true;
}

Connection::Task<bool> Connection::flush_upload(ExchangePtr exchange) {
  auto written = std::make_shared<Status>();
  std::function<void()> job = [exchange, written] {
    *written = exchange->upload->append(exchange->body);
    exchange->body.clear();
  };
  const bool taken = co_await on_worker(std::move(job));
  if (!taken)
    *written = Error{Code::busy, "the server has too much to do; try again in a moment", {}};
  if (!written->ok()) core_->service.refuse(*exchange, written->error());
  co_return written->ok();
}

// A refused request whose body is short is read to its end, so that the connection can go on.
Connection::Task<bool> Connection::discard_body(const Exchange& exchange, RequestReader& reader) {
  const auto length = exchange.head.content_length;
  if (exchange.head.expects_continue || (length && *length > kDiscardedBody)) co_return false;
  std::string thrown;
  set_deadline(core_->limits.body_grace);
  while (true) {
    const auto taken = reader.read_body(in_, thrown, kDiscardedBody);
    if (!taken) co_return false;
    in_.erase(0, *taken);
    if (reader.done()) break;
    const bool more = co_await read_more();
    if (!more) co_return false;
  }
  clear_deadline();
  co_return true;
}

Connection::Task<bool> Connection::on_worker(std::function<void()> job) {
  auto done = std::make_shared<bool>(false);
  const bool taken = core_->workers.submit([self = shared_from_this(), job = std::move(job), done] {
    job();
    self->on_strand([done](Connection& connection) {
      *done = true;
      connection.wake();
    });
  });
  while (taken && !*done) co_await wait_signal();
  co_return taken;
}

Connection::Task<bool> Connection::execute(ExchangePtr exchange) {
  const auto& operation = *exchange->operation;
  if (core_->pace.enter(operation)) {
    const auto begun = steady_clock::now();
    core_->service.execute(*exchange);
    core_->pace.leave();
    core_->pace.record(operation, steady_clock::now() - begun);
    co_return co_await answer(*exchange, exchange->reply);
  }
  // Only HTTP/1.1 has the chunks that lines of unknown number need.
  exchange->as_lines = exchange->as_lines && exchange->head.version == 11;
  if (exchange->as_lines)
    exchange->on_progress = [self = weak_from_this(), last = SteadyTime()]() mutable {
      constexpr std::chrono::milliseconds kBetweenLines{100};
      const auto now = steady_clock::now();
      if (now - last < kBetweenLines) return;
      last = now;
      if (const auto alive = self.lock()) alive->on_strand([](Connection& it) { it.wake(); });
    };
  at_worker_ = exchange;
  worker_done_ = false;
  lines_begun_ = false;
  const bool taken = core_->workers.submit([self = shared_from_this(), exchange] {
    if (!*exchange->stop) {
      const auto begun = steady_clock::now();
      self->core_->running.enter(exchange->name);
      self->core_->service.execute(*exchange);
      self->core_->running.leave(exchange->name);
      self->core_->pace.record(*exchange->operation, steady_clock::now() - begun);
    }
    self->on_strand([exchange](Connection& connection) {
      if (connection.at_worker_ != exchange) return;  // given up meanwhile
      connection.worker_done_ = true;
      connection.wake();
    });
  });
  if (!taken) {
    at_worker_ = nullptr;
    core_->service.refuse(
        *exchange, Error{Code::busy, "the server has too much to do; try again in a moment", {}});
    co_return co_await answer(*exchange, exchange->reply);
  }
  co_return co_await await_worker(exchange);
}

// While the worker has the exchange, its reply and progress belong to the worker.
Connection::Task<bool> Connection::await_worker(ExchangePtr exchange) {
  const auto allowed = exchange->operation->deadline;
  const auto deadline = exchange->began + allowed + kDeadlineGrace;
  while (!worker_done_) {
    co_await wait_signal();
    if (worker_done_) break;
    const bool gone = cut_ || peer_is_gone();
    const bool late = allowed.count() > 0 && steady_clock::now() >= deadline;
    if (gone || late) *exchange->stop = true;
    if (gone) {
      at_worker_ = nullptr;
      core_->service.metrics().record(exchange->name, http_status(Code::cancelled),
                                      steady_clock::now() - exchange->began);
      co_return false;
    }
    if (late) {
      at_worker_ = nullptr;
      const Error error{Code::timeout,
                        exchange->name + " did not end in its " + std::to_string(allowed.count()) +
                            " ms; it was told to stop",
                        {}};
      const auto reply = problem(error, exchange->request_id);
      if (exchange->as_lines) co_return co_await send_last_line(*exchange, reply);
      co_return co_await answer(*exchange, reply);
    }
    if (!exchange->as_lines) continue;
    const bool sent = co_await send_progress(*exchange);
    if (!sent) *exchange->stop = true;
  }
  at_worker_ = nullptr;
  if (exchange->as_lines && (lines_begun_ || exchange->reply.status < 400))
    co_return co_await send_last_line(*exchange, exchange->reply);
  co_return co_await answer(*exchange, exchange->reply);
}

Connection::Task<bool> Connection::answer(const Exchange& exchange, const Reply& reply) {
  auto framing_of_it = framing(exchange);
  if (reply.close) framing_of_it.keep_alive = false;
  core_->service.metrics().record(exchange.name, reply.status,
                                  steady_clock::now() - exchange.began);
  auto bytes = head_bytes(reply, framing_of_it, exchange.request_id);
  const auto content = framing_of_it.without_body ? std::string_view() : reply.content();
  const bool sent = co_await send(std::move(bytes), content);
  if (sent && reply.close) co_await linger();
  co_return sent&& framing_of_it.keep_alive;
}

}  // namespace aksis::http
