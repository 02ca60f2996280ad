// Finds, checks, loads and stops the modules, and offers them the services of include/aksis.
// load, stop: main thread. modules, config_changed: any thread.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"
#include "modules/event_ports.hpp"
#include "operations/registry.hpp"
#include "privacy/keyring.hpp"
#include "storage/database.hpp"

namespace aksis::modules {

struct Manifest;

inline constexpr size_t kCallsMax = 32;

struct Options {
  // Each holds one folder a module (ID/module.json). A folder that is absent is an error.
  std::vector<std::string> folders;
  std::set<std::string> enabled;   // ids; empty: every module found
  std::set<std::string> disabled;  // ids
  bool skip_failed = false;        // `modules.on_failure = "skip"`: serve without a failed module
  bool allow_draft = false;        // `modules.allow_draft`
  // Module id → SHA-256 of its sha256sums. A module that is not listed is refused; empty: any.
  std::map<std::string, std::string> allowed;
  size_t calls_max = kCallsMax;  // of one module at once; one more is busy
  // A module's section of the configuration as one JSON object, "{}" without one.
  std::function<Result<std::string>(std::string_view module)> config;
  // Opens a person's record to a call, or refuses; which records are open to a caller with that
  // permission (nothing: everybody's). Empty: every record is open.
  std::function<Status(const operations::Operation&, operations::Call&, const std::string& person)>
      open_person;
  std::function<Result<std::optional<std::vector<std::string>>>(const operations::Principal&,
                                                                std::string_view permission)>
      visible_people;
  // Where the parts of modules in exports and erasures go; nullptr: nowhere. Outlives the host.
  privacy::Holders* holders = nullptr;
  // nullptr: nothing can be sealed. Outlives the host.
  privacy::Keyring* keys = nullptr;
  std::string public_url;       // where browsers find the server; empty: addresses begin with '/'
  std::string download_folder;  // empty: the system's folder for temporary files
  size_t download_bytes_max = 512 << 20;
  std::chrono::seconds download_time{600};
};

enum class State { started, failed, disabled };

struct ModuleStatus {
  std::string id;
  std::string version;
  std::string folder;
  std::string title_fr, title_en;
  State state = State::started;
  std::string problem;  // why it failed; a sentence
  int stalled = 0;      // calls that run now though their deadline has passed
};

struct Permission {
  std::string id, module, title_fr, title_en;
};

class ModuleHost {
 public:
  // Checks every module, then migrates, starts and registers each after those it depends on, and
  // runs the jobs due at start. The error names every module that cannot start and why.
  // The arguments outlive the host. After an error, and once the host is gone, no operation of
  // `registry` may run any more.
  static Result<std::unique_ptr<ModuleHost>> load(Options options, storage::Database& database,
                                                  operations::Registry& registry, EventPorts events,
                                                  const Clock& clock);
  ~ModuleHost();

  // Ends every module, last started first. No call may be in flight, and none follows.
  // Libraries stay mapped until the process ends.
  void stop();

  std::vector<ModuleStatus> modules() const;
  std::vector<Permission> permissions() const;
  // What module `id` declares, or nullptr.
  const Manifest* manifest(std::string_view id) const;

  // Reads the module's section again; a wrong one is refused and the old one stays.
  Status config_changed(std::string_view module);

 private:
  struct Impl;
  explicit ModuleHost(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// Registers module.list, module.check and module.new (`aksis module list|check PATH|new NAME`).
// `host` may be null: nothing is listed then. `template_folder`: share/aksis/module-template.
Status offer_operations(operations::Registry& registry, const ModuleHost* host,
                        const std::string& template_folder, const Clock& clock);

}  // namespace aksis::modules
