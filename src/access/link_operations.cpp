// access.setup, invitations.accept, resets.accept: what one-time links lead to. Open: whoever has
// the link has nothing else yet.
#include "access/operations.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;

constexpr const char* kToken = R"("token": {"type": "string", "pattern": "^[0-9a-f]{64}$",
    "description": "As it stands at the end of the link"})";
constexpr const char* kPassword = R"(, "password": {"type": "string", "minLength": 1,
    "maxLength": 1024})";

std::string link_input() {
  return object_schema(R"("token", "password")", std::string(kToken) + kPassword);
}

std::string setup_input() {
  return object_schema(R"("token", "login", "name", "password")",
                       std::string(kToken) + kPassword + R"(,
    "login": {"type": "string", "minLength": 1, "maxLength": 100},
    "name": {"type": "string", "minLength": 1, "maxLength": 200},
    "email": {"type": "string", "maxLength": 254, "pattern": "^([^@ ]+@[^@ ]+)?$", "default": ""})");
}

Status set_up(Access& access, Call& call) {
  const auto& input = call.input();
  AKSIS_ASSIGN(opened, access.invitations().set_up(json::text(input, "token"),
                                                   {std::string(json::text(input, "login")),
                                                    std::string(json::text(input, "name")),
                                                    std::string(json::text(input, "email"))},
                                                   json::text(input, "password"), call.origin));
  answer_opened(call, access, opened);
  return {};
}

Status accept(Access& access, Call& call) {
  AKSIS_ASSIGN(opened,
               access.invitations().accept(json::text(call.input(), "token"),
                                           json::text(call.input(), "password"), call.origin));
  answer_opened(call, access, opened);
  return {};
}

Status reset(Access& access, Call& call) {
  AKSIS_ASSIGN(opened,
               access.invitations().reset(json::text(call.input(), "token"),
                                          json::text(call.input(), "password"), call.origin));
  // A new password signs nobody in.
  if (!opened.token.empty()) answer_opened(call, access, opened);
  if (opened.token.empty()) call.respond(R"({"factors":[]})");
  return {};
}

}  // namespace

Status add_link_operations(operations::Registry& registry, Access& access) {
  AKSIS_TRY(registry.add({
      .id = "access.setup",
      .kind = Kind::write,
      .summary_fr = "Créer le compte de la première personne qui administre, avec le lien du "
                    "premier démarrage",
      .summary_en = "Make the first administrator's account, with the link of the first start",
      .method = "POST",
      .path = "/setup",
      .open = true,
      .shows_secret = true,
      .input_schema = setup_input(),
      .output_schema = opened_schema(),
      .handler = [&](Call& call) { return set_up(access, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "access.setup_link",
      .kind = Kind::write,
      .summary_fr = "Faire un nouveau lien du premier démarrage, tant que personne n’administre",
      .summary_en = "Make another link of the first start, while nobody administers",
      .permission = "accounts.manage",
      .shows_secret = true,
      .input_schema = object_schema("", ""),
      .output_schema = object_schema(R"("url", "expires_at")",
                                     R"("url": {"type": "string"}, "token": {"type": "string"},
                                        "expires_at": {"type": "string"})"),
      .command = {{"user setup-link", {}, {"url", "expires_at"}}},
      .handler = [&](Call& call) -> Status {
        if (!call.principal().local)
          return said(Code::forbidden, "this is only done on the machine of the server",
                      "Cela ne se fait que sur la machine du serveur.");
        AKSIS_ASSIGN(made, access.invitations().make_setup_link());
        json::Writer out;
        out.object().member("url", made.url).member("token", made.token);
        call.respond(out.member("expires_at", iso_time(made.expires_at)).end().text());
        return {};
      },
  }));
  AKSIS_TRY(registry.add({
      .id = "invitations.accept",
      .kind = Kind::write,
      .summary_fr = "Accepter une invitation en choisissant un mot de passe",
      .summary_en = "Accept an invitation by choosing a password",
      .method = "POST",
      .path = "/invitations/accept",
      .open = true,
      .shows_secret = true,
      .input_schema = link_input(),
      .output_schema = opened_schema(),
      .handler = [&](Call& call) { return accept(access, call); },
  }));
  return registry.add({
      .id = "resets.accept",
      .kind = Kind::write,
      .summary_fr = "Se servir d’un lien de réinitialisation : choisir un nouveau mot de passe, ou "
                    "donner le présent pour remplacer les seconds facteurs",
      .summary_en = "Use a reset link: choose a new password, or give the present one to replace "
                    "the second factors",
      .method = "POST",
      .path = "/resets/accept",
      .open = true,
      .shows_secret = true,
      .input_schema = link_input(),
      .output_schema = object_schema(R"("factors")", "\"session\": " + session_schema() +
                                                         R"(, "factors": {"type": "array",
                                               "items": {"type": "string"}})"),
      .handler = [&](Call& call) { return reset(access, call); },
  });
}

}  // namespace aksis::access
