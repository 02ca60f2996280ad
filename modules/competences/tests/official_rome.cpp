#include "official_rome.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <optional>

namespace aksis::competences {

const RomeImport* official_rome() {
  static const std::string folder = std::string(AKSIS_DATA_DIR) + "/rome_v4";
  static std::optional<RomeImport> read;
  if (!std::filesystem::exists(folder)) {
    WARN("skipped: the official ROME set is not at " << folder);
    return nullptr;
  }
  if (!read) {
    auto result = import_rome(folder);
    if (!result.ok()) FAIL(result.error().message);
    read = std::move(result).value();
  }
  return &*read;
}

}  // namespace aksis::competences
