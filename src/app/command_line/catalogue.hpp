// Every operation this installation has, declared but without data: enough for help, completion and
// the reading of a command line. Main thread.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "app/config/config.hpp"
#include "app/instance/core_operations.hpp"
#include "app/instance/protection.hpp"
#include "events/dispatcher.hpp"
#include "operations/registry.hpp"

namespace aksis::app {

class Catalogue {
 public:
  // A module whose manifest cannot be read is left out and named in `problems`.
  static Result<std::unique_ptr<Catalogue>> read(const Config& config, const Clock& clock);

  const operations::Registry& registry() const { return registry_; }
  const std::vector<ErrorDetail>& problems() const { return problems_; }
  // Title of a module in the language, for the groups of the help.
  std::string module_title(const std::string& id, bool english) const;
  // Empty for the host itself.
  std::string module_folder(const std::string& id) const;

 private:
  Catalogue(const Config& config, const Clock& clock);
  void add_modules(const Config& config);
  void add_module(const std::string& folder);

  DataFolder folder_;
  std::unique_ptr<storage::Database> closed_;
  operations::Registry registry_;
  Core core_;
  std::unique_ptr<Protection> protection_;
  events::Dispatcher dispatcher_;  // never started: operations refer to it
  std::map<std::string, std::pair<std::string, std::string>> titles_;
  std::map<std::string, std::string> module_folders_;
  std::vector<ErrorDetail> problems_;
};

// Whether the operation needs no data at all, and runs on the catalogue alone.
bool needs_no_data(const std::string& operation);

}  // namespace aksis::app
