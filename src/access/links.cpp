#include "access/links.hpp"

#include <array>
#include <optional>

#include "base/identity.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

constexpr std::array<std::string_view, 4> kNames = {"setup", "invitation", "password_reset",
                                                    "factor_reset"};
constexpr size_t kTokenBytes = 32;

Micros life_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::setup:
      return kSetupLife;
    case Purpose::invitation:
      return kInvitationLife;
    default:
      return kResetLife;
  }
}

Purpose parse(std::string_view name) {
  for (size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<Purpose>(i);
  return Purpose::setup;
}

}  // namespace

std::string_view name_of(Purpose purpose) {
  return kNames[static_cast<size_t>(purpose)];
}

Result<std::string> make_link(Transaction& tx, const Link& link, const Clock& clock) {
  const Micros now = clock.now();
  AKSIS_TRY(
      tx.execute("UPDATE core_access_link SET used_at = $1 WHERE used_at IS NULL AND purpose "
                 "= $2 AND COALESCE(account, '') = $3",
                 {now, name_of(link.purpose), link.account}));
  auto token = random_hex(kTokenBytes);
  using storage::Value;
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_access_link (hash, purpose, account, reason, made_by, created_at, "
      "expires_at, used_at) VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)",
      {sha256_hex(token), name_of(link.purpose),
       link.account.empty() ? Value() : Value(std::string_view(link.account)), link.reason,
       link.made_by, now, now + life_of(link.purpose)}));
  return token;
}

Result<Link> read_link(Transaction& tx, std::string_view token, Micros now) {
  std::optional<Link> found;
  AKSIS_TRY(
      tx.query("SELECT purpose, account, reason, made_by, expires_at FROM core_access_link "
               "WHERE hash = $1 AND used_at IS NULL AND expires_at > $2",
               {sha256_hex(token), now}, [&](const Row& row) -> Status {
                 found = Link{parse(row.text(0)), std::string(row.text(1)),
                              std::string(row.text(2)), std::string(row.text(3)), row.integer(4)};
                 return {};
               }));
  if (found) return *std::move(found);
  return said(Code::forbidden,
              "this link does not serve: it was used, it ended, or a newer one was made. Ask an "
              "administrator for another one",
              "Ce lien ne sert plus : il a été utilisé, il est périmé, ou un plus récent existe. "
              "Demandez-en un autre à la personne qui administre les comptes.");
}

Result<Link> use_link(Transaction& tx, std::string_view token, Micros now) {
  AKSIS_ASSIGN(link, read_link(tx, token, now));
  AKSIS_TRY(
      tx.execute("UPDATE core_access_link SET used_at = $1 WHERE hash = $2 AND used_at IS "
                 "NULL",
                 {now, sha256_hex(token)}));
  return link;
}

Status end_links(Transaction& tx, std::string_view account, Micros now) {
  AKSIS_TRY(
      tx.execute("UPDATE core_access_link SET used_at = $1 WHERE account = $2 AND used_at IS "
                 "NULL",
                 {now, account}));
  return {};
}

}  // namespace aksis::access
