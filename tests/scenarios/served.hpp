// The real program, serving a fresh folder; gone, folder and all, when the object is. One thread.
#pragma once

#include <string>

#include "aksis/cpp/result.hpp"

namespace aksis::scenarios {

class Served {
 public:
  static Result<Served> start(const std::string& program);
  Served(Served&& other) noexcept;
  ~Served();

  uint16_t port() const { return port_; }
  const std::string& key() const { return key_; }

  // SIGTERM, and an error unless the program ends by itself with code 0.
  Status stop();

 private:
  Served() = default;
  Result<std::string> first_line();

  std::string folder_, key_;
  int pid_ = 0, out_ = -1;
  uint16_t port_ = 0;
};

}  // namespace aksis::scenarios
