#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

aksis_status get(const aksis_host* host, aksis_sink sink, void* user) {
  return contained([&] {
    const auto text = module_of(host).config.text();
    sink(user, borrow(*text));
    return AKSIS_OK;
  });
}

aksis_status on_change(const aksis_host* host, void (*changed)(void*), void* user) {
  return contained([&] {
    auto& module = module_of(host);
    if (module.phase != Phase::starting || !changed) return AKSIS_CONFLICT;
    module.observers.push_back({changed, user});
    return AKSIS_OK;
  });
}

}  // namespace

const aksis_config_1 kConfigService = {&get, &on_change};

}  // namespace aksis::modules
