// The folder that holds everything an agency has: the database, the local socket, files on their
// way. A value; no thread rule.
#pragma once

#include <string>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::app {

struct DataFolder {
  std::string path;
  std::string database() const { return path + "/aksis.db"; }
  std::string socket() const { return path + "/aksis.sock"; }
  std::string temporary() const { return path + "/tmp"; }
};

// Refuses with a sentence a folder that is absent (unless `create`), is no folder, or may not be
// written by this account.
Result<DataFolder> open_data_folder(const std::string& path, bool create);

// Makes the folder of files on their way anew: what a stopped process left there is nobody's.
Status clear_temporary(const DataFolder& folder);

struct DiskSpace {
  int64_t free_bytes = 0;
  int64_t total_bytes = 0;
};
Result<DiskSpace> disk_space(const std::string& path);

// Less than this is reported as trouble: room for the write-ahead log and a backup's beginnings.
inline constexpr int64_t kFreeBytesWanted = 256 << 20;

// Whether the folder lies on a network share, where SQLite's locks cannot be trusted.
bool on_network_share(const std::string& path);

// Whether accounts other than its owner may read the folder.
bool readable_by_others(const std::string& path);

}  // namespace aksis::app
