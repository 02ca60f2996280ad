// factors.*, session.password: how one signs in oneself. Open, because the half session of a link
// may add its first factor: what each session may do is checked in factor_changes.
#include "access/operations.hpp"
#include "access/recovery_codes.hpp"
#include "access/totp.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

constexpr const char* kFactorId = R"("factor": {"type": "string", "maxLength": 36,
    "description": "The factor's id"})";

std::string factor_schema() {
  return object_schema(R"("kind", "id", "label", "created_at")",
                       R"("kind": {"type": "string"}, "id": {"type": "string"},
                          "label": {"type": "string"}, "created_at": {"type": "string"})");
}

std::string list_output() {
  return object_schema(R"("factors", "recovery_codes_left")",
                       R"("factors": {"type": "array", "items": )" + factor_schema() +
                           R"(}, "recovery_codes_left": {"type": "integer"})");
}

std::string begin_output() {
  return object_schema(R"("id", "secret", "uri")",
                       R"("id": {"type": "string"},
         "secret": {"type": "string", "description": "For those who type it; shown this once"},
         "uri": {"type": "string", "description": "otpauth://, for a QR code; shown this once"})");
}

Status list(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  return access.parts().database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(factors, access.parts().factors.list(tx, session.account));
    AKSIS_ASSIGN(left, recovery_codes_left(tx, session.account));
    json::Writer out;
    out.object().key("factors").array();
    for (const auto& one : factors) {
      out.object().member("kind", one.kind).member("id", one.id).member("label", one.label);
      out.member("created_at", iso_time(one.created_at)).end();
    }
    call.respond(out.end().member("recovery_codes_left", left).end().text());
    return {};
  });
}

Status begin(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  const auto& parts = access.parts();
  TotpEnrolment made;
  AKSIS_TRY(access.factor_changes().begin(
      session, [&](Transaction& tx, const Account& account) -> Status {
        AKSIS_ASSIGN(begun, begin_totp(tx, *parts.ports.secrets, account.id, account.login,
                                       parts.settings.issuer, json::text(call.input(), "label"),
                                       parts.clock.now()));
        made = std::move(begun);
        return {};
      }));
  json::Writer out;
  out.object().member("id", made.id).member("secret", made.secret).member("uri", made.uri).end();
  call.respond(out.text());
  return {};
}

Status confirm(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  const std::string id(json::text(call.input(), "factor"));
  const std::string code(json::text(call.input(), "code"));
  const auto store = [&](Transaction& tx,
                         const Account& account) -> Result<std::optional<std::string>> {
    AKSIS_ASSIGN(right, confirm_totp(tx, *access.parts().ports.secrets, account.id, id, code,
                                     access.parts().clock.now()));
    return right ? std::optional(id) : std::nullopt;
  };
  AKSIS_ASSIGN(opened, access.factor_changes().enrol(session, "totp", call.origin, store));
  answer_opened(call, access, opened);
  return {};
}

Status remove(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  return access.factor_changes().remove(session, json::text(call.input(), "factor"), call.origin);
}

Status renew(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  AKSIS_ASSIGN(codes, access.factor_changes().renew_recovery(session, call.origin));
  json::Writer out;
  out.object().key("recovery_codes").array();
  for (const auto& code : codes) out.value(code);
  call.respond(out.end().end().text());
  return {};
}

Status change_password(Access& access, Call& call) {
  AKSIS_ASSIGN(session, session_of(access, call));
  AKSIS_ASSIGN(opened, access.factor_changes().change_password(
                           session, json::text(call.input(), "old"),
                           json::text(call.input(), "new"), call.origin));
  answer_opened(call, access, opened);
  return {};
}

Status add_totp(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "factors.begin_totp",
      .kind = Kind::write,
      .summary_fr = "Commencer l’ajout d’une application d’authentification",
      .summary_en = "Begin adding an authenticator app",
      .method = "POST",
      .path = "/session/factors/totp",
      .open = true,
      .shows_secret = true,
      .input_schema =
          object_schema("", R"("label": {"type": "string", "maxLength": 60, "default": "",
              "description": "How one recognises the device"})"),
      .output_schema = begin_output(),
      .handler = [&](Call& call) { return begin(access, call); },
  }));
  return registry.add({
      .id = "factors.confirm_totp",
      .kind = Kind::write,
      .summary_fr = "Terminer l’ajout de l’application avec son premier code",
      .summary_en = "Finish adding the app with its first code",
      .method = "POST",
      .path = "/session/factors/totp/{factor}/confirm",
      .open = true,
      .shows_secret = true,
      .input_schema = object_schema(
          R"("factor", "code")",
          std::string(kFactorId) + R"(, "code": {"type": "string", "pattern": "^[0-9]{6}$"})"),
      .output_schema = opened_schema(),
      .handler = [&](Call& call) { return confirm(access, call); },
  });
}

}  // namespace

Status add_factor_operations(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "factors.list",
      .summary_fr = "Lister ses seconds facteurs",
      .summary_en = "List one's second factors",
      .method = "GET",
      .path = "/session/factors",
      .input_schema = object_schema("", ""),
      .output_schema = list_output(),
      .handler = [&](Call& call) { return list(access, call); },
  }));
  AKSIS_TRY(add_totp(registry, access));
  AKSIS_TRY(registry.add({
      .id = "factors.remove",
      .kind = Kind::write,
      .summary_fr = "Retirer un second facteur ; le dernier reste",
      .summary_en = "Remove a second factor; the last one stays",
      .method = "DELETE",
      .path = "/session/factors/{factor}",
      .step_up = true,
      .input_schema = object_schema(R"("factor")", kFactorId),
      .handler = [&](Call& call) { return remove(access, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "factors.renew_recovery",
      .kind = Kind::write,
      .summary_fr = "Faire dix nouveaux codes de secours ; les anciens ne servent plus",
      .summary_en = "Make ten new recovery codes; those before no longer serve",
      .method = "POST",
      .path = "/session/recovery-codes",
      .step_up = true,
      .shows_secret = true,
      .input_schema = object_schema("", ""),
      .output_schema =
          object_schema(R"("recovery_codes")",
                        R"("recovery_codes": {"type": "array", "items": {"type": "string"}})"),
      .handler = [&](Call& call) { return renew(access, call); },
  }));
  return registry.add({
      .id = "session.password",
      .kind = Kind::write,
      .summary_fr = "Changer son mot de passe ; les autres sessions prennent fin",
      .summary_en = "Change one's password; the other sessions end",
      .method = "POST",
      .path = "/session/password",
      .step_up = true,
      .shows_secret = true,
      .input_schema = object_schema(R"("old", "new")",
                                    R"("old": {"type": "string", "minLength": 1, "maxLength": 1024},
                           "new": {"type": "string", "minLength": 1, "maxLength": 1024})"),
      .output_schema = opened_schema(),
      .handler = [&](Call& call) { return change_password(access, call); },
  });
}

}  // namespace aksis::access
