#include "privacy/person_export.hpp"

#include "privacy/consent.hpp"
#include "privacy/known_person.hpp"
#include "privacy/person_state.hpp"

namespace aksis::privacy {
namespace {

using storage::Transaction;

constexpr size_t kExportBytesMax = 16 << 20;

Status show_own(Transaction& tx, std::string_view person, json::Writer& out) {
  AKSIS_ASSIGN(state, person_state(tx, person));
  AKSIS_ASSIGN(consents, consents_of(tx, person));
  out.object().member("archived", state.archived).member("restricted", state.restricted);
  if (state.restricted_since)
    out.member("restriction_reason", state.restricted_reason)
        .member("restriction_changed_at", iso_time(state.restricted_since));
  out.key("consents").array();
  for (const auto& one : consents) {
    out.object().member("purpose", one.purpose).member("given_at", iso_time(one.given_at));
    out.member("how", one.how);
    if (one.withdrawn_at)
      out.member("withdrawn_at", iso_time(*one.withdrawn_at))
          .member("withdrawn_how", one.withdrawn_how);
    out.end();
  }
  out.end().end();
  return {};
}

}  // namespace

Result<std::string> export_person(Transaction& tx, const Holders& holders, std::string_view person,
                                  const Clock& clock) {
  AKSIS_TRY(check_known(tx, person));
  json::Writer out;
  out.object().member("person", person).member("made_at", iso_time(clock.now()));
  out.key("parts").object();
  for (const auto& holder : holders.all()) {
    if (!holder.show) continue;
    out.key(holder.name);
    AKSIS_TRY(holder.show(tx, person, out));
  }
  auto text = out.end().end().text();
  if (text.size() > kExportBytesMax)
    return said(Code::too_large,
                "what is held of this person is larger than 16 MiB: ask each module for its part",
                "Les données de cette personne dépassent 16 Mio : demandez à chaque module sa "
                "part.");
  return text;
}

Holder own_holder() {
  Holder out{"privacy", "Consentements et limitation du traitement"};
  out.show = show_own;  // erase_person() deletes the rows itself
  return out;
}

}  // namespace aksis::privacy
