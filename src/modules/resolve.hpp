// The order in which modules start, and why some cannot. Pure, any thread.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "modules/manifest.hpp"

namespace aksis::modules {

struct Resolution {
  std::vector<size_t> order;              // indexes of `manifests`, each after what it depends on
  std::map<size_t, std::string> refused;  // index → a sentence
};

// `offered`: the service ids of this host. Refuses: a service not offered, a draft without
// `allow_draft`, a module absent or of another version, a cycle (named), and what depends on one
// refused.
Resolution resolve(const std::vector<Manifest>& manifests,
                   const std::vector<std::string_view>& offered, bool allow_draft);

}  // namespace aksis::modules
