// Signing in with a passkey: as the second factor of a session that has shown the first, or alone.
#include "access/webauthn_forms.hpp"
#include "access/webauthn_operations.hpp"
#include "base/identity.hpp"
#include "base/log.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

constexpr size_t kCookieBytes = 32;

Error refused() {
  return said(Code::unauthenticated,
              "The passkey was not accepted; start again, or use another factor.",
              "La clé d’accès n’a pas été acceptée ; recommencez, ou utilisez un autre facteur.");
}

// The reason goes to the journal alone: strangers learn nothing of what exists here.
Error refused_because(const Call& call, std::string_view why) {
  log::warning("access", "a sign-in with a passkey was refused: " + std::string(why),
               json::Writer().object().member("request", call.request_id).end().text());
  return refused();
}

Result<Challenge> challenge_for(Passkeys& passkeys, Call& call) {
  auto caller = passkeys.ports.caller(call);
  if (caller) return Challenge{Ceremony::assertion, caller->session, caller->account, {}};
  if (caller.error().code != Code::unauthenticated) return std::move(caller).error();
  auto cookie = random_base64url(kCookieBytes);
  call.cookies.push_back({operations::kSignInCookie, cookie, kChallengeLife / kSecond});
  return Challenge{Ceremony::assertion, {}, {}, std::move(cookie)};
}

Status options(Passkeys& passkeys, Call& call) {
  AKSIS_ASSIGN(challenge, challenge_for(passkeys, call));
  std::vector<Passkey> allowed;
  if (!challenge.account.empty())
    AKSIS_TRY(passkeys.database.read([&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(held, passkeys_of(tx, challenge.account));
      std::erase_if(held, [](const Passkey& one) { return one.suspected_at.has_value(); });
      allowed = std::move(held);
      return {};
    }));
  if (!challenge.account.empty() && allowed.empty())
    return said(Code::not_found,
                "This account has no passkey that serves; use another second factor.",
                "Ce compte n’a pas de clé d’accès utilisable ; prenez un autre second facteur.");
  AKSIS_ASSIGN(secret, passkeys.challenges.give_out(std::move(challenge)));
  call.respond(request_options(passkeys.party, secret, allowed));
  return {};
}

// The challenge was given out to this browser, and the passkey is of the account it is for.
Status check_bound(const Passkeys& passkeys, const Call& call, const Challenge& asked,
                   const Passkey& passkey, const AssertionForm& form) {
  if (asked.ceremony != Ceremony::assertion)
    return invalid("its challenge was given out for a registration");
  if (!form.user_handle.empty() && form.user_handle != passkey.account)
    return invalid("it names another account than its own");
  if (asked.session.empty()) {
    if (!equal_secrets(asked.cookie, call.origin.sign_in))
      return invalid("its challenge was given out to another browser");
    if (form.user_handle.empty()) return invalid("it does not name its account");
    return {};
  }
  AKSIS_ASSIGN(caller, passkeys.ports.caller(call));
  if (caller.session != asked.session || caller.account != asked.account)
    return invalid("its challenge was given out to another session");
  if (passkey.account != asked.account) return invalid("it is one of another account");
  return {};
}

Result<Passkey> find(Passkeys& passkeys, const AssertionForm& form) {
  std::optional<Passkey> found;
  AKSIS_TRY(passkeys.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(one, find_passkey(tx, form.credential));
    found = std::move(one);
    return {};
  }));
  if (!found) return Error{Code::not_found, "nobody has it", {}};
  return *std::move(found);
}

// Whether the passkey answered rightly; its counter moves on.
Status check(Passkeys& passkeys, const Call& call, const AssertionForm& form,
             std::string_view challenge, const Challenge& asked, const Passkey& passkey) {
  AKSIS_TRY(check_bound(passkeys, call, asked, passkey, form));
  AKSIS_ASSIGN(
      shown, verify_assertion(form.assertion, challenge, passkeys.party,
                              {passkey.credential.public_key, passkey.credential.backup_eligible}));
  bool grown = false;
  AKSIS_TRY(passkeys.database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(used, use_passkey(tx, passkey, shown, passkeys.clock));
    grown = used;
    if (used) return {};
    return passkeys.ports.note(tx, call, {"factor", passkey.account, "suspected", "passkey"});
  }));
  if (!grown) return invalid("its counter went back: perhaps a copy of it exists");
  return {};
}

Status verify(Passkeys& passkeys, Call& call) {
  AKSIS_ASSIGN(form, read_assertion(*json::member(call.input(), "credential")));
  AKSIS_ASSIGN(challenge, shown_challenge(form.assertion.client_data_json));
  const auto asked = passkeys.challenges.take(challenge);
  if (!asked) return refused_because(call, "its challenge is unknown, spent or too old");
  const auto passkey = find(passkeys, form);
  if (!passkey && passkey.error().code != Code::not_found) return passkey.error();
  if (!passkey) return refused_because(call, passkey.error().message);
  const auto checked = check(passkeys, call, form, challenge, *asked, *passkey);
  if (!checked.ok() && checked.error().code != Code::invalid) return checked;
  if (!checked.ok()) {
    AKSIS_TRY(passkeys.database.write([&](Transaction& tx) {
      return passkeys.ports.note(tx, call, {"sign_in", passkey->account, "wrong", "passkey"});
    }));
    return refused_because(call, checked.error().message);
  }
  if (asked->session.empty()) call.cookies.push_back({operations::kSignInCookie, {}, 0});
  return passkeys.ports.start_session(call, {passkey->account, "passkey", true, asked->session});
}

}  // namespace

Status add_passkey_session_operations(operations::Registry& registry,
                                      std::shared_ptr<Passkeys> passkeys) {
  AKSIS_TRY(check_relying_party(passkeys->party));
  AKSIS_TRY(registry.add({
      .id = "session.passkey_options",
      .kind = Kind::write,
      .summary_fr = "Commencer une connexion par clé d’accès",
      .summary_en = "Start signing in with a passkey",
      .method = "POST",
      .path = "/session/passkey/options",
      .open = true,
      .shows_secret = true,
      .input_schema = operations::object_schema("", ""),
      .output_schema = R"({"type": "object", "additionalProperties": true,
        "description": "For PublicKeyCredential.parseRequestOptionsFromJSON"})",
      .handler = [passkeys](Call& call) { return options(*passkeys, call); },
  }));
  return registry.add({
      .id = "session.passkey_verify",
      .kind = Kind::write,
      .summary_fr = "Se connecter avec la réponse d’une clé d’accès",
      .summary_en = "Sign in with the answer of a passkey",
      .method = "POST",
      .path = "/session/passkey",
      .open = true,
      .shows_secret = true,
      .input_schema = R"({"type": "object", "additionalProperties": false,
        "required": ["credential"], "properties": {"credential": )" +
                      assertion_schema() + "}}",
      .handler = [passkeys](Call& call) { return verify(*passkeys, call); },
  });
}

}  // namespace aksis::access
