#include "http/connection.hpp"

#include "operations/percent.hpp"

namespace aksis::http {
namespace {

using std::chrono::steady_clock;
using Topics = std::set<std::string, std::less<>>;

// ?topics=a,b: which ones to hear; none named: all that the caller may hear.
Result<Topics> topics_of(std::string_view query) {
  constexpr std::string_view kName = "topics=";
  Topics out;
  while (!query.empty()) {
    const auto pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (!pair.starts_with(kName))
      return invalid("the stream takes only 'topics', a list with commas, in its query");
    AKSIS_ASSIGN(list,
                 operations::percent_decode(pair.substr(kName.size()), operations::Plus::space));
    for_each_element(list, [&](std::string_view topic) { out.emplace(topic); });
  }
  return out;
}

// Topics asked for by name are refused rather than left out: the caller waits for their events.
Result<Topics> heard_by(const Service& service, const operations::Principal& principal,
                        Topics topics) {
  for (const auto& topic : topics) AKSIS_TRY(service.may_hear(principal, topic));
  return topics;
}

// One event in the format of server-sent events; a line break in the data begins a new data line.
std::string event_text(std::string_view id, std::string_view topic, std::string_view data) {
  std::string out;
  out.append("id: ").append(id).append("\nevent: ").append(topic).append("\n");
  while (true) {
    const auto line = data.substr(0, data.find('\n'));
    out.append("data: ").append(line).append("\n");
    if (line.size() == data.size()) break;
    data.remove_prefix(line.size() + 1);
  }
  return out + "\n";
}

}  // namespace

Connection::Task<bool> Connection::send_progress(Exchange& exchange) {
  auto line = exchange.progress.take();
  if (!line) co_return true;
  auto bytes = chunk(*line);
  if (!lines_begun_) {
    Reply begun;
    begun.media_type = kNdjson;
    auto how = framing(exchange);
    how.chunked = true;
    bytes = head_bytes(begun, how, exchange.request_id) + bytes;
    lines_begun_ = true;
  }
  co_return co_await send(std::move(bytes));
}

Connection::Task<bool> Connection::send_last_line(Exchange& exchange, const Reply& reply) {
  const bool failed = reply.status >= 400;
  auto line = exchange.progress.take().value_or("");
  line += failed ? R"({"problem":)" : R"({"result":)";
  line += reply.body.empty() ? "null" : reply.body;
  line += "}\n";
  core_->service.metrics().record(exchange.name, reply.status,
                                  steady_clock::now() - exchange.began);
  const auto how = framing(exchange);
  std::string bytes;
  if (lines_begun_) {
    bytes = chunk(line) + std::string(kLastChunk);
  } else {
    Reply whole;
    whole.media_type = kNdjson;
    whole.body = std::move(line);
    bytes = head_bytes(whole, how, exchange.request_id) + whole.body;
  }
  const bool sent = co_await send(std::move(bytes));
  co_return sent&& how.keep_alive;
}

Connection::Task<bool> Connection::send_events(const Exchange& exchange, const Topics& topics,
                                               uint64_t& last, bool& missed) {
  bool forgotten = false;
  const auto events = core_->feed.after(last, forgotten);
  std::string text;
  // The client learns that it has to read anew what it shows.
  if (missed || forgotten) text += event_text(core_->feed.id(last), "reset", "{}");
  missed = false;
  for (const auto& event : events) {
    last = event->number;
    if (!topics.empty() && !topics.contains(event->topic)) continue;
    if (!core_->service.may_hear(exchange.principal, event->topic)) continue;
    if (event->audience && !event->audience(exchange.principal)) continue;
    text += event_text(core_->feed.id(event->number), event->topic, event->data);
  }
  if (text.empty()) co_return true;
  auto bytes = chunk(text);
  co_return co_await send(std::move(bytes));
}

Connection::Task<bool> Connection::send_stream(ExchangePtr exchange) {
  auto topics = topics_of(exchange->head.query);
  if (topics) topics = heard_by(core_->service, exchange->principal, std::move(*topics));
  if (!topics) {
    const auto refused = problem(topics.error(), exchange->request_id);
    co_return co_await answer(*exchange, refused);
  }
  // Before the answer begins: what is published once the client sees it open, reaches it.
  uint64_t last = core_->feed.last();
  const auto seen = exchange->head.field("Last-Event-ID");
  bool missed = !seen.empty() && !core_->feed.read_id(seen, last);
  Reply begun;
  begun.media_type = kEventStream;
  auto how = framing(*exchange);
  how.chunked = true;
  how.keep_alive = false;
  auto opening = head_bytes(begun, how, exchange->request_id) + chunk(": open\n\n");
  bool open = co_await send(std::move(opening));
  if (!open) co_return false;

  // Woken from the publishing thread; the connection goes first when it ends.
  const auto listener = core_->feed.listen([self = weak_from_this()] {
    if (const auto alive = self.lock()) alive->on_strand([](Connection& it) { it.wake(); });
  });
  auto looked = steady_clock::now();
  while (open && !core_->draining && !cut_) {
    const bool beat = steady_clock::now() - looked >= core_->limits.heartbeat;
    // A key revoked meanwhile hears nothing more; one with other permissions hears by those.
    if ((beat || core_->feed.last() > last) && !core_->service.renew(*exchange)) break;
    open = co_await send_events(*exchange, *topics, last, missed);
    if (open && beat) {
      auto alive = chunk(": still here\n\n");
      open = co_await send(std::move(alive));
      looked = steady_clock::now();
    }
    if (open) co_await wait_signal();
    open = open && !peer_is_gone();
  }
  core_->feed.forget(listener);
  std::string end(kLastChunk);
  if (open) open = co_await send(std::move(end));
  core_->service.metrics().record(exchange->name, begun.status,
                                  steady_clock::now() - exchange->began);
  co_return false;
}

}  // namespace aksis::http
