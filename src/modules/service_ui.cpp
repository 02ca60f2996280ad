#include "modules/module.hpp"
#include "modules/services.hpp"
#include "modules/ui_addresses.hpp"

namespace aksis::modules {
namespace {

Result<json::Document> parameters_of(aksis_str text) {
  if (text.size == 0) return json::Document(rapidjson::kObjectType);
  AKSIS_ASSIGN(parsed, json::parse(view(text)));
  if (!parsed.IsObject()) return invalid("parameters are a JSON object");
  return parsed;
}

aksis_status give(const Module& module, const Result<std::string>& address, aksis_sink sink,
                  void* user) {
  if (!address.ok()) return static_cast<aksis_status>(address.error().code);
  const auto whole = module.around.options.public_url + *address;
  sink(user, borrow(whole));
  return AKSIS_OK;
}

aksis_status page(const aksis_host* host, aksis_str path, aksis_str parameters_json,
                  aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    const auto& module = module_of(host);
    const auto parameters = parameters_of(parameters_json);
    if (!parameters.ok()) return AKSIS_INVALID;
    return give(module, page_address(module.manifest, view(path), *parameters), sink, user);
  });
}

aksis_status person_tab(const aksis_host* host, aksis_str tab, aksis_str person,
                        aksis_str parameters_json, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    const auto& module = module_of(host);
    const auto parameters = parameters_of(parameters_json);
    if (!parameters.ok()) return AKSIS_INVALID;
    return give(module, person_tab_address(module.manifest, view(tab), view(person), *parameters),
                sink, user);
  });
}

aksis_status file(const aksis_host* host, aksis_str name, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    const auto& module = module_of(host);
    return give(module, ui_file_address(module.manifest, view(name)), sink, user);
  });
}

}  // namespace

const aksis_ui_1 kUiService = {&page, &person_tab, &file};

}  // namespace aksis::modules
