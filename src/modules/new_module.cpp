#include "modules/new_module.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "modules/bundle_file.hpp"

namespace aksis::modules {
namespace fs = std::filesystem;
namespace {

// The template is a module that works; these are its names.
constexpr std::string_view kId = "notebook";
constexpr std::string_view kTitle = "Notebook";
constexpr std::string_view kPrefix = "ntb_";
constexpr size_t kIdMax = 32;
constexpr size_t kPrefixLettersMax = 7;
constexpr size_t kFileBytesMax = 1 << 20;

bool is_id(std::string_view name) {
  const auto letter = [](char c) { return c >= 'a' && c <= 'z'; };
  return name.size() >= 2 && name.size() <= kIdMax && letter(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '_'; });
}

std::string prefix_of(std::string id) {
  std::erase(id, '_');
  return id.substr(0, kPrefixLettersMax) + "_";
}

void replace_all(std::string& text, std::string_view what, const std::string& with) {
  for (size_t at = 0; (at = text.find(what, at)) != text.npos; at += with.size())
    text.replace(at, what.size(), with);
}

std::string renamed(std::string text, const std::string& id) {
  auto title = id;
  title[0] = static_cast<char>(title[0] - 'a' + 'A');
  replace_all(text, kPrefix, prefix_of(id));
  replace_all(text, kId, id);
  replace_all(text, kTitle, title);
  return text;
}

Status copy(const std::string& from, const std::string& name, const fs::path& to,
            const std::string& id) {
  AKSIS_ASSIGN(text, read_bundle_file(from, name, kFileBytesMax));
  const auto target = to / renamed(name, id);
  std::error_code error;
  fs::create_directories(target.parent_path(), error);
  std::ofstream file(target, std::ios::binary);
  file << renamed(text, id);
  file.close();
  if (!file) return internal(target.string() + " cannot be written; check the folder and the disk");
  fs::permissions(target, fs::status(fs::path(from) / name).permissions(), error);
  return {};
}

}  // namespace

Result<std::vector<std::string>> new_module(const std::string& template_folder,
                                            const std::string& path) {
  const fs::path target = fs::path(path).lexically_normal();
  const auto id = target.filename().string();
  if (!is_id(id))
    return invalid(
        fmt::format("\"{}\" is no name for a module: 2 to 32 small letters, digits and _, "
                    "a letter first",
                    id));
  std::error_code error;
  if (fs::exists(target, error))
    return Error{Code::conflict, path + " exists already; choose another name or remove it", {}};
  auto names = bundle_files(template_folder);
  if (!names.ok())
    return internal("the template of modules is missing in " + template_folder +
                    "; install aksis again");
  const auto making = target.parent_path() / ("." + id + ".new");
  fs::remove_all(making, error);
  for (const auto& name : *names)
    if (auto copied = copy(template_folder, name, making, id); !copied.ok()) {
      fs::remove_all(making, error);
      return std::move(copied).error();
    }
  fs::rename(making, target, error);
  if (error) return internal(path + " cannot be made: " + error.message());
  for (auto& name : *names) name = renamed(name, id);
  return std::move(names).value();
}

}  // namespace aksis::modules
