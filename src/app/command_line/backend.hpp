// Where an operation of the command line runs: in the server of the data folder when there is one,
// else in this process. The answer is the same. Main thread.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "app/command_line/language.hpp"
#include "app/config/config.hpp"
#include "app/instance/instance.hpp"
#include "operations/operation.hpp"

namespace aksis::app {

using OnProgress = std::function<void(int64_t done, int64_t total, std::string_view message)>;

class Backend {
 public:
  virtual ~Backend() = default;
  // The answer as JSON text; empty when there is nothing to say. `stop` ends it from a signal.
  virtual Result<std::string> run(std::string_view operation, const json::Document& input,
                                  const OnProgress& on_progress,
                                  const std::shared_ptr<std::atomic<bool>>& stop) = 0;
};

// Nullptr when no server answers on the data folder's socket.
std::unique_ptr<Backend> server_backend(const DataFolder& folder, Language language);

// In this process, with the operations of `registry`.
std::unique_ptr<Backend> local_backend(const operations::Registry& registry, Language language);

}  // namespace aksis::app
