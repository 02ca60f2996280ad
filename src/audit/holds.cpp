#include "audit/holds.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"

namespace aksis::audit {

using storage::Row;
using storage::Transaction;

Result<Hold> hold(Transaction& tx, Hold made, const Clock& clock) {
  const bool range = made.first >= 0 && made.last >= made.first;
  if (made.person.empty() && !range)
    return said(Code::invalid,
                "a hold is on a person, or on a range of entries: from the first to the last",
                "Un gel porte sur une personne, ou sur des entrées : de la première à la "
                "dernière.");
  if (!made.person.empty() && made.last >= 0)
    return said(Code::invalid, "a hold is on a person or on a range, not on both: make two",
                "Un gel porte sur une personne ou sur des entrées, pas sur les deux : faites-en "
                "deux.");
  made.made_at = clock.now();
  made.id = uuid_v7(made.made_at);
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_audit_hold (id, person, first_idx, last_idx, reason, made_by, made_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {made.id, made.person, made.first, made.last, made.reason, made.made_by, made.made_at}));
  return made;
}

Status release(Transaction& tx, std::string_view id, std::string_view by, const Clock& clock) {
  AKSIS_ASSIGN(released,
               tx.execute("UPDATE core_audit_hold SET released_by = $1, released_at = $2 WHERE "
                          "id = $3 AND released_at IS NULL",
                          {by, clock.now(), id}));
  if (released) return {};
  bool known = false;
  AKSIS_TRY(
      tx.query("SELECT id FROM core_audit_hold WHERE id = $1", {id}, [&](const Row&) -> Status {
        known = true;
        return {};
      }));
  if (known)
    return said(Code::conflict, fmt::format("the hold {} was released before", id),
                "Ce gel est déjà levé.");
  return said(Code::not_found,
              fmt::format("there is no hold {}; `aksis audit holds` shows them", id),
              fmt::format("Aucun gel n’a l’identifiant {} ; `aksis audit holds` les énumère.", id));
}

Result<std::vector<Hold>> list_holds(Transaction& tx, bool all) {
  std::vector<Hold> out;
  AKSIS_TRY(tx.query(
      "SELECT id, person, first_idx, last_idx, reason, made_by, made_at, "
      "released_at FROM core_audit_hold WHERE released_at IS NULL OR $1 = 1 ORDER "
      "BY made_at, id",
      {int64_t{all ? 1 : 0}}, [&](const Row& row) -> Status {
        Hold one{std::string(row.text(0)), std::string(row.text(1)), row.integer(2), row.integer(3),
                 std::string(row.text(4)), std::string(row.text(5)), row.integer(6), std::nullopt};
        if (!row.is_null(7)) one.released_at = row.integer(7);
        out.push_back(std::move(one));
        return {};
      }));
  return out;
}

}  // namespace aksis::audit
