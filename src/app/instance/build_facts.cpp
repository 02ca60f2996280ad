#include "app/instance/build_facts.hpp"

#include <filesystem>

namespace aksis::app {
namespace {

namespace fs = std::filesystem;

fs::path beside_program(const char* relative) {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  return (program.parent_path() / relative).lexically_normal();
}

bool is_folder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

}  // namespace

std::vector<std::string> own_module_folders() {
  for (const char* place : {"../lib/aksis/modules", "../modules"})
    if (const auto folder = beside_program(place); is_folder(folder)) return {folder.string()};
  return {};
}

std::string shared_folder(const std::string& name) {
  const auto installed = beside_program("../share/aksis") / name;
  if (is_folder(installed)) return installed.string();
  // The build tree has links to what an installation copies: see src/app/CMakeLists.txt.
  const auto built = beside_program("../share") / name;
  return is_folder(built) ? built.string() : std::string();
}

}  // namespace aksis::app
