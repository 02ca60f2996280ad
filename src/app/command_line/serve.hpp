// Serves an opened instance over HTTP until a signal ends it. Main thread.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "app/command_line/context.hpp"
#include "app/instance/instance.hpp"

namespace aksis::app {

// An instance for a server, with the log as configured. Signals must be blocked before.
Result<std::unique_ptr<Instance>> open_to_serve(const Config& config, bool create,
                                                const Clock& clock);

struct Serving {
  std::string key;  // to be shown once more (the demo's); empty: only a first start shows one
  // Friendly lines after the server is ready.
  std::function<void(const std::string& url, const std::string& key)> when_ready;
};

// Prints one line on standard output when ready: "ready URL" and, when a key is to be shown,
// " key=KEY". Returns the exit code after everything ended.
int serve(const Context& context, const Config& config, std::unique_ptr<Instance> instance,
          const Serving& serving);

}  // namespace aksis::app
