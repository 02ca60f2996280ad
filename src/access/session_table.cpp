// SessionChange: the sessions' rows.
#include <fmt/format.h>

#include "access/session_rows.hpp"
#include "base/identity.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

constexpr size_t kTokenBytes = 32;
constexpr const char* kColumns =
    "id, account, stage, may_enrol, replaces, method, failures, started_at, authenticated_at, "
    "seen_at, peer, user_agent, token_hash";

SessionRow row_of(const Row& row) {
  SessionRow out;
  auto& session = out.session;
  session.id = row.text(0);
  session.account = row.text(1);
  session.stage = row.text(2) == "full" ? Stage::full : Stage::half;
  session.may_enrol = row.integer(3) != 0;
  session.replaces = row.integer(4) != 0;
  session.method = row.text(5);
  session.failures = row.integer(6);
  session.started_at = row.integer(7);
  session.authenticated_at = row.integer(8);
  session.seen_at = row.integer(9);
  session.peer = row.text(10);
  session.user_agent = row.text(11);
  out.token_hash = row.text(12);
  return out;
}

Result<std::vector<SessionRow>> select(Transaction& tx, std::string_view condition,
                                       std::string_view value) {
  std::vector<SessionRow> out;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_session WHERE {} = $1 ORDER BY started_at, "
                                 "id",
                                 kColumns, condition),
                     {value}, [&](const Row& row) -> Status {
                       out.push_back(row_of(row));
                       return {};
                     }));
  return out;
}

std::string_view name_of(Stage stage) {
  return stage == Stage::full ? "full" : "half";
}

}  // namespace

Result<std::vector<SessionRow>> read_sessions(Transaction& tx, std::string_view account) {
  return select(tx, "account", account);
}

Result<std::string> SessionChange::open(Session& session) {
  session.id = uuid_v7(now_);
  session.started_at = session.seen_at = now_;
  auto token = random_hex(kTokenBytes);
  AKSIS_TRY(tx_.execute(
      "INSERT INTO core_session (id, token_hash, account, stage, may_enrol, replaces, method, "
      "failures, started_at, authenticated_at, seen_at, peer, user_agent) VALUES ($1, $2, $3, $4, "
      "0, 0, '', 0, $5, 0, $5, '', '')",
      {session.id, sha256_hex(token), session.account, name_of(session.stage), now_}));
  AKSIS_TRY(update(session));
  AKSIS_ASSIGN(all, read_sessions(tx_, session.account));
  for (size_t i = 0; i + kSessionsMax < all.size(); ++i)
    AKSIS_TRY(end(session.account, all[i].session.id));
  return token;
}

Result<std::string> SessionChange::renew(Session& session) {
  session.seen_at = now_;
  auto token = random_hex(kTokenBytes);
  AKSIS_TRY(tx_.execute("UPDATE core_session SET token_hash = $1 WHERE id = $2",
                        {sha256_hex(token), session.id}));
  AKSIS_TRY(update(session));
  return token;
}

Status SessionChange::update(const Session& session) {
  AKSIS_TRY(tx_.execute(
      "UPDATE core_session SET stage = $1, may_enrol = $2, replaces = $3, method = $4, failures = "
      "$5, started_at = $6, authenticated_at = $7, seen_at = $8, peer = $9, user_agent = $10 WHERE "
      "id = $11",
      {name_of(session.stage), int64_t{session.may_enrol}, int64_t{session.replaces},
       session.method, session.failures, session.started_at, session.authenticated_at,
       session.seen_at, session.peer, session.user_agent, session.id}));
  touch(session.account);
  return {};
}

Status SessionChange::end(std::string_view account, std::string_view id) {
  AKSIS_ASSIGN(
      ended, tx_.execute("DELETE FROM core_session WHERE id = $1 AND account = $2", {id, account}));
  if (ended == 0)
    return said(
        Code::not_found, fmt::format("the account has no session {}", id),
        fmt::format("Le compte n’a pas de session {} : elle a pris fin, ou n’est pas la sienne.",
                    id));
  touch(account);
  return {};
}

Status SessionChange::end_all(std::string_view account, std::string_view except) {
  AKSIS_TRY(
      tx_.execute("DELETE FROM core_session WHERE account = $1 AND id <> $2", {account, except}));
  touch(account);
  return {};
}

Result<std::optional<Session>> SessionChange::read(std::string_view id) {
  AKSIS_ASSIGN(found, select(tx_, "id", id));
  if (found.empty()) return std::optional<Session>();
  return std::optional<Session>(std::move(found.front().session));
}

}  // namespace aksis::access
