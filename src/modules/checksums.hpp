// The integrity of a bundle: its sha256sums, and the allow-list of the configuration. Any thread.
#pragma once

#include <map>
#include <string>

#include "modules/manifest.hpp"

namespace aksis::modules {

inline constexpr size_t kBundleFileBytesMax = 256 << 20;

// FOLDER/sha256sums ("HEX  name" lines, as sha256sum writes them) must name every file of the
// bundle with its digest. Without that file a bundle passes, unless `allowed` has entries: then the
// module must be listed, and sha256sums must have the digest listed for it.
Status verify_checksums(const Manifest& manifest,
                        const std::map<std::string, std::string>& allowed);

}  // namespace aksis::modules
