#include <fmt/format.h>
#include <netdb.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "audit/witness.hpp"

namespace aksis::audit {
namespace {

constexpr int kPriority = 13 * 8 + 5;  // facility "log audit", severity "notice"

class Socket {
 public:
  explicit Socket(int handle) : handle_(handle) {}
  ~Socket() {
    if (handle_ >= 0) ::close(handle_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  int handle() const { return handle_; }

 private:
  const int handle_;
};

class SyslogWitness final : public Witness {
 public:
  SyslogWitness(std::string host, std::string port, bool tcp)
      : host_(std::move(host)), port_(std::move(port)), tcp_(tcp) {
    char name[256] = {};
    if (::gethostname(name, sizeof name - 1) == 0 && name[0]) own_name_ = name;
  }

  Status take(const StoredCheckpoint& checkpoint) override {
    // Base64, since a line's end would end the message for many receivers.
    auto message =
        fmt::format("<{}>1 - {} aksis {} checkpoint - {} {} {}", kPriority, own_name_, ::getpid(),
                    checkpoint.number, checkpoint.size, to_base64(checkpoint.note));
    if (tcp_) message = fmt::format("{} {}", message.size(), message);
    addrinfo hints{};
    hints.ai_socktype = tcp_ ? SOCK_STREAM : SOCK_DGRAM;
    addrinfo* found = nullptr;
    if (const int code = ::getaddrinfo(host_.c_str(), port_.c_str(), &hints, &found); code != 0)
      return failed(::gai_strerror(code));
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> list(found, &::freeaddrinfo);
    for (const auto* one = found; one; one = one->ai_next)
      if (send(*one, message)) return {};
    return failed(std::strerror(errno));
  }

 private:
  bool send(const addrinfo& to, std::string_view message) const {
    const Socket socket(::socket(to.ai_family, to.ai_socktype | SOCK_CLOEXEC, to.ai_protocol));
    if (socket.handle() < 0) return false;
    const timeval limit{kWitnessTimeout.count(), 0};  // of connecting, too
    ::setsockopt(socket.handle(), SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    if (::connect(socket.handle(), to.ai_addr, to.ai_addrlen) != 0) return false;
    while (!message.empty()) {
      const auto sent = ::send(socket.handle(), message.data(), message.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      message.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  Error failed(std::string_view why) const {
    return {
        Code::busy,
        fmt::format("the syslog witness {}:{} did not take a checkpoint: {}", host_, port_, why),
        {}};
  }
  const std::string host_, port_;
  const bool tcp_;
  std::string own_name_ = "-";
};

}  // namespace

Result<std::unique_ptr<Witness>> make_syslog_witness(const std::string& host,
                                                     const std::string& port, bool tcp) {
  return std::unique_ptr<Witness>(std::make_unique<SyslogWitness>(host, port, tcp));
}

}  // namespace aksis::audit
