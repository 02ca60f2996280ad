#include "base/log.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

aksis_status format(const aksis_host* host, aksis_str language, aksis_str key,
                    aksis_str arguments_json, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto& module = module_of(host);
    json::Document arguments(rapidjson::kObjectType);
    if (arguments_json.size > 0) {
      auto parsed = json::parse(view(arguments_json));
      if (!parsed.ok()) return AKSIS_INVALID;
      arguments = std::move(parsed).value();
    }
    const auto text = module.messages.format(view(language), view(key), arguments);
    if (!text.ok()) log::warning(module.log_source, text.error().message);
    sink(user, text.ok() ? borrow(*text) : key);
    return AKSIS_OK;
  });
}

}  // namespace

const aksis_i18n_1 kI18nService = {&format};

}  // namespace aksis::modules
