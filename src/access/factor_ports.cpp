#include "access/factor_ports.hpp"

#include <algorithm>
#include <optional>

#include "access/operations.hpp"
#include "access/webauthn_passkeys.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using storage::Transaction;

Result<Caller> caller_of(Access& access, const Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  Caller out{session.id, session.account, session.stage == Stage::full, false};
  out.may_enrol = FactorChanges::may_change(session, access.parts().clock.now()).ok();
  return out;
}

// The session that somebody showed a factor in, as it is now.
std::optional<Session> session_named(Access& access, const SessionStart& start) {
  for (auto& one : access.sessions().of_account(start.account, access.parts().clock.now()))
    if (one.id == start.replaces) return one;
  return std::nullopt;
}

// A first passkey in the half session of a link: the account is active with it.
Result<Opened> enrol(Access& access, const Call& call, const Session& session) {
  const auto newest = [](Transaction& tx,
                         const Account& account) -> Result<std::optional<std::string>> {
    AKSIS_ASSIGN(held, passkeys_of(tx, account.id));
    return held.empty() ? std::nullopt : std::optional(held.back().id);
  };
  return access.factor_changes().enrol(session, "passkey", call.origin, newest);
}

// What the provider showed is one factor only: ours is asked next.
Result<Opened> open_half(Access& access, const Call& call, const SessionStart& start) {
  Opened half;
  AKSIS_TRY(access.sessions().change([&](SessionChange& change) -> Status {
    half = {};
    AKSIS_ASSIGN(account, read_account(change.tx(), start.account));
    if (account.state != "active")
      return said(Code::unauthenticated, "this account cannot sign in",
                  "Ce compte ne peut pas se connecter : adressez-vous à la personne qui administre "
                  "les comptes.");
    half.session.account = account.id;
    half.session.method = start.method;
    half.session.peer = call.origin.peer;
    half.session.user_agent = call.origin.user_agent;
    AKSIS_ASSIGN(token, change.open(half.session));
    AKSIS_ASSIGN(ways, access.parts().factors.ways(change.tx(), account.id));
    half.token = std::move(token);
    half.ways = std::move(ways);
    return {};
  }));
  return half;
}

Result<Opened> start(Access& access, const Call& call, const SessionStart& start) {
  const auto& origin = call.origin;
  if (!start.full) return open_half(access, call, start);
  const auto session = session_named(access, start);
  const auto proven = [](Transaction&, std::string_view) { return Result<bool>(true); };
  if (session && session->stage == Stage::half && session->may_enrol)
    return enrol(access, call, *session);
  if (session) return access.sign_in().with_factor(*session, start.method, origin, proven);
  return access.sign_in().without_password(
      start.method, origin, [&](Transaction&) { return Result<std::string>(start.account); });
}

}  // namespace

FactorPorts factor_ports(Access& access) {
  FactorPorts out;
  out.caller = [&access](const Call& call) { return caller_of(access, call); };
  out.label = [](Transaction& tx, std::string_view id) -> Result<AccountLabel> {
    AKSIS_ASSIGN(account, read_account(tx, id));
    if (account.state != "active" && account.state != "invited")
      return said(Code::not_found, "no such account can sign in",
                  "Aucun compte de ce nom ne peut se connecter : vérifiez l’identifiant et l’état "
                  "du compte.");
    return AccountLabel{account.login, account.name};
  };
  out.start_session = [&access](Call& call, const SessionStart& made) -> Status {
    AKSIS_ASSIGN(opened, start(access, call, made));
    access.provider_sign_outs().remember(opened.session.id, made.logout_url,
                                         access.parts().clock.now());
    answer_opened(call, access, opened);
    return {};
  };
  out.note = [&access](Transaction& tx, const Call& call, const FactorNote& note) {
    return access.parts().ports.audit(
        tx, {.kind = note.kind,
             .account = note.account,
             .by = call.principal().account.empty() ? std::string() : call.principal().id,
             .outcome = note.outcome,
             .method = note.method,
             .peer = call.origin.peer,
             .reason = {}});
  };
  out.may_remove = [&access](Transaction& tx, std::string_view account,
                             std::string_view passkey) -> Status {
    AKSIS_ASSIGN(held, access.parts().factors.list(tx, account));
    const bool another =
        std::any_of(held.begin(), held.end(), [&](const auto& one) { return one.id != passkey; });
    if (another) return {};
    return last_factor();
  };
  return out;
}

}  // namespace aksis::access
