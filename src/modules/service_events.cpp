#include <fmt/format.h>

#include <algorithm>

#include "modules/handles.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

constexpr Micros kSubscriberTime = 60 * kSecond;  // then it counts as stalled

Status check_event(const Module& module, std::string_view type, std::string_view data_json) {
  const auto schema = module.event_schemas.find(type);
  if (schema == module.event_schemas.end())
    return Error{Code::forbidden,
                 fmt::format("the module {} does not declare {} in events.publishes",
                             module.manifest.id, type),
                 {}};
  AKSIS_ASSIGN(data, json::parse(data_json));
  const auto problems = schema->second.check(data);
  if (problems.empty()) return {};
  return invalid(fmt::format("the event {} does not fit its schema: {}: {}", type,
                             problems[0].pointer, problems[0].message));
}

aksis_status publish(aksis_tx* raw, aksis_str type, aksis_str data_json) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx) return AKSIS_INTERNAL;
    auto& module = *tx->module;
    Status status = Error{Code::conflict, "an event is published in a write, not in a read", {}};
    if (tx->writing) status = check_event(module, view(type), view(data_json));
    if (status.ok())
      status = module.around.events.publish(*tx->transaction, view(type), view(data_json));
    if (!status.ok()) tx->error = status.error().message;
    return status_of(status);
  });
}

aksis_status subscribe(const aksis_host* host, aksis_str type, aksis_subscriber subscriber,
                       void* user) {
  return contained([&]() -> aksis_status {
    auto& module = module_of(host);
    const std::string name(view(type));
    const auto& declared = module.manifest.subscribes;
    if (module.phase != Phase::starting) return AKSIS_CONFLICT;
    if (!subscriber || std::find(declared.begin(), declared.end(), name) == declared.end()) {
      module.last_error =
          fmt::format("it subscribes to {}, which its module.json does not declare", name);
      return AKSIS_NOT_FOUND;
    }
    module.subscribers.push_back({name, subscriber, user});
    return AKSIS_OK;
  });
}

}  // namespace

const aksis_events_1 kEventsService = {&publish, &subscribe};

Status run_subscriber(Module& module, size_t index, std::string_view event_json) {
  const auto& bound = module.subscribers[index];
  AKSIS_ASSIGN(ticket, module.around.watch.begin(module, bound.type,
                                                 module.around.clock.now() + kSubscriberTime));
  const auto status =
      enter(module, bound.type, [&] { return bound.subscriber(borrow(event_json), bound.user); });
  return answered(module, bound.type, status);
}

}  // namespace aksis::modules
