#include "privacy/person_state.hpp"

#include "events/outbox.hpp"

namespace aksis::privacy {
namespace {

using storage::Row;
using storage::Transaction;

Status publish(Transaction& tx, std::string_view type, std::string_view person,
               std::string_view member, bool value, const Clock& clock) {
  json::Writer data;
  data.object().member("person", person).member(member, value).end();
  return events::publish(tx, type, data.text(), clock);
}

Status ensure_row(Transaction& tx, std::string_view person) {
  AKSIS_TRY(
      tx.execute("INSERT INTO core_person_state (person, state, state_since, state_reason, "
                 "restricted) VALUES ($1, 'active', 0, '', 0) ON CONFLICT (person) DO NOTHING",
                 {person}));
  return {};
}

}  // namespace

Result<PersonState> person_state(Transaction& tx, std::string_view person) {
  PersonState out;
  AKSIS_TRY(
      tx.query("SELECT state, state_since, state_reason, restricted, restricted_since, "
               "restricted_reason, restricted_by FROM core_person_state WHERE person = $1",
               {person}, [&](const Row& row) -> Status {
                 out.archived = row.text(0) == "archived";
                 out.state_since = row.integer(1);
                 out.state_reason = row.text(2);
                 out.restricted = row.integer(3) == 1;
                 out.restricted_since = row.integer(4);
                 out.restricted_reason = row.text(5);
                 out.restricted_by = row.text(6);
                 return {};
               }));
  return out;
}

Status set_archived(Transaction& tx, std::string_view person, bool archived,
                    std::string_view reason, const Clock& clock) {
  AKSIS_ASSIGN(before, person_state(tx, person));
  if (before.archived == archived) return {};
  AKSIS_TRY(ensure_row(tx, person));
  AKSIS_TRY(
      tx.execute("UPDATE core_person_state SET state = $1, state_since = $2, state_reason = "
                 "$3 WHERE person = $4",
                 {archived ? "archived" : "active", clock.now(), reason, person}));
  return publish(tx, "core.person_archived/1", person, "archived", archived, clock);
}

Status set_restricted(Transaction& tx, std::string_view person, bool restricted,
                      std::string_view reason, std::string_view by, const Clock& clock) {
  AKSIS_ASSIGN(before, person_state(tx, person));
  if (before.restricted == restricted)
    return restricted
               ? said(Code::conflict, "the processing of this person's data is restricted already",
                      "Le traitement des données de cette personne est déjà limité.")
               : said(Code::conflict, "the processing of this person's data is not restricted",
                      "Le traitement des données de cette personne n’est pas limité.");
  AKSIS_TRY(ensure_row(tx, person));
  AKSIS_TRY(
      tx.execute("UPDATE core_person_state SET restricted = $1, restricted_since = $2, "
                 "restricted_reason = $3, restricted_by = $4 WHERE person = $5",
                 {int64_t{restricted}, clock.now(), reason, by, person}));
  return publish(tx, "core.person_restricted/1", person, "restricted", restricted, clock);
}

}  // namespace aksis::privacy
