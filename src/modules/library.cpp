#include "modules/library.hpp"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <filesystem>

namespace aksis::modules {
namespace {

constexpr const char* kEntry = "aksis_module_entry_v1";

Status check_table(const aksis_module& table, const Manifest& manifest, const std::string& path) {
  if (table.abi_major != AKSIS_ABI_MAJOR)
    return invalid(fmt::format(
        "{} was built for version {} of the module border, this server has version {}; get a build "
        "of the module for it",
        path, table.abi_major, AKSIS_ABI_MAJOR));
  if (!table.id || !table.version || manifest.id != table.id || manifest.version != table.version)
    return invalid(fmt::format(
        "{} says it is {} {}, but its module.json says {} {}; install both from one build", path,
        table.id ? table.id : "nothing", table.version ? table.version : "", manifest.id,
        manifest.version));
  if (!table.start)
    return invalid(fmt::format("{} has no start function; its table is incomplete", path));
  return {};
}

}  // namespace

std::string library_path(const Manifest& manifest) {
  return (std::filesystem::path(manifest.folder) / ("libaksis_" + manifest.id + ".so")).string();
}

Result<aksis_module> load_library(const Manifest& manifest) {
  const auto path = library_path(manifest);
  std::error_code error;
  if (!std::filesystem::exists(path, error))
    return Error{Code::not_found, path + " is missing; build or install the module again", {}};
  void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) return invalid(fmt::format("{} cannot be loaded: {}", path, dlerror()));
  const auto entry = reinterpret_cast<aksis_module_entry_v1_fn>(dlsym(library, kEntry));
  if (!entry)
    return invalid(fmt::format("{} exports no {}; it is no module for this server", path, kEntry));
  const aksis_module* given = nullptr;
  try {
    given = entry();
  } catch (...) {
    return invalid(fmt::format("{} threw from {}", path, kEntry));
  }
  if (!given || given->struct_size < offsetof(aksis_module, start) + sizeof(given->start))
    return invalid(fmt::format("{} gave no usable table from {}", path, kEntry));
  aksis_module table{};
  std::memcpy(&table, given, std::min(given->struct_size, sizeof table));
  AKSIS_TRY(check_table(table, manifest, path));
  return table;
}

}  // namespace aksis::modules
