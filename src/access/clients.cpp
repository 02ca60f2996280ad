#include "access/clients.hpp"

#include <fmt/format.h>

#include <mutex>
#include <set>

#include "access/grant_text.hpp"
#include "audit/facts.hpp"
#include "base/identity.hpp"
#include "record/organisations.hpp"

namespace aksis::access {
namespace {

using operations::Grant;
using operations::Scope;
using storage::Row;
using storage::Transaction;

constexpr size_t kKeyBytes = 32;
// Lets a scanner recognise a key that was published by mistake.
constexpr std::string_view kKeyPrefix = "aksis_";
constexpr const char* kColumns =
    "id, name, organisation, requests_per_second, created_at, created_by, expires_at, revoked_at, "
    "hash, suspended_at";

std::string_view id_of(std::string_view principal) {
  return principal.starts_with(kClientPrefix) ? principal.substr(kClientPrefix.size()) : principal;
}

Client client_of(const Row& row) {
  Client out;
  out.id = row.text(0);
  out.name = row.text(1);
  out.organisation = row.text(2);
  out.requests_per_second = row.integer(3);
  out.created_at = row.integer(4);
  out.created_by = row.text(5);
  out.expires_at = row.integer(6);
  if (!row.is_null(7)) out.revoked_at = row.integer(7);
  if (!row.is_null(9)) out.suspended_at = row.integer(9);
  return out;
}

Status read_grants(Transaction& tx, Client& client) {
  return tx.query(
      "SELECT permission, scope FROM core_client_grant WHERE client = $1 ORDER BY permission",
      {client.id}, [&](const Row& row) -> Status {
        client.grants.emplace_back(std::string(row.text(0)),
                                   operations::parse_scope(row.text(1)).value_or(Scope::own));
        return {};
      });
}

Status insert(Transaction& tx, const Client& client, std::string_view hash) {
  if (!client.organisation.empty())
    if (const auto there = record::read_organisation(tx, client.organisation); !there)
      return there.error().code == Code::not_found
                 ? Status(said_at("/organisation", there.error().message, there.error().french))
                 : Status(there.error());
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_client (id, name, organisation, hash, requests_per_second, created_at, "
      "created_by, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {client.id, client.name, storage::text_or_null(client.organisation), hash,
       client.requests_per_second, client.created_at, client.created_by, client.expires_at}));
  audit::note_subject("", "client:" + client.id);
  for (const auto& grant : client.grants) audit::note({"grant", "", grant_text(grant)});
  for (const auto& grant : client.grants)
    AKSIS_TRY(
        tx.execute("INSERT INTO core_client_grant (client, permission, scope) VALUES ($1, $2, $3)",
                   {client.id, grant.permission, name_of(grant.scope)}));
  return {};
}

}  // namespace

Clients::Known Clients::known_of(const Client& client) {
  operations::Principal principal{std::string(kClientPrefix) + client.id, false, client.grants};
  principal.organisation = client.organisation;
  principal.requests_per_second = static_cast<double>(client.requests_per_second);
  return {std::move(principal), client.expires_at, client.suspended_at.has_value()};
}

Status Clients::load() {
  const std::lock_guard turn(turn_);
  std::unordered_map<std::string, Known> found;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    found.clear();
    std::vector<std::pair<std::string, Client>> all;
    AKSIS_TRY(tx.query(
        fmt::format("SELECT {} FROM core_client WHERE revoked_at IS NULL ORDER BY id", kColumns),
        {}, [&](const Row& row) -> Status {
          all.emplace_back(row.text(8), client_of(row));
          return {};
        }));
    for (auto& [hash, client] : all) {
      AKSIS_TRY(read_grants(tx, client));
      found.emplace(hash, known_of(client));
    }
    return {};
  }));
  const std::unique_lock lock(mutex_);
  by_hash_ = std::move(found);
  return {};
}

Result<Clients::Created> Clients::create(Client wanted) {
  const Micros now = clock_.now();
  if (wanted.grants.empty())
    return said_at("/grants", "name at least one permission it holds, with its scope",
                   "Indiquez au moins un droit, avec sa portée.");
  if (wanted.expires_at <= now || wanted.expires_at > now + kClientDaysMax * kDay)
    return said_at("/days", fmt::format("a key ends within {} days", kClientDaysMax),
                   fmt::format("Une clé prend fin dans les {} jours au plus.", kClientDaysMax));
  std::set<std::string_view> seen;
  for (const auto& grant : wanted.grants)
    if (!seen.insert(grant.permission).second)
      return said_at("/grants", fmt::format("{} stands twice among the grants", grant.permission),
                     fmt::format("Le droit {} figure deux fois : gardez-en un.", grant.permission));
  wanted.id = uuid_v7(now);
  wanted.created_at = now;
  // From before the change until memory follows: a key revoked meanwhile must not come back.
  const std::lock_guard turn(turn_);
  Created made{std::move(wanted), std::string(kKeyPrefix) + random_hex(kKeyBytes)};
  const auto hash = sha256_hex(made.key);
  AKSIS_TRY(database_.write([&](Transaction& tx) { return insert(tx, made.client, hash); }));
  const std::unique_lock lock(mutex_);
  by_hash_.emplace(hash, known_of(made.client));
  return made;
}

Status Clients::revoke(std::string_view id) {
  const std::lock_guard turn(turn_);
  AKSIS_TRY(database_.write([&](Transaction& tx) -> Status {
    bool exists = false;
    AKSIS_TRY(tx.query("SELECT id FROM core_client WHERE id = $1", {id}, [&](const Row&) -> Status {
      exists = true;
      return {};
    }));
    if (!exists)
      return said(
          Code::not_found,
          fmt::format("There is no API key {}; `aksis apikey list` shows them.", id),
          fmt::format(
              "Il n’y a pas de clé d’API {} : `aksis apikey list` montre celles qui existent.",
              id));
    audit::note_subject("", fmt::format("client:{}", id));
    AKSIS_TRY(
        tx.execute("UPDATE core_client SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
                   {clock_.now(), id}));
    return {};
  }));
  const auto name = fmt::format("client:{}", id);
  const std::unique_lock lock(mutex_);
  std::erase_if(by_hash_, [&](const auto& entry) { return entry.second.principal.id == name; });
  return {};
}

Status Clients::suspend(std::string_view principal) {
  const std::lock_guard turn(turn_);
  AKSIS_TRY(database_.write([&](Transaction& tx) -> Status {
    audit::note_subject("", principal);
    AKSIS_TRY(
        tx.execute("UPDATE core_client SET suspended_at = $1 WHERE id = $2 AND suspended_at IS "
                   "NULL",
                   {clock_.now(), id_of(principal)}));
    return {};
  }));
  const std::unique_lock lock(mutex_);
  for (auto& [hash, known] : by_hash_)
    if (known.principal.id == principal) known.suspended = true;
  return {};
}

Result<std::vector<Client>> Clients::list(const std::optional<std::string>& organisation) const {
  std::vector<Client> out;
  AKSIS_TRY(database_.read([&](Transaction& tx) -> Status {
    out.clear();
    AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_client WHERE ($1 = 1 OR organisation = $2) "
                                   "ORDER BY created_at, id",
                                   kColumns),
                       {int64_t{!organisation}, organisation.value_or("")},
                       [&](const Row& row) -> Status {
                         out.push_back(client_of(row));
                         return {};
                       }));
    for (auto& client : out) AKSIS_TRY(read_grants(tx, client));
    return {};
  }));
  return out;
}

Result<operations::Principal> Clients::authenticate(std::string_view key) const {
  const auto refused = [] {
    return said(Code::unauthenticated,
                "This needs a sign-in (POST /api/v1/session) or an API key: send `Authorization: "
                "Bearer KEY`. An administrator makes keys with `aksis apikey create`.",
                "Il faut être connecté (POST /api/v1/session) ou présenter une clé d’API : envoyez "
                "`Authorization: Bearer CLÉ`. La personne qui administre crée les clés avec `aksis "
                "apikey create`.");
  };
  if (key.empty()) return refused();
  const auto hash = sha256_hex(key);
  const std::shared_lock lock(mutex_);
  // The hash of a secret leaks nothing by the time its comparison takes.
  const auto found = by_hash_.find(hash);
  if (found == by_hash_.end() || found->second.expires_at <= clock_.now()) return refused();
  if (found->second.suspended)
    return said(Code::unauthenticated,
                "This API key is suspended: it read the records of far more people than usual. It "
                "opens again when an administrator settles the alarm (`aksis alarm settle`).",
                "Cette clé d’API est suspendue : elle a lu les dossiers de bien plus de personnes "
                "que d’habitude. Elle servira à nouveau quand la personne qui administre aura "
                "classé l’alerte (`aksis alarm settle`).");
  return found->second.principal;
}

Result<std::optional<Client>> read_client(Transaction& tx, std::string_view id) {
  std::optional<Client> out;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_client WHERE id = $1", kColumns), {id_of(id)},
                     [&](const Row& row) -> Status {
                       out = client_of(row);
                       return {};
                     }));
  if (out) AKSIS_TRY(read_grants(tx, *out));
  return out;
}

Result<std::optional<std::string>> client_state(Transaction& tx, std::string_view principal) {
  AKSIS_ASSIGN(found, read_client(tx, principal));
  std::optional<std::string> out;
  if (found) out = found->revoked_at ? "disabled" : found->suspended_at ? "locked" : "active";
  return out;
}

Status release_client(Transaction& tx, std::string_view principal) {
  AKSIS_TRY(
      tx.execute("UPDATE core_client SET suspended_at = NULL WHERE id = $1", {id_of(principal)}));
  return {};
}

}  // namespace aksis::access
