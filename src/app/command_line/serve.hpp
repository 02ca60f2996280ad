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
  std::string key;     // of a client program, to be shown (the demo's); empty: none
  std::string assets;  // the console from this folder instead of the one embedded; empty: embedded
  // Friendly lines after the server is ready.
  std::function<void(const std::string& url, const std::string& key)> when_ready;
};

// Prints one line on standard output when ready: "ready URL", " setup=TOKEN" while nobody has an
// account, " key=KEY" when one is to be shown. Returns the exit code after everything ended.
int serve(const Context& context, const Config& config, std::unique_ptr<Instance> instance,
          const Serving& serving);

}  // namespace aksis::app
