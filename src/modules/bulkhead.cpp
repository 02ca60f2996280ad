#include "modules/bulkhead.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "modules/module.hpp"

namespace aksis::modules {
namespace {

thread_local std::vector<const Module*> inside;

Error full(const Module& module, std::string_view language) {
  const auto& id = module.manifest.id;
  const auto max = module.around.options.calls_max;
  return Error{
      Code::busy,
      language == "en"
          ? fmt::format("the module {} is busy: {} of its calls run, its share of this server "
                        "(modules.workers_percent_max); try again in a moment",
                        id, max)
          : fmt::format("Le module {} est occupé : {} de ses appels sont en cours, sa part de ce "
                        "serveur (modules.workers_percent_max) ; réessayez dans un instant.",
                        id, max),
      {}};
}

}  // namespace

Result<Place> Place::take(Module& module, std::string_view language) {
  if (std::find(inside.begin(), inside.end(), &module) != inside.end()) return Place(nullptr);
  if (++module.running > module.around.options.calls_max) {
    --module.running;
    return full(module, language);
  }
  inside.push_back(&module);
  return Place(&module);
}

Place::~Place() {
  if (!module_) return;
  inside.pop_back();
  --module_->running;
}

}  // namespace aksis::modules
