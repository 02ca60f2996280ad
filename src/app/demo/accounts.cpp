#include "app/demo/accounts.hpp"

#include <array>

#include "access/accounts.hpp"
#include "access/roles.hpp"
#include "access/totp.hpp"
#include "app/demo/private_file.hpp"
#include "base/identity.hpp"
#include "base/read_bytes.hpp"
#include "record/organisations.hpp"
#include "record/people.hpp"
#include "record/relations.hpp"

namespace aksis::app {
namespace {

using storage::Transaction;

constexpr const char* kFile = "/demo.access";
constexpr size_t kFileBytesMax = 64 << 10;
constexpr size_t kPasswordBytes = 10;  // as 20 hexadecimal digits: 80 bits
constexpr int64_t kPeopleMax = 200;

struct Wanted {
  std::string_view login, name, role;
};
constexpr std::array<Wanted, 7> kWanted = {{{"admin", "Alix Moreau", "administrator"},
                                            {"responsable", "Sacha Petit", "supervisor"},
                                            {"camille", "Camille Girard", "adviser"},
                                            {"noa", "Noa Lefèvre", "adviser"},
                                            {"controle", "Dominique Roy", "auditor"},
                                            {"dpo", "Claude Fontaine", "data_protection"},
                                            {"pilotage", "Charlie Mercier", "steering"}}};

std::string text_of(const DemoAccess& made) {
  json::Writer out;
  out.object().member("key", made.key).key("accounts").array();
  for (const auto& one : made.accounts)
    out.object()
        .member("login", one.login)
        .member("role", one.role)
        .member("password", one.password)
        .member("totp_secret", one.totp_secret)
        .end();
  return out.end().end().text() + "\n";
}

Result<DemoAccess> read_file(const std::string& path) {
  AKSIS_ASSIGN(bytes, read_bytes(path, kFileBytesMax));
  AKSIS_ASSIGN(parsed, json::parse(bytes));
  DemoAccess out;
  out.key = json::text(parsed, "key");
  if (const auto* accounts = json::member(parsed, "accounts"); accounts && accounts->IsArray())
    for (const auto& one : accounts->GetArray())
      out.accounts.push_back(
          {std::string(json::text(one, "login")), std::string(json::text(one, "role")),
           std::string(json::text(one, "password")), std::string(json::text(one, "totp_secret"))});
  return out;
}

Result<std::string> agency_of(Transaction& tx, const Clock& clock) {
  AKSIS_ASSIGN(known, record::list_organisations(tx, {.kind = "agency", .limit = 1}));
  if (!known.organisations.empty()) return known.organisations.front().id;
  record::Organisation made;
  made.kind = "agency";
  made.name = "Agence de démonstration";
  AKSIS_ASSIGN(kept, record::create_organisation(tx, std::move(made), clock));
  return kept.id;
}

// As a person would: an invitation, a password, an authenticator app.
Status enrol(Instance& instance, const access::Account& account, DemoAccount& out,
             const Clock& clock) {
  auto& access = instance.protection().access();
  const operations::Origin origin{"demo", "aksis demo", {}, {}, true};
  std::string token;
  AKSIS_TRY(instance.database().write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(
        link, access.invitations().make(tx, access::Purpose::invitation, account, "host", "demo"));
    token = link.token;
    return {};
  }));
  AKSIS_ASSIGN(half, access.invitations().accept(token, out.password, origin));
  const auto& parts = access.parts();
  access::TotpEnrolment app;
  AKSIS_TRY(access.factor_changes().begin(
      half.session, [&](Transaction& tx, const access::Account& one) -> Status {
        AKSIS_ASSIGN(begun, access::begin_totp(tx, *parts.ports.secrets, one.id, one.login,
                                               parts.settings.issuer, "demo", clock.now()));
        app = std::move(begun);
        return {};
      }));
  out.totp_secret = app.secret;
  const auto confirm = [&](Transaction& tx,
                           const access::Account& one) -> Result<std::optional<std::string>> {
    // The code of before, which still serves: the present one is left for whoever signs in next.
    AKSIS_ASSIGN(
        code, access::present_totp(app.secret, clock.now() - access::kTotpStepSeconds * kSecond));
    AKSIS_ASSIGN(right,
                 access::confirm_totp(tx, *parts.ports.secrets, one.id, app.id, code, clock.now()));
    return right ? std::optional(app.id) : std::nullopt;
  };
  AKSIS_TRY(access.factor_changes().enrol(half.session, "totp", origin, confirm));
  return access.sessions().end_all(account.id);
}

Result<access::Account> make_account(Instance& instance, const Wanted& wanted,
                                     const std::string& agency, const Clock& clock) {
  std::optional<access::Account> made;
  AKSIS_TRY(instance.database().write([&](Transaction& tx) -> Status {
    access::Account account;
    account.login = wanted.login;
    account.name = wanted.name;
    account.organisation = agency;
    AKSIS_ASSIGN(kept, access::create_account(tx, std::move(account), clock));
    AKSIS_TRY(access::give_role(tx, kept.id, wanted.role, "host", clock.now()));
    made = std::move(kept);
    return {};
  }));
  return *std::move(made);
}

// Everybody to the agency, and to its advisers in turn.
Status entrust_people(Instance& instance, const std::string& agency,
                      const std::vector<std::string>& advisers, const Clock& clock) {
  return instance.database().write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(page, record::list_people(tx, "", kPeopleMax));
    size_t turn = 0;
    for (const auto& person : page.people) {
      const auto start = [&](record::RelationKind kind, const std::string& holder) -> Status {
        record::Relation made;
        made.person = person.id;
        made.kind = kind;
        made.holder = holder;
        made.from = clock.now();
        made.reason = "Portefeuille de démonstration";
        made.made_by = "host";
        const auto started = record::start_relation(tx, std::move(made), clock);
        return started.ok() || started.error().code == Code::conflict ? Status()
                                                                      : Status(started.error());
      };
      AKSIS_TRY(start(record::RelationKind::agency, agency));
      AKSIS_TRY(start(record::RelationKind::referent, advisers[turn++ % advisers.size()]));
    }
    return {};
  });
}

}  // namespace

Result<DemoAccess> demo_access(Instance& instance, const Clock& clock) {
  const auto path = instance.folder().path + kFile;
  if (auto kept = read_file(path);
      kept.ok() && instance.protection().clients().authenticate(kept->key).ok())
    return kept;
  std::string agency;
  AKSIS_TRY(instance.database().write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(id, agency_of(tx, clock));
    agency = std::move(id);
    return {};
  }));
  DemoAccess out;
  std::vector<std::string> advisers;
  for (const auto& wanted : kWanted) {
    DemoAccount one{
        std::string(wanted.login), std::string(wanted.role), random_hex(kPasswordBytes), {}};
    AKSIS_ASSIGN(account, make_account(instance, wanted, agency, clock));
    AKSIS_TRY(enrol(instance, account, one, clock));
    if (wanted.role == "adviser") advisers.push_back(account.id);
    out.accounts.push_back(std::move(one));
  }
  AKSIS_TRY(entrust_people(instance, agency, advisers, clock));
  access::Client program;
  program.name = "demo";
  program.grants = {"*"};
  program.created_by = "host";
  program.expires_at = clock.now() + access::kClientDaysDefault * kDay;
  AKSIS_ASSIGN(made, instance.protection().clients().create(std::move(program)));
  out.key = made.key;
  AKSIS_TRY(write_private_file(path, text_of(out)));
  return out;
}

}  // namespace aksis::app
