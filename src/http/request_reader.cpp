#include "http/request_reader.hpp"

#include <fmt/format.h>

#include <array>
#include <boost/beast/http/basic_parser.hpp>

namespace aksis::http {
namespace beast = boost::beast;

namespace {

constexpr size_t kTargetBytesMax = 8 * 1024;

Error bad_request(std::string message) {
  return invalid("the request cannot be read: " + std::move(message));
}

// Lines that end in a bare CR or LF, or continue the line before, are where two readers of one
// connection can disagree on where a request ends.
Status check_lines(std::string_view head) {
  for (size_t i = 0; i < head.size(); ++i) {
    if (head[i] == '\0') return bad_request("a NUL character stands in its head");
    if (head[i] == '\n' && (i == 0 || head[i - 1] != '\r'))
      return bad_request("a line of its head ends in LF without CR");
    if (head[i] == '\r' && (i + 1 == head.size() || head[i + 1] != '\n'))
      return bad_request("a CR without LF stands in its head");
    if (head[i] == '\n' && i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t'))
      return bad_request("a line of its head continues the line before");
  }
  return {};
}

}  // namespace

class RequestReader::Parser final : public beast::http::basic_parser<true> {
 public:
  explicit Parser(Head& head) : head_(head) {
    header_limit(UINT32_MAX);  // the reader counted already
    body_limit(boost::none);   // the reader counts itself
    eager(true);
  }
  std::string* body = nullptr;
  bool header_only = true;

 private:
  using error_code = beast::error_code;
  using string_view = beast::string_view;

  void on_request_impl(beast::http::verb, string_view method, string_view target, int version,
                       error_code& error) override {
    if (target.size() > kTargetBytesMax) error = beast::http::error::header_limit;
    head_.method = {method.data(), method.size()};
    head_.target = {target.data(), target.size()};
    head_.version = version;
  }
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(beast::http::field, string_view name, string_view value,
                     error_code&) override {
    // A field after the body: nothing here asks for one, and its bytes do not stay.
    if (is_header_done()) return;
    head_.fields.emplace_back(std::string_view(name.data(), name.size()),
                              std::string_view(value.data(), value.size()));
  }
  void on_header_impl(error_code&) override {}
  void on_body_init_impl(boost::optional<uint64_t> const&, error_code&) override {}
  size_t on_body_impl(string_view bytes, error_code&) override {
    body->append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_chunk_header_impl(uint64_t, string_view, error_code&) override {}
  size_t on_chunk_body_impl(uint64_t, string_view bytes, error_code&) override {
    body->append(bytes.data(), bytes.size());
    return bytes.size();
  }
  void on_finish_impl(error_code&) override {}

  Head& head_;
};

namespace {

// Fields that say one thing: of two, one reader would take the first and another the last.
constexpr std::array<std::string_view, 14> kSingleFields = {"Authorization",
                                                            "Content-Encoding",
                                                            "Content-Length",
                                                            "Content-Type",
                                                            "Cookie",
                                                            "Expect",
                                                            "Host",
                                                            "Idempotency-Key",
                                                            "If-Match",
                                                            "Last-Event-ID",
                                                            "Origin",
                                                            "X-API-Key",
                                                            "Transfer-Encoding",
                                                            "X-Request-Id"};

Status check_single(const Head& head) {
  for (const auto single : kSingleFields) {
    size_t count = 0;
    for (const auto& [name, value] : head.fields) count += equal_ignoring_case(name, single);
    if (count > 1)
      return bad_request(fmt::format("{} stands {} times; send it once", single, count));
  }
  return {};
}

Status check_length(const Head& head) {
  const auto* length = head.find("Content-Length");
  const auto* coding = head.find("Transfer-Encoding");
  if (length &&
      (length->empty() || length->find_first_not_of("0123456789") != std::string_view::npos))
    return bad_request("Content-Length is no number");
  if (coding && !equal_ignoring_case(*coding, "chunked"))
    return bad_request("the only Transfer-Encoding taken is chunked");
  if (length && coding)
    return bad_request("Content-Length and Transfer-Encoding exclude each other");
  if (coding && head.version < 11) return bad_request("HTTP/1.0 knows no Transfer-Encoding");
  if (!head.find("Host") && head.version >= 11) return bad_request("Host is missing");
  return {};
}

// "/path?query" as it is; "http://HOST/path" only for the host the request names.
Status read_target(Head& head) {
  auto target = head.target;
  if (!target.empty() && target.front() != '/') {
    const auto scheme = target.find("://");
    if (target == "*" && head.method == "OPTIONS") {
      head.path = target;
      return {};
    }
    if (scheme == std::string_view::npos) return bad_request("its target must start with '/'");
    target.remove_prefix(scheme + 3);
    const auto host = target.substr(0, target.find_first_of("/?#"));
    if (!equal_ignoring_case(host, head.field("Host")))
      return bad_request("its target names another host; this server is no proxy");
    target.remove_prefix(host.size());
    if (target.empty() || target.front() != '/') return bad_request("its target has no path");
  }
  if (target.find('#') != std::string_view::npos)
    return bad_request("its target has a '#', which stays in the browser; write %23");
  const auto mark = target.find('?');
  head.path = target.substr(0, mark);
  if (mark != std::string_view::npos) head.query = target.substr(mark + 1);
  return {};
}

}  // namespace

RequestReader::RequestReader(Head& head, size_t header_bytes_max)
    : head_(head), header_bytes_max_(header_bytes_max), parser_(std::make_unique<Parser>(head)) {}

RequestReader::~RequestReader() = default;

bool RequestReader::done() const {
  return parser_->is_done();
}

Result<size_t> RequestReader::read_head(std::string_view bytes) {
  // Blank lines before a request are passed over by the connection (RFC 9112, 2.2).
  const auto end = bytes.find("\r\n\r\n", searched_);
  if (end == std::string_view::npos) {
    if (bytes.size() > header_bytes_max_)
      return Error{Code::too_large,
                   "the head of the request is larger than " + std::to_string(header_bytes_max_) +
                       " bytes; send fewer or shorter fields",
                   {}};
    searched_ = bytes.size() > 3 ? bytes.size() - 3 : 0;
    // A bare LF would otherwise wait for an end that never comes.
    if (!bytes.empty() && bytes.find('\n') != std::string_view::npos &&
        bytes.find("\r\n") == std::string_view::npos)
      return bad_request("a line of its head ends in LF without CR");
    return size_t{0};
  }
  const size_t size = end + 4;
  if (size > header_bytes_max_)
    return Error{Code::too_large,
                 "the head of the request is larger than " + std::to_string(header_bytes_max_) +
                     " bytes; send fewer or shorter fields",
                 {}};
  AKSIS_TRY(check_lines(bytes.substr(0, size)));
  head_.bytes.assign(bytes.substr(0, size));
  head_.fields.reserve(12);
  std::string none;
  parser_->body = &none;
  beast::error_code error;
  parser_->put(boost::asio::const_buffer(head_.bytes.data(), head_.bytes.size()), error);
  if (error && error != beast::http::error::need_more) return bad_request(error.message());
  if (!parser_->is_header_done()) return bad_request("its head is not whole");
  AKSIS_TRY(check_single(head_));
  AKSIS_TRY(check_length(head_));
  AKSIS_TRY(read_target(head_));
  head_.keep_alive = parser_->keep_alive();
  head_.chunked = parser_->chunked();
  if (const auto length = parser_->content_length()) head_.content_length = *length;
  head_.expects_continue = equal_ignoring_case(head_.field("Expect"), "100-continue");
  return size;
}

Result<size_t> RequestReader::read_body(std::string_view bytes, std::string& body,
                                        uint64_t body_max) {
  const auto too_large = [&] {
    return Error{Code::too_large,
                 "the body is larger than the " + std::to_string(body_max) + " bytes taken here",
                 {}};
  };
  if (head_.content_length && *head_.content_length > body_max) return too_large();
  size_t taken = 0;
  const size_t before = body.size();
  parser_->body = &body;
  while (taken < bytes.size() && !parser_->is_done()) {
    beast::error_code error;
    const auto left = bytes.substr(taken);
    const auto size = parser_->put(boost::asio::const_buffer(left.data(), left.size()), error);
    taken += size;
    if (body_bytes_ + body.size() - before > body_max) return too_large();
    if (error == beast::http::error::need_more) break;
    if (error) return bad_request("its body is malformed (" + error.message() + ")");
    if (size == 0) break;
  }
  // A chunk's line, or fields after the last chunk, that never end.
  if (taken == 0 && bytes.size() > header_bytes_max_)
    return bad_request("a line between the chunks of its body is too long");
  body_bytes_ += body.size() - before;
  return taken;
}

}  // namespace aksis::http
