// Passkeys through their operations: who may enrol, what opens, and what never does.
#include <random>
#include <set>

#include "bench.hpp"

using namespace aksis;
using namespace aksis::access;

namespace {

constexpr const char* kGet = "webauthn.get";

std::string id_of(const Answer& answer) {
  return std::string(json::text(answer.body, "id"));
}

}  // namespace

TEST_CASE("options say what the ceremony demands") {
  PasskeyBench bench;
  const auto creation = bench.call("passkeys.options", "{}", "ana");
  REQUIRE_OK(creation.status);
  const auto challenge = from_base64url(json::text(creation.body, "challenge"), "challenge", 64);
  REQUIRE_OK(challenge);
  CHECK(challenge->size() == 32);
  CHECK(json::text(*json::member(creation.body, "rp"), "id") == "aksis.example");
  std::set<int64_t> algorithms;
  for (const auto& one : json::member(creation.body, "pubKeyCredParams")->GetArray())
    algorithms.insert(json::integer(one, "alg"));
  CHECK(algorithms == std::set<int64_t>{-7, -8, -257});
  const auto& selection = *json::member(creation.body, "authenticatorSelection");
  CHECK(json::text(selection, "userVerification") == "required");
  CHECK(json::text(selection, "residentKey") == "preferred");
  CHECK(json::text(creation.body, "attestation") == "none");
  CHECK(json::member(creation.body, "excludeCredentials")->Size() == 0);
  const Authenticator authenticator(KeyKind::es256);
  REQUIRE_OK(bench.enrol(authenticator, "ana").status);
  const auto again = bench.call("passkeys.options", "{}", "ana");
  REQUIRE(json::member(again.body, "excludeCredentials")->Size() == 1);
  const auto request = bench.options("ana-half");
  CHECK(json::text(request.body, "userVerification") == "required");
  const auto& allowed = *json::member(request.body, "allowCredentials");
  REQUIRE(allowed.Size() == 1);
  CHECK(json::text(allowed[0], "id") == to_base64url(authenticator.id()));
  CHECK(json::member(allowed[0], "transports")->Size() == 2);  // the unknown word is gone
}

TEST_CASE("a passkey is the second factor of a session, renews it, and signs in alone") {
  PasskeyBench bench;
  for (const auto kind : kKeyKinds) {
    const Authenticator authenticator(kind, fmt::format("credential-{}", static_cast<int>(kind)));
    REQUIRE_OK(bench.enrol(authenticator, "ana").status);
    CHECK(bench.started.empty());
    bench.sessions["half"] = {"half", "account-ana", false, false};
    auto options = bench.options("half");
    REQUIRE_OK(
        bench.verify(authenticator, bench.course(kGet, options, 2), "account-ana", "half").status);
    REQUIRE(bench.started.size() == 1);
    CHECK(bench.started[0].account == "account-ana");
    CHECK(bench.started[0].full);
    CHECK(bench.started[0].replaces == "half");
    options = bench.options();
    CHECK(json::member(options.body, "allowCredentials")->Size() == 0);
    REQUIRE(!options.cookie.empty());
    REQUIRE_OK(bench
                   .verify(authenticator, bench.course(kGet, options, 3), "account-ana", "",
                           options.cookie)
                   .status);
    REQUIRE(bench.started.size() == 2);
    CHECK(bench.started[1].account == "account-ana");
    CHECK(bench.started[1].replaces.empty());
    bench.started.clear();
  }
}

TEST_CASE("who knows the password alone adds no passkey, sees none and removes none") {
  PasskeyBench bench;
  const Authenticator authenticator(KeyKind::es256);
  for (const auto* session : {"ana-half", "", "unknown"}) {
    CHECK_FALSE(bench.call("passkeys.options", "{}", session).status.ok());
    CHECK_FALSE(bench.call("passkeys.list", "{}", session).status.ok());
    CHECK_FALSE(bench.call("passkeys.remove", R"({"passkey":"x"})", session).status.ok());
    CHECK_FALSE(
        bench.call("passkeys.rename", R"({"passkey":"x","name":"y"})", session).status.ok());
  }
  const auto options = bench.call("passkeys.options", "{}", "ana");
  const auto input = bench.registration_input(
      authenticator, authenticator.make(bench.course("webauthn.create", options, 1)));
  CHECK(bench.call("passkeys.register", input, "ana-half").code() == Code::forbidden);
  // An account without a second factor enrols its first one, and has then shown it.
  REQUIRE_OK(bench.enrol(authenticator, "new-half").status);
  REQUIRE(bench.started.size() == 1);
  CHECK(bench.started[0].account == "account-new");
  CHECK(bench.started[0].full);
}

TEST_CASE("a challenge serves once, within two minutes, for whom it was given out") {
  PasskeyBench bench;
  const Authenticator authenticator(KeyKind::es256);
  REQUIRE_OK(bench.enrol(authenticator, "ana").status);
  auto options = bench.options("ana-half");
  const auto course = bench.course(kGet, options, 2);
  REQUIRE_OK(bench.verify(authenticator, course, "account-ana", "ana-half").status);
  bench.sessions["ana-half"] = {"ana-half", "account-ana", false, false};
  auto later = course;
  later.counter = 3;
  CHECK(bench.verify(authenticator, later, "account-ana", "ana-half").code() ==
        Code::unauthenticated);
  // Spent by a wrong answer too.
  options = bench.options("ana-half");
  auto wrong = bench.course(kGet, options, 3);
  wrong.origin = "https://evil.example";
  CHECK_FALSE(bench.verify(authenticator, wrong, "account-ana", "ana-half").status.ok());
  CHECK_FALSE(bench.verify(authenticator, bench.course(kGet, options, 3), "account-ana", "ana-half")
                  .status.ok());
  // Too late, by one microsecond.
  options = bench.options("ana-half");
  bench.clock.at += kChallengeLife;
  CHECK_FALSE(bench.verify(authenticator, bench.course(kGet, options, 3), "account-ana", "ana-half")
                  .status.ok());
  // Of another session, of a registration, of another browser, of none.
  options = bench.options("ana-half");
  CHECK_FALSE(bench.verify(authenticator, bench.course(kGet, options, 3), "account-ana", "ana")
                  .status.ok());
  options = bench.call("passkeys.options", "{}", "ana");
  CHECK_FALSE(bench.verify(authenticator, bench.course(kGet, options, 3), "account-ana", "ana")
                  .status.ok());
  options = bench.options();
  CHECK_FALSE(bench
                  .verify(authenticator, bench.course(kGet, options, 3), "account-ana", "",
                          bench.options().cookie)
                  .status.ok());
  options = bench.options();
  CHECK_FALSE(
      bench.verify(authenticator, bench.course(kGet, options, 3), "account-ana").status.ok());
  CHECK(bench.started.size() == 1);
  // A registration's challenge serves once too, and for its session.
  const Authenticator second(KeyKind::eddsa, "second");
  options = bench.call("passkeys.options", "{}", "ana");
  const auto input =
      bench.registration_input(second, second.make(bench.course("webauthn.create", options, 1)));
  CHECK(bench.call("passkeys.register", input, "bob").code() == Code::invalid);
  CHECK(bench.call("passkeys.register", input, "ana").code() == Code::invalid);
}

TEST_CASE("another account's passkey opens nothing") {
  PasskeyBench bench;
  const Authenticator mine(KeyKind::es256, "mine"), other(KeyKind::es256, "other");
  REQUIRE_OK(bench.enrol(mine, "ana").status);
  REQUIRE_OK(bench.enrol(other, "bob").status);
  // Bob's passkey on Ana's half session, whatever account it claims.
  for (const std::string claimed : {"account-bob", "account-ana", ""}) {
    const auto options = bench.options("ana-half");
    CHECK(bench.verify(other, bench.course(kGet, options, 2), claimed, "ana-half").code() ==
          Code::unauthenticated);
  }
  // Alone: under Ana's name, under none, under Ana's credential id.
  for (const std::string claimed : {"account-ana", ""}) {
    const auto options = bench.options();
    CHECK_FALSE(bench.verify(other, bench.course(kGet, options, 2), claimed, "", options.cookie)
                    .status.ok());
  }
  const auto options = bench.options();
  CHECK_FALSE(bench
                  .call("session.passkey_verify",
                        bench.assertion_input("mine", other.answer(bench.course(kGet, options, 2)),
                                              "account-ana"),
                        "", options.cookie)
                  .status.ok());
  // The same credential is registered with one account only.
  CHECK(bench.enrol(mine, "bob").code() == Code::conflict);
  CHECK(bench.enrol(mine, "ana").code() == Code::conflict);
  CHECK(bench.started.empty());
}

TEST_CASE("a counter that goes back stops the passkey until its owner removes it") {
  PasskeyBench bench;
  const Authenticator authenticator(KeyKind::es256);
  const auto id = id_of(bench.enrol(authenticator, "ana", 10));
  const auto shows = [&](uint32_t counter) {
    bench.sessions["half"] = {"half", "account-ana", false, false};
    const auto options = bench.call("session.passkey_options", "{}", "half");
    if (!options.status.ok()) return false;
    return bench.verify(authenticator, bench.course(kGet, options, counter), "account-ana", "half")
        .status.ok();
  };
  CHECK(shows(11));
  CHECK(shows(20));
  CHECK_FALSE(shows(20));
  CHECK_FALSE(shows(30));
  CHECK(bench.notes == std::vector<std::string>{"factor account-ana added passkey",
                                                "factor account-ana suspected passkey",
                                                "sign_in account-ana wrong passkey"});
  const auto list = bench.call("passkeys.list", "{}", "ana");
  CHECK(json::text((*json::member(list.body, "passkeys"))[0], "suspected_at") ==
        iso_time(bench.clock.at));
  REQUIRE_OK(bench.call("passkeys.remove", R"({"passkey":")" + id + "\"}", "ana").status);
  REQUIRE_OK(bench.enrol(authenticator, "ana", 0).status);
  CHECK(shows(0));
  CHECK(shows(0));
  CHECK(shows(5));
  CHECK_FALSE(shows(0));
}

TEST_CASE("passkeys are listed, renamed and removed by their owner alone") {
  PasskeyBench bench;
  const Authenticator authenticator(KeyKind::rs256);
  const auto id = id_of(bench.enrol(authenticator, "ana"));
  const auto rename = R"({"passkey":")" + id + R"(","name":"Téléphone"})";
  CHECK(bench.call("passkeys.rename", rename, "bob").code() == Code::not_found);
  CHECK(bench.call("passkeys.remove", R"({"passkey":")" + id + "\"}", "bob").code() ==
        Code::not_found);
  CHECK(json::member(bench.call("passkeys.list", "{}", "bob").body, "passkeys")->Size() == 0);
  CHECK(bench.call("passkeys.remove", R"({"passkey":"last"})", "ana").code() == Code::conflict);
  REQUIRE_OK(bench.call("passkeys.rename", rename, "ana").status);
  const auto list = bench.call("passkeys.list", "{}", "ana");
  CHECK(json::text((*json::member(list.body, "passkeys"))[0], "name") == "Téléphone");
  REQUIRE_OK(bench.call("passkeys.remove", R"({"passkey":")" + id + "\"}", "ana").status);
  const auto options = bench.options();
  CHECK_FALSE(
      bench.verify(authenticator, bench.course(kGet, options, 2), "account-ana", "", options.cookie)
          .status.ok());
  CHECK(bench.notes == std::vector<std::string>{"factor account-ana added passkey",
                                                "factor account-ana renamed passkey",
                                                "factor account-ana removed passkey"});
  for (size_t i = 0; i < kPasskeysMax; ++i)
    REQUIRE_OK(bench.enrol(Authenticator(KeyKind::eddsa, fmt::format("k{}", i)), "ana").status);
  CHECK(bench.enrol(Authenticator(KeyKind::eddsa, "one more"), "ana").code() == Code::conflict);
}

TEST_CASE("what is pending is taken once, expires, and is bounded: against a model") {
  TestClock clock;
  constexpr size_t kMax = 20;
  Pending<int> pending(clock, 100, kMax);
  std::map<std::string, std::pair<Micros, int>> model;
  std::vector<std::string> all = {"unknown"};
  std::mt19937 random(3);
  for (int step = 0; step < 20'000; ++step) {
    clock.at += random() % 12;
    if (random() % 2 == 0) {
      std::erase_if(model, [&](const auto& one) { return one.second.first <= clock.at; });
      const auto secret = pending.give_out(step);
      REQUIRE(secret.ok() == (model.size() < kMax));
      if (!secret) continue;
      model[*secret] = {clock.at + 100, step};
      all.push_back(*secret);
      continue;
    }
    const auto& asked = all[all.size() - 1 - random() % std::min<size_t>(all.size(), 40)];
    const auto found = model.find(asked);
    const bool alive = found != model.end() && found->second.first > clock.at;
    const auto taken = pending.take(asked);
    REQUIRE(taken.has_value() == alive);
    if (alive) REQUIRE(*taken == found->second.second);
    if (found != model.end()) model.erase(found);
  }
}
