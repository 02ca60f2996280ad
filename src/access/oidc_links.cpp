#include "access/oidc_links.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

constexpr const char* kColumns = "id, account, issuer, subject, made_by, created_at, last_used_at";
constexpr size_t kProviderLinksMax = 10;  // of one account

ProviderLink link_of(const Row& row) {
  ProviderLink out;
  out.id = row.text(0);
  out.account = row.text(1);
  out.issuer = row.text(2);
  out.subject = row.text(3);
  out.made_by = row.text(4);
  out.created_at = row.integer(5);
  if (!row.is_null(6)) out.last_used_at = row.integer(6);
  return out;
}

Result<std::vector<ProviderLink>> select(Transaction& tx, std::string_view where,
                                         const std::vector<storage::Value>& parameters) {
  std::vector<ProviderLink> out;
  AKSIS_TRY(
      tx.query(fmt::format("SELECT {} FROM core_oidc_link WHERE {} ORDER BY id", kColumns, where),
               parameters, [&](const Row& row) -> Status {
                 out.push_back(link_of(row));
                 return {};
               }));
  return out;
}

}  // namespace

Result<ProviderLink> add_provider_link(Transaction& tx, ProviderLink made, const Clock& clock) {
  AKSIS_ASSIGN(twins, select(tx, "issuer = $1 AND subject = $2", {made.issuer, made.subject}));
  if (!twins.empty())
    return said(
        Code::conflict, "this identity is linked to an account already; remove that link first",
        "Cette identité est déjà rattachée à un compte : défaites d’abord ce rattachement.");
  AKSIS_ASSIGN(present, provider_links_of(tx, made.account));
  if (present.size() >= kProviderLinksMax)
    return said(Code::conflict,
                fmt::format("an account has at most {} links to providers; remove one first",
                            kProviderLinksMax),
                fmt::format("Un compte a au plus {} rattachements à des fournisseurs d’identité : "
                            "retirez-en un d’abord.",
                            kProviderLinksMax));
  made.created_at = clock.now();
  made.id = uuid_v7(made.created_at);
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_oidc_link (id, account, issuer, subject, made_by, created_at, "
      "last_used_at) VALUES ($1, $2, $3, $4, $5, $6, NULL)",
      {made.id, made.account, made.issuer, made.subject, made.made_by, made.created_at}));
  return made;
}

Result<std::vector<ProviderLink>> provider_links_of(Transaction& tx, std::string_view account) {
  return select(tx, "account = $1", {account});
}

Status remove_provider_link(Transaction& tx, std::string_view account, std::string_view id) {
  AKSIS_ASSIGN(
      gone, tx.execute("DELETE FROM core_oidc_link WHERE id = $1 AND account = $2", {id, account}));
  if (gone > 0) return {};
  return said(
      Code::not_found, fmt::format("this account has no link {}", id),
      fmt::format("Ce compte n’a pas de rattachement {} : la liste montre ceux qu’il a.", id));
}

Result<std::optional<ProviderLink>> use_provider_link(Transaction& tx, std::string_view issuer,
                                                      std::string_view subject, Micros now) {
  AKSIS_ASSIGN(found, select(tx, "issuer = $1 AND subject = $2", {issuer, subject}));
  if (found.empty()) return std::optional<ProviderLink>();
  AKSIS_TRY(tx.execute("UPDATE core_oidc_link SET last_used_at = $1 WHERE id = $2",
                       {now, found.front().id}));
  return std::optional(std::move(found.front()));
}

}  // namespace aksis::access
