#include "http/client.hpp"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <boost/beast/http/basic_parser.hpp>
#include <cerrno>
#include <cstring>

#include "http/head.hpp"
#include "http/reply.hpp"

namespace aksis::http {
namespace beast = boost::beast;

namespace {

constexpr int kTickMs = 50;  // between two looks at `stop`
constexpr uint32_t kHeadMax = 64 * 1024;

Error broken(std::string_view what) {
  return Error{Code::internal, fmt::format("the server's answer did not come whole: {}", what), {}};
}

Error cannot_reach(const std::string& where) {
  return Error{Code::not_found,
               fmt::format("no aksis server answers at {}: {}", where, std::strerror(errno)),
               {}};
}

// Collects an answer; passes lines on as they come when somebody listens.
class AnswerParser final : public beast::http::basic_parser<false> {
 public:
  AnswerParser(Answer& answer, const Client::OnLine& on_line) : answer_(answer), on_line_(on_line) {
    header_limit(kHeadMax);
    body_limit(boost::none);
    eager(true);
  }

 private:
  using error_code = beast::error_code;
  using string_view = beast::string_view;

  void on_request_impl(beast::http::verb, string_view, string_view, int, error_code&) override {}
  void on_response_impl(int status, string_view, int, error_code&) override {
    answer_.status = status;
  }
  void on_field_impl(beast::http::field, string_view name, string_view value,
                     error_code&) override {
    std::string key(name.data(), name.size());
    for (auto& c : key)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    auto& kept = answer_.headers[key];
    if (!kept.empty()) kept += ", ";
    kept.append(value.data(), value.size());
  }
  void on_header_impl(error_code&) override {
    lines_ = on_line_ && answer_.headers["content-type"] == kNdjson;
  }
  void on_body_init_impl(boost::optional<uint64_t> const&, error_code&) override {}
  size_t on_body_impl(string_view bytes, error_code&) override { return take(bytes); }
  void on_chunk_header_impl(uint64_t, string_view, error_code&) override {}
  size_t on_chunk_body_impl(uint64_t, string_view bytes, error_code&) override {
    return take(bytes);
  }
  void on_finish_impl(error_code&) override {}

  size_t take(string_view bytes) {
    answer_.body.append(bytes.data(), bytes.size());
    for (size_t end = 0; lines_ && (end = answer_.body.find('\n')) != std::string::npos;) {
      on_line_(std::string_view(answer_.body).substr(0, end));
      answer_.body.erase(0, end + 1);
    }
    return bytes.size();
  }

  Answer& answer_;
  const Client::OnLine& on_line_;
  bool lines_ = false;
};

std::string request_bytes(const Request& request) {
  auto out = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", request.method, request.target);
  for (const auto& [name, value] : request.headers) out += fmt::format("{}: {}\r\n", name, value);
  if (!request.body.empty() || request.method != "GET")
    out += fmt::format("Content-Length: {}\r\n", request.body.size());
  return out + "\r\n" + request.body;
}

}  // namespace

Client::Client(Client&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)),
      timeout_(other.timeout_),
      rest_(std::move(other.rest_)) {}

Client& Client::operator=(Client&& other) noexcept {
  std::swap(handle_, other.handle_);
  std::swap(timeout_, other.timeout_);
  std::swap(rest_, other.rest_);
  return *this;
}

Client::~Client() {
  if (handle_ >= 0) ::close(handle_);
}

Result<Client> Client::over_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path))
    return invalid("the path of the local socket is too long: " + path);
  std::memcpy(address.sun_path, path.data(), path.size());
  Client client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (client.handle_ < 0 ||
      ::connect(client.handle_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    return cannot_reach(path);
  return client;
}

Result<Client> Client::over_tcp(const std::string& host, uint16_t port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
    return invalid(fmt::format("'{}' is no IPv4 address", host));
  Client client(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (client.handle_ < 0 ||
      ::connect(client.handle_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0)
    return cannot_reach(fmt::format("{}:{}", host, port));
  const int on = 1;
  ::setsockopt(client.handle_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return client;
}

// Waits in short steps, so that `stop` is seen and silence is bounded.
Status Client::wait(short events, const std::atomic<bool>* stop) {
  const auto begun = std::chrono::steady_clock::now();
  while (true) {
    if (stop && *stop) return Error{Code::cancelled, "the call was stopped", {}};
    pollfd one{handle_, events, 0};
    const int ready = ::poll(&one, 1, kTickMs);
    if (ready > 0) return {};
    if (ready < 0 && errno != EINTR) return broken(std::strerror(errno));
    if (timeout_.count() > 0 && std::chrono::steady_clock::now() - begun > timeout_)
      return Error{
          Code::timeout, fmt::format("the server said nothing for {} ms", timeout_.count()), {}};
  }
}

Status Client::write_all(std::string_view bytes, const std::atomic<bool>* stop) {
  while (!bytes.empty()) {
    const auto size = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size > 0) {
      bytes.remove_prefix(static_cast<size_t>(size));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR) {
      AKSIS_TRY(wait(POLLOUT, stop));
    } else {
      // The server may have refused already and closed: its answer is still to be read.
      return {};
    }
  }
  return {};
}

Result<Answer> Client::send(const Request& request, const OnLine& on_line,
                            const std::atomic<bool>* stop) {
  Answer answer;
  const auto fail = [&](Error error) {
    ::close(std::exchange(handle_, -1));
    return error;
  };
  if (handle_ < 0) return broken("the connection is closed; connect again");
  if (auto sent = write_all(request_bytes(request), stop); !sent) return fail(sent.error());
  AnswerParser parser(answer, on_line);
  parser.skip(request.method == "HEAD");
  std::array<char, 16 * 1024> block;
  while (true) {
    beast::error_code error;
    while (!rest_.empty() && !parser.is_done()) {
      const auto taken = parser.put(boost::asio::const_buffer(rest_.data(), rest_.size()), error);
      rest_.erase(0, taken);
      if (error == beast::http::error::need_more) break;
      if (error) return fail(broken(error.message()));
    }
    if (parser.is_done()) break;
    if (auto ready = wait(POLLIN, stop); !ready) return fail(ready.error());
    const auto size = ::recv(handle_, block.data(), block.size(), MSG_DONTWAIT);
    if (size > 0) {
      rest_.append(block.data(), static_cast<size_t>(size));
    } else if (size == 0 || (errno != EAGAIN && errno != EINTR)) {
      return fail(broken("the connection was closed"));
    }
  }
  if (!parser.keep_alive()) ::close(std::exchange(handle_, -1));
  return answer;
}

}  // namespace aksis::http
