// A small client for the command line, over the local socket or plain TCP. One thread at a time.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::http {

struct Request {
  std::string method = "GET";
  std::string target;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
};

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case; repeated ones joined by ", "
  std::string body;
};

class Client {
 public:
  static Result<Client> over_socket(const std::string& path);
  static Result<Client> over_tcp(const std::string& host, uint16_t port);
  Client(Client&& other) noexcept;
  Client& operator=(Client&& other) noexcept;
  ~Client();

  // Receives each line of an NDJSON answer as it comes; the lines are then not in Answer::body.
  using OnLine = std::function<void(std::string_view)>;

  // `stop`, when set by another thread or a signal handler, ends the call with Code::cancelled and
  // closes the connection, which stops the operation behind it.
  Result<Answer> send(const Request& request, const OnLine& on_line = {},
                      const std::atomic<bool>* stop = nullptr);

  // Longest silence of the server that send() bears. Default: none.
  void set_timeout(std::chrono::milliseconds timeout) { timeout_ = timeout; }

 private:
  explicit Client(int handle) : handle_(handle) {}
  Status write_all(std::string_view bytes, const std::atomic<bool>* stop);
  Status wait(short events, const std::atomic<bool>* stop);

  int handle_ = -1;
  std::chrono::milliseconds timeout_{0};
  std::string rest_;  // bytes of the next answer already received
};

}  // namespace aksis::http
