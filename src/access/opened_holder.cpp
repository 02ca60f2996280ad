#include "access/opened_holder.hpp"

#include "base/clock.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

// The reasons are about the person, the accounts are not theirs: who read is in the access history.
Status show(Transaction& tx, std::string_view person, json::Writer& out) {
  out.array();
  AKSIS_TRY(
      tx.query("SELECT at, until_at, reason, finding FROM core_broken_glass WHERE person = $1 "
               "ORDER BY at, id",
               {person}, [&](const Row& row) -> Status {
                 out.object().member("ouvert_le", iso_time(row.integer(0)));
                 out.member("refermé_le", iso_time(row.integer(1))).member("motif", row.text(2));
                 if (!row.is_null(3)) out.member("constat", row.text(3));
                 out.end();
                 return {};
               }));
  out.end();
  return {};
}

Status erase(Transaction& tx, std::string_view person) {
  AKSIS_TRY(tx.execute("DELETE FROM core_broken_glass WHERE person = $1", {person}));
  AKSIS_TRY(tx.execute("DELETE FROM core_shown WHERE person = $1", {person}));
  AKSIS_TRY(tx.execute("DELETE FROM core_opened WHERE person = $1", {person}));
  return {};
}

}  // namespace

privacy::Holder opened_holder() {
  privacy::Holder out;
  out.name = "openings";
  out.title_fr = "Ouvertures du dossier hors accompagnement";
  out.show = show;
  out.erase = erase;
  return out;
}

}  // namespace aksis::access
