// What the console asks of the host: contributions of modules, its start, what people chose.
// offer_operations(): main thread, at start.
#pragma once

#include <functional>
#include <string>

#include "base/clock.hpp"
#include "modules/module_host.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::console {

// What these operations look at; everything outlives the registry.
struct Surroundings {
  storage::Database& database;
  const Clock& clock;
  std::string version;
  std::function<const modules::ModuleHost*()> modules;  // nullptr while none is loaded
  // Whether nobody has an account yet.
  std::function<Result<bool>()> awaits_setup;
};

Status offer_operations(operations::Registry& registry, const Surroundings& around);

// One each; the function above calls them.
Status offer_contributions(operations::Registry& registry, const Surroundings& around);
Status offer_preferences(operations::Registry& registry, const Surroundings& around);
Status offer_layouts(operations::Registry& registry, const Surroundings& around);

// The account of who asks. Code::forbidden: programs and the host choose nothing.
Result<std::string> own_account(const operations::Call& call);

}  // namespace aksis::console
