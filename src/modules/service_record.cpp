#include "modules/handles.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"
#include "privacy/person_state.hpp"
#include "record/organisations.hpp"
#include "record/people.hpp"
#include "record/territories.hpp"

namespace aksis::modules {
namespace {

// As the operation itself would answer: no second way to a record.
aksis_status ask(aksis_call* raw, std::string_view operation, aksis_str person, aksis_sink sink,
                 void* user) {
  return contained([&]() -> aksis_status {
    auto* call = usable(raw);
    if (!call) return AKSIS_INTERNAL;
    json::Document input(rapidjson::kObjectType);
    auto& memory = input.GetAllocator();
    input.AddMember("person", json::Value(std::string(view(person)), memory), memory);
    return give(run_as_caller(*call, operation, std::move(input)), sink, user);
  });
}

aksis_status person(aksis_call* call, aksis_str id, aksis_sink sink, void* user) {
  return ask(call, "people.read", id, sink, user);
}

aksis_status relations(aksis_call* call, aksis_str id, aksis_sink sink, void* user) {
  return ask(call, "relations.list", id, sink, user);
}

std::string text_of(const record::Organisation& one) {
  return json::Writer()
      .object()
      .member("id", one.id)
      .member("kind", one.kind)
      .member("name", one.name)
      .member("siret", one.siret)
      .member("territory_kind", one.territory_kind)
      .member("territory_code", one.territory_code)
      .end()
      .text();
}

aksis_status organisation(aksis_call* raw, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* call = usable(raw);
    if (!call) return AKSIS_INTERNAL;
    if (in_transaction()) return AKSIS_CONFLICT;
    const auto& id = call->call->principal().organisation;
    std::string text = "null";
    if (!id.empty()) {
      const auto read = call->module->around.database.read([&](storage::Transaction& tx) -> Status {
        AKSIS_ASSIGN(found, record::read_organisation(tx, id));
        text = text_of(found);
        return {};
      });
      if (!read.ok()) return status_of(read);
    }
    sink(user, borrow(text));
    return AKSIS_OK;
  });
}

aksis_status presence(aksis_tx* raw, aksis_str id, int32_t* obstacles) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx) return AKSIS_INTERNAL;
    const storage::Unconfined core(*tx->transaction);
    const auto found = record::read_person(*tx->transaction, view(id));
    if (!found.ok()) return tx->refuse(found.error());
    if (!obstacles) return AKSIS_OK;
    const auto state = privacy::person_state(*tx->transaction, view(id));
    if (!state.ok()) return tx->refuse(state.error());
    *obstacles = (state->archived ? AKSIS_PERSON_ARCHIVED : 0) |
                 (state->restricted ? AKSIS_PERSON_RESTRICTED : 0);
    return AKSIS_OK;
  });
}

aksis_status territories(aksis_tx* raw, aksis_str commune, aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx) return AKSIS_INTERNAL;
    const storage::Unconfined core(*tx->transaction);
    const auto chain = record::territories_of(*tx->transaction, view(commune));
    if (!chain.ok()) return tx->refuse(chain.error());
    json::Writer out;
    out.array();
    for (const auto& one : *chain)
      out.object().member("kind", one.kind).member("code", one.code).member("name", one.name).end();
    sink(user, borrow(out.end().text()));
    return AKSIS_OK;
  });
}

}  // namespace

const aksis_record_1 kRecordService = {&person, &relations, &organisation, &presence, &territories};

}  // namespace aksis::modules
