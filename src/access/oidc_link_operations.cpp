// The operations on links to providers, an administrator's and everybody's on their own: schemas
// and handlers over oidc_links.hpp.
#include <fmt/format.h>

#include "access/oidc_links.hpp"
#include "access/oidc_operations.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Transaction;
using Shared = std::shared_ptr<Providers>;

constexpr const char* kAccount = R"("account": {"type": "string", "maxLength": 36,
    "description": "The account's id"})";
constexpr const char* kLink = R"("link": {"type": "string", "maxLength": 36,
    "description": "The link's id"})";

std::string link_schema() {
  return operations::object_schema(R"("id", "issuer", "subject", "made_by", "created_at")",
                                   R"("id": {"type": "string"}, "provider": {"type": "string"},
    "issuer": {"type": "string"}, "subject": {"type": "string"}, "made_by": {"type": "string"},
    "created_at": {"type": "string"}, "last_used_at": {"type": "string"})");
}

void write(json::Writer& out, const Providers& providers, const ProviderLink& one) {
  out.object().member("id", one.id);
  for (const auto& provider : providers.all)
    if (provider->settings().issuer == one.issuer)
      out.member("provider", provider->settings().name);
  out.member("issuer", one.issuer).member("subject", one.subject).member("made_by", one.made_by);
  out.member("created_at", iso_time(one.created_at));
  if (one.last_used_at) out.member("last_used_at", iso_time(*one.last_used_at));
  out.end();
}

std::string links_schema() {
  return operations::object_schema(R"("links")",
                                   R"("links": {"type": "array", "items": )" + link_schema() + "}");
}

// Whoever has shown a second factor.
Result<std::string> own_account(const Providers& providers, const Call& call) {
  AKSIS_ASSIGN(caller, providers.ports.caller(call));
  if (caller.full) return std::move(caller.account);
  return said(Code::forbidden, "Show your second factor first.",
              "Présentez d’abord votre second facteur.");
}

Status list(Providers& providers, Call& call, std::string_view account) {
  return providers.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(links, provider_links_of(tx, account));
    json::Writer out;
    out.object().key("links").array();
    for (const auto& one : links) write(out, providers, one);
    call.respond(out.end().end().text());
    return {};
  });
}

Status create(Providers& providers, Call& call) {
  const auto& input = call.input();
  const auto* provider = providers.find(json::text(input, "provider"));
  if (!provider)
    return Error{
        Code::invalid,
        fmt::format("no provider is called '{}'", json::text(input, "provider")),
        {{"/provider", "is not in the configuration", "ne figure pas dans la configuration"}},
        fmt::format("Aucun fournisseur d’identité ne s’appelle « {} » : voyez la configuration.",
                    json::text(input, "provider"))};
  return providers.database.write([&](Transaction& tx) -> Status {
    ProviderLink made;
    made.account = json::text(input, "account");
    made.issuer = provider->settings().issuer;
    made.subject = json::text(input, "subject");
    made.made_by = call.principal().id;
    AKSIS_TRY(providers.ports.label(tx, made.account));  // it exists and may sign in
    AKSIS_ASSIGN(added, add_provider_link(tx, std::move(made), providers.clock));
    json::Writer out;
    write(out, providers, added);
    call.respond(out.text());
    return providers.ports.note(
        tx, call, {"link", added.account, "linked", "oidc:" + provider->settings().name});
  });
}

Status remove(Providers& providers, Call& call, const std::string& account) {
  return providers.database.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(remove_provider_link(tx, account, json::text(call.input(), "link")));
    return providers.ports.note(tx, call, {"link", account, "unlinked", "oidc"});
  });
}

Status add_own(operations::Registry& registry, const Shared& providers) {
  AKSIS_TRY(registry.add({
      .id = "own_oidc_links.list",
      .summary_fr = "Lister les identités externes rattachées à son compte",
      .summary_en = "List the outside identities linked to one's account",
      .method = "GET",
      .path = "/account/oidc-links",
      .input_schema = operations::object_schema("", ""),
      .output_schema = links_schema(),
      .handler = [providers](Call& call) -> Status {
        AKSIS_ASSIGN(account, own_account(*providers, call));
        return list(*providers, call, account);
      },
  }));
  return registry.add({
      .id = "own_oidc_links.remove",
      .kind = Kind::write,
      .summary_fr = "Défaire le rattachement d’une identité externe à son compte",
      .summary_en = "Undo the link of an outside identity to one's account",
      .method = "DELETE",
      .path = "/account/oidc-links/{link}",
      .step_up = true,
      .input_schema = operations::object_schema(R"("link")", kLink),
      .handler = [providers](Call& call) -> Status {
        AKSIS_ASSIGN(account, own_account(*providers, call));
        return remove(*providers, call, account);
      },
  });
}

}  // namespace

Status add_oidc_link_operations(operations::Registry& registry, Shared providers) {
  AKSIS_TRY(add_own(registry, providers));
  AKSIS_TRY(registry.add({
      .id = "oidc_links.list",
      .summary_fr = "Lister les identités externes rattachées à un compte",
      .summary_en = "List the outside identities linked to an account",
      .method = "GET",
      .path = "/accounts/{account}/oidc-links",
      .permission = "accounts.manage",
      .input_schema = operations::object_schema(R"("account")", kAccount),
      .output_schema = links_schema(),
      .command = {{"user oidc list", {"account"}}},
      .handler =
          [providers](Call& call) {
            return list(*providers, call, json::text(call.input(), "account"));
          },
  }));
  AKSIS_TRY(registry.add({
      .id = "oidc_links.create",
      .kind = Kind::write,
      .summary_fr = "Rattacher une identité externe à un compte",
      .summary_en = "Link an outside identity to an account",
      .method = "POST",
      .path = "/accounts/{account}/oidc-links",
      .permission = "accounts.manage",
      .step_up = true,
      .input_schema = operations::object_schema(R"("account", "provider", "subject")",
                                                std::string(kAccount) + R"(,
    "provider": {"type": "string", "maxLength": 50, "description": "Its name in the configuration"},
    "subject": {"type": "string", "minLength": 1, "maxLength": 255,
      "description": "Who it is to the provider: the claim sub"})"),
      .output_schema = link_schema(),
      .command = {{"user oidc link", {"account", "provider", "subject"}}},
      .handler = [providers](Call& call) { return create(*providers, call); },
  }));
  return registry.add({
      .id = "oidc_links.remove",
      .kind = Kind::write,
      .summary_fr = "Défaire le rattachement d’une identité externe",
      .summary_en = "Undo the link of an outside identity",
      .method = "DELETE",
      .path = "/accounts/{account}/oidc-links/{link}",
      .permission = "accounts.manage",
      .step_up = true,
      .input_schema =
          operations::object_schema(R"("account", "link")", std::string(kAccount) + "," + kLink),
      .command = {{"user oidc unlink", {"account", "link"}}},
      .handler =
          [providers](Call& call) {
            return remove(*providers, call, std::string(json::text(call.input(), "account")));
          },
  });
}

}  // namespace aksis::access
