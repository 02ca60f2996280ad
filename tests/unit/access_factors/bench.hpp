// A database with the tables of factors, their operations, and accounts and sessions as a test has
// them. One a test.
#pragma once

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <map>
#include <memory>
#include <string>

#include "../operations/told.hpp"
#include "access/webauthn_base64.hpp"
#include "access/webauthn_operations.hpp"
#include "access/webauthn_passkeys.hpp"
#include "authenticator.hpp"
#include "scratch.hpp"

namespace aksis::access {

// Time stands still until a test moves it.
class TestClock final : public Clock {
 public:
  Micros now() const override { return at; }
  Micros at = 1'790'000'000 * kSecond;
};

struct Answer {
  Status status;
  json::Document body;
  std::string cookie;  // the sign-in cookie set
  Code code() const { return status.ok() ? Code{0} : status.error().code; }
};

struct Bench {
  storage::Scratch scratch;
  TestClock clock;
  std::unique_ptr<storage::Database> database = scratch.open();
  operations::Registry registry{clock};
  // The session cookie of a call → who stands behind it; what signing in made.
  std::map<std::string, Caller> sessions;
  std::vector<SessionStart> started;
  std::vector<std::string> notes;  // "KIND ACCOUNT OUTCOME METHOD"

  FactorPorts ports() {
    return {
        [this](const operations::Call& call) -> Result<Caller> {
          const auto found = sessions.find(call.origin.session);
          if (found != sessions.end()) return found->second;
          return said(Code::unauthenticated, "sign in first", "connectez-vous d’abord");
        },
        [](storage::Transaction&, std::string_view account) -> Result<AccountLabel> {
          return AccountLabel{std::string(account) + "@example", "Name of " + std::string(account)};
        },
        [this](operations::Call&, const SessionStart& sign_in) -> Status {
          started.push_back(sign_in);
          sessions.erase(sign_in.replaces);
          return {};
        },
        [this](storage::Transaction&, const operations::Call&, const FactorNote& note) -> Status {
          notes.push_back(
              fmt::format("{} {} {} {}", note.kind, note.account, note.outcome, note.method));
          return {};
        },
        [](storage::Transaction&, std::string_view, std::string_view id) -> Status {
          if (id != "last") return {};
          return said(Code::conflict, "it is the last factor", "c’est le dernier facteur");
        },
    };
  }

  Bench() {
    REQUIRE_OK(storage::migrate(*database, "core.access_factors", factor_migrations()));
    registry.set_check_answers(true);
  }

  // With the session cookie and the sign-in cookie named.
  Answer call(const std::string& operation, const std::string& input,
              const std::string& session = {}, const std::string& cookie = {}) {
    operations::Call call({"test", true, {}}, *json::parse(input));
    call.language = "en";
    call.origin.session = session;
    call.origin.sign_in = cookie;
    Answer answer{registry.run(*registry.find(operation), call), json::Document(), {}};
    check_french(answer.status);
    for (const auto& set : call.cookies)
      if (set.name == operations::kSignInCookie) answer.cookie = set.value;
    if (!call.response().empty()) answer.body = *json::parse(call.response());
    return answer;
  }
};

// With the operations of passkeys.
struct PasskeyBench : Bench {
  std::shared_ptr<Passkeys> passkeys{new Passkeys{
      *database, clock, {"aksis.example", "Aksis", {"https://aksis.example"}}, ports()}};

  PasskeyBench() {
    REQUIRE_OK(add_passkey_operations(registry, passkeys));
    REQUIRE_OK(add_passkey_session_operations(registry, passkeys));
    sessions["ana"] = {"ana", "account-ana", true, true};
    sessions["ana-half"] = {"ana-half", "account-ana", false, false};
    sessions["bob"] = {"bob", "account-bob", true, true};
    sessions["new-half"] = {"new-half", "account-new", false, true};
  }

  static std::string registration_input(const Authenticator& authenticator,
                                        const Registration& made) {
    const auto id = to_base64url(authenticator.id());
    return fmt::format(
        R"({{"name":"Ma clé","credential":{{"id":"{}","rawId":"{}","type":"public-key",
        "authenticatorAttachment":"platform","clientExtensionResults":{{}},"response":{{
        "clientDataJSON":"{}","attestationObject":"{}","transports":["internal","strange","usb"]}}}}}})",
        id, id, to_base64url(made.client_data_json), to_base64url(made.attestation_object));
  }
  static std::string assertion_input(const std::string& credential, const Assertion& answer,
                                     const std::string& account) {
    return fmt::format(
        R"({{"credential":{{"id":"{}","type":"public-key","response":{{"clientDataJSON":"{}",
        "authenticatorData":"{}","signature":"{}","userHandle":"{}"}}}}}})",
        to_base64url(credential), to_base64url(answer.client_data_json),
        to_base64url(answer.authenticator_data), to_base64url(answer.signature),
        to_base64url(account));
  }
  static Course course(const char* type, const Answer& options, uint32_t counter) {
    Course out;
    out.type = type;
    out.challenge = json::text(options.body, "challenge");
    out.counter = counter;
    return out;
  }

  Answer enrol(const Authenticator& authenticator, const std::string& session,
               uint32_t counter = 1) {
    const auto options = call("passkeys.options", "{}", session);
    REQUIRE_OK(options.status);
    const auto made = authenticator.make(course("webauthn.create", options, counter));
    return call("passkeys.register", registration_input(authenticator, made), session);
  }
  Answer options(const std::string& session = {}) {
    auto answer = call("session.passkey_options", "{}", session);
    REQUIRE_OK(answer.status);
    return answer;
  }
  Answer verify(const Authenticator& authenticator, const Course& answered,
                const std::string& account, const std::string& session = {},
                const std::string& cookie = {}) {
    return call("session.passkey_verify",
                assertion_input(authenticator.id(), authenticator.answer(answered), account),
                session, cookie);
  }
};

}  // namespace aksis::access
