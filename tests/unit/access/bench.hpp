// A service with its accounts, and browsers that call it. One a test.
#pragma once

#include <fmt/format.h>
#include <liboath/oath.h>

#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "../operations/told.hpp"
#include "access/access.hpp"
#include "access/devices.hpp"
#include "access/recovery_codes.hpp"
#include "base/identity.hpp"
#include "events/outbox.hpp"
#include "record/operations.hpp"
#include "scratch.hpp"
#include "sealed.hpp"

namespace aksis::access {

// Time stands still until a test moves it.
class TestClock final : public Clock {
 public:
  Micros now() const override { return at; }
  std::atomic<Micros> at = 1'790'000'010 * kSecond;
};

struct Answer {
  Status status;
  json::Document body;
  Code code() const { return status.ok() ? Code{0} : status.error().code; }
  std::string text(std::string_view name) const { return std::string(json::text(body, name)); }
};

// The six digits of a base32 secret at a time.
inline std::string totp_code(const std::string& secret, Micros at) {
  char* bytes = nullptr;
  size_t length = 0;
  REQUIRE(oath_base32_decode(secret.data(), secret.size(), &bytes, &length) == OATH_OK);
  std::string out(7, '\0');
  REQUIRE(oath_totp_generate(bytes, length, at / kSecond, 30, 0, 6, out.data()) == OATH_OK);
  std::free(bytes);
  return out.substr(0, 6);
}

inline constexpr const char* kPassword = "quatre girafes lisent tard";

struct Bench {
  storage::Scratch scratch;
  TestClock clock;
  std::unique_ptr<storage::Database> database = scratch.open();
  SodiumSecrets secrets;
  std::set<std::string> admins;
  std::map<std::string, Entitlement> entitlements;
  Settings settings = cheap();
  std::unique_ptr<Access> access;
  std::unique_ptr<operations::Registry> registry;

  // Argon2id as it is, but with little memory: most tests sign in often.
  static Settings cheap() {
    Settings out;
    out.passwords.cost = {64UL * 1024, 1};
    out.passwords.queue_max = 64;
    return out;
  }

  explicit Bench(Settings given = cheap()) : settings(std::move(given)) {
    REQUIRE_OK(storage::migrate(*database, "core.events", events::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.record", record::migrations()));
    REQUIRE_OK(storage::migrate(*database, "core.access", migrations()));
    REQUIRE_OK(storage::run(*database,
                            "CREATE TABLE test_audit (id TEXT PRIMARY KEY, kind TEXT NOT NULL, "
                            "account TEXT NOT NULL, outcome TEXT NOT NULL, method TEXT NOT NULL)"));
    start();
  }

  // As a process that starts on this database.
  void start() {
    registry.reset();
    access.reset();
    Ports ports;
    ports.secrets = &secrets;
    ports.entitlement = [this](storage::Transaction&, std::string_view account) {
      return Result<Entitlement>(entitlements[std::string(account)]);
    };
    ports.audit = [](storage::Transaction& tx, const AuditNote& note) -> Status {
      AKSIS_TRY(
          tx.execute("INSERT INTO test_audit (id, kind, account, outcome, method) VALUES "
                     "($1, $2, $3, $4, $5)",
                     {random_hex(16), note.kind, note.account, note.outcome, note.method}));
      return {};
    };
    ports.is_last_admin = [this](storage::Transaction&, std::string_view account) {
      return Result<bool>(admins == std::set<std::string>{std::string(account)});
    };
    ports.make_admin = [this](storage::Transaction&, std::string_view account) {
      admins = {std::string(account)};
      entitlements[std::string(account)].grants = {"*"};
      return Status();
    };
    auto made = Access::make(*database, clock, ports, settings);
    INFO(storage::message(made));
    REQUIRE(made.ok());
    access = *std::move(made);
    REQUIRE_OK(access->load());
    registry = std::make_unique<operations::Registry>(clock);
    REQUIRE_OK(access->offer_operations(*registry));
    registry->set_check_answers(true);
  }

  int64_t audited(std::string_view kind, std::string_view outcome) {
    return count("SELECT COUNT(*) FROM test_audit WHERE kind = $1 AND outcome = $2",
                 {kind, outcome});
  }
  int64_t count(std::string_view sql, const std::vector<storage::Value>& values = {}) {
    int64_t out = 0;
    REQUIRE_OK(database->read([&](storage::Transaction& tx) {
      return tx.query(sql, values, [&](const storage::Row& row) -> Status {
        out = row.integer(0);
        return {};
      });
    }));
    return out;
  }

  // As the command line on this machine.
  Answer command(const std::string& operation, const std::string& input) {
    operations::Call call({"local", true, {"*"}}, *json::parse(input));
    call.language = "en";
    Answer answer{registry->run(*registry->find(operation), call), json::Document()};
    check_french(answer.status);
    if (!call.response().empty()) answer.body = *json::parse(call.response());
    return answer;
  }
};

// Keeps cookies as a browser does.
struct Browser {
  Bench& bench;
  std::string peer = "192.0.2.7";
  std::string session = {}, device = {};

  Answer call(const std::string& operation, const std::string& input) {
    const auto& what = *bench.registry->find(operation);
    auto principal = bench.access->authenticate(session, peer, bench.clock.now());
    if (!principal && !what.open) return {principal.error(), json::Document()};
    operations::Call call(principal ? *principal : operations::Principal{"nobody", false, {}},
                          *json::parse(input));
    call.origin = {peer, "test", device, session, true};
    call.language = "en";
    Answer answer{bench.registry->run(what, call), json::Document()};
    check_french(answer.status);
    for (const auto& cookie : call.cookies)
      (cookie.name == operations::kSessionCookie ? session : device) = cookie.value;
    if (!call.response().empty()) answer.body = *json::parse(call.response());
    return answer;
  }
  Answer ok(const std::string& operation, const std::string& input) {
    auto answer = call(operation, input);
    REQUIRE_OK(answer.status);
    return answer;
  }
  Answer password(const std::string& login, const std::string& password = kPassword) {
    return call("session.begin",
                fmt::format(R"({{"login":"{}","password":"{}"}})", login, password));
  }
  Answer totp(const std::string& code) {
    return call("session.totp", fmt::format(R"({{"code":"{}"}})", code));
  }
  bool signed_in() const {
    return bench.access->authenticate(session, peer, bench.clock.now()).ok();
  }
};

// Somebody with an account, a password and an authenticator app.
struct Human {
  std::string login, id, secret;
  std::vector<std::string> recovery_codes;

  // Waits for the next code: none serves twice.
  std::string code(Bench& bench) const {
    bench.clock.at += 30 * kSecond;
    return totp_code(secret, bench.clock.now());
  }
  void sign_in(Browser& browser) const {
    REQUIRE_OK(browser.password(login).status);
    REQUIRE_OK(browser.totp(code(browser.bench)).status);
    REQUIRE(browser.signed_in());
  }
};

// Adds an app in the half session of a link, and so becomes full.
inline void enrol(Browser& browser, Human& human) {
  const auto begun = browser.ok("factors.begin_totp", R"({"label":"phone"})");
  human.secret = begun.text("secret");
  const auto done = browser.ok(
      "factors.confirm_totp",
      fmt::format(R"({{"factor":"{}","code":"{}"}})", begun.text("id"), human.code(browser.bench)));
  human.recovery_codes.clear();
  if (const auto* codes = json::member(done.body, "recovery_codes"))
    for (const auto& code : codes->GetArray()) human.recovery_codes.emplace_back(json::text(code));
}

inline std::string invite(Bench& bench, Human& human) {
  const auto made =
      bench.command("accounts.create",
                    fmt::format(R"({{"login":"{}","name":"Dominique Exemple"}})", human.login));
  REQUIRE_OK(made.status);
  human.id = json::text(*json::member(made.body, "account"), "id");
  return std::string(json::text(*json::member(made.body, "invitation"), "token"));
}

inline std::string link_input(const std::string& token, const std::string& password = kPassword) {
  return fmt::format(R"({{"token":"{}","password":"{}"}})", token, password);
}

// Invited, accepted, enrolled; signed out.
inline Human hire(Bench& bench, const std::string& login) {
  Human human{login, {}, {}, {}};
  Browser browser{bench};
  const auto token = invite(bench, human);
  REQUIRE_OK(browser.call("invitations.accept", link_input(token)).status);
  enrol(browser, human);
  REQUIRE_OK(browser.call("session.end", "{}").status);
  return human;
}

}  // namespace aksis::access
