// What the host itself offers: backup, doctor, version, openapi, configuration, migrations.
// Declared like any module's operations. Main thread, at start.
#pragma once

#include <functional>
#include <vector>

#include "app/config/config.hpp"
#include "app/instance/data_folder.hpp"
#include "base/clock.hpp"
#include "modules/module_host.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::app {

// What these operations look at; everything outlives the registry.
struct Core {
  const Config& config;
  const DataFolder& folder;
  storage::Database& database;
  const operations::Registry& registry;
  const Clock& clock;
  std::function<std::vector<modules::ModuleStatus>()> modules;
  std::function<Status()> before_backup = {};  // what a backup must not be made without
};

Status offer_core_operations(operations::Registry& registry, const Core& core);

// One each; the function above calls them.
Status offer_backup(operations::Registry& registry, const Core& core);
Status offer_doctor(operations::Registry& registry, const Core& core);
Status offer_facts(operations::Registry& registry, const Core& core);

}  // namespace aksis::app
