#include "access/roles.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace aksis::access {
namespace {

using operations::Grant;
using operations::Scope;
using storage::Row;
using storage::Transaction;

constexpr std::string_view kGiveOut = "roles.manage";

Role role_of(const Row& row) {
  Role out;
  out.id = row.text(0);
  out.title_fr = row.text(1);
  out.title_en = row.text(2);
  out.built_in = row.integer(3) == 1;
  out.version = row.integer(4);
  return out;
}

Error unknown_role(std::string_view id) {
  return said(
      Code::not_found, fmt::format("there is no role {}; `aksis role list` shows them", id),
      fmt::format("Il n’y a pas de rôle {} : `aksis role list` montre ceux qui existent.", id));
}

Status read_parts(Transaction& tx, Role& role) {
  AKSIS_TRY(tx.query(
      "SELECT permission, scope FROM core_role_grant WHERE role = $1 ORDER BY permission",
      {role.id}, [&](const Row& row) -> Status {
        role.grants.emplace_back(std::string(row.text(0)),
                                 operations::parse_scope(row.text(1)).value_or(Scope::own));
        return {};
      }));
  return tx.query("SELECT field FROM core_role_mask WHERE role = $1 ORDER BY field", {role.id},
                  [&](const Row& row) -> Status {
                    role.masked.emplace_back(row.text(0));
                    return {};
                  });
}

Status write_parts(Transaction& tx, const Role& role) {
  AKSIS_TRY(tx.execute("DELETE FROM core_role_grant WHERE role = $1", {role.id}));
  AKSIS_TRY(tx.execute("DELETE FROM core_role_mask WHERE role = $1", {role.id}));
  for (const auto& grant : role.grants)
    AKSIS_TRY(
        tx.execute("INSERT INTO core_role_grant (role, permission, scope) VALUES ($1, $2, $3)",
                   {role.id, grant.permission, name_of(grant.scope)}));
  for (const auto& field : role.masked)
    AKSIS_TRY(
        tx.execute("INSERT INTO core_role_mask (role, field) VALUES ($1, $2)", {role.id, field}));
  return {};
}

// Accounts that can sign in and may give out roles.
Result<std::vector<std::string>> who_gives_out(Transaction& tx) {
  std::vector<std::string> out;
  AKSIS_TRY(tx.query(
      "SELECT DISTINCT a.id FROM core_account a JOIN core_account_role r ON r.account = a.id "
      "JOIN core_role_grant g ON g.role = r.role WHERE a.state = 'active' AND "
      "g.permission IN ('roles.manage', 'roles.*', '*') ORDER BY a.id",
      {}, [&](const Row& row) -> Status {
        out.emplace_back(row.text(0));
        return {};
      }));
  return out;
}

// A change that shuts everybody out of giving roles is not kept.
Status keep_somebody(Transaction& tx, const std::vector<std::string>& before) {
  AKSIS_ASSIGN(after, who_gives_out(tx));
  if (before.empty() || !after.empty()) return {};
  return said(Code::conflict,
              fmt::format("nobody could give out roles afterwards ({}); give that to another "
                          "account first",
                          kGiveOut),
              fmt::format("Plus personne ne pourrait donner de rôles ({}) : donnez d’abord ce "
                          "droit à un autre compte.",
                          kGiveOut));
}

}  // namespace

Result<Role> read_role(Transaction& tx, std::string_view id) {
  std::optional<Role> found;
  AKSIS_TRY(
      tx.query("SELECT id, title_fr, title_en, built_in, version FROM core_role WHERE id = $1",
               {id}, [&](const Row& row) -> Status {
                 found = role_of(row);
                 return {};
               }));
  if (!found) return unknown_role(id);
  AKSIS_TRY(read_parts(tx, *found));
  return *std::move(found);
}

Result<std::vector<Role>> list_roles(Transaction& tx) {
  std::vector<Role> out;
  AKSIS_TRY(tx.query("SELECT id, title_fr, title_en, built_in, version FROM core_role ORDER BY id",
                     {}, [&](const Row& row) -> Status {
                       out.push_back(role_of(row));
                       return {};
                     }));
  for (auto& role : out) AKSIS_TRY(read_parts(tx, role));
  return out;
}

Result<Role> save_role(Transaction& tx, const Role& role, int64_t expected_version) {
  AKSIS_ASSIGN(before, who_gives_out(tx));
  Role kept = role;
  if (expected_version == 0) {
    kept.version = 1;
    AKSIS_ASSIGN(
        added, tx.execute("INSERT INTO core_role (id, title_fr, title_en, built_in, version) "
                          "VALUES ($1, $2, $3, $4, 1) ON CONFLICT (id) DO NOTHING",
                          {role.id, role.title_fr, role.title_en, int64_t{role.built_in ? 1 : 0}}));
    if (added == 0)
      return said(Code::conflict, fmt::format("a role {} exists already", role.id),
                  fmt::format("Un rôle {} existe déjà : prenez un autre nom.", role.id));
  } else {
    AKSIS_ASSIGN(there, read_role(tx, role.id));
    if (there.version != expected_version)
      return said(Code::stale, "the role was changed meanwhile: read it again",
                  "Le rôle a été modifié entre-temps : relisez-le, puis recommencez.");
    kept.version = there.version + 1;
    kept.built_in = there.built_in;
    AKSIS_TRY(
        tx.execute("UPDATE core_role SET title_fr = $1, title_en = $2, version = $3 WHERE id = $4",
                   {role.title_fr, role.title_en, kept.version, role.id}));
  }
  AKSIS_TRY(write_parts(tx, kept));
  AKSIS_TRY(keep_somebody(tx, before));
  return kept;
}

Status remove_role(Transaction& tx, std::string_view id) {
  AKSIS_ASSIGN(role, read_role(tx, id));
  if (role.built_in)
    return said(Code::conflict, "a built-in role stays; take its permissions away instead",
                "Un rôle d’origine ne se supprime pas : retirez-lui plutôt ses droits.");
  int64_t holders = 0;
  AKSIS_TRY(tx.query("SELECT count(*) FROM core_account_role WHERE role = $1", {id},
                     [&](const Row& row) -> Status {
                       holders = row.integer(0);
                       return {};
                     }));
  if (holders > 0)
    return said(
        Code::conflict, fmt::format("{} accounts hold the role; take it from them first", holders),
        fmt::format("Ce rôle est porté par des comptes ({}) : retirez-le-leur d’abord.", holders));
  role.grants.clear();
  role.masked.clear();
  AKSIS_TRY(write_parts(tx, role));
  AKSIS_TRY(tx.execute("DELETE FROM core_role WHERE id = $1", {id}));
  return {};
}

Status give_role(Transaction& tx, std::string_view account, std::string_view role,
                 std::string_view by, Micros now) {
  AKSIS_TRY(read_role(tx, role));
  AKSIS_ASSIGN(given,
               tx.execute("INSERT INTO core_account_role (account, role, given_at, given_by) "
                          "VALUES ($1, $2, $3, $4) ON CONFLICT (account, role) DO NOTHING",
                          {account, role, now, by}));
  if (given == 1) return {};
  return said(Code::conflict, fmt::format("the account has the role {} already", role),
              fmt::format("Le compte a déjà le rôle {}.", role));
}

Status take_role(Transaction& tx, std::string_view account, std::string_view role) {
  AKSIS_ASSIGN(before, who_gives_out(tx));
  AKSIS_ASSIGN(taken, tx.execute("DELETE FROM core_account_role WHERE account = $1 AND role = $2",
                                 {account, role}));
  if (taken == 0)
    return said(Code::conflict, fmt::format("the account does not have the role {}", role),
                fmt::format("Le compte n’a pas le rôle {}.", role));
  return keep_somebody(tx, before);
}

Result<std::vector<std::string>> roles_of(Transaction& tx, std::string_view account) {
  std::vector<std::string> out;
  AKSIS_TRY(tx.query("SELECT role FROM core_account_role WHERE account = $1 ORDER BY role",
                     {account}, [&](const Row& row) -> Status {
                       out.emplace_back(row.text(0));
                       return {};
                     }));
  return out;
}

Result<bool> is_last_administrator(Transaction& tx, std::string_view account) {
  AKSIS_ASSIGN(all, who_gives_out(tx));
  return all.size() == 1 && all.front() == account;
}

Result<RoleSum> sum_of_roles(Transaction& tx, std::string_view account) {
  AKSIS_ASSIGN(held, roles_of(tx, account));
  std::map<std::string, Scope> widest;
  std::optional<std::set<std::string>> masked;
  std::set<std::string> anywhere;
  for (const auto& id : held) {
    AKSIS_ASSIGN(role, read_role(tx, id));
    for (const auto& grant : role.grants) {
      auto& scope = widest.try_emplace(grant.permission, grant.scope).first->second;
      scope = std::max(scope, grant.scope);
    }
    const std::set<std::string> here(role.masked.begin(), role.masked.end());
    anywhere.insert(here.begin(), here.end());
    // A role that shows no people lifts no mask of one that does.
    if (!operations::Principal{"", false, role.grants}.allows("people.read")) continue;
    if (!masked) masked = here;
    std::erase_if(*masked, [&](const auto& field) { return !here.contains(field); });
  }
  RoleSum out;
  for (auto& [permission, scope] : widest) out.grants.emplace_back(permission, scope);
  // Where none shows people, what some other permission shows of them keeps every mask.
  const auto& kept = masked ? *masked : anywhere;
  out.masked.assign(kept.begin(), kept.end());
  return out;
}

}  // namespace aksis::access
