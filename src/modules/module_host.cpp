#include "modules/module_host.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/log.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"
#include "modules/resolve.hpp"
#include "modules/services.hpp"
#include "modules/starter.hpp"

namespace aksis::modules {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kSource = "modules";

// The folders below `folder` that hold a module.json, in order.
Result<std::vector<std::string>> bundles_in(const std::string& folder) {
  std::error_code error;
  if (!fs::is_directory(folder, error))
    return invalid(fmt::format(
        "the folder of modules {} does not exist; make it, or correct modules.folders", folder));
  std::vector<std::string> found;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    if (fs::exists(at->path() / "module.json")) found.push_back(at->path().string());
  if (error)
    return invalid(fmt::format("the folder {} cannot be read: {}", folder, error.message()));
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

struct ModuleHost::Impl {
  Impl(Options options, storage::Database& database, operations::Registry& registry,
       EventPorts events, const Clock& clock)
      : around{std::move(options), database, registry, std::move(events), clock, CallWatch(clock)} {
  }

  Status find();
  void check();
  void start();
  bool wanted(const std::string& id) const;
  void refuse(const ModuleStatus& status);
  Module* started(std::string_view id);
  Status outcome() const;

  Surroundings around;
  std::vector<std::unique_ptr<Module>> modules;  // in the order they start
  std::vector<ModuleStatus> refused;             // never became a Module, or are disabled
};

bool ModuleHost::Impl::wanted(const std::string& id) const {
  const auto& options = around.options;
  return (options.enabled.empty() || options.enabled.contains(id)) &&
         !options.disabled.contains(id);
}

void ModuleHost::Impl::refuse(const ModuleStatus& status) {
  refused.push_back(status);
  if (status.state == State::failed) log::error(kSource, status.problem);
}

// Reads every manifest and settles the order.
Status ModuleHost::Impl::find() {
  std::vector<Manifest> manifests;
  std::set<std::string> ids;
  for (const auto& folder : around.options.folders) {
    AKSIS_ASSIGN(bundles, bundles_in(folder));
    for (const auto& bundle : bundles) {
      const auto name = fs::path(bundle).filename().string();
      auto manifest = read_manifest(bundle);
      if (!manifest.ok()) {
        const auto state = wanted(name) ? State::failed : State::disabled;
        refuse({name, "", bundle, "", "", state, manifest.error().message, 0});
        continue;
      }
      ModuleStatus status{manifest->id,       manifest->version, bundle, manifest->title.fr,
                          manifest->title.en, State::disabled,   "",     0};
      if (!ids.insert(manifest->id).second) {
        status.state = State::failed;
        status.problem = fmt::format("the module {} is installed twice; remove {} or the other",
                                     manifest->id, bundle);
        refuse(status);
      } else if (wanted(manifest->id)) {
        manifests.push_back(std::move(manifest).value());
      } else {
        refuse(status);
      }
    }
  }
  for (const auto& id : around.options.enabled)
    if (!ids.contains(id))
      refuse({id, "", "", "", "", State::failed,
              fmt::format("the module {} is listed in modules.enabled but not installed", id), 0});
  const auto resolution = resolve(manifests, offered_services(), around.options.allow_draft);
  for (const auto& [index, problem] : resolution.refused) {
    const auto& of = manifests[index];
    refuse({of.id, of.version, of.folder, of.title.fr, of.title.en, State::failed, problem, 0});
  }
  for (const auto index : resolution.order)
    modules.push_back(std::make_unique<Module>(std::move(manifests[index]), around));
  return {};
}

void fail(Module& module, std::string problem) {
  module.problem = std::move(problem);
  module.phase = Phase::failed;
  log::error(kSource, module.problem);
}

void ModuleHost::Impl::check() {
  for (auto& module : modules)
    if (auto checked = check_bundle(*module); !checked.ok()) fail(*module, checked.error().message);
}

Module* ModuleHost::Impl::started(std::string_view id) {
  for (auto& module : modules)
    if (module->manifest.id == id && module->phase == Phase::started) return module.get();
  return nullptr;
}

void ModuleHost::Impl::start() {
  for (auto& module : modules) {
    if (module->phase == Phase::failed) continue;
    const auto& depends = module->manifest.depends;
    const auto missing = std::find_if(depends.begin(), depends.end(),
                                      [&](const auto& one) { return !started(one.first); });
    Status status;
    if (missing != depends.end())
      status = invalid(fmt::format("the module {} depends on {}, which cannot start",
                                   module->manifest.id, missing->first));
    if (status.ok()) status = start_module(*module);
    if (status.ok()) continue;
    stop_module(*module);
    fail(*module, status.error().message);
  }
  for (auto& module : modules)
    if (module->phase == Phase::started)
      if (auto done = run_start_jobs(*module); !done.ok()) {
        stop_module(*module);
        fail(*module, done.error().message);
      }
}

// The error names every module that failed.
Status ModuleHost::Impl::outcome() const {
  Error error{Code::invalid, "", {}};
  const auto add = [&](const std::string& id, const std::string& problem) {
    error.message += (error.message.empty() ? "" : "\n") + problem;
    error.details.push_back({id, problem});
  };
  for (const auto& status : refused)
    if (status.state == State::failed) add(status.id, status.problem);
  for (const auto& module : modules)
    if (module->phase == Phase::failed) add(module->manifest.id, module->problem);
  if (error.details.empty() || around.options.skip_failed) return {};
  return error;
}

ModuleHost::ModuleHost(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

ModuleHost::~ModuleHost() {
  stop();
}

Result<std::unique_ptr<ModuleHost>> ModuleHost::load(Options options, storage::Database& database,
                                                     operations::Registry& registry,
                                                     EventPorts events, const Clock& clock) {
  std::unique_ptr<ModuleHost> host(new ModuleHost(
      std::make_unique<Impl>(std::move(options), database, registry, std::move(events), clock)));
  auto& impl = *host->impl_;
  AKSIS_TRY(impl.find());
  impl.check();
  AKSIS_TRY(impl.outcome());  // before any code of a module runs
  impl.start();
  AKSIS_TRY(impl.outcome());
  return host;
}

void ModuleHost::stop() {
  auto& modules = impl_->modules;
  std::for_each(modules.rbegin(), modules.rend(), [](auto& module) { stop_module(*module); });
}

std::vector<ModuleStatus> ModuleHost::modules() const {
  std::vector<ModuleStatus> out;
  for (const auto& module : impl_->modules) {
    const auto& manifest = module->manifest;
    out.push_back({manifest.id, manifest.version, manifest.folder, manifest.title.fr,
                   manifest.title.en,
                   module->phase == Phase::failed ? State::failed : State::started, module->problem,
                   module->stalled});
  }
  out.insert(out.end(), impl_->refused.begin(), impl_->refused.end());
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  return out;
}

std::vector<Permission> ModuleHost::permissions() const {
  std::vector<Permission> out;
  for (const auto& module : impl_->modules)
    for (const auto& one : module->manifest.permissions)
      out.push_back({one.id, module->manifest.id, one.title.fr, one.title.en});
  return out;
}

const Manifest* ModuleHost::manifest(std::string_view id) const {
  for (const auto& module : impl_->modules)
    if (module->manifest.id == id) return &module->manifest;
  return nullptr;
}

Status ModuleHost::config_changed(std::string_view id) {
  auto* module = impl_->started(id);
  if (!module) return Error{Code::not_found, fmt::format("no module {} runs here", id), {}};
  const auto& provider = impl_->around.options.config;
  AKSIS_ASSIGN(section, provider ? provider(id) : Result<std::string>(std::string("{}")));
  AKSIS_TRY(module->config.set(module->manifest.id, module->manifest.config_schema, section));
  for (const auto& observer : module->observers)
    enter(*module, "on_change", [&] {
      observer.changed(observer.user);
      return AKSIS_OK;
    });
  return {};
}

}  // namespace aksis::modules
