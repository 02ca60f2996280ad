#include "access/administering.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/accounts.hpp"
#include "access/clients.hpp"
#include "access/grant_text.hpp"
#include "access/roles.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Grant;
using operations::Kind;
using operations::Operation;
using operations::Principal;
using operations::Scope;
using storage::Row;
using storage::Transaction;

constexpr const char* kAccounts = "accounts.manage";
constexpr const char* kClients = "clients.manage";
constexpr const char* kRoles = "roles.manage";

Error elsewhere() {
  return said(
      Code::forbidden,
      "You administer your own organisation: this is of another, or there is none of that name.",
      "Vous administrez votre propre structure : ceci relève d’une autre, ou n’existe pas.");
}

Error everybodys() {
  return said(
      Code::forbidden,
      "This concerns every organisation: it needs the permission with the scope national or "
      "all.",
      "Ceci concerne toutes les structures : il y faut le droit d’administrer, de portée nationale "
      "ou générale.");
}

// In English and in French.
struct Words {
  std::string english, french;
};

// What somebody holds, or a role would give.
struct Held {
  std::vector<Grant> grants;
  std::vector<std::string> masked;
};

// Rights, and fields of people shown, that the caller has not.
std::optional<Words> beyond(const Principal& caller, const Held& held) {
  for (const auto& grant : held.grants) {
    const auto own = caller.scope_of(grant.permission);
    if (!own || *own < grant.scope) return Words{grant_text(grant), grant_text(grant)};
  }
  if (!Principal{"", false, held.grants}.allows("people.read")) return std::nullopt;
  for (const auto& field : caller.masked)
    if (std::find(held.masked.begin(), held.masked.end(), field) == held.masked.end())
      return Words{"the field " + field, "la donnée " + field};
  return std::nullopt;
}

Status check_beyond(const Principal& caller, const Held& held, const Words& whose) {
  const auto more = beyond(caller, held);
  if (!more) return {};
  return said(Code::forbidden,
              fmt::format("{} holds more than you do ({}): ask who administers every organisation",
                          whose.english, more->english),
              fmt::format("{} a plus de droits que vous ({}) : demandez à la personne qui "
                          "administre toutes les structures.",
                          whose.french, more->french));
}

struct Target {
  std::string organisation;
  Held held;
  Words whose;  // begins the sentence that says it holds more
};

// Nothing: none of that name.
Result<std::optional<Target>> account_of(Transaction& tx, std::string_view name) {
  const auto found = read_account(tx, name);
  if (!found)
    return found.error().code == Code::not_found ? Result<std::optional<Target>>(std::nullopt)
                                                 : found.error();
  AKSIS_ASSIGN(sum, sum_of_roles(tx, found->id));
  return std::optional(Target{found->organisation,
                              {std::move(sum.grants), std::move(sum.masked)},
                              {"This account", "Ce compte"}});
}

// Programs have no masks, and nobody reads with a key by settling its alarm or revoking it: its
// rights count alone.
Result<std::optional<Target>> client_of(Transaction& tx, const Principal& caller,
                                        std::string_view principal) {
  AKSIS_ASSIGN(found, read_client(tx, principal));
  if (!found) return std::optional<Target>();
  return std::optional(Target{
      found->organisation, {std::move(found->grants), caller.masked}, {"This key", "Cette clé"}});
}

// `changes`: not only looked at.
Status check_target(const Principal& caller, const std::string& organisation,
                    const std::optional<Target>& target, bool changes) {
  if (organisation.empty() || !target || target->organisation != organisation) return elsewhere();
  return changes ? check_beyond(caller, target->held, target->whose) : Status();
}

Status check_alarm(Transaction& tx, const Call& call, const std::string& organisation) {
  std::string account;
  AKSIS_TRY(tx.query("SELECT account FROM core_volume_alarm WHERE id = $1",
                     {json::text(call.input(), "alarm")}, [&](const Row& row) -> Status {
                       account = row.text(0);
                       return {};
                     }));
  AKSIS_ASSIGN(target, account.starts_with(kClientPrefix) ? client_of(tx, call.principal(), account)
                                                          : account_of(tx, account));
  return check_target(call.principal(), organisation, target, true);
}

Status check_role(Transaction& tx, const Call& call) {
  const auto role = read_role(tx, json::text(call.input(), "role"));
  if (!role) return role.error().code == Code::not_found ? Status() : Status(role.error());
  return check_beyond(call.principal(), {role->grants, role->masked}, {"This role", "Ce rôle"});
}

// An organisation named in the input is the own one.
Status check_named(const Call& call, const std::string& organisation, bool required) {
  const auto* given = json::member(call.input(), "organisation");
  const auto named = json::text(call.input(), "organisation");
  if (given || required ? !organisation.empty() && named == organisation : true) return {};
  return said(
      Code::forbidden,
      fmt::format("You administer your own organisation: give its id ({}).",
                  organisation.empty() ? "you act for none" : organisation),
      organisation.empty()
          ? std::string("Vous administrez votre propre structure, mais votre compte n’est rattaché "
                        "à aucune : demandez à la personne qui administre toutes les structures.")
          : fmt::format("Vous administrez votre propre structure : indiquez son identifiant ({}).",
                        organisation));
}

// A key stands where the people are whom it may see; one of no organisation is everybody's.
Status check_client(Transaction& tx, const Operation& operation, const Call& call,
                    const std::string& organisation) {
  if (operation.id == "clients.create") return check_named(call, organisation, true);
  if (operation.kind == Kind::read) return {};  // the list shows what is theirs
  AKSIS_ASSIGN(target, client_of(tx, call.principal(), json::text(call.input(), "client")));
  return check_target(call.principal(), organisation, target, true);
}

}  // namespace

bool administers(const Operation& operation) {
  return operation.permission == kAccounts || operation.permission == kRoles ||
         operation.permission == kClients;
}

std::optional<std::string> administered_by(const Principal& caller, std::string_view permission) {
  const bool host = caller.account.empty() && !caller.id.starts_with(kClientPrefix);
  const auto scope = caller.scope_of(permission);
  if (host || scope >= Scope::national) return std::nullopt;
  return scope >= Scope::agency ? caller.organisation : std::string();
}

Status check_administering(Transaction& tx, const Operation& operation, const Call& call) {
  const auto organisation = administered_by(call.principal(), operation.permission);
  if (!organisation) return {};
  if (operation.permission == kClients) return check_client(tx, operation, call, *organisation);
  const bool changes = operation.kind != Kind::read;
  if (operation.id == "accounts.create") return check_named(call, *organisation, true);
  if (operation.id == "alarms.settle") return check_alarm(tx, call, *organisation);
  const auto account = json::text(call.input(), "account");
  // Lists show what is theirs; whatever else changes something names an account.
  if (account.empty()) return changes ? everybodys() : check_named(call, *organisation, false);
  AKSIS_ASSIGN(target, account_of(tx, account));
  AKSIS_TRY(check_target(call.principal(), *organisation, target, changes));
  if (operation.id == "roles.give") AKSIS_TRY(check_role(tx, call));
  return operation.id == "accounts.update" ? check_named(call, *organisation, false) : Status();
}

}  // namespace aksis::access
