// What can be wrong with an installation, looked at one by one. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/config/config.hpp"
#include "base/clock.hpp"
#include "modules/module_host.hpp"
#include "storage/database.hpp"

namespace aksis::app {

struct Finding {
  enum class State { ok, warning, failed };
  std::string check;  // "disk_space"
  State state = State::ok;
  std::string finding;  // a sentence; says what to do unless the state is ok
};

// Folder, permissions, space and clock: what can be told without opening the database.
std::vector<Finding> examine_surroundings(const Config& config, Micros now);

// Integrity and migrations of the open database at `path`.
std::vector<Finding> examine_database(storage::Database& database, const std::string& path,
                                      Micros now);

std::vector<Finding> examine_modules(const std::vector<modules::ModuleStatus>& modules);

// {"healthy": true, "checks": [{"check","state","finding"}]}; healthy: nothing failed.
std::string findings_json(const std::vector<Finding>& findings);

}  // namespace aksis::app
