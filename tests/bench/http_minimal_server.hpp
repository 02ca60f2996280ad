// The least a server can do: Beast's own reading and writing, a prepared statement per thread.
// Made and ended on one thread; it has its own.
#pragma once

#include <memory>
#include <string>

namespace aksis::bench {

class MinimalServer {
 public:
  // Answers GET …/N with the row of `select` for N as {"person":…,"data":…}.
  MinimalServer(const std::string& database_path, const char* select);
  ~MinimalServer();
  uint16_t port() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace aksis::bench
