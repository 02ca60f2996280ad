#include "storage/sqlite/file_guard.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "base/log.hpp"

namespace aksis::storage {
namespace {

constexpr mode_t kOwnerOnly = 0600;

// statfs(2): file systems over a network, whose locks and memory maps SQLite cannot trust.
constexpr std::array<unsigned, 8> kNetworkFileSystems = {
    0x6969,      // NFS
    0x517B,      // SMB
    0xFF534D42,  // CIFS
    0xFE534D42,  // SMB 2
    0x01021997,  // 9P
    0x5346414F,  // AFS
    0x73757245,  // Coda
    0x65735546,  // FUSE: sshfs and others
};

Status check_folder(const std::string& path) {
  const std::string folder = folder_of(path);
  std::error_code failed;
  if (!std::filesystem::is_directory(folder, failed))
    return internal(
        fmt::format("the folder of the database, {}, does not exist: create it, or "
                    "change storage.path in the configuration",
                    folder));
  if (access(folder.c_str(), W_OK | X_OK) != 0)
    return internal(
        fmt::format("the folder of the database, {}, cannot be written ({}): give the "
                    "server's account the right to write there",
                    folder, std::strerror(errno)));
  struct statfs system {};
  if (statfs(folder.c_str(), &system) != 0) return {};
  for (const unsigned kind : kNetworkFileSystems) {
    if (static_cast<unsigned>(system.f_type) != kind) continue;
    log::warning("storage", fmt::format("the database's folder {} is on a network file system, "
                                        "where SQLite may lose data: move it to a local disk",
                                        folder));
  }
  return {};
}

std::string holder(int file) {
  char text[32] = {};
  const auto size = pread(file, text, sizeof(text) - 1, 0);
  const std::string_view digits(text, size > 0 ? static_cast<size_t>(size) : 0);
  const size_t end = digits.find_first_not_of("0123456789");
  if (end == 0 || digits.empty()) return "another process";
  return fmt::format("process {}", digits.substr(0, end));
}

}  // namespace

std::string folder_of(const std::string& path) {
  const auto parent = std::filesystem::path(path).parent_path();
  return parent.empty() ? "." : parent.string();
}

int64_t file_bytes(const std::string& path) {
  struct stat found {};
  return stat(path.c_str(), &found) == 0 ? int64_t{found.st_size} : 0;
}

Status sync_file(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = file >= 0 && fsync(file) == 0;
  const int reason = errno;
  if (file >= 0) close(file);
  if (synced) return {};
  return internal(
      fmt::format("{} could not be written to the disk: {}", path, std::strerror(reason)));
}

Result<FileGuard> FileGuard::take(const std::string& path) {
  AKSIS_TRY(check_folder(path));
  const std::string lock = path + ".lock";
  const int file = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (file < 0)
    return internal(
        fmt::format("the lock file {} cannot be opened ({}): check its owner and "
                    "rights",
                    lock, std::strerror(errno)));
  FileGuard guard(file);
  if (flock(file, LOCK_EX | LOCK_NB) != 0)
    return said(Code::busy,
                fmt::format("the database {} is in use by {}: stop it first, or use another file",
                            path, holder(file)),
                fmt::format("Un autre programme se sert de la base de données {} : arrêtez-le, ou "
                            "prenez un autre fichier.",
                            path));
  const std::string pid = std::to_string(getpid()) + "\n";
  const bool noted = ftruncate(file, 0) == 0 &&
                     pwrite(file, pid.data(), pid.size(), 0) == static_cast<ssize_t>(pid.size());
  // Only the message to a second process is the poorer: a full disk must not forbid reading.
  if (!noted) log::warning("storage", "the process id could not be noted in " + lock);
  return guard;
}

FileGuard::~FileGuard() {
  if (file_ >= 0) close(file_);
}

Status prepare_file(const std::string& path) {
  struct stat found {};
  if (stat(path.c_str(), &found) == 0 && !S_ISREG(found.st_mode))
    return internal(fmt::format("{} is not a file: storage.path names the database's file", path));
  const int file = open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, kOwnerOnly);
  if (file < 0)
    return internal(
        fmt::format("the database {} cannot be opened for writing ({}): check its owner "
                    "and rights",
                    path, std::strerror(errno)));
  close(file);
  return {};
}

}  // namespace aksis::storage
