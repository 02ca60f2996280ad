// accounts.sessions, accounts.end_session, accounts.end_sessions: others' sessions.
#include "access/operations.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

constexpr const char* kAccountId = R"("account": {"type": "string", "minLength": 1,
    "maxLength": 100, "description": "The account's id or login"})";
constexpr const char* kSessionId = R"("session": {"type": "string", "maxLength": 36,
    "description": "As the list of sessions shows it"})";

Status list(Access& access, Call& call) {
  Account account;
  AKSIS_TRY(access.parts().database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(one, read_account(tx, json::text(call.input(), "account")));
    account = std::move(one);
    return {};
  }));
  json::Writer out;
  out.object().key("sessions").array();
  for (const auto& one : access.sessions().of_account(account.id, access.parts().clock.now())) {
    out.object();
    write_session(out, one, access.sessions().limits());
    out.end();
  }
  call.respond(out.end().end().text());
  return {};
}

// One session, or all of them when `id` is empty.
Status end(Access& access, Call& call, std::string_view id) {
  return access.sessions().change([&](SessionChange& change) -> Status {
    AKSIS_ASSIGN(account, read_account(change.tx(), json::text(call.input(), "account")));
    AKSIS_TRY(id.empty() ? change.end_all(account.id) : change.end(account.id, id));
    return access.parts().ports.audit(change.tx(), {.kind = "session",
                                                    .account = account.id,
                                                    .by = call.principal().id,
                                                    .outcome = id.empty() ? "ended_all" : "ended",
                                                    .method = {},
                                                    .peer = call.origin.peer,
                                                    .reason = {}});
  });
}

}  // namespace

Status add_account_session_operations(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "accounts.sessions",
      .summary_fr = "Lister les sessions d’un compte",
      .summary_en = "List an account's sessions",
      .method = "GET",
      .path = "/accounts/{account}/sessions",
      .permission = "accounts.manage",
      .input_schema = object_schema(R"("account")", kAccountId),
      .output_schema = object_schema(
          R"("sessions")", R"("sessions": {"type": "array", "items": )" + session_schema() + "}"),
      .command = {{"user sessions", {"account"}}},
      .handler = [&](Call& call) { return list(access, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "accounts.end_session",
      .kind = Kind::write,
      .summary_fr = "Mettre fin à une session d’un compte",
      .summary_en = "End a session of an account",
      .method = "DELETE",
      .path = "/accounts/{account}/sessions/{session}",
      .permission = "accounts.manage",
      .input_schema =
          object_schema(R"("account", "session")", std::string(kAccountId) + "," + kSessionId),
      .command = {{"user end-session", {"account", "session"}}},
      .handler = [&](Call& call) { return end(access, call, json::text(call.input(), "session")); },
  }));
  return registry.add({
      .id = "accounts.end_sessions",
      .kind = Kind::write,
      .summary_fr = "Mettre fin à toutes les sessions d’un compte",
      .summary_en = "End every session of an account",
      .method = "DELETE",
      .path = "/accounts/{account}/sessions",
      .permission = "accounts.manage",
      .input_schema = object_schema(R"("account")", kAccountId),
      .command = {{"user end-sessions", {"account"}}},
      .handler = [&](Call& call) { return end(access, call, ""); },
  });
}

}  // namespace aksis::access
