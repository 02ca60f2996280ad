#include "record/groups.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"
#include "record/organisations.hpp"
#include "record/refusals.hpp"

namespace aksis::record {
namespace {

using storage::Row;
using storage::Transaction;

constexpr const char* kColumns = "id, organisation, name, created_at, closed_at";

FollowUpGroup group_of(const Row& row) {
  FollowUpGroup out{std::string(row.text(0)),
                    std::string(row.text(1)),
                    std::string(row.text(2)),
                    row.integer(3),
                    {}};
  if (!row.is_null(4)) out.closed_at = row.integer(4);
  return out;
}

Result<bool> is_member(Transaction& tx, std::string_view group, std::string_view account) {
  bool found = false;
  AKSIS_TRY(
      tx.query("SELECT account FROM core_follow_up_group_member WHERE follow_up_group = $1 "
               "AND account = $2 AND until_at IS NULL ORDER BY from_at",
               {group, account}, [&](const Row&) -> Status {
                 found = true;
                 return {};
               }));
  return found;
}

}  // namespace

Result<FollowUpGroup> create_group(Transaction& tx, std::string_view organisation,
                                   std::string_view name, const Clock& clock) {
  AKSIS_ASSIGN(owner, read_organisation(tx, organisation));
  if (owner.closed_at)
    return said(Code::conflict, fmt::format("{} is closed: it takes no new group", owner.name),
                fmt::format("La structure {} est fermée : elle ne peut pas avoir de nouveau groupe "
                            "de suivi.",
                            owner.name));
  const Micros now = clock.now();
  FollowUpGroup made{uuid_v7(now), owner.id, std::string(name), now, {}};
  AKSIS_TRY(
      tx.execute("INSERT INTO core_follow_up_group (id, organisation, name, created_at, "
                 "closed_at, version) VALUES ($1, $2, $3, $4, NULL, 1)",
                 {made.id, made.organisation, made.name, made.created_at}));
  return made;
}

Result<FollowUpGroup> close_group(Transaction& tx, std::string_view id, const Clock& clock) {
  AKSIS_ASSIGN(group, read_group(tx, id));
  if (group.closed_at)
    return said(Code::conflict, fmt::format("the group {} was closed before", group.name),
                fmt::format("Le groupe de suivi {} est déjà fermé.", group.name));
  group.closed_at = clock.now();
  AKSIS_TRY(tx.execute(
      "UPDATE core_follow_up_group SET closed_at = $1, version = version + 1 WHERE id = $2",
      {*group.closed_at, group.id}));
  return group;
}

Result<FollowUpGroup> read_group(Transaction& tx, std::string_view id) {
  std::optional<FollowUpGroup> found;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_follow_up_group WHERE id = $1", kColumns),
                     {id}, [&](const Row& row) -> Status {
                       found = group_of(row);
                       return {};
                     }));
  if (found) return *std::move(found);
  return said(Code::not_found, fmt::format("there is no follow-up group {}", id),
              fmt::format("Aucun groupe de suivi n’a l’identifiant {}.", id));
}

Result<std::vector<FollowUpGroup>> list_groups(Transaction& tx, std::string_view organisation) {
  std::vector<FollowUpGroup> out;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_follow_up_group WHERE closed_at IS NULL AND "
                                 "($1 = '' OR organisation = $1) ORDER BY name, id",
                                 kColumns),
                     {organisation}, [&](const Row& row) -> Status {
                       out.push_back(group_of(row));
                       return {};
                     }));
  return out;
}

Status join_group(Transaction& tx, std::string_view group, std::string_view account,
                  const Clock& clock) {
  AKSIS_ASSIGN(joined, read_group(tx, group));
  if (joined.closed_at) return group_is_closed(joined.name);
  AKSIS_ASSIGN(already, is_member(tx, group, account));
  if (already)
    return said(Code::conflict, fmt::format("{} is in the group {} already", account, joined.name),
                fmt::format("Ce compte est déjà dans le groupe de suivi {}.", joined.name));
  AKSIS_TRY(
      tx.execute("INSERT INTO core_follow_up_group_member (follow_up_group, account, "
                 "from_at, until_at) VALUES ($1, $2, $3, NULL)",
                 {group, account, clock.now()}));
  return {};
}

Status leave_group(Transaction& tx, std::string_view group, std::string_view account,
                   const Clock& clock) {
  AKSIS_ASSIGN(left, tx.execute("UPDATE core_follow_up_group_member SET until_at = $1 WHERE "
                                "follow_up_group = $2 AND account = $3 AND until_at IS NULL",
                                {clock.now(), group, account}));
  if (left > 0) return {};
  AKSIS_ASSIGN(known, read_group(tx, group));
  return said(Code::conflict, fmt::format("{} is not in the group {}", account, known.name),
              fmt::format("Ce compte n’est pas dans le groupe de suivi {}.", known.name));
}

Result<std::vector<std::string>> members_of(Transaction& tx, std::string_view group, Micros at) {
  std::vector<std::string> out;
  AKSIS_TRY(
      tx.query("SELECT account FROM core_follow_up_group_member WHERE follow_up_group = $1 "
               "AND from_at <= $2 AND (until_at IS NULL OR until_at > $2) ORDER BY account",
               {group, at}, [&](const Row& row) -> Status {
                 out.emplace_back(row.text(0));
                 return {};
               }));
  return out;
}

}  // namespace aksis::record
