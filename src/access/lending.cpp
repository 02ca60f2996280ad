#include "access/lending.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "access/accounts.hpp"
#include "access/administering.hpp"
#include "record/deputies.hpp"
#include "record/groups.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Operation;
using operations::Principal;
using storage::Transaction;

constexpr const char* kManage = "relations.manage";
constexpr const char* kStartDeputy = "deputies.start";
constexpr const char* kEndDeputy = "deputies.end";
constexpr std::array kGroups = {"groups.create", "groups.join", "groups.leave", "groups.close"};

Error elsewhere() {
  return said(
      Code::forbidden,
      "That would open or close records of another organisation than yours: ask its supervisor.",
      "Cela ouvrirait ou fermerait des dossiers d’une autre structure que la vôtre : demandez à "
      "son responsable.");
}

bool reaches_everywhere(const Principal& caller) {
  return !administered_by(caller, kManage);
}

// Whether the caller may lend the records of that organisation.
bool may_lend(const Principal& caller, const std::string& organisation) {
  const auto own = administered_by(caller, kManage);
  return !own || (!organisation.empty() && organisation == *own);
}

Result<Account> account_at(Transaction& tx, const Call& call, std::string_view member) {
  const auto id = json::text(call.input(), member);
  auto found = read_account(tx, id);
  if (found && found->id == id) return found;
  if (!found && found.error().code != Code::not_found) return found;
  const auto why = found ? fmt::format("give the id of the account: {}", found->id)
                         : fmt::format("there is no account {}", id);
  return said_at(fmt::format("/{}", member), why,
                 found ? fmt::format("Indiquez l’identifiant du compte : {}.", found->id)
                       : found.error().french);
}

Status check_start(Transaction& tx, const Call& call) {
  const auto& caller = call.principal();
  AKSIS_ASSIGN(deputy, account_at(tx, call, "deputy"));
  if (deputy.state != "active") {
    const auto why =
        fmt::format("the account {} is {}: nobody stands in with it", deputy.login, deputy.state);
    return said_at("/deputy", why,
                   fmt::format("Le compte {} est {} : il ne peut remplacer personne.", deputy.login,
                               french_state(deputy.state)));
  }
  const auto given = json::text(call.input(), "account");
  const bool own = given.empty() || given == caller.account;
  std::string organisation = caller.organisation;
  if (!own) {
    AKSIS_ASSIGN(away, account_at(tx, call, "account"));
    if (!may_lend(caller, away.organisation)) return elsewhere();
    organisation = away.organisation;
  }
  if (reaches_everywhere(caller) || deputy.organisation == organisation) return {};
  return elsewhere();
}

Status check_end(Transaction& tx, const Call& call) {
  const auto& caller = call.principal();
  if (reaches_everywhere(caller)) return {};
  const auto found = record::read_deputy(tx, json::text(call.input(), "deputy"));
  if (!found) return found.error().code == Code::not_found ? Status() : Status(found.error());
  if (found->account == caller.account) return {};
  AKSIS_ASSIGN(away, read_account(tx, found->account));
  return may_lend(caller, away.organisation) ? Status() : elsewhere();
}

Status check_group(Transaction& tx, const Operation& operation, const Call& call) {
  if (operation.id == "groups.join") AKSIS_TRY(account_at(tx, call, "account"));
  const auto& caller = call.principal();
  if (reaches_everywhere(caller)) return {};
  std::string organisation(json::text(call.input(), "organisation"));
  if (operation.id != "groups.create") {
    const auto found = record::read_group(tx, json::text(call.input(), "group"));
    if (!found) return found.error().code == Code::not_found ? Status() : Status(found.error());
    organisation = found->organisation;
  }
  return may_lend(caller, organisation) ? Status() : elsewhere();
}

}  // namespace

bool lends(const Operation& operation) {
  return operation.id == kStartDeputy || operation.id == kEndDeputy ||
         std::find(kGroups.begin(), kGroups.end(), operation.id) != kGroups.end();
}

Status check_lending(Transaction& tx, const Operation& operation, const Call& call) {
  if (operation.id == kStartDeputy) return check_start(tx, call);
  if (operation.id == kEndDeputy) return check_end(tx, call);
  return check_group(tx, operation, call);
}

}  // namespace aksis::access
