#include "console/files.hpp"

#include <filesystem>

#include "embedded/console_pack.hpp"
#include "modules/manifest.hpp"

namespace aksis::console {

bool is_embedded() {
  return !embedded::console_pack().empty();
}

Status add_files(http::Assets& assets, const std::string& folder) {
  if (!folder.empty()) {
    std::error_code error;
    if (!std::filesystem::is_regular_file(folder + "/index.html", error))
      return invalid("there is no index.html in " + folder +
                     "; build the console into it: node src/console/build.mjs " + folder);
    assets.mount("", folder);
    return {};
  }
  for (const auto& pack : embedded::console_pack()) AKSIS_TRY(assets.add_pack(pack.data));
  return {};
}

Status add_module_files(http::Assets& assets, const modules::ModuleHost& host, bool anew) {
  for (const auto& status : host.modules()) {
    const auto* manifest = host.manifest(status.id);
    if (status.state != modules::State::started || !manifest || manifest->ui.base.empty()) continue;
    const auto folder = manifest->folder + "/ui";
    if (anew)
      assets.mount(manifest->ui.base, folder);
    else
      AKSIS_TRY(assets.add_folder(manifest->ui.base, folder));
  }
  return {};
}

}  // namespace aksis::console
