#include "record/deputies.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"

namespace aksis::record {
namespace {

using storage::Row;
using storage::Transaction;

constexpr const char* kColumns =
    "id, account, deputy, from_at, until_at, reason, made_by, ended_at, ended_by";

Deputy deputy_of(const Row& row) {
  Deputy out{
      std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2)), row.integer(3),
      row.integer(4),           std::string(row.text(5)), std::string(row.text(6)), {},
      std::string(row.text(8))};
  if (!row.is_null(7)) out.ended_at = row.integer(7);
  return out;
}

}  // namespace

Result<Deputy> start_deputy(Transaction& tx, Deputy made, const Clock& clock) {
  if (made.account == made.deputy)
    return said_at("/deputy", "nobody stands in for themselves",
                   "On ne se remplace pas soi-même : choisissez un autre compte.");
  if (made.until <= made.from || made.until <= clock.now())
    return said_at("/until", "the end must come after the start, and after now",
                   "La fin du remplacement doit suivre son début, et être à venir.");
  if (made.until - made.from > kDeputyLongest)
    return said_at("/until",
                   fmt::format("somebody stands in for {} days at most; for longer, change "
                               "the referent",
                               kDeputyLongest / kDay),
                   fmt::format("Un remplacement dure {} jours au plus ; au-delà, changez le "
                               "référent.",
                               kDeputyLongest / kDay));
  bool taken = false;
  AKSIS_TRY(
      tx.query("SELECT id FROM core_deputy WHERE account = $1 AND deputy = $2 AND ended_at IS "
               "NULL AND from_at < $4 AND until_at > $3",
               {made.account, made.deputy, made.from, made.until}, [&](const Row&) -> Status {
                 taken = true;
                 return {};
               }));
  if (taken)
    return said(Code::conflict, "that account stands in for it during that time already",
                "Ce compte est déjà remplaçant pendant une partie de cette période.");
  made.id = uuid_v7(clock.now());
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_deputy (id, account, deputy, from_at, until_at, reason, made_by) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7)",
      {made.id, made.account, made.deputy, made.from, made.until, made.reason, made.made_by}));
  return made;
}

Result<Deputy> read_deputy(Transaction& tx, std::string_view id) {
  std::optional<Deputy> found;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_deputy WHERE id = $1", kColumns), {id},
                     [&](const Row& row) -> Status {
                       found = deputy_of(row);
                       return {};
                     }));
  if (found) return *std::move(found);
  return said(Code::not_found, fmt::format("nobody stands in under the id {}", id),
              "Ce remplacement n’existe pas ; rechargez la liste.");
}

Result<Deputy> end_deputy(Transaction& tx, std::string_view id, std::string_view by,
                          const Clock& clock) {
  AKSIS_ASSIGN(found, read_deputy(tx, id));
  if (found.ended_at || found.until <= clock.now())
    return said(Code::conflict, "that is over already", "Ce remplacement est déjà terminé.");
  found.ended_at = clock.now();
  found.ended_by = by;
  AKSIS_TRY(tx.execute("UPDATE core_deputy SET ended_at = $1, ended_by = $2 WHERE id = $3",
                       {*found.ended_at, found.ended_by, id}));
  return found;
}

Result<std::vector<Deputy>> list_deputies(Transaction& tx, std::string_view account,
                                          const std::optional<std::set<std::string>>& shown,
                                          int64_t limit) {
  std::vector<Deputy> out;
  AKSIS_TRY(tx.query(
      fmt::format("SELECT {} FROM core_deputy WHERE $1 = '' OR account = $1 OR deputy = $1 ORDER "
                  "BY from_at DESC, id DESC",
                  kColumns),
      {account}, [&](const Row& row) -> Status {
        if (static_cast<int64_t>(out.size()) >= limit) return {};
        auto one = deputy_of(row);
        if (!shown || shown->contains(one.account) || shown->contains(one.deputy))
          out.push_back(std::move(one));
        return {};
      }));
  return out;
}

Result<std::vector<std::string>> stands_in_for(Transaction& tx, std::string_view deputy,
                                               Micros at) {
  std::vector<std::string> out;
  AKSIS_TRY(
      tx.query("SELECT DISTINCT account FROM core_deputy WHERE deputy = $1 AND until_at > $2 AND "
               "from_at <= $2 AND ended_at IS NULL ORDER BY account",
               {deputy, at}, [&](const Row& row) -> Status {
                 out.emplace_back(row.text(0));
                 return {};
               }));
  return out;
}

}  // namespace aksis::record
