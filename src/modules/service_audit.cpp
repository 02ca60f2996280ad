#include "audit/facts.hpp"
#include "modules/handles.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

aksis_status note(aksis_tx* raw, aksis_str member, aksis_str before, aksis_str after) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx) return AKSIS_INTERNAL;
    if (!tx->writing) return AKSIS_CONFLICT;
    audit::note({std::string(view(member)), std::string(view(before)), std::string(view(after))});
    return AKSIS_OK;
  });
}

aksis_status subject(aksis_tx* raw, aksis_str person, aksis_str object) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx) return AKSIS_INTERNAL;
    if (!tx->writing) return AKSIS_CONFLICT;
    audit::note_subject(view(person), view(object));
    return AKSIS_OK;
  });
}

}  // namespace

const aksis_audit_1 kAuditService = {&note, &subject};

}  // namespace aksis::modules
