#include "access/accounts.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aksis/cpp/fold.hpp"
#include "base/identity.hpp"
#include "embedded/access_migrations.hpp"
#include "record/organisations.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr const char* kColumns =
    "id, login, name, email, organisation, state, review_at, created_at, version";

Account account_of(const Row& row) {
  Account out;
  out.id = row.text(0);
  out.login = row.text(1);
  out.name = row.text(2);
  out.email = row.text(3);
  out.organisation = row.text(4);
  out.state = row.text(5);
  if (!row.is_null(6)) out.review_at = row.integer(6);
  out.created_at = row.integer(7);
  out.version = row.integer(8);
  return out;
}

Status check_organisation(Transaction& tx, const Account& one) {
  if (one.organisation.empty()) return {};
  auto found = record::read_organisation(tx, one.organisation);
  if (!found && found.error().code == Code::not_found)
    return said_at("/organisation", found.error().message, found.error().french);
  if (!found) return std::move(found).error();
  if (found->closed_at)
    return said_at(
        "/organisation", fmt::format("{} is closed: nobody can join it", found->name),
        fmt::format("La structure {} est fermée : personne ne peut la rejoindre.", found->name));
  return {};
}

Result<std::optional<Account>> find(Transaction& tx, std::string_view column,
                                    std::string_view value) {
  std::optional<Account> found;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_account WHERE {} = $1", kColumns, column),
                     {value}, [&](const Row& row) -> Status {
                       found = account_of(row);
                       return {};
                     }));
  return found;
}

}  // namespace

std::vector<storage::Migration> migrations() {
  return storage::embedded_migrations(embedded::access_migrations());
}

Result<Account> create_account(Transaction& tx, Account made, const Clock& clock) {
  made.created_at = clock.now();
  made.id = uuid_v7(made.created_at);
  made.state = "invited";
  made.version = 1;
  const auto login_fold = fold(made.login);
  if (login_fold.empty())
    return said_at("/login", "a login needs a letter or a digit",
                   "L’identifiant doit comporter au moins une lettre ou un chiffre.");
  AKSIS_ASSIGN(same, find_login(tx, login_fold));
  if (same) {
    const auto message =
        fmt::format("the login {} is too close to {}, which {} has already: choose another one",
                    made.login, same->login, same->name);
    const auto french = fmt::format(
        "L’identifiant {} est trop proche de {}, que {} a déjà : choisissez-en un autre.",
        made.login, same->login, same->name);
    return Error{Code::conflict, message, {{"/login", message, french}}, french};
  }
  AKSIS_TRY(check_organisation(tx, made));
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_account (id, login, login_fold, name, name_fold, email, organisation, "
      "state, review_at, created_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, NULL, $9, "
      "$10)",
      {made.id, made.login, login_fold, made.name, fold(made.name), made.email,
       storage::text_or_null(made.organisation), made.state, made.created_at, made.version}));
  return made;
}

Error account_changed() {
  return said(Code::stale, "the account was changed meanwhile: read it again",
              "Le compte a été modifié entre-temps : relisez-le, puis recommencez.");
}

Result<Account> update_account(Transaction& tx, const Account& changed) {
  AKSIS_ASSIGN(present, read_account(tx, changed.id));
  if (present.version != changed.version) return account_changed();
  if (present.organisation != changed.organisation) AKSIS_TRY(check_organisation(tx, changed));
  AKSIS_TRY(tx.execute(
      "UPDATE core_account SET name = $1, name_fold = $2, email = $3, organisation = $4, version = "
      "$5 WHERE id = $6",
      {changed.name, fold(changed.name), changed.email, storage::text_or_null(changed.organisation),
       changed.version + 1, changed.id}));
  return read_account(tx, changed.id);
}

Status set_account_state(Transaction& tx, std::string_view id, std::string_view state) {
  // Somebody looked at it: what waited for a look is done.
  AKSIS_TRY(
      tx.execute("UPDATE core_account SET state = $1, review_at = CASE WHEN $1 = 'active' THEN "
                 "NULL ELSE review_at END, version = version + 1 WHERE id = $2",
                 {state, id}));
  return {};
}

Result<Account> read_account(Transaction& tx, std::string_view id_or_login) {
  AKSIS_ASSIGN(found, is_uuid(id_or_login) ? find(tx, "id", id_or_login)
                                           : find_login(tx, fold(id_or_login)));
  if (found) return *std::move(found);
  return said(Code::not_found, fmt::format("there is no account {}", id_or_login),
              fmt::format("Il n’y a pas de compte {} : vérifiez l’identifiant.", id_or_login));
}

std::string_view french_state(std::string_view state) {
  if (state == "invited") return "invité";
  if (state == "active") return "actif";
  if (state == "locked") return "bloqué par une alerte";
  return "désactivé";
}

Result<std::optional<Account>> find_login(Transaction& tx, std::string_view login_fold) {
  return find(tx, "login_fold", login_fold);
}

Result<AccountPage> list_accounts(Transaction& tx, const AccountFilter& filter) {
  // The cursor is the last folded name and id, with a sign between that folding never leaves.
  const auto bar = std::min(filter.cursor.find('|'), filter.cursor.size());
  const auto after_name = filter.cursor.substr(0, bar);
  const auto after_id = filter.cursor.substr(std::min(bar + 1, filter.cursor.size()));
  const auto words = fold(filter.words);
  AccountPage page;
  AKSIS_TRY(tx.query(
      fmt::format("SELECT {} FROM core_account WHERE (name_fold, id) > ($1, $2) AND "
                  "($3 = '' OR state = $3) AND ($4 = '' OR organisation = $4) AND (name_fold LIKE "
                  "$5 OR name_fold LIKE $6 OR login_fold LIKE $5) AND ($8 = '' OR id IN (SELECT "
                  "account FROM core_account_role WHERE role = $8)) ORDER BY name_fold, id LIMIT "
                  "$7",
                  kColumns),
      {after_name, after_id, filter.state, filter.organisation, words + "%", "% " + words + "%",
       filter.limit + 1, filter.role},
      [&](const Row& row) -> Status {
        page.accounts.push_back(account_of(row));
        return {};
      }));
  if (static_cast<int64_t>(page.accounts.size()) > filter.limit) {
    page.accounts.pop_back();
    page.next = fold(page.accounts.back().name) + "|" + page.accounts.back().id;
  }
  return page;
}

Result<std::vector<std::string>> accounts_of(Transaction& tx, std::string_view organisation) {
  std::vector<std::string> out;
  AKSIS_TRY(tx.query("SELECT id FROM core_account WHERE organisation = $1 ORDER BY id",
                     {organisation}, [&](const Row& row) -> Status {
                       out.emplace_back(row.text(0));
                       return {};
                     }));
  return out;
}

Result<bool> any_active_account(Transaction& tx) {
  bool any = false;
  AKSIS_TRY(tx.query("SELECT id FROM core_account WHERE state <> 'invited' ORDER BY id LIMIT 1", {},
                     [&](const Row&) -> Status {
                       any = true;
                       return {};
                     }));
  return any;
}

Result<std::string> read_password_hash(Transaction& tx, std::string_view account) {
  std::string hash;
  AKSIS_TRY(tx.query("SELECT hash FROM core_password WHERE account = $1", {account},
                     [&](const Row& row) -> Status {
                       hash = row.text(0);
                       return {};
                     }));
  return hash;
}

Status set_password_hash(Transaction& tx, std::string_view account, std::string_view hash,
                         Micros now) {
  AKSIS_TRY(
      tx.execute("INSERT INTO core_password (account, hash, changed_at) VALUES ($1, $2, $3) ON "
                 "CONFLICT (account) DO UPDATE SET hash = $2, changed_at = $3",
                 {account, hash, now}));
  return {};
}

}  // namespace aksis::access
