// The operations on one's own passkeys: schemas and handlers over webauthn_passkeys.hpp.
#include "access/webauthn_forms.hpp"
#include "access/webauthn_operations.hpp"

#include "base/log.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;
using Shared = std::shared_ptr<Passkeys>;

constexpr const char* kName = R"("name": {"type": "string", "minLength": 1, "maxLength": 100,
    "description": "What its owner calls it"})";
constexpr const char* kId = R"("passkey": {"type": "string", "maxLength": 36,
    "description": "The passkey's id"})";

std::string passkey_schema() {
  return operations::object_schema(R"("id", "name", "created_at", "backed_up")",
                                   R"("id": {"type": "string"},
    "name": {"type": "string"}, "created_at": {"type": "string"},
    "last_used_at": {"type": "string"},
    "suspected_at": {"type": "string",
      "description": "Since when it opens nothing: its counter went back, perhaps a copy exists"},
    "backed_up": {"type": "boolean", "description": "Copied to other devices of its owner"},
    "transports": {"type": "string"}, "aaguid": {"type": "string"},
    "recovery_codes": {"type": "array", "items": {"type": "string"},
      "description": "With a first factor; shown this once"})");
}

void write(json::Writer& out, const Passkey& one) {
  out.object().member("id", one.id).member("name", one.name);
  out.member("created_at", iso_time(one.created_at));
  if (one.last_used_at) out.member("last_used_at", iso_time(*one.last_used_at));
  if (one.suspected_at) out.member("suspected_at", iso_time(*one.suspected_at));
  out.member("backed_up", one.credential.backed_up).member("transports", one.transports);
  out.member("aaguid", one.credential.aaguid).end();
}

Status answer(Call& call, const Result<Passkey>& one) {
  if (!one) return one.error();
  json::Writer out;
  write(out, one.value());
  call.respond(out.text());
  return {};
}

Error second_factor_first() {
  return said(
      Code::forbidden, "Show your second factor first; then you can manage your passkeys.",
      "Présentez d’abord votre second facteur ; vous pourrez alors gérer vos clés d’accès.");
}

// The owner of a device can act on the reason when it is told; the journal has it in any case.
Error not_added(const Call& call, const Error& why) {
  log::warning("access", "a passkey was not added: " + why.message,
               json::Writer().object().member("request", call.request_id).end().text());
  return said(why.code, why.message,
              "La clé d’accès n’a pas pu être ajoutée ; recommencez, avec un appareil qui vérifie "
              "qui vous êtes (code, empreinte ou visage).");
}

FactorNote noted(const Caller& caller, std::string outcome) {
  return {"factor", caller.account, std::move(outcome), "passkey"};
}

Result<Caller> full_caller(const Passkeys& passkeys, const Call& call) {
  AKSIS_ASSIGN(caller, passkeys.ports.caller(call));
  if (!caller.full) return second_factor_first();
  return caller;
}

// Whoever knows the password alone must not add a factor to those that protect from it.
Result<Caller> enrolling_caller(const Passkeys& passkeys, const Call& call) {
  AKSIS_ASSIGN(caller, passkeys.ports.caller(call));
  if (caller.may_enrol) return caller;
  auto error = second_factor_first();
  if (caller.full) error.details = {{"/step_up", error.message, error.french}};
  return error;
}

Status options(Passkeys& passkeys, Call& call) {
  AKSIS_ASSIGN(caller, enrolling_caller(passkeys, call));
  AccountLabel label;
  std::vector<Passkey> held;
  AKSIS_TRY(passkeys.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, passkeys.ports.label(tx, caller.account));
    AKSIS_ASSIGN(present, passkeys_of(tx, caller.account));
    label = std::move(found);
    held = std::move(present);
    return {};
  }));
  AKSIS_ASSIGN(challenge, passkeys.challenges.give_out(
                              {Ceremony::registration, caller.session, caller.account, {}}));
  call.respond(creation_options(passkeys.party, caller.account, label, challenge, held));
  return {};
}

Status enrol(Passkeys& passkeys, Call& call) {
  AKSIS_ASSIGN(caller, enrolling_caller(passkeys, call));
  AKSIS_ASSIGN(form, read_registration(*json::member(call.input(), "credential")));
  const auto challenge = shown_challenge(form.registration.client_data_json);
  if (!challenge) return not_added(call, challenge.error());
  const auto asked = passkeys.challenges.take(*challenge);
  if (!asked || asked->ceremony != Ceremony::registration || asked->session != caller.session ||
      asked->account != caller.account)
    return not_added(
        call, invalid("the registration took too long or was answered before; start it again"));
  const auto credential = verify_registration(form.registration, *challenge, passkeys.party);
  if (!credential) return not_added(call, credential.error());
  AKSIS_TRY(passkeys.database.write([&](Transaction& tx) -> Status {
    Passkey made;
    made.account = caller.account;
    made.credential = *credential;
    made.transports = form.transports;
    made.name = json::text(call.input(), "name");
    AKSIS_TRY(answer(call, add_passkey(tx, std::move(made), passkeys.clock)));
    return passkeys.ports.note(tx, call, noted(caller, "added"));
  }));
  if (caller.full) return {};
  // The new passkey was shown with its owner verified: the second factor of this session.
  auto made = call.take_response();
  AKSIS_TRY(passkeys.ports.start_session(call, {caller.account, "passkey", true, caller.session}));
  // With a first factor come recovery codes, shown this once.
  AKSIS_ASSIGN(passkey, json::parse(made));
  const auto opened = json::parse(call.response());
  if (const auto* codes = opened.ok() ? json::member(*opened, "recovery_codes") : nullptr)
    passkey.AddMember("recovery_codes", json::Value(*codes, passkey.GetAllocator()),
                      passkey.GetAllocator());
  call.respond(json::dump(passkey));
  return {};
}

Status list(Passkeys& passkeys, Call& call) {
  AKSIS_ASSIGN(caller, full_caller(passkeys, call));
  return passkeys.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(held, passkeys_of(tx, caller.account));
    json::Writer out;
    out.object().key("passkeys").array();
    for (const auto& one : held) write(out, one);
    call.respond(out.end().end().text());
    return {};
  });
}

Status change(Passkeys& passkeys, Call& call, bool remove) {
  AKSIS_ASSIGN(caller, full_caller(passkeys, call));
  return passkeys.database.write([&](Transaction& tx) -> Status {
    const auto id = json::text(call.input(), "passkey");
    if (remove) AKSIS_TRY(passkeys.ports.may_remove(tx, caller.account, id));
    AKSIS_TRY(remove ? remove_passkey(tx, caller.account, id)
                     : answer(call, rename_passkey(tx, caller.account, id,
                                                   json::text(call.input(), "name"))));
    return passkeys.ports.note(tx, call, noted(caller, remove ? "removed" : "renamed"));
  });
}

Status add_enrolment(operations::Registry& registry, const Shared& passkeys) {
  AKSIS_TRY(registry.add({
      .id = "passkeys.options",
      .kind = Kind::write,
      .summary_fr = "Commencer l’ajout d’une clé d’accès : ce que le navigateur doit demander",
      .summary_en = "Start adding a passkey: what the browser has to ask for",
      .method = "POST",
      .path = "/account/passkeys/options",
      .open = true,  // a half session may enrol: the handler looks at the session itself
      .shows_secret = true,
      .input_schema = operations::object_schema("", ""),
      .output_schema = R"({"type": "object", "additionalProperties": true,
        "description": "For PublicKeyCredential.parseCreationOptionsFromJSON"})",
      .handler = [passkeys](Call& call) { return options(*passkeys, call); },
  }));
  return registry.add({
      .id = "passkeys.register",
      .kind = Kind::write,
      .summary_fr = "Ajouter la clé d’accès que le navigateur vient de créer",
      .summary_en = "Add the passkey that the browser has just made",
      .method = "POST",
      .path = "/account/passkeys",
      .open = true,
      .shows_secret = true,
      .input_schema = operations::object_schema(
          R"("name", "credential")",
          std::string(kName) + R"(, "credential": )" + registration_schema()),
      .output_schema = passkey_schema(),
      .handler = [passkeys](Call& call) { return enrol(*passkeys, call); },
  });
}

}  // namespace

Status add_passkey_operations(operations::Registry& registry, Shared passkeys) {
  AKSIS_TRY(check_relying_party(passkeys->party));
  AKSIS_TRY(add_enrolment(registry, passkeys));
  AKSIS_TRY(registry.add({
      .id = "passkeys.list",
      .summary_fr = "Lister ses clés d’accès",
      .summary_en = "List one's passkeys",
      .method = "GET",
      .path = "/account/passkeys",
      .input_schema = operations::object_schema("", ""),
      .output_schema = operations::object_schema(
          R"("passkeys")", R"("passkeys": {"type": "array", "items": )" + passkey_schema() + "}"),
      .handler = [passkeys](Call& call) { return list(*passkeys, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "passkeys.rename",
      .kind = Kind::write,
      .summary_fr = "Renommer une de ses clés d’accès",
      .summary_en = "Rename one of one's passkeys",
      .method = "PATCH",
      .path = "/account/passkeys/{passkey}",
      .input_schema =
          operations::object_schema(R"("passkey", "name")", std::string(kId) + "," + kName),
      .output_schema = passkey_schema(),
      .handler = [passkeys](Call& call) { return change(*passkeys, call, false); },
  }));
  return registry.add({
      .id = "passkeys.remove",
      .kind = Kind::write,
      .summary_fr = "Retirer une de ses clés d’accès",
      .summary_en = "Remove one of one's passkeys",
      .method = "DELETE",
      .path = "/account/passkeys/{passkey}",
      .step_up = true,
      .input_schema = operations::object_schema(R"("passkey")", kId),
      .handler = [passkeys](Call& call) { return change(*passkeys, call, true); },
  });
}

}  // namespace aksis::access
