#include "app/instance/instance.hpp"

#include <fmt/format.h>

#include "app/instance/build_facts.hpp"
#include "app/instance/core_migrations.hpp"
#include "app/instance/core_operations.hpp"
#include "app/instance/module_sections.hpp"
#include "base/log.hpp"
#include "console/operations.hpp"
#include "events/operations.hpp"

namespace aksis::app {
namespace {

constexpr Micros kPurgeEvery = kHour;

modules::EventPorts event_ports(events::Dispatcher& dispatcher, events::Jobs& jobs,
                                const Clock& clock) {
  modules::EventPorts ports;
  ports.publish = [&clock](storage::Transaction& tx, std::string_view type, std::string_view data) {
    return events::publish(tx, type, data, clock);
  };
  ports.subscribe = [&dispatcher](std::string_view module, std::string_view type,
                                  modules::DeliverEvent deliver) -> Status {
    dispatcher.subscribe(std::string(module), std::string(type),
                         [deliver = std::move(deliver)](const events::Event& event) {
                           return deliver(event.json());
                         });
    return {};
  };
  ports.enqueue = [&clock](storage::Transaction& tx, const modules::NewJob& job) {
    return events::enqueue(tx, job.operation, job.input_json, job.run_at, job.key, clock);
  };
  ports.repeat = [&jobs](std::string_view operation, Micros every) -> Status {
    jobs.every(std::string(operation), every);
    return {};
  };
  return ports;
}

void warn_of_surroundings(const DataFolder& folder) {
  if (on_network_share(folder.path))
    log::warning(
        "app",
        "the data folder lies on a network share, where a database can be damaged; move it "
        "to a disk of this machine");
  const auto space = disk_space(folder.path);
  if (space.ok() && space->free_bytes < kFreeBytesWanted)
    log::warning("app", fmt::format("only {} MiB are free in the data folder; make room",
                                    space->free_bytes >> 20));
}

}  // namespace

Result<std::unique_ptr<Instance>> Instance::open(const Config& config, bool create, Use use,
                                                 const Clock& clock) {
  AKSIS_ASSIGN(folder, open_data_folder(config.text("data.folder"), create));
  std::unique_ptr<Instance> instance(new Instance(config, std::move(folder), clock));
  AKSIS_TRY(instance->open_database());
  // Only now: whoever holds the database owns the folder of temporary files.
  AKSIS_TRY(clear_temporary(instance->folder_));
  warn_of_surroundings(instance->folder_);
  AKSIS_TRY(instance->offer_operations());
  AKSIS_TRY(instance->load_modules());
  AKSIS_TRY(instance->protection_->begin());
  AKSIS_TRY(instance->dispatcher_->start());
  if (use == Use::server) AKSIS_TRY(instance->jobs_->start());
  return instance;
}

Instance::~Instance() {
  if (jobs_) jobs_->stop();
  if (dispatcher_) dispatcher_->stop();
  if (modules_) modules_->stop();
}

Status Instance::open_database() {
  storage::Options options;
  options.path = folder_.database();
  options.reader_count = static_cast<size_t>(config_.integer("data.readers"));
  options.queue_max = static_cast<size_t>(config_.integer("data.queue_max"));
  AKSIS_ASSIGN(database, storage::Database::open(options));
  database_ = std::move(database);
  return migrate_core(*database_);
}

Status Instance::offer_operations() {
  AKSIS_ASSIGN(protection, Protection::open(config_, folder_, *database_, clock_));
  protection_ = std::move(protection);
  AKSIS_TRY(protection_->offer_operations(registry_));
  idempotency_ = std::make_shared<IdempotencyTable>(*database_, clock_, protection_->keyring());
  AKSIS_TRY(IdempotencyTable::offer_operations(registry_, *database_, clock_));
  AKSIS_TRY(console::offer_operations(
      registry_, {*database_, clock_, kVersion, [this] { return modules_.get(); },
                  [this] { return protection_->access().invitations().awaits_setup(); }}));
  const auto statuses = [this] {
    return modules_ ? modules_->modules() : std::vector<modules::ModuleStatus>{};
  };
  return offer_core_operations(
      registry_, {config_, folder_, *database_, registry_, clock_, statuses, [this]() -> Status {
                    AKSIS_TRY(protection_->erasures()->settle());
                    return {};
                  }});
}

void Instance::take_module_sections(Config config) {
  {
    const std::lock_guard lock(sections_mutex_);
    sections_ = std::move(config);
  }
  for (const auto& module : modules_->modules()) {
    const auto status = modules_->config_changed(module.id);
    if (!status.ok()) log::error("app", status.error().message);
  }
}

Status Instance::load_modules() {
  AKSIS_TRY(check_module_sections(config_));
  dispatcher_ = std::make_unique<events::Dispatcher>(*database_, clock_);
  jobs_ = std::make_unique<events::Jobs>(*database_, registry_, clock_);
  jobs_->every(IdempotencyTable::kPurgeOperation, kPurgeEvery);
  jobs_->every(access::VolumeGuard::kForgetOperation, kDay);
  jobs_->every("access.keep", kMinute);
  jobs_->every("audit.purge", kDay);
  jobs_->every("privacy.retention", kDay);
  AKSIS_TRY(events::add_event_operations(registry_, *database_, *dispatcher_, clock_));
  AKSIS_TRY(events::add_job_operations(registry_, *database_, clock_));
  AKSIS_ASSIGN(options, module_options(config_));
  options.download_folder = folder_.temporary();
  auto& gate = protection_->gate();
  options.open_person = [&gate](const operations::Operation& operation, operations::Call& call,
                                const std::string& person) {
    return gate.open(operation, call, person);
  };
  options.visible_people = [&gate](const operations::Principal& caller,
                                   std::string_view permission) {
    return gate.visible(caller, permission);
  };
  options.holders = &protection_->holders();
  options.keys = &protection_->keyring();
  options.config = [this](std::string_view id) -> Result<std::string> {
    const std::lock_guard lock(sections_mutex_);
    return sections_.module_json(id);
  };
  AKSIS_ASSIGN(loaded,
               modules::ModuleHost::load(std::move(options), *database_, registry_,
                                         event_ports(*dispatcher_, *jobs_, clock_), clock_));
  modules_ = std::move(loaded);
  return modules::offer_operations(registry_, modules_.get(), shared_folder("module-template"),
                                   clock_);
}

}  // namespace aksis::app
