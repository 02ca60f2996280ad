#include "app/command_line/catalogue.hpp"

#include <algorithm>
#include <filesystem>
#include <set>

#include "app/command_line/closed_database.hpp"
#include "app/instance/build_facts.hpp"
#include "app/instance/instance.hpp"
#include "app/instance/protection.hpp"
#include "console/operations.hpp"
#include "events/operations.hpp"
#include "modules/manifest.hpp"

namespace aksis::app {
namespace {

namespace fs = std::filesystem;

operations::Operation declared(operations::Operation operation) {
  operation.handler = [](operations::Call& call) -> Status {
    return Error{Code::conflict, call.principal().id + " called a declaration", {}};
  };
  return operation;
}

}  // namespace

bool needs_no_data(const std::string& operation) {
  static const std::set<std::string> kWithout = {"core.version", "core.openapi", "config.show",
                                                 "module.check", "module.new"};
  return kWithout.contains(operation);
}

Catalogue::Catalogue(const Config& config, const Clock& clock)
    : folder_{config.text("data.folder")},
      closed_(std::make_unique<ClosedDatabase>()),
      registry_(clock),
      core_{config,    folder_, *closed_,
            registry_, clock,   [] {
              return std::vector<modules::ModuleStatus>{}; }},
      dispatcher_(*closed_, clock) {}

Result<std::unique_ptr<Catalogue>> Catalogue::read(const Config& config, const Clock& clock) {
  std::unique_ptr<Catalogue> catalogue(new Catalogue(config, clock));
  AKSIS_ASSIGN(protection, Protection::closed(config, *catalogue->closed_, clock));
  catalogue->protection_ = std::move(protection);
  AKSIS_TRY(catalogue->protection_->offer_operations(catalogue->registry_));
  AKSIS_TRY(offer_core_operations(catalogue->registry_, catalogue->core_));
  AKSIS_TRY(console::offer_operations(
      catalogue->registry_,
      {*catalogue->closed_, clock, kVersion, []() -> const modules::ModuleHost* { return nullptr; },
       []() -> Result<bool> { return false; }}));
  AKSIS_TRY(events::add_event_operations(catalogue->registry_, *catalogue->closed_,
                                         catalogue->dispatcher_, clock));
  AKSIS_TRY(events::add_job_operations(catalogue->registry_, *catalogue->closed_, clock));
  AKSIS_TRY(modules::offer_operations(catalogue->registry_, nullptr,
                                      shared_folder("module-template"), clock));
  catalogue->add_modules(config);
  return catalogue;
}

void Catalogue::add_modules(const Config& config) {
  auto folders = config.texts("modules.folders");
  if (folders.empty()) folders = own_module_folders();
  const auto disabled = config.texts("modules.disabled");
  std::vector<std::string> bundles;
  for (const auto& folder : folders) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error)) {
      const auto id = entry.path().filename().string();
      const bool off = std::find(disabled.begin(), disabled.end(), id) != disabled.end();
      if (!off && fs::exists(entry.path() / "module.json", error))
        bundles.push_back(entry.path().string());
    }
    if (error) problems_.push_back({folder, "cannot be listed (" + error.message() + ")"});
  }
  std::sort(bundles.begin(), bundles.end());
  for (const auto& bundle : bundles) add_module(bundle);
}

void Catalogue::add_module(const std::string& folder) {
  auto manifest = modules::read_manifest(folder);
  if (!manifest.ok()) {
    problems_.push_back({folder, manifest.error().message});
    for (const auto& detail : manifest.error().details)
      problems_.push_back({folder + "/module.json" + detail.pointer, detail.message});
    return;
  }
  module_folders_[manifest->id] = folder;
  titles_[manifest->id] = {manifest->title.fr, manifest->title.en};
  for (auto& route : manifest->routes)
    if (auto status = registry_.add(declared(std::move(route))); !status.ok())
      problems_.push_back({folder, status.error().message});
}

std::string Catalogue::module_title(const std::string& id, bool english) const {
  const auto found = titles_.find(id);
  if (found == titles_.end()) return id;
  const auto& [fr, en] = found->second;
  const auto& title = english && !en.empty() ? en : fr;
  return title.empty() ? id : title;
}

std::string Catalogue::module_folder(const std::string& id) const {
  const auto found = module_folders_.find(id);
  return found == module_folders_.end() ? std::string() : found->second;
}

}  // namespace aksis::app
