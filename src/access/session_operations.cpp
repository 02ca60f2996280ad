// session.* and sessions.*: signing in and out, who am I, step-up, one's own sessions.
#include "access/operations.hpp"
#include "access/recovery_codes.hpp"
#include "access/totp.hpp"
#include "access/webauthn_base64.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

constexpr const char* kSignInInput = R"("login": {"type": "string", "minLength": 1,
    "maxLength": 200}, "password": {"type": "string", "minLength": 1, "maxLength": 1024})";
constexpr const char* kTotpCode = R"("code": {"type": "string", "pattern": "^[0-9]{6}$",
    "description": "The six digits the app shows now"})";
constexpr const char* kRecoveryCode = R"("code": {"type": "string", "minLength": 1,
    "maxLength": 64, "description": "One of the ten codes, with or without dashes"})";

SignIn::Verify totp_check(Access& access, std::string code) {
  return [&access, code = std::move(code)](Transaction& tx, std::string_view account) {
    return use_totp(tx, *access.parts().ports.secrets, account, code, access.parts().clock.now());
  };
}

SignIn::Verify recovery_check(Access& access, std::string code) {
  return [&access, code = std::move(code)](Transaction& tx, std::string_view account) {
    return use_recovery_code(tx, account, code, access.parts().clock.now());
  };
}

Status show_factor(Access& access, Call& call, std::string_view kind, Stage stage,
                   const SignIn::Verify& verify) {
  AKSIS_ASSIGN(session, session_of(access, call));
  if (session.stage != stage)
    return said(Code::conflict,
                stage == Stage::half ? "This session is complete already."
                                     : "Finish signing in with a second factor first.",
                stage == Stage::half ? "Cette session est déjà complète."
                                     : "Terminez d’abord la connexion avec un second facteur.");
  AKSIS_ASSIGN(opened, access.sign_in().with_factor(session, kind, call.origin, verify));
  answer_opened(call, access, opened);
  return {};
}

Status sign_in(Access& access, Call& call) {
  const auto& input = call.input();
  AKSIS_ASSIGN(opened, access.sign_in().with_password(json::text(input, "login"),
                                                      json::text(input, "password"), call.origin));
  answer_opened(call, access, opened);
  return {};
}

Status end_own(Access& access, std::string_view account, std::string_view id, Call& call) {
  return access.sessions().change([&](SessionChange& change) -> Status {
    AKSIS_TRY(change.end(account, id));
    return access.parts().ports.audit(change.tx(), {.kind = "session",
                                                    .account = std::string(account),
                                                    .by = call.principal().id,
                                                    .outcome = "ended",
                                                    .method = {},
                                                    .peer = call.origin.peer,
                                                    .reason = {}});
  });
}

Status sign_out(Access& access, Call& call) {
  call.cookies.push_back({operations::kSessionCookie, "", 0});
  const auto session = access.sessions().find(call.origin.session, access.parts().clock.now());
  json::Writer out;
  out.object();
  if (session) {  // else it ended before: what was asked for is so
    const auto ended = end_own(access, session->account, session->id, call);
    if (!ended && ended.error().code != Code::not_found) return ended;
    const auto url = access.provider_sign_outs().take(session->id);
    if (!url.empty()) out.member("continue_at", url);
  }
  call.respond(out.end().text());
  return {};
}

// What is typed about people must not stand in the clear in a browser's files, and is worth keeping
// over a reload: only this server tells the key, and only to who signed in.
std::string draft_key(const Secrets& secrets, std::string_view account) {
  const auto key = secrets.derive("draft", account);
  return to_base64url({reinterpret_cast<const char*>(key.data()), key.size()});
}

Status who_am_i(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  return access.parts().database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(account, read_account(tx, session.account));
    AKSIS_ASSIGN(ways, access.parts().factors.ways(tx, account.id));
    json::Writer out;
    out.object().key("session").object();
    write_session(out, session, access.sessions().limits());
    out.end().key("account").object();
    out.member("id", account.id).member("login", account.login).member("name", account.name);
    out.end().key("factors").array();
    for (const auto& way : ways) out.value(way);
    out.end().key("grants").array();
    for (const auto& grant : call.principal().grants) {
      out.object().member("permission", grant.permission);
      out.member("scope", operations::name_of(grant.scope)).end();
    }
    out.end().member("idle_s", access.sessions().limits().idle / kSecond);
    if (session.stage == Stage::full)
      out.member("draft_key", draft_key(*access.parts().ports.secrets, account.id));
    call.respond(out.end().text());
    return {};
  });
}

std::string who_schema() {
  return object_schema(R"("session", "account", "factors", "grants", "idle_s")",
                       "\"session\": " + session_schema() + R"(, "account": )" +
                           object_schema(R"("id", "login", "name")",
                                         R"("id": {"type": "string"}, "login": {"type": "string"},
                                            "name": {"type": "string"})") +
                           R"(, "factors": {"type": "array", "items": {"type": "string"}},
    "grants": {"type": "array", "items": )" +
                           object_schema(R"("permission", "scope")",
                                         R"("permission": {"type": "string"},
                                            "scope": {"type": "string"})") +
                           R"(}, "idle_s": {"type": "integer",
      "description": "Seconds without a request that end the session"}, "draft_key": {"type": "string",
      "description": "Of a full session: 32 bytes in base64url, the same in each of the account's, with which a browser seals what is typed and not sent yet"})");
}

Status list_own(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  json::Writer out;
  out.object().key("sessions").array();
  const auto now = access.parts().clock.now();
  for (const auto& one : access.sessions().of_account(session.account, now)) {
    out.object();
    write_session(out, one, access.sessions().limits());
    out.member("current", one.id == session.id).end();
  }
  call.respond(out.end().end().text());
  return {};
}

Status end_others(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  return access.sessions().change([&](SessionChange& change) -> Status {
    AKSIS_TRY(change.end_all(session.account, session.id));
    return access.parts().ports.audit(change.tx(), {.kind = "session",
                                                    .account = session.account,
                                                    .by = call.principal().id,
                                                    .outcome = "ended_others",
                                                    .method = {},
                                                    .peer = call.origin.peer,
                                                    .reason = {}});
  });
}

Status add_signing_in(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "session.begin",
      .kind = Kind::write,
      .summary_fr = "Se connecter : identifiant et mot de passe, avant le second facteur",
      .summary_en = "Sign in: login and password, before the second factor",
      .method = "POST",
      .path = "/session",
      .open = true,
      .shows_secret = true,
      .input_schema = object_schema(R"("login", "password")", kSignInInput),
      .output_schema = opened_schema(),
      .handler = [&](Call& call) { return sign_in(access, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "session.totp",
      .kind = Kind::write,
      .summary_fr = "Terminer la connexion avec le code d’une application",
      .summary_en = "Finish signing in with the code of an authenticator app",
      .method = "POST",
      .path = "/session/totp",
      .open = true,
      .shows_secret = true,
      .input_schema = object_schema(R"("code")", kTotpCode),
      .output_schema = opened_schema(),
      .handler =
          [&](Call& call) {
            return show_factor(access, call, "totp", Stage::half,
                               totp_check(access, std::string(json::text(call.input(), "code"))));
          },
  }));
  return registry.add({
      .id = "session.recovery",
      .kind = Kind::write,
      .summary_fr = "Terminer la connexion avec un code de secours",
      .summary_en = "Finish signing in with a recovery code",
      .method = "POST",
      .path = "/session/recovery",
      .open = true,
      .shows_secret = true,
      .input_schema = object_schema(R"("code")", kRecoveryCode),
      .output_schema = opened_schema(),
      .handler =
          [&](Call& call) {
            return show_factor(
                access, call, "recovery", Stage::half,
                recovery_check(access, std::string(json::text(call.input(), "code"))));
          },
  });
}

Status add_own_session(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "session.end",
      .kind = Kind::write,
      .summary_fr = "Se déconnecter",
      .summary_en = "Sign out",
      .method = "DELETE",
      .path = "/session",
      .open = true,
      .shows_secret = true,
      .input_schema = object_schema("", ""),
      .output_schema = object_schema("", R"("continue_at": {"type": "string",
        "description": "Where to sign out at the identity provider too"})"),
      .handler = [&](Call& call) { return sign_out(access, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "session.read",
      .summary_fr = "Savoir qui est connecté, avec quels droits et jusqu’à quand",
      .summary_en = "Know who is signed in, with which rights and until when",
      .method = "GET",
      .path = "/session",
      .input_schema = object_schema("", ""),
      .output_schema = who_schema(),
      .handler = [&](Call& call) { return who_am_i(access, call); },
  }));
  return registry.add({
      .id = "session.step_up",
      .kind = Kind::write,
      .summary_fr = "Montrer à nouveau le second facteur, pour cinq minutes d’opérations sensibles",
      .summary_en = "Show the second factor again, for five minutes of sensitive operations",
      .method = "POST",
      .path = "/session/step-up",
      .shows_secret = true,
      .input_schema = object_schema(R"("code")", kTotpCode),
      .output_schema = opened_schema(),
      .handler =
          [&](Call& call) {
            return show_factor(access, call, "totp", Stage::full,
                               totp_check(access, std::string(json::text(call.input(), "code"))));
          },
  });
}

Status add_own_sessions(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "sessions.list",
      .summary_fr = "Lister ses propres sessions",
      .summary_en = "List one's own sessions",
      .method = "GET",
      .path = "/sessions",
      .input_schema = object_schema("", ""),
      .output_schema = object_schema(
          R"("sessions")", R"("sessions": {"type": "array", "items": )" + session_schema() + "}"),
      .handler = [&](Call& call) { return list_own(access, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "sessions.end",
      .kind = Kind::write,
      .summary_fr = "Mettre fin à l’une de ses sessions",
      .summary_en = "End one of one's own sessions",
      .method = "DELETE",
      .path = "/sessions/{session}",
      .input_schema =
          object_schema(R"("session")", R"("session": {"type": "string", "maxLength": 36})"),
      .handler = [&](Call& call) -> Status {
        AKSIS_ASSIGN(session, session_of(access, call));
        return end_own(access, session.account, json::text(call.input(), "session"), call);
      },
  }));
  return registry.add({
      .id = "sessions.end_others",
      .kind = Kind::write,
      .summary_fr = "Mettre fin à toutes ses autres sessions",
      .summary_en = "End all one's other sessions",
      .method = "POST",
      .path = "/sessions/end-others",
      .input_schema = object_schema("", ""),
      .handler = [&](Call& call) { return end_others(access, call); },
  });
}

}  // namespace

Status add_session_operations(operations::Registry& registry, Access& access) {
  AKSIS_TRY(add_signing_in(registry, access));
  AKSIS_TRY(add_own_session(registry, access));
  AKSIS_TRY(add_own_sessions(registry, access));
  return registry.add({
      .id = "access.keep",
      .kind = Kind::write,
      .summary_fr = "Tenir à jour les sessions et oublier ce qui est périmé ; chaque minute",
      .summary_en = "Keep sessions up to date and forget what is over; every minute",
      .permission = "access.keep",
      .upkeep = true,
      .input_schema = object_schema("", ""),
      .handler = [&](Call&) { return access.keep(); },
  });
}

}  // namespace aksis::access
