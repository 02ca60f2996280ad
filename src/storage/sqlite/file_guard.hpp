// The database's file before SQLite sees it: folder, rights, file system, and the lock that keeps
// a second process away. One thread.
#pragma once

#include <string>

#include "aksis/cpp/result.hpp"

namespace aksis::storage {

inline constexpr int64_t kApplicationId = 0x414B5349;  // "AKSI", in the file's header
inline constexpr int64_t kFormat = 1;                  // user_version; grows when old programs must
                                                       // not open the file

// Held from opening to closing; the system releases it when the process dies.
class FileGuard {
 public:
  // Takes FILE.lock, after checking that the folder exists and can be written.
  static Result<FileGuard> take(const std::string& path);
  FileGuard(FileGuard&& other) noexcept : file_(other.file_) { other.file_ = -1; }
  FileGuard& operator=(FileGuard&&) = delete;
  ~FileGuard();

 private:
  explicit FileGuard(int file) : file_(file) {}
  int file_;
};

// Creates an empty file that only its owner reads, when there is none; checks the one there is.
Status prepare_file(const std::string& path);

// Bytes of `path`; 0 when it is absent.
int64_t file_bytes(const std::string& path);

// Writes the file (a folder: its entries) to the disk.
Status sync_file(const std::string& path);

std::string folder_of(const std::string& path);

}  // namespace aksis::storage
