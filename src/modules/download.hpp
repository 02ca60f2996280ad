// Fetches a file over http or https within bounds. Blocks; any thread.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "aksis/cpp/result.hpp"

namespace aksis::modules {

struct DownloadLimits {
  size_t bytes_max = 0;
  std::chrono::seconds time{};
};

// The path of a new file in `folder` (empty: the system's for temporary files), which the caller
// deletes. `stopped` is asked about once a second. Follows redirections, each to an address that
// `allowed` lets pass and never from https to http; Code::forbidden names the one that is not.
Result<std::string> download(const std::string& address, const std::string& folder,
                             const DownloadLimits& limits,
                             const std::function<bool(const std::string& address)>& allowed,
                             const std::function<bool()>& stopped);

}  // namespace aksis::modules
