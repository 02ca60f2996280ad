#include "app/instance/data_folder.hpp"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>

namespace aksis::app {
namespace {

namespace fs = std::filesystem;

Error unusable(const std::string& path, const std::string& why, Code code = Code::forbidden) {
  return {code, "The data folder " + path + " " + why, {}};
}

Status make(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) return unusable(path, "cannot be made (" + error.message() + ").");
  fs::permissions(path, fs::perms::owner_all, error);
  return {};
}

}  // namespace

Result<DataFolder> open_data_folder(const std::string& path, bool create) {
  struct stat info {};
  if (create && ::stat(path.c_str(), &info) != 0 && errno == ENOENT) AKSIS_TRY(make(path));
  if (::stat(path.c_str(), &info) != 0) {
    if (errno != ENOENT)
      return unusable(path, std::string("cannot be opened (") + std::strerror(errno) + ").");
    return unusable(path,
                    "does not exist. Give another with --data FOLDER or data.folder, or make this "
                    "one with `aksis serve --create`.",
                    Code::not_found);
  }
  if (!S_ISDIR(info.st_mode)) return unusable(path, "is not a folder.");
  if (::access(path.c_str(), R_OK | W_OK | X_OK) != 0)
    return unusable(path, std::string("may not be written (") + std::strerror(errno) +
                              "): give it to the account that runs aksis, for example with "
                              "`chown aksis " +
                              path + "`.");
  return DataFolder{path};
}

Status clear_temporary(const DataFolder& folder) {
  std::error_code error;
  fs::remove_all(folder.temporary(), error);
  if (!error) fs::create_directory(folder.temporary(), error);
  if (!error) fs::permissions(folder.temporary(), fs::perms::owner_all, error);
  if (error) {
    const bool full = error == std::errc::no_space_on_device;
    return Error{full ? Code::full : Code::forbidden,
                 "The folder " + folder.temporary() + " cannot be made (" + error.message() + ").",
                 {}};
  }
  return {};
}

Result<DiskSpace> disk_space(const std::string& path) {
  struct statvfs info {};
  if (::statvfs(path.c_str(), &info) != 0)
    return Error{Code::not_found,
                 "The space left at " + path + " cannot be told (" + std::strerror(errno) + ").",
                 {}};
  const auto block = static_cast<int64_t>(info.f_frsize);
  return DiskSpace{block * static_cast<int64_t>(info.f_bavail),
                   block * static_cast<int64_t>(info.f_blocks)};
}

bool on_network_share(const std::string& path) {
  constexpr std::array<uint32_t, 4> kShares = {NFS_SUPER_MAGIC, SMB_SUPER_MAGIC,
                                               0xFF534D42 /*cifs*/, 0xFE534D42 /*smb2*/};
  struct statfs info {};
  if (::statfs(path.c_str(), &info) != 0) return false;
  return std::find(kShares.begin(), kShares.end(), static_cast<uint32_t>(info.f_type)) !=
         kShares.end();
}

bool readable_by_others(const std::string& path) {
  struct stat info {};
  return ::stat(path.c_str(), &info) == 0 && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0;
}

}  // namespace aksis::app
