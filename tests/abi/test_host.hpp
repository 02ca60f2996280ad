// A host with a real database and registry, and doubles for events and jobs, over modules copied
// to a folder of its own. For tests of src/modules.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "modules/module_host.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::modules {

class Folder {
 public:
  Folder();
  ~Folder();
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  std::string path(const std::string& name = {}) const;
  void write(const std::string& name, const std::string& text) const;
  // Copies a fixture's bundle as `as`.
  void add_fixture(const std::string& fixture, const std::string& as) const;

 private:
  std::string path_;
};

// What is written to standard error while it lives.
class Stderr {
 public:
  Stderr();
  ~Stderr();
  std::string text();

 private:
  int saved_;
  std::string path_;
};

struct TestHost {
  TestHost();
  // The module fixtures are in `folder`, `options.folders` is set.
  Status load();
  Status run(const std::string& operation, const std::string& input = "{}");
  EventPorts ports();

  Folder folder;
  Options options;
  SystemClock clock;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<operations::Registry> registry;
  std::unique_ptr<ModuleHost> host;
  std::string answer, etag;  // of the last run

  struct Subscription {
    std::string module, type;
    DeliverEvent deliver;
  };
  std::vector<std::pair<std::string, std::string>> published;
  std::vector<Subscription> subscriptions;
  std::vector<std::string> jobs, repeated;
};

// The table of a loaded fixture's library, for what only its own code can do.
const void* fixture_interface(const std::string& library, const char* id);

}  // namespace aksis::modules
