#include <fmt/format.h>

#include <algorithm>

#include "events/jobs.hpp"
#include "modules/handles.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"
#include "privacy/consent.hpp"
#include "privacy/erasure.hpp"
#include "privacy/search_tokens.hpp"
#include "record/people.hpp"
#include "record/person_record.hpp"
#include "record/reach.hpp"

namespace aksis::modules {
namespace {

aksis_status hold(const aksis_host* host, aksis_person_show show, aksis_person_erase erase,
                  void* user) {
  return contained([&]() -> aksis_status {
    auto& module = module_of(host);
    if (module.phase != Phase::starting) return AKSIS_CONFLICT;
    if (!show || !erase) {
      module.last_error = "it holds people's data without showing or erasing them";
      return AKSIS_INVALID;
    }
    if (module.holder.show) {
      module.last_error = "it calls hold() twice";
      return AKSIS_CONFLICT;
    }
    module.holder = {show, erase, user};
    return AKSIS_OK;
  });
}

// Whether what is sealed of the person may be opened in this transaction: the gate let its call
// come to their record, or nobody asks for whom the gate would stand.
bool record_is_open(const aksis_tx& tx, std::string_view person) {
  if (!tx.call || !tx.module->around.options.open_person) return true;
  const auto& [operation, call] = *tx.call;
  if (!operation->subject.empty() && json::text(call->input(), operation->subject) == person)
    return true;
  if (std::find(call->opened.begin(), call->opened.end(), person) != call->opened.end())
    return true;
  return !record::reach_of(call->principal(), operation->permission);
}

// The place as it is bound into the bytes, its texts kept alive.
struct BoundPlace {
  std::string table;
  std::string_view column, row;
  privacy::Place place() const { return {table, column, row}; }
};

Result<BoundPlace> declared(const aksis_tx& tx, std::string_view table, std::string_view column,
                            std::string_view row) {
  const auto* found = tx.module->manifest.sealed_column(table, column);
  if (!found)
    return Error{Code::forbidden,
                 fmt::format("the module {} does not declare {}.{} in tables.sealed",
                             tx.module->manifest.id, table, column),
                 {}};
  if (!tx.module->around.options.keys)
    return Error{Code::unsupported, "this process has no keys: nothing is sealed here", {}};
  return BoundPlace{found->place_table(), column, row};
}

Result<BoundPlace> declared(const aksis_tx& tx, const aksis_place& place) {
  return declared(tx, view(place.table), view(place.column), view(place.row));
}

// Somebody added before there were keys gets theirs.
Status ensure_key(aksis_tx& tx, std::string_view person) {
  if (tx.key_of(person).ok()) return {};
  const storage::Unconfined core(*tx.transaction);
  AKSIS_TRY(record::read_person(*tx.transaction, person));
  AKSIS_TRY(record::ensure_key(*tx.transaction, *tx.module->around.options.keys, person));
  return {};
}

Result<storage::Blob> sealed(aksis_tx& tx, const aksis_place& place, std::string_view person,
                             std::string_view text) {
  if (!tx.writing)
    return Error{Code::conflict, "a text is sealed in the write that stores it, not in a read", {}};
  AKSIS_ASSIGN(bound, declared(tx, place));
  AKSIS_TRY(ensure_key(tx, person));
  AKSIS_ASSIGN(key, tx.key_of(person));
  return key->seal(bound.place(), text);
}

Result<std::string> opened(aksis_tx& tx, const aksis_place& place, std::string_view person,
                           std::string_view bytes) {
  AKSIS_ASSIGN(bound, declared(tx, place));
  if (!record_is_open(tx, person))
    return Error{Code::forbidden,
                 "what is sealed of a person opens in a call that has their record open: name them "
                 "in its input, or open it with aksis.auth/1",
                 {}};
  AKSIS_ASSIGN(key, tx.key_of(person));
  return key->open(bound.place(), storage::blob(bytes));
}

std::string_view bytes_of(const storage::Blob& blob) {
  return {reinterpret_cast<const char*>(blob.data()), blob.size()};
}

aksis_status seal(aksis_tx* raw, const aksis_place* place, aksis_str person, aksis_str text,
                  aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx || !place) return AKSIS_INTERNAL;
    const auto made = sealed(*tx, *place, view(person), view(text));
    if (!made.ok()) return tx->refuse(made.error());
    sink(user, borrow(bytes_of(*made)));
    return AKSIS_OK;
  });
}

aksis_status open(aksis_tx* raw, const aksis_place* place, aksis_str person, aksis_str bytes,
                  aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx || !place) return AKSIS_INTERNAL;
    const auto text = opened(*tx, *place, view(person), view(bytes));
    if (!text.ok()) return tx->refuse(text.error());
    sink(user, borrow(*text));
    return AKSIS_OK;
  });
}

aksis_status tokens(aksis_tx* raw, aksis_str table, aksis_str column, aksis_str text,
                    aksis_sink sink, void* user) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx) return AKSIS_INTERNAL;
    const auto place = declared(*tx, view(table), view(column), {});
    if (!place.ok()) return tx->refuse(place.error());
    const auto domain = fmt::format("{}.{}", place->table, place->column);
    for (const auto& token :
         privacy::word_tokens(*tx->module->around.options.keys, domain, view(text)))
      sink(user, borrow(bytes_of(token)));
    return AKSIS_OK;
  });
}

aksis_status may_process(aksis_tx* raw, aksis_str person, aksis_str purpose, int32_t* may) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx || !may) return AKSIS_INTERNAL;
    const storage::Unconfined core(*tx->transaction);
    const auto allowed = privacy::may_process(*tx->transaction, view(person), view(purpose));
    if (!allowed.ok()) return tx->refuse(allowed.error());
    *may = *allowed ? 1 : 0;
    return AKSIS_OK;
  });
}

aksis_status scrub(aksis_tx* raw) {
  return contained([&]() -> aksis_status {
    auto* tx = usable(raw);
    if (!tx) return AKSIS_INTERNAL;
    if (!tx->writing) return AKSIS_CONFLICT;
    const auto& around = tx->module->around;
    const auto at = around.clock.now() + privacy::kScrubAfter;
    constexpr auto kOperation = privacy::kScrubOperation;
    const storage::Unconfined core(*tx->transaction);
    const auto asked = around.events.enqueue(*tx->transaction, {kOperation, "{}", at, kOperation});
    return asked.ok() ? AKSIS_OK : tx->refuse(asked.error());
  });
}

}  // namespace

const aksis_privacy_1 kPrivacyService = {&hold, &seal, &open, &tokens, &may_process, &scrub};

}  // namespace aksis::modules
