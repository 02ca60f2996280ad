// A socket on this machine that keeps what it is sent: syslog over UDP and TCP, HTTP with an answer
// of the test's choice. A thread of its own until it ends.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <catch2/catch.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace aksis::audit {

class Receiver {
 public:
  // `answer` is asked for each message of TCP; empty: closes without a word.
  Receiver(bool tcp, std::function<std::string(size_t)> answer = {})
      : socket_(::socket(AF_INET, (tcp ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC, 0)),
        answer_(std::move(answer)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const raw = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket_, raw, size) == 0);
    REQUIRE(::getsockname(socket_, raw, &size) == 0);
    port_ = ntohs(address.sin_port);
    if (tcp) REQUIRE(::listen(socket_, 8) == 0);
    thread_ = std::thread([this, tcp] { tcp ? accept_all() : receive_all(); });
  }
  ~Receiver() {
    ::shutdown(socket_, SHUT_RDWR);
    thread_.join();
    ::close(socket_);
  }
  std::string port() const { return std::to_string(port_); }

  // Waits until so many messages came.
  std::vector<std::string> wait_for(size_t count) {
    std::unique_lock lock(mutex_);
    REQUIRE(arrived_.wait_for(lock, std::chrono::seconds(20),
                              [&] { return messages_.size() >= count; }));
    return messages_;
  }

 private:
  void keep(std::string message) {
    {
      const std::lock_guard lock(mutex_);
      messages_.push_back(std::move(message));
    }
    arrived_.notify_all();
  }
  void receive_all() {
    char buffer[4096];
    for (ssize_t size; (size = ::recv(socket_, buffer, sizeof buffer, 0)) > 0;)
      keep({buffer, size_t(size)});
  }
  void accept_all() {
    for (size_t number = 0;; ++number) {
      const int peer = ::accept(socket_, nullptr, nullptr);
      if (peer < 0) return;
      std::string message;
      char buffer[4096];
      // An HTTP client waits for its answer; its message ends with the note's signature line, or
      // with its head when it only asks.
      for (ssize_t size; (size = ::recv(peer, buffer, sizeof buffer, 0)) > 0;) {
        message.append(buffer, size_t(size));
        if (answer_ && message.find("\n\n\xE2\x80\x94") != std::string::npos) break;
        if (message.starts_with("GET ") && message.ends_with("\r\n\r\n")) break;
      }
      if (answer_) {
        const auto answer = answer_(number);
        (void)!::send(peer, answer.data(), answer.size(), MSG_NOSIGNAL);
      }
      ::close(peer);
      keep(std::move(message));
    }
  }
  const int socket_;
  const std::function<std::string(size_t)> answer_;
  int port_ = 0;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::string> messages_;
  std::thread thread_;
};

}  // namespace aksis::audit
