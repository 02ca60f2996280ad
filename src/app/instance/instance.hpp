// One opened data folder with everything that works on it: database, events, jobs, modules, and the
// registry of their operations. Made, started and ended on the main thread.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/config/config.hpp"
#include "app/instance/data_folder.hpp"
#include "app/instance/idempotency_store.hpp"
#include "app/instance/protection.hpp"
#include "events/dispatcher.hpp"
#include "events/jobs.hpp"
#include "modules/module_host.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::app {

class Instance {
 public:
  enum class Use {
    command,  // one operation, then the end: recurring jobs stay for the server
    server,
  };

  // Opens, migrates, loads the modules; or refuses with a sentence and leaves nothing open.
  // `config` and `clock` outlive it.
  static Result<std::unique_ptr<Instance>> open(const Config& config, bool create, Use use,
                                                const Clock& clock);
  // Jobs, deliveries and modules end, in this order; then the database closes.
  ~Instance();

  const DataFolder& folder() const { return folder_; }
  operations::Registry& registry() { return registry_; }
  storage::Database& database() { return *database_; }
  events::Dispatcher& dispatcher() { return *dispatcher_; }
  Protection& protection() { return *protection_; }
  modules::ModuleHost* modules() { return modules_.get(); }
  std::shared_ptr<IdempotencyTable> idempotency() { return idempotency_; }

  // Gives the modules their sections of `config`; a wrong one is refused and the old one stays.
  void take_module_sections(Config config);

  // Counters of storage, events and jobs in Prometheus' text format.
  std::string metrics() const;

 private:
  Instance(const Config& config, DataFolder folder, const Clock& clock)
      : config_(config),
        folder_(std::move(folder)),
        sections_(config),
        clock_(clock),
        registry_(clock) {}
  Status open_database();
  Status offer_operations();
  Status load_modules();

  const Config& config_;
  const DataFolder folder_;
  std::mutex sections_mutex_;
  Config sections_;  // whose [modules.ID] are in force
  const Clock& clock_;
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<Protection> protection_;
  operations::Registry registry_;
  std::shared_ptr<IdempotencyTable> idempotency_;
  std::unique_ptr<events::Dispatcher> dispatcher_;
  std::unique_ptr<events::Jobs> jobs_;
  std::unique_ptr<modules::ModuleHost> modules_;
};

// How the modules' options follow from the configuration.
Result<modules::Options> module_options(const Config& config);

}  // namespace aksis::app
