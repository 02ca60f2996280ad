#include "modules/handles.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

aksis_status caller(aksis_call* raw, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* call = usable(raw);
    if (!call) return AKSIS_INTERNAL;
    const auto& principal = call->call->principal();
    const auto text = json::Writer()
                          .object()
                          .member("id", principal.id)
                          .member("account", principal.account)
                          .member("organisation", principal.organisation)
                          .member("on_behalf_of", call->call->on_behalf_of)
                          .end()
                          .text();
    sink(user, borrow(text));
    return AKSIS_OK;
  });
}

int32_t allowed(aksis_call* raw, aksis_str permission) {
  auto* call = usable(raw);
  return call && call->call->principal().allows(view(permission)) ? 1 : 0;
}

aksis_status open_person(aksis_call* raw, aksis_str person, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* call = usable(raw);
    const auto* current = operations::current_call();
    if (!call || !current) return AKSIS_INTERNAL;
    if (in_transaction()) return AKSIS_CONFLICT;
    const auto& open = call->module->around.options.open_person;
    if (!open) return AKSIS_OK;
    const auto opened = open(*current->operation, *call->call, std::string(view(person)));
    if (opened.ok()) call->call->opened.emplace_back(view(person));
    if (!opened.ok()) sink(user, borrow(opened.error().message));
    return status_of(opened);
  });
}

aksis_status visible_people(aksis_call* raw, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* call = usable(raw);
    const auto* current = operations::current_call();
    if (!call || !current) return AKSIS_INTERNAL;
    if (in_transaction()) return AKSIS_CONFLICT;
    std::optional<std::vector<std::string>> ids;
    if (const auto& visible = call->module->around.options.visible_people; visible) {
      auto found = visible(call->call->principal(), current->operation->permission);
      if (!found.ok()) return static_cast<aksis_status>(found.error().code);
      ids = std::move(*found);
    }
    json::Writer out;
    if (!ids) out.null();
    if (ids) out.array();
    for (const auto& id : ids ? *ids : std::vector<std::string>{}) out.value(id);
    if (ids) out.end();
    sink(user, borrow(out.text()));
    return AKSIS_OK;
  });
}

}  // namespace

const aksis_auth_1 kAuthService = {&caller, &allowed, &open_person, &visible_people};

}  // namespace aksis::modules
