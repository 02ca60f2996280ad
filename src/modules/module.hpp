// One module inside the host: what it declared, what it bound, how it is doing.
// Filled on the main thread until it has started; then the const parts are read by any thread.
#pragma once

#include <aksis/aksis.h>

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "modules/call_watch.hpp"
#include "modules/config_section.hpp"
#include "modules/manifest.hpp"
#include "modules/messages.hpp"
#include "modules/module_host.hpp"
#include "operations/schema.hpp"

namespace aksis::modules {

// What every module of one host shares.
struct Surroundings {
  Options options;
  storage::Database& database;
  operations::Registry& registry;
  EventPorts events;
  const Clock& clock;
  CallWatch watch;
};

enum class Phase { checked, starting, started, failed, stopped };

struct Bound {
  aksis_handler handler = nullptr;
  void* user = nullptr;
};

struct BoundSubscriber {
  std::string type;
  aksis_subscriber subscriber = nullptr;
  void* user = nullptr;
};

struct BoundObserver {
  void (*changed)(void* user) = nullptr;
  void* user = nullptr;
};

struct BoundHolder {
  aksis_person_show show = nullptr;
  aksis_person_erase erase = nullptr;
  void* user = nullptr;
};

struct Module {
  Module(Manifest declared, Surroundings& around);
  Module(const Module&) = delete;
  Module& operator=(const Module&) = delete;

  const Manifest manifest;
  Surroundings& around;
  const storage::Confinement confinement;
  const std::string log_source;  // "module:ID"
  aksis_host host{};
  aksis_module table{};
  std::atomic<Phase> phase{Phase::checked};
  std::string problem;  // why it failed

  ConfigSection config;
  Messages messages;
  std::map<std::string, operations::Schema, std::less<>> event_schemas;

  std::map<std::string, Bound, std::less<>> bindings;
  std::vector<BoundSubscriber> subscribers;
  std::vector<BoundObserver> observers;
  BoundHolder holder;  // without functions: it holds nothing of people

  std::string last_error;  // the last line it logged as an error in start()
  std::atomic<int> stalled{0};
  std::atomic<size_t> running{0};  // threads inside it
};

// The module a host struct was made for.
inline Module& module_of(const aksis_host* host) {
  return *static_cast<Module*>(host->impl);
}

}  // namespace aksis::modules
