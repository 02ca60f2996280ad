// accounts.*: the accounts of others, for those who administer them; commands `aksis user …`.
#include "access/account_states.hpp"
#include "access/administering.hpp"
#include "access/operations.hpp"
#include "access/roles.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;

constexpr const char* kMembers = R"(
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
    "email": {"type": "string", "maxLength": 254, "pattern": "^([^@ ]+@[^@ ]+)?$"},
    "organisation": {"type": "string", "maxLength": 36,
      "description": "Id of the organisation; empty: none"})";
constexpr const char* kLogin = R"("login": {"type": "string", "minLength": 1, "maxLength": 100})";
constexpr const char* kAccountId = R"("account": {"type": "string", "minLength": 1,
    "maxLength": 100, "description": "The account's id or login"})";
constexpr const char* kReason = R"("reason": {"type": "string", "minLength": 3, "maxLength": 500,
    "description": "Why; kept in the audit"})";
constexpr const char* kStates = R"("enum": ["invited", "active", "disabled", "locked"])";
constexpr const char* kLinkMembers = R"("url": {"type": "string",
      "description": "To be handed over in person or by a way that is trusted; serves once"},
    "token": {"type": "string"}, "expires_at": {"type": "string"})";

std::string account_properties() {
  return std::string(kLogin) + "," + kMembers + R"(, "id": {"type": "string"},
    "state": {"type": "string", )" +
         kStates + R"(}, "created_at": {"type": "string"},
    "review_at": {"type": "string",
      "description": "Since when many failed tries wait for a look; `enable` says it is done"},
    "roles": {"type": "array", "items": {"type": "string"},
      "description": "What it may do; told where accounts are read"})";
}

constexpr const char* kAccountRequired = R"("id", "login", "name", "state", "created_at")";

std::string account_schema() {
  return object_schema(kAccountRequired, account_properties());
}

void write(json::Writer& out, const Account& one) {
  out.member("id", one.id).member("login", one.login).member("name", one.name);
  if (!one.email.empty()) out.member("email", one.email);
  if (!one.organisation.empty()) out.member("organisation", one.organisation);
  out.member("state", one.state).member("created_at", iso_time(one.created_at));
  if (one.review_at) out.member("review_at", iso_time(*one.review_at));
}

// With the roles it holds, as a screen of accounts shows it.
Status write_with_roles(Transaction& tx, json::Writer& out, const Account& one) {
  AKSIS_ASSIGN(held, roles_of(tx, one.id));
  out.object();
  write(out, one);
  out.key("roles").array();
  for (const auto& role : held) out.value(role);
  out.end().end();
  return {};
}

Status answer(Call& call, const Result<Account>& one) {
  if (!one) return one.error();
  json::Writer out;
  out.object();
  write(out, one.value());
  call.respond(out.end().text());
  call.etag = std::to_string(one.value().version);
  return {};
}

void write_link(json::Writer& out, const MadeLink& link) {
  out.member("url", link.url).member("token", link.token);
  out.member("expires_at", iso_time(link.expires_at));
}

void take(const json::Value& input, Account& one) {
  const std::pair<const char*, std::string*> members[] = {
      {"name", &one.name}, {"email", &one.email}, {"organisation", &one.organisation}};
  for (const auto& [name, value] : members)
    if (json::member(input, name)) *value = json::text(input, name);
}

Status note(Access& access, Transaction& tx, const Call& call, const Account& one,
            std::string_view outcome) {
  return access.parts().ports.audit(tx, {.kind = "account",
                                         .account = one.id,
                                         .by = call.principal().id,
                                         .outcome = std::string(outcome),
                                         .method = {},
                                         .peer = call.origin.peer,
                                         .reason = {}});
}

Status create(Access& access, Call& call) {
  const auto& parts = access.parts();
  return parts.database.write([&](Transaction& tx) -> Status {
    Account wanted;
    wanted.login = json::text(call.input(), "login");
    take(call.input(), wanted);
    AKSIS_ASSIGN(made, create_account(tx, std::move(wanted), parts.clock));
    AKSIS_TRY(note(access, tx, call, made, "created"));
    AKSIS_ASSIGN(link,
                 access.invitations().make(tx, Purpose::invitation, made, call.principal().id, ""));
    json::Writer out;
    out.object().key("account").object();
    write(out, made);
    out.end().key("invitation").object();
    write_link(out, link);
    call.respond(out.end().end().text());
    return {};
  });
}

Status update(Access& access, Call& call) {
  std::string id;
  AKSIS_TRY(access.parts().database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(one, read_account(tx, json::text(call.input(), "account")));
    if (!call.if_match.empty() && call.if_match != std::to_string(one.version))
      return account_changed();
    id = one.id;
    take(call.input(), one);
    AKSIS_TRY(note(access, tx, call, one, "updated"));
    return answer(call, update_account(tx, one));
  }));
  // Its organisation is part of what its sessions may do.
  return access.sessions().reload(id);
}

Status list(Access& access, Call& call) {
  return access.parts().database.read([&](Transaction& tx) -> Status {
    const auto& input = call.input();
    const auto own = administered_by(call.principal(), "accounts.manage");
    // Who acts for no organisation sees nobody: no account is of one named so.
    const std::string bound = own && own->empty() ? "none" : own.value_or("");
    AKSIS_ASSIGN(page, list_accounts(tx, {.state = json::text(input, "state"),
                                          .organisation = own ? std::string_view(bound)
                                                              : json::text(input, "organisation"),
                                          .role = json::text(input, "role"),
                                          .words = json::text(input, "q"),
                                          .cursor = json::text(input, "cursor"),
                                          .limit = json::integer(input, "limit")}));
    json::Writer out;
    out.object().key("accounts").array();
    for (const auto& one : page.accounts) AKSIS_TRY(write_with_roles(tx, out, one));
    out.end().member("next", page.next);
    call.respond(out.end().text());
    return {};
  });
}

Status read(Access& access, Call& call) {
  return access.parts().database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(one, read_account(tx, json::text(call.input(), "account")));
    json::Writer out;
    AKSIS_TRY(write_with_roles(tx, out, one));
    call.respond(out.text());
    call.etag = std::to_string(one.version);
    return {};
  });
}

Status make_link_for(Access& access, Call& call, Purpose purpose) {
  return access.parts().database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(one, read_account(tx, json::text(call.input(), "account")));
    AKSIS_ASSIGN(link, access.invitations().make(tx, purpose, one, call.principal().id,
                                                 json::text(call.input(), "reason")));
    json::Writer out;
    out.object();
    write_link(out, link);
    call.respond(out.end().text());
    return {};
  });
}

Status add_reading(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "accounts.list",
      .summary_fr = "Lister ou chercher des comptes",
      .summary_en = "List or find accounts",
      .method = "GET",
      .path = "/accounts",
      .permission = "accounts.manage",
      .input_schema = object_schema("", R"("state": {"type": "string", )" + std::string(kStates) +
                                            R"(},
  "organisation": {"type": "string", "maxLength": 36},
  "role": {"type": "string", "maxLength": 40, "description": "Id of a role they hold"},
  "q": {"type": "string", "maxLength": 100,
    "description": "The beginning of the name, of one of its words, or of the login"},
  "limit": {"type": "integer", "minimum": 1, "maximum": 200, "default": 50},
  "cursor": {"type": "string", "maxLength": 500, "description": "\"next\" of the page before"})"),
      .output_schema = object_schema(
          R"("accounts", "next")", R"("accounts": {"type": "array", "items": )" + account_schema() +
                                       R"(}, "next": {"type": ["string", "null"]})"),
      .command = {{"user list", {}}},
      .handler = [&](Call& call) { return list(access, call); },
  }));
  return registry.add({
      .id = "accounts.read",
      .summary_fr = "Lire un compte",
      .summary_en = "Read an account",
      .method = "GET",
      .path = "/accounts/{account}",
      .permission = "accounts.manage",
      .input_schema = object_schema(R"("account")", kAccountId),
      .output_schema = account_schema(),
      .command = {{"user show", {"account"}}},
      .handler = [&](Call& call) { return read(access, call); },
  });
}

Status add_making(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "accounts.create",
      .kind = Kind::write,
      .summary_fr = "Créer un compte et son lien d’invitation",
      .summary_en = "Make an account and its invitation link",
      .method = "POST",
      .path = "/accounts",
      .permission = "accounts.manage",
      .step_up = true,
      .shows_secret = true,
      .input_schema = object_schema(R"("login", "name")", std::string(kLogin) + "," + kMembers),
      .output_schema =
          object_schema(R"("account", "invitation")",
                        "\"account\": " + account_schema() + ", \"invitation\": " +
                            object_schema(R"("url", "token", "expires_at")", kLinkMembers)),
      .command = {{"user add", {"login", "name"}}},
      .handler = [&](Call& call) { return create(access, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "accounts.update",
      .kind = Kind::write,
      .summary_fr = "Modifier un compte : seuls les champs donnés changent",
      .summary_en = "Change an account: only the members given change",
      .method = "PATCH",
      .path = "/accounts/{account}",
      .permission = "accounts.manage",
      .step_up = true,
      .input_schema = object_schema(R"("account")", std::string(kAccountId) + "," + kMembers),
      .output_schema = account_schema(),
      .command = {{"user set", {"account"}}},
      .handler = [&](Call& call) { return update(access, call); },
  }));
  return registry.add({
      .id = "accounts.invite",
      .kind = Kind::write,
      .summary_fr = "Faire un nouveau lien d’invitation ; celui d’avant ne sert plus",
      .summary_en = "Make another invitation link; the one before no longer serves",
      .method = "POST",
      .path = "/accounts/{account}/invitation",
      .permission = "accounts.manage",
      .step_up = true,
      .shows_secret = true,
      .input_schema = object_schema(R"("account")", kAccountId),
      .output_schema = object_schema(R"("url", "token", "expires_at")", kLinkMembers),
      .command = {{"user invite", {"account"}}},
      .handler = [&](Call& call) { return make_link_for(access, call, Purpose::invitation); },
  });
}

Status add_reset(operations::Registry& registry, Access& access) {
  return registry.add({
      .id = "accounts.reset",
      .kind = Kind::write,
      .summary_fr = "Faire un lien pour remplacer le mot de passe ou les seconds facteurs perdus",
      .summary_en = "Make a link to replace the lost password or second factors",
      .method = "POST",
      .path = "/accounts/{account}/reset",
      .permission = "accounts.manage",
      .step_up = true,
      .shows_secret = true,
      .input_schema =
          object_schema(R"("account", "what", "reason")",
                        std::string(kAccountId) + "," + kReason +
                            R"(, "what": {"type": "string", "enum": ["password", "factors"]})"),
      .output_schema = object_schema(R"("url", "token", "expires_at")", kLinkMembers),
      .command = {{"user reset", {"account", "what", "reason"}}},
      .handler =
          [&](Call& call) {
            return make_link_for(access, call,
                                 json::text(call.input(), "what") == "password"
                                     ? Purpose::password_reset
                                     : Purpose::factor_reset);
          },
  });
}

}  // namespace

Status add_account_operations(operations::Registry& registry, Access& access) {
  AKSIS_TRY(add_making(registry, access));
  AKSIS_TRY(add_reading(registry, access));
  AKSIS_TRY(add_reset(registry, access));
  AKSIS_TRY(registry.add({
      .id = "accounts.disable",
      .kind = Kind::write,
      .summary_fr = "Désactiver un compte : ses sessions prennent fin",
      .summary_en = "Disable an account: its sessions end",
      .method = "POST",
      .path = "/accounts/{account}/disable",
      .permission = "accounts.manage",
      .step_up = true,
      .input_schema =
          object_schema(R"("account", "reason")", std::string(kAccountId) + "," + kReason),
      .output_schema = account_schema(),
      .command = {{"user disable", {"account", "reason"}}},
      .handler =
          [&](Call& call) {
            return answer(call,
                          disable_account(access.parts(), json::text(call.input(), "account"),
                                          call.principal().id, json::text(call.input(), "reason")));
          },
  }));
  return registry.add({
      .id = "accounts.enable",
      .kind = Kind::write,
      .summary_fr = "Réactiver un compte, ou confirmer qu’il a été examiné",
      .summary_en = "Enable an account again, or say that it was looked at",
      .method = "POST",
      .path = "/accounts/{account}/enable",
      .permission = "accounts.manage",
      .step_up = true,
      .input_schema = object_schema(R"("account")", kAccountId),
      .output_schema = account_schema(),
      .command = {{"user enable", {"account"}}},
      .handler =
          [&](Call& call) {
            return answer(call, enable_account(access.parts(), json::text(call.input(), "account"),
                                               call.principal().id));
          },
  });
}

}  // namespace aksis::access
