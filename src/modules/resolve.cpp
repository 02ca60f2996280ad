#include "modules/resolve.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "modules/versions.hpp"

namespace aksis::modules {
namespace {

class Resolver {
 public:
  Resolver(const std::vector<Manifest>& manifests, const std::vector<std::string_view>& offered,
           bool allow_draft)
      : manifests_(manifests), offered_(offered), allow_draft_(allow_draft) {
    for (size_t i = 0; i < manifests.size(); ++i) known_.emplace(manifests[i].id, i);
  }

  Resolution resolve() {
    for (size_t i = 0; i < manifests_.size(); ++i)
      if (auto problem = services(manifests_[i]); !problem.empty())
        result_.refused.emplace(i, std::move(problem));
    for (const auto& [id, index] : known_) visit(index);
    return std::move(result_);
  }

 private:
  bool is_offered(std::string_view service) const {
    return std::find(offered_.begin(), offered_.end(), service) != offered_.end();
  }
  std::string services(const Manifest& manifest) const {
    std::vector<std::string> missing;
    for (const auto& service : manifest.requires_services)
      if (!is_offered(service)) missing.push_back(service);
    if (!missing.empty())
      return fmt::format(
          "the module {} {} requires {}, which this server does not offer; install a newer server "
          "or an older version of the module",
          manifest.id, manifest.version, fmt::join(missing, ", "));
    if (!manifest.draft_services.empty() && !allow_draft_)
      return fmt::format(
          "the module {} uses the draft {}; set modules.allow_draft to run it all the same",
          manifest.id, manifest.draft_services.front());
    return {};
  }

  // Depth first; true when the module can start.
  bool visit(size_t index) {
    if (result_.refused.contains(index)) return false;
    if (std::count(result_.order.begin(), result_.order.end(), index)) return true;
    const auto& manifest = manifests_[index];
    path_.push_back(index);
    auto problem = first_problem(manifest);
    path_.pop_back();
    if (problem.empty()) {
      result_.order.push_back(index);
      return true;
    }
    result_.refused.emplace(index, std::move(problem));
    return false;
  }

  std::string first_problem(const Manifest& manifest) {
    for (const auto& [id, wanted] : manifest.depends) {
      const auto found = known_.find(id);
      if (found == known_.end())
        return fmt::format("the module {} depends on {} {}, which is not installed", manifest.id,
                           id, wanted);
      const auto& other = manifests_[found->second];
      if (!satisfies(other.version, wanted))
        return fmt::format("the module {} depends on {} {}, but {} is installed", manifest.id, id,
                           wanted, other.version);
      if (const auto at = std::find(path_.begin(), path_.end(), found->second); at != path_.end())
        return cycle(at);
      if (!visit(found->second))
        return fmt::format("the module {} depends on {}, which cannot start", manifest.id, id);
    }
    return {};
  }

  std::string cycle(std::vector<size_t>::const_iterator from) const {
    std::vector<std::string> names;
    for (auto at = from; at != path_.end(); ++at) names.push_back(manifests_[*at].id);
    names.push_back(names.front());
    return fmt::format("modules depend on each other in a circle: {}; remove one of these",
                       fmt::join(names, " -> "));
  }

  const std::vector<Manifest>& manifests_;
  const std::vector<std::string_view>& offered_;
  bool allow_draft_;
  std::map<std::string, size_t, std::less<>> known_;
  std::vector<size_t> path_;
  Resolution result_;
};

}  // namespace

Resolution resolve(const std::vector<Manifest>& manifests,
                   const std::vector<std::string_view>& offered, bool allow_draft) {
  return Resolver(manifests, offered, allow_draft).resolve();
}

}  // namespace aksis::modules
