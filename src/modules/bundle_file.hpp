// Files of a bundle, by names that cannot leave it. Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"

namespace aksis::modules {

// The absolute path of `name` below `folder`; refuses an absolute name, "..", and what is absent.
Result<std::string> bundle_path(const std::string& folder, std::string_view name);

Result<std::string> read_bundle_file(const std::string& folder, std::string_view name,
                                     size_t bytes_max);

// Every regular file below `folder`, relative, in order.
inline constexpr size_t kBundleFilesMax = 10'000;
Result<std::vector<std::string>> bundle_files(const std::string& folder);

}  // namespace aksis::modules
