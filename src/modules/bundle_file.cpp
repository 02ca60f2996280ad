#include "modules/bundle_file.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace aksis::modules {
namespace fs = std::filesystem;

Result<std::string> bundle_path(const std::string& folder, std::string_view name) {
  const fs::path relative(name);
  const bool leaves = std::any_of(relative.begin(), relative.end(),
                                  [](const fs::path& part) { return part == ".."; });
  if (relative.empty() || relative.is_absolute() || leaves)
    return invalid("\"" + std::string(name) + "\" must be a name inside the module's folder");
  std::error_code error;
  const fs::path path = fs::absolute(fs::path(folder) / relative, error);
  if (error || !fs::exists(path, error))
    return Error{Code::not_found, "the file " + std::string(name) + " is missing in " + folder, {}};
  return path.string();
}

Result<std::string> read_bundle_file(const std::string& folder, std::string_view name,
                                     size_t bytes_max) {
  AKSIS_ASSIGN(path, bundle_path(folder, name));
  std::ifstream file(path, std::ios::binary | std::ios::ate);
  const auto size = fs::is_regular_file(path) && file ? file.tellg() : std::streampos(-1);
  if (size < 0)
    return invalid(path + " cannot be read; check that it is a file this user may read");
  if (static_cast<size_t>(size) > bytes_max)
    return Error{
        Code::too_large, path + " is larger than " + std::to_string(bytes_max) + " bytes", {}};
  std::string text(static_cast<size_t>(size), '\0');
  file.seekg(0).read(text.data(), size);
  if (!file) return invalid(path + " changed while it was read; try again");
  return text;
}

Result<std::vector<std::string>> bundle_files(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::recursive_directory_iterator at(folder, error), end; !error && at != end;
       at.increment(error))
    if (names.size() == kBundleFilesMax)
      return Error{Code::too_large,
                   folder + " holds more than " + std::to_string(kBundleFilesMax) +
                       " files; is it the folder of a module?",
                   {}};
    else if (at->is_regular_file())
      names.push_back(at->path().lexically_relative(folder).string());
  if (error) return invalid("the folder " + folder + " cannot be read: " + error.message());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace aksis::modules
