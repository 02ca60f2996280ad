#include "http_minimal_server.hpp"

#include <sqlite3.h>

#include <boost/asio.hpp>
#include <boost/beast.hpp>
#include <cstdlib>
#include <thread>
#include <vector>

namespace aksis::bench {
namespace asio = boost::asio;
namespace beast = boost::beast;
using asio::ip::tcp;

namespace {

constexpr size_t kThreads = 4;  // as many as our server's

class Rows {
 public:
  Rows(const std::string& path, const char* select) {
    if (sqlite3_open_v2(path.c_str(), &handle_, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX,
                        nullptr) != SQLITE_OK ||
        sqlite3_prepare_v2(handle_, select, -1, &read_, nullptr) != SQLITE_OK)
      std::abort();
  }
  ~Rows() {
    sqlite3_finalize(read_);
    sqlite3_close(handle_);
  }
  std::string answer(int64_t id) {
    sqlite3_bind_int64(read_, 1, id);
    std::string out;
    if (sqlite3_step(read_) == SQLITE_ROW)
      out = std::string("{\"person\":\"") +
            reinterpret_cast<const char*>(sqlite3_column_text(read_, 0)) +
            "\",\"data\":" + reinterpret_cast<const char*>(sqlite3_column_text(read_, 1)) + "}";
    sqlite3_reset(read_);
    return out;
  }

 private:
  sqlite3* handle_ = nullptr;
  sqlite3_stmt* read_ = nullptr;
};

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, const std::string& path, const char* select)
      : stream_(std::move(socket)), path_(path), select_(select) {}

  void read() {
    request_ = {};
    beast::http::async_read(stream_, buffer_, request_,
                            [self = shared_from_this()](beast::error_code error, size_t) {
                              if (!error) self->answer();
                            });
  }

 private:
  void answer() {
    thread_local Rows rows(path_, select_);
    const auto target = request_.target();
    const std::string id(target.substr(target.rfind('/') + 1));
    response_ = {};
    response_.version(11);
    response_.set(beast::http::field::content_type, "application/json");
    response_.body() = rows.answer(std::atoll(id.c_str()));
    response_.prepare_payload();
    beast::http::async_write(stream_, response_,
                             [self = shared_from_this()](beast::error_code error, size_t) {
                               if (!error) self->read();
                             });
  }

  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  beast::http::request<beast::http::string_body> request_;
  beast::http::response<beast::http::string_body> response_;
  const std::string path_;
  const char* select_;
};

}  // namespace

struct MinimalServer::State {
  asio::io_context io;
  tcp::acceptor acceptor{io, {asio::ip::make_address("127.0.0.1"), 0}};
  std::string path;
  const char* select = nullptr;
  std::vector<std::thread> threads;

  void accept() {
    acceptor.async_accept(asio::make_strand(io), [this](beast::error_code error, auto socket) {
      if (error) return;
      socket.set_option(tcp::no_delay(true));
      std::make_shared<Session>(std::move(socket), path, select)->read();
      accept();
    });
  }
};

MinimalServer::MinimalServer(const std::string& database_path, const char* select)
    : state_(std::make_unique<State>()) {
  state_->path = database_path;
  state_->select = select;
  state_->accept();
  for (size_t i = 0; i < kThreads; ++i) state_->threads.emplace_back([this] { state_->io.run(); });
}

MinimalServer::~MinimalServer() {
  state_->io.stop();
  for (auto& thread : state_->threads) thread.join();
}

uint16_t MinimalServer::port() const {
  return state_->acceptor.local_endpoint().port();
}

}  // namespace aksis::bench
