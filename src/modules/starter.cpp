#include "modules/starter.hpp"

#include <fmt/format.h>

#include <filesystem>

#include "base/log.hpp"
#include "modules/checksums.hpp"
#include "modules/library.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module_holder.hpp"
#include "modules/services.hpp"
#include "storage/migrations.hpp"

namespace aksis::modules {
namespace {

Status read_config(Module& module) {
  const auto& provider = module.around.options.config;
  std::string section = "{}";
  if (provider) {
    AKSIS_ASSIGN(given, provider(module.manifest.id));
    section = std::move(given);
  }
  return module.config.set(module.manifest.id, module.manifest.config_schema, section);
}

Status migrate(Module& module) {
  const auto folder = module.manifest.folder + "/migrations";
  std::error_code error;
  if (!std::filesystem::exists(folder, error)) return {};
  if (module.manifest.table_prefix.empty())
    return invalid(fmt::format("{} holds migrations, but module.json declares no tables", folder));
  AKSIS_ASSIGN(migrations, storage::read_migrations(folder));
  return storage::migrate(module.around.database, module.manifest.id, migrations,
                          &module.confinement);
}

Status call_start(Module& module) {
  module.phase = Phase::starting;
  const auto status = enter(module, "start", [&] { return module.table.start(&module.host); });
  if (status == AKSIS_OK) return {};
  const auto reason = answered(module, "start", status);
  return invalid(
      fmt::format("the module {} refused to start: {}", module.manifest.id,
                  module.last_error.empty() ? reason.error().message : module.last_error));
}

Status check_bound(const Module& module) {
  std::string missing;
  for (const auto& route : module.manifest.routes)
    if (!module.bindings.contains(route.id)) missing += (missing.empty() ? "" : ", ") + route.id;
  if (!module.manifest.sealed.empty() && !module.holder.show)
    return invalid(
        fmt::format("the module {} declares sealed columns but never calls hold(): nobody could "
                    "show or erase what it keeps of people",
                    module.manifest.id));
  if (missing.empty()) return {};
  return invalid(fmt::format(
      "the module {} declares {} in module.json but binds no function to it; its library and its "
      "module.json are not from one build",
      module.manifest.id, missing));
}

operations::Operation operation_of(Module& module, const operations::Operation& route) {
  auto operation = route;
  if (operation.summary_en.empty()) operation.summary_en = operation.summary_fr;
  operation.handler = [&module, &id = route.id,
                       bound = module.bindings.at(route.id)](operations::Call& call) {
    if (module.phase != Phase::started)
      return Status(
          Error{Code::busy, fmt::format("the module {} does not run", module.manifest.id), {}});
    return run_handler(module, id, bound, call);
  };
  return operation;
}

Status connect(Module& module) {
  for (const auto& route : module.manifest.routes)
    AKSIS_TRY(module.around.registry.add(operation_of(module, route)));
  for (size_t i = 0; i < module.subscribers.size(); ++i) {
    const auto deliver = [&module, i](std::string_view event_json) {
      return run_subscriber(module, i, event_json);
    };
    AKSIS_TRY(
        module.around.events.subscribe(module.manifest.id, module.subscribers[i].type, deliver));
  }
  if (auto* holders = module.around.options.holders; holders && module.holder.show)
    AKSIS_TRY(holders->add(holder_of(module)));
  for (const auto& job : module.manifest.jobs)
    if (job.every) AKSIS_TRY(module.around.events.repeat(job.operation, job.every));
  return {};
}

}  // namespace

Status check_bundle(Module& module) {
  for (const auto& warning : module.manifest.warnings) log::warning(module.log_source, warning);
  AKSIS_TRY(verify_checksums(module.manifest, module.around.options.allowed));
  for (const auto& [type, schema_json] : module.manifest.publishes) {
    AKSIS_ASSIGN(schema,
                 operations::Schema::compile(schema_json, operations::Schema::Unknown::refused));
    module.event_schemas.emplace(type, std::move(schema));
  }
  return read_config(module);
}

Status start_module(Module& module) {
  AKSIS_ASSIGN(table, load_library(module.manifest));
  module.table = table;
  if (auto migrated = migrate(module); !migrated.ok())
    return prefixed("the migrations of the module " + module.manifest.id, migrated.error());
  AKSIS_TRY(call_start(module));
  module.phase = Phase::started;
  AKSIS_TRY(check_bound(module));
  return connect(module);
}

Status run_start_jobs(Module& module) {
  for (const auto& job : module.manifest.jobs) {
    if (!job.at_start) continue;
    const auto* operation = module.around.registry.find(job.operation);
    json::Document input(rapidjson::kObjectType);
    operations::Call call({"module:" + module.manifest.id, false, {operation->permission}},
                          std::move(input));
    auto done = module.around.registry.run(*operation, call);
    if (!done.ok())
      return prefixed(fmt::format("the job {} that the module {} runs at start", job.operation,
                                  module.manifest.id),
                      std::move(done).error());
  }
  return {};
}

void stop_module(Module& module) noexcept {
  if (module.phase != Phase::started) return;
  module.phase = Phase::stopped;
  if (!module.table.stop) return;
  enter(module, "stop", [&] {
    module.table.stop();
    return AKSIS_OK;
  });
}

}  // namespace aksis::modules
