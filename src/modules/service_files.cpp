#include <fmt/format.h>

#include "modules/bundle_file.hpp"
#include "modules/download.hpp"
#include "modules/handles.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

aksis_status bundled(const aksis_host* host, aksis_str name, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    const auto path = bundle_path(module_of(host).manifest.folder, view(name));
    if (!path.ok()) return static_cast<aksis_status>(path.error().code);
    sink(user, borrow(*path));
    return AKSIS_OK;
  });
}

Result<std::string> fetch(aksis_call& call, const std::string& address) {
  auto& module = *call.module;
  if (!module.config.allows(address))
    return Error{Code::forbidden,
                 fmt::format("{} begins with no address of the configuration of the module {}",
                             address, module.manifest.id),
                 {}};
  if (in_transaction())
    return Error{Code::conflict, "a download was asked for inside a transaction", {}};
  const auto& options = module.around.options;
  auto* answered_call = call.call;
  const DownloadLimits limits{options.download_bytes_max, options.download_time};
  return download(
      address, options.download_folder, limits,
      [&module](const std::string& hop) { return module.config.allows(hop); },
      [answered_call, &module] { return answered_call->cancelled(module.around.clock.now()); });
}

aksis_status download_for(aksis_call* raw, aksis_str address, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* call = usable(raw);
    if (!call) return AKSIS_INTERNAL;
    const auto path = fetch(*call, std::string(view(address)));
    sink(user, borrow(path.ok() ? *path : path.error().message));
    if (!path.ok()) return static_cast<aksis_status>(path.error().code);
    call->temporary_files.push_back(*path);
    return AKSIS_OK;
  });
}

}  // namespace

const aksis_files_1 kFilesService = {&bundled, &download_for};

}  // namespace aksis::modules
