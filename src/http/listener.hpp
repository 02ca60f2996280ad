// Where connections come in: a TCP address and a local socket. Made on the main thread; accepting
// runs on the io threads of the core.
#pragma once

#include <memory>
#include <string>

#include "http/core.hpp"

namespace aksis::http {

class Listener {
 public:
  virtual ~Listener() = default;
  virtual void start() = 0;
  virtual void close() = 0;  // any thread; returns when nothing is accepted any more
  virtual uint16_t port() const = 0;
};

Result<std::shared_ptr<Listener>> listen_tcp(const std::shared_ptr<Core>& core,
                                             const std::string& address, uint16_t port);
// Refuses a path that another process listens on; takes the place of one that was left behind.
Result<std::shared_ptr<Listener>> listen_local(const std::shared_ptr<Core>& core,
                                               const std::string& path);

}  // namespace aksis::http
