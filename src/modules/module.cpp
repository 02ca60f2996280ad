#include "modules/module.hpp"

#include "modules/services.hpp"

namespace aksis::modules {
namespace {

constexpr std::string_view kServerVersion = AKSIS_VERSION;

const void* service(const aksis_host* host, const char* id) {
  if (!host || !id || !module_of(host).manifest.may_use(id)) return nullptr;
  return service_table(id);
}

}  // namespace

Module::Module(Manifest declared, Surroundings& surroundings)
    : manifest(std::move(declared)),
      around(surroundings),
      confinement{manifest.id, manifest.table_prefix, manifest.reads},
      log_source("module:" + manifest.id),
      messages(manifest.folder) {
  host.struct_size = sizeof host;
  host.abi_major = AKSIS_ABI_MAJOR;
  host.abi_minor = AKSIS_ABI_MINOR;
  host.server_version = {kServerVersion.data(), kServerVersion.size()};
  host.impl = this;
  host.service = &service;
}

}  // namespace aksis::modules
