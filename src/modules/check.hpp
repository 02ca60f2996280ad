// What `aksis module check` looks at. It loads and calls the module's code, so it runs in a process
// of its own (main.cpp): a module that crashes ends that process only. Main thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace aksis::modules {

struct Finding {
  std::string check;  // "manifest", "exports", …
  bool ok = true;
  std::string message;  // what is wrong, or what was found
};

// Looks at the bundle in `folder`. Modules it depends on are looked for in `others` and beside it.
// `found` is told of each check; `calling` of each operation before it is called.
void check_module(const std::string& folder, const std::vector<std::string>& others,
                  const std::function<void(const Finding&)>& found,
                  const std::function<void(const std::string& operation)>& calling);

}  // namespace aksis::modules
