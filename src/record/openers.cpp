#include "record/openers.hpp"

#include "record/reach.hpp"

namespace aksis::record {

using storage::Row;
using storage::Transaction;

bool Openers::hold(const operations::Principal& caller, std::string_view permission) const {
  const auto reach = reach_of(caller, permission);
  if (!reach) return true;
  return (!reach->account.empty() && accounts.contains(reach->account)) ||
         (!reach->organisation.empty() && organisations.contains(reach->organisation));
}

Result<Openers> openers_of(Transaction& tx, std::string_view person, Micros at) {
  Openers out;
  const auto account = [&](const Row& row) -> Status {
    out.accounts.emplace(row.text(0));
    return {};
  };
  AKSIS_ASSIGN(present, relations_of(tx, person, at));
  for (const auto& one : present) {
    if (one.kind == RelationKind::agency)
      out.organisations.insert(one.holder);
    else if (one.kind != RelationKind::group)
      out.accounts.insert(one.holder);
    else
      AKSIS_TRY(tx.query(
          "SELECT m.account FROM core_follow_up_group_member m JOIN core_follow_up_group g ON "
          "g.id = m.follow_up_group WHERE m.follow_up_group = $1 AND m.from_at <= $2 AND "
          "(m.until_at IS NULL OR m.until_at > $2) AND (g.closed_at IS NULL OR g.closed_at > $2) "
          "ORDER BY m.account",
          {one.holder, at}, account));
  }
  // What is lent is not lent on.
  const auto own = out.accounts;
  for (const auto& away : own)
    AKSIS_TRY(
        tx.query("SELECT deputy FROM core_deputy WHERE account = $1 AND from_at <= $2 AND "
                 "until_at > $2 AND ended_at IS NULL ORDER BY deputy",
                 {away, at}, account));
  return out;
}

}  // namespace aksis::record
