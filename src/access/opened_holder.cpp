#include "access/opened_holder.hpp"

#include "base/clock.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

// The reasons are about the person, the accounts are not theirs: who read is in the access history.
Status show(Transaction& tx, const audit::Unsealer& open, std::string_view person,
            json::Writer& out) {
  struct One {
    Micros at, until;
    std::string reason, finding;
  };
  std::vector<One> all;
  AKSIS_TRY(
      tx.query("SELECT at, until_at, reason, finding FROM core_broken_glass WHERE person = $1 "
               "ORDER BY at, id",
               {person}, [&](const Row& row) -> Status {
                 all.push_back({row.integer(0), row.integer(1), std::string(row.text(2)),
                                std::string(row.text(3))});
                 return {};
               }));
  out.array();
  for (const auto& one : all) {
    AKSIS_ASSIGN(reason, audit::open_reason(tx, open, person, one.reason));
    AKSIS_ASSIGN(finding, audit::open_reason(tx, open, person, one.finding));
    out.object().member("ouvert_le", iso_time(one.at)).member("refermé_le", iso_time(one.until));
    out.member("motif", reason);
    if (!finding.empty()) out.member("constat", finding);
    out.end();
  }
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

privacy::Holder opened_holder(audit::Unsealer open) {
  privacy::Holder out;
  out.name = "openings";
  out.title_fr = "Ouvertures du dossier hors accompagnement";
  out.show = [open = std::move(open)](Transaction& tx, std::string_view person,
                                      json::Writer& writer) {
    return show(tx, open, person, writer);
  };
  out.erase = erase;
  return out;
}

}  // namespace aksis::access
