// Signing in through a provider: where the browser goes, and what its return opens.
#include <fmt/format.h>

#include "access/oidc_links.hpp"
#include "access/oidc_operations.hpp"
#include "access/webauthn_base64.hpp"
#include "base/identity.hpp"
#include "base/log.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;
using Shared = std::shared_ptr<Providers>;

constexpr size_t kCookieBytes = 32;

// The reason goes to the journal: whoever signs in can do nothing about it but start again.
Error refused_because(const Call& call, std::string_view provider, std::string_view why) {
  log::warning("access", fmt::format("a sign-in through {} was refused: {}", provider, why),
               json::Writer().object().member("request", call.request_id).end().text());
  return said(Code::unauthenticated,
              "The answer of the identity provider was not accepted; start again, and tell the "
              "administrator if it happens again.",
              "La réponse du fournisseur d’identité n’a pas été acceptée ; recommencez, et "
              "prévenez l’administrateur si cela se répète.");
}

Error out_of_reach(const Error& error) {
  log::warning("access", error.message);
  return said(error.code == Code::timeout ? Code::timeout : Code::busy,
              "The identity provider does not answer as it should; try again, or sign in with a "
              "password.",
              "Le fournisseur d’identité ne répond pas comme il le devrait ; réessayez, ou "
              "connectez-vous avec un mot de passe.");
}

Status list(const Providers& providers, Call& call) {
  json::Writer out;
  out.object().key("providers").array();
  for (const auto& one : providers.all)
    out.object().member("name", one->settings().name).member("label", one->settings().label).end();
  call.respond(out.end().end().text());
  return {};
}

Status start(Providers& providers, Call& call) {
  const auto name = json::text(call.input(), "provider");
  auto* provider = providers.find(name);
  if (!provider)
    return said(Code::not_found, fmt::format("no provider is called '{}'", name),
                fmt::format("Aucun fournisseur d’identité ne s’appelle « {} ».", name));
  auto attempt = make_attempt(std::string(name));
  if (json::boolean(call.input(), "link")) {
    AKSIS_ASSIGN(caller, providers.ports.caller(call));
    if (!caller.may_enrol)
      return said(Code::forbidden, "Show your second factor first; then you can link an identity.",
                  "Présentez d’abord votre second facteur ; vous pourrez alors rattacher une "
                  "identité.");
    attempt.session = caller.session;
    attempt.account = caller.account;
    attempt.keeps_session = caller.full;
  }
  attempt.cookie = random_base64url(kCookieBytes);
  const auto metadata = provider->metadata();
  if (!metadata) return out_of_reach(metadata.error());
  call.cookies.push_back({operations::kSignInCookie, attempt.cookie, kAttemptLife / kSecond});
  AKSIS_ASSIGN(state, providers.attempts.give_out(attempt));
  AKSIS_ASSIGN(url, sign_in_url(*provider, attempt, state));
  call.respond(json::Writer().object().member("url", url).end().text());
  return {};
}

// Whoever linked the identity, or the account the link is made for now.
Result<std::optional<ProviderLink>> link_for(Providers& providers, const Call& call,
                                             const ProviderAttempt& attempt,
                                             const Identity& identity) {
  std::optional<ProviderLink> out;
  AKSIS_TRY(providers.database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found,
                 use_provider_link(tx, identity.issuer, identity.subject, providers.clock.now()));
    const bool mine = found && found->account == attempt.account;
    if (attempt.account.empty() || mine) {
      out = std::move(found);
      return {};
    }
    ProviderLink made;
    made.account = attempt.account;
    made.issuer = identity.issuer;
    made.subject = identity.subject;
    made.made_by = call.principal().id;
    AKSIS_ASSIGN(added, add_provider_link(tx, std::move(made), providers.clock));
    out = std::move(added);
    return providers.ports.note(tx, call,
                                {"link", attempt.account, "linked", "oidc:" + attempt.provider});
  }));
  return out;
}

Status open(Providers& providers, Call& call, const ProviderAttempt& attempt,
            const SignedIn& signed_in) {
  AKSIS_ASSIGN(link, link_for(providers, call, attempt, signed_in.identity));
  if (!link)
    return said(Code::forbidden,
                "No account is linked to this identity; sign in with your account and link it, or "
                "ask the administrator.",
                "Aucun compte n’est rattaché à cette identité ; connectez-vous avec votre "
                "compte et rattachez-la, ou demandez-le à l’administrateur.");
  if (attempt.keeps_session) {
    call.respond(json::Writer().object().member("linked", true).end().text());
    return {};
  }
  SessionStart made{link->account, "oidc:" + attempt.provider, signed_in.second_factor,
                    attempt.session, signed_in.logout_url};
  return providers.ports.start_session(call, made);
}

Status take_back(Providers& providers, Call& call) {
  const auto& input = call.input();
  const auto attempt = providers.attempts.take(json::text(input, "state"));
  if (!attempt)
    return refused_because(call, "a provider", "its state is unknown, spent or too old");
  call.cookies.push_back({operations::kSignInCookie, {}, 0});
  if (!equal_secrets(attempt->cookie, call.origin.sign_in))
    return refused_because(call, attempt->provider, "it was started in another browser");
  if (!attempt->session.empty()) {
    AKSIS_ASSIGN(caller, providers.ports.caller(call));
    if (caller.session != attempt->session || caller.account != attempt->account)
      return refused_because(call, attempt->provider, "it was started in another session");
  }
  if (const auto error = json::text(input, "error"); !error.empty())
    return refused_because(call, attempt->provider, "the provider said: " + std::string(error));
  auto* provider = providers.find(attempt->provider);
  const auto signed_in = finish_sign_in(
      *provider, *attempt,
      {std::string(json::text(input, "code")), std::string(json::text(input, "iss"))},
      providers.clock);
  if (signed_in) return open(providers, call, *attempt, *signed_in);
  if (signed_in.error().code != Code::invalid) return out_of_reach(signed_in.error());
  return refused_because(call, attempt->provider, signed_in.error().message);
}

constexpr const char* kListOutput = R"({"type": "object", "additionalProperties": false,
  "required": ["providers"], "properties": {"providers": {"type": "array", "items": {
    "type": "object", "additionalProperties": false, "required": ["name", "label"],
    "properties": {"name": {"type": "string"}, "label": {"type": "string"}}}}}})";

constexpr const char* kStartInput = R"({"type": "object", "additionalProperties": false,
  "required": ["provider"], "properties": {
    "provider": {"type": "string", "minLength": 1, "maxLength": 50},
    "link": {"type": "boolean", "default": false,
      "description": "Link the identity to the account signed in with, instead of signing in"}}})";

constexpr const char* kReturnInput = R"({"type": "object", "additionalProperties": false,
  "required": ["state"], "properties": {
    "state": {"type": "string", "minLength": 1, "maxLength": 100},
    "code": {"type": "string", "maxLength": 4000},
    "iss": {"type": "string", "maxLength": 500},
    "session_state": {"type": "string", "maxLength": 500},
    "error": {"type": "string", "maxLength": 200, "pattern": "^[a-z_]*$"},
    "error_description": {"type": "string", "maxLength": 4000}}})";

}  // namespace

Provider* Providers::find(std::string_view name) const {
  for (const auto& one : all)
    if (one->settings().name == name) return one.get();
  return nullptr;
}

Status add_provider(Providers& providers, ProviderSettings settings, Fetch fetch) {
  AKSIS_TRY(check_settings(settings));
  for (const auto& one : providers.all)
    if (one->settings().name == settings.name || one->settings().issuer == settings.issuer)
      return invalid(fmt::format("access.oidc.{} and access.oidc.{} are one provider",
                                 one->settings().name, settings.name));
  providers.all.push_back(
      std::make_unique<Provider>(std::move(settings), std::move(fetch), providers.clock));
  return {};
}

Status add_oidc_session_operations(operations::Registry& registry, Shared providers) {
  AKSIS_TRY(registry.add({
      .id = "session.oidc_providers",
      .summary_fr = "Lister les fournisseurs d’identité par lesquels on peut se connecter",
      .summary_en = "List the identity providers one can sign in through",
      .method = "GET",
      .path = "/session/oidc",
      .open = true,
      .input_schema = operations::object_schema("", ""),
      .output_schema = kListOutput,
      .handler = [providers](Call& call) { return list(*providers, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "session.oidc_start",
      .kind = Kind::write,
      .summary_fr = "Commencer une connexion par un fournisseur d’identité : l’adresse où aller",
      .summary_en = "Start signing in through an identity provider: the address to go to",
      .method = "POST",
      .path = "/session/oidc/start",
      .open = true,
      .shows_secret = true,
      .input_schema = kStartInput,
      .output_schema = R"({"type": "object", "additionalProperties": false, "required": ["url"],
        "properties": {"url": {"type": "string"}}})",
      .handler = [providers](Call& call) { return start(*providers, call); },
  }));
  return registry.add({
      .id = "session.oidc_return",
      .kind = Kind::write,
      .summary_fr = "Se connecter avec ce que le fournisseur d’identité a renvoyé au navigateur",
      .summary_en = "Sign in with what the identity provider gave back to the browser",
      .method = "POST",
      .path = "/session/oidc/return",
      .open = true,
      .shows_secret = true,
      .input_schema = kReturnInput,
      .deadline = std::chrono::milliseconds(30'000),
      .handler = [providers](Call& call) { return take_back(*providers, call); },
  });
}

}  // namespace aksis::access
