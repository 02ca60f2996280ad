#include "privacy/consent.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"
#include "events/outbox.hpp"
#include "privacy/known_person.hpp"
#include "privacy/person_state.hpp"

namespace aksis::privacy {
namespace {

using storage::Row;
using storage::Transaction;

Result<bool> needs_consent(Transaction& tx, std::string_view purpose) {
  std::optional<bool> needed;
  AKSIS_TRY(tx.query("SELECT needs_consent FROM core_purpose WHERE code = $1", {purpose},
                     [&](const Row& row) -> Status {
                       needed = row.integer(0) == 1;
                       return {};
                     }));
  if (needed) return *needed;
  return said(
      Code::not_found,
      fmt::format("there is no purpose {}; `aksis purpose list` shows them", purpose),
      fmt::format("La finalité {} n’existe pas ; `aksis purpose list` les énumère.", purpose));
}

// The id of the consent in force; empty: none.
Result<std::string> in_force(Transaction& tx, std::string_view person, std::string_view purpose) {
  std::string out;
  AKSIS_TRY(
      tx.query("SELECT id FROM core_consent WHERE person = $1 AND purpose = $2 AND "
               "withdrawn_at IS NULL ORDER BY id",
               {person, purpose}, [&](const Row& row) -> Status {
                 out = row.text(0);
                 return {};
               }));
  return out;
}

}  // namespace

Status give_consent(Transaction& tx, const ConsentAct& act, const Clock& clock) {
  AKSIS_TRY(check_known(tx, act.person));
  AKSIS_ASSIGN(needed, needs_consent(tx, act.purpose));
  if (!needed)
    return said(Code::conflict,
                fmt::format("the purpose {} rests on the law, not on consent", act.purpose),
                "Cette finalité repose sur la loi : elle ne demande pas de consentement.");
  AKSIS_ASSIGN(present, in_force(tx, act.person, act.purpose));
  if (!present.empty())
    return said(Code::conflict, fmt::format("consent to {} is given already", act.purpose),
                "Le consentement à cette finalité est déjà donné.");
  const Micros now = clock.now();
  AKSIS_TRY(
      tx.execute("INSERT INTO core_consent (id, person, purpose, given_at, how, made_by) "
                 "VALUES ($1, $2, $3, $4, $5, $6)",
                 {uuid_v7(now), act.person, act.purpose, now, act.how, act.by}));
  return {};
}

Status withdraw_consent(Transaction& tx, const ConsentAct& act, const Clock& clock) {
  AKSIS_TRY(needs_consent(tx, act.purpose));
  AKSIS_ASSIGN(present, in_force(tx, act.person, act.purpose));
  if (present.empty())
    return said(Code::conflict, fmt::format("no consent to {} is given", act.purpose),
                "Aucun consentement à cette finalité n’est donné : il n’y a rien à retirer.");
  AKSIS_TRY(
      tx.execute("UPDATE core_consent SET withdrawn_at = $1, withdrawn_how = $2, "
                 "withdrawn_by = $3 WHERE id = $4",
                 {clock.now(), act.how, act.by, present}));
  json::Writer data;
  data.object().member("person", act.person).member("purpose", act.purpose).end();
  return events::publish(tx, "core.consent_withdrawn/1", data.text(), clock);
}

Result<std::vector<Consent>> consents_of(Transaction& tx, std::string_view person) {
  std::vector<Consent> out;
  AKSIS_TRY(
      tx.query("SELECT id, purpose, given_at, withdrawn_at, how, made_by, withdrawn_how, "
               "withdrawn_by FROM core_consent WHERE person = $1 ORDER BY given_at DESC, id",
               {person}, [&](const Row& row) -> Status {
                 Consent one;
                 one.id = row.text(0);
                 one.person = person;
                 one.purpose = row.text(1);
                 one.given_at = row.integer(2);
                 if (!row.is_null(3)) one.withdrawn_at = row.integer(3);
                 one.how = row.text(4);
                 one.by = row.text(5);
                 one.withdrawn_how = row.text(6);
                 one.withdrawn_by = row.text(7);
                 out.push_back(std::move(one));
                 return {};
               }));
  return out;
}

Result<bool> may_process(Transaction& tx, std::string_view person, std::string_view purpose) {
  AKSIS_ASSIGN(needed, needs_consent(tx, purpose));
  AKSIS_ASSIGN(state, person_state(tx, person));
  if (state.restricted || state.archived) return false;
  if (!needed) return true;
  AKSIS_ASSIGN(present, in_force(tx, person, purpose));
  return !present.empty();
}

}  // namespace aksis::privacy
