// The operations of passkeys and providers behind standard input and output, a JSON object a line,
// for tests in JavaScript: the same operations the server offers, with accounts and sessions in
// memory. The first line is the configuration.
#include <fmt/format.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <map>
#include <string>

#include "access/oidc_operations.hpp"
#include "access/webauthn_operations.hpp"
#include "access/webauthn_passkeys.hpp"
#include "base/log.hpp"

using namespace aksis;
using namespace aksis::access;

namespace {

std::vector<std::string> list(const json::Value& object, std::string_view name) {
  std::vector<std::string> out;
  if (const auto* found = json::member(object, name))
    for (const auto& one : found->GetArray()) out.emplace_back(json::text(one));
  return out;
}

struct Folder {
  Folder() {
    auto name = (std::filesystem::temp_directory_path() / "aksis-factors-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  std::string path;
};

class Conversation {
 public:
  Status begin(const json::Value& configuration) {
    AKSIS_ASSIGN(opened, storage::Database::open({.path = folder_.path + "/factors.db"}));
    database_ = std::move(opened);
    AKSIS_TRY(storage::migrate(*database_, "core.access_factors", factor_migrations()));
    registry_.set_check_answers(true);
    const auto origin = std::string(json::text(configuration, "origin", "http://localhost"));
    const auto passkeys = std::shared_ptr<Passkeys>(
        new Passkeys{*database_, clock_, {"localhost", "Aksis", {origin}}, ports()});
    AKSIS_TRY(add_passkey_operations(registry_, passkeys));
    AKSIS_TRY(add_passkey_session_operations(registry_, passkeys));
    const auto providers =
        std::shared_ptr<Providers>(new Providers{*database_, clock_, ports(), {}});
    if (const auto* all = json::member(configuration, "providers"))
      for (const auto& one : all->GetArray()) AKSIS_TRY(add(*providers, one));
    AKSIS_TRY(add_oidc_session_operations(registry_, providers));
    return add_oidc_link_operations(registry_, providers);
  }

  std::string answer(const json::Value& line) {
    const auto* operation = registry_.find(json::text(line, "operation"));
    if (!operation) return make_session(line);
    json::Document input;
    input.CopyFrom(*json::member(line, "input"), input.GetAllocator());
    operations::Call call({"test", true, {"*"}}, std::move(input));
    call.language = "en";
    call.origin.session = json::text(line, "session");
    call.origin.sign_in = json::text(line, "cookie");
    const auto status = registry_.run(*operation, call);
    json::Writer out;
    out.object().member("ok", status.ok());
    out.member("code", static_cast<int64_t>(status.ok() ? Code{0} : status.error().code));
    out.member("message", status.ok() ? "" : status.error().message);
    for (const auto& cookie : call.cookies)
      if (cookie.max_age_s > 0) out.member("cookie", cookie.value);
    if (!call.response().empty()) out.key("body").raw(call.response());
    return out.end().text();
  }

 private:
  Status add(Providers& providers, const json::Value& one) {
    ProviderSettings settings;
    if (json::boolean(one, "proconnect"))
      settings = proconnect(std::string(json::text(one, "issuer")), "", "", "");
    settings.name = json::text(one, "name");
    settings.label = settings.name;
    settings.issuer = json::text(one, "issuer");
    settings.client_id = json::text(one, "client_id");
    settings.client_secret = json::text(one, "client_secret");
    settings.redirect_uri = json::text(one, "redirect_uri");
    settings.post_logout_redirect_uri = json::text(one, "post_logout_redirect_uri");
    if (json::member(one, "scopes")) settings.scopes = list(one, "scopes");
    if (json::member(one, "acr_values")) settings.acr_values = list(one, "acr_values");
    settings.acr_required = list(one, "acr_required");
    settings.amr_required = list(one, "amr_required");
    if (json::member(one, "second_factor_acr"))
      settings.second_factor_acr = list(one, "second_factor_acr");
    if (json::member(one, "second_factor_amr"))
      settings.second_factor_amr = list(one, "second_factor_amr");
    settings.acr_essential = json::boolean(one, "acr_essential");
    settings.max_age_s = json::integer(one, "max_age_s");
    settings.userinfo = json::boolean(one, "userinfo", settings.userinfo);
    settings.allow_loopback_http = json::boolean(one, "allow_loopback_http");
    return add_provider(providers, settings, fetch_by_curl(settings.allow_loopback_http));
  }

  FactorPorts ports() {
    return {
        [this](const operations::Call& call) -> Result<Caller> {
          const auto found = sessions_.find(call.origin.session);
          if (found != sessions_.end()) return found->second;
          return Error{Code::unauthenticated, "sign in first", {}};
        },
        [](storage::Transaction&, std::string_view account) -> Result<AccountLabel> {
          return AccountLabel{std::string(account), "Ana Test"};
        },
        [this](operations::Call& call, const SessionStart& sign_in) -> Status {
          sessions_.erase(sign_in.replaces);
          const auto id = fmt::format("session-{}", sessions_.size() + 1);
          sessions_[id] = {id, sign_in.account, sign_in.full, sign_in.full};
          call.respond(json::Writer()
                           .object()
                           .member("session", id)
                           .member("account", sign_in.account)
                           .member("method", sign_in.method)
                           .member("full", sign_in.full)
                           .member("logout_url", sign_in.logout_url)
                           .end()
                           .text());
          return {};
        },
        [](storage::Transaction&, const operations::Call&, const FactorNote&) -> Status {
          return {};
        },
        [](storage::Transaction&, std::string_view, std::string_view id) -> Status {
          if (id != "last") return {};
          return Error{Code::conflict, "it is the last factor", {}};
        },
    };
  }

  // {"make_session": NAME, "account": ID, "full": …, "may_enrol": …}
  std::string make_session(const json::Value& line) {
    const std::string name(json::text(line, "make_session"));
    sessions_[name] = {name, std::string(json::text(line, "account")), json::boolean(line, "full"),
                       json::boolean(line, "may_enrol")};
    return R"({"ok":true})";
  }

  Folder folder_;
  SystemClock clock_;
  std::unique_ptr<storage::Database> database_;
  operations::Registry registry_{clock_};
  std::map<std::string, Caller> sessions_;
};

}  // namespace

int main() {
  Conversation conversation;
  std::string line;
  bool begun = false;
  while (std::getline(std::cin, line)) {
    auto read = json::parse(line);
    if (!read) {
      std::cerr << read.error().message << "\n";
      return 2;
    }
    if (begun) {
      std::cout << conversation.answer(*read) << '\n' << std::flush;
      continue;
    }
    const auto status = conversation.begin(*read);
    std::cout << json::Writer()
                     .object()
                     .member("ok", status.ok())
                     .member("message", status.ok() ? "" : status.error().message)
                     .end()
                     .text()
              << '\n'
              << std::flush;
    if (!status.ok()) return 1;
    begun = true;
  }
}
