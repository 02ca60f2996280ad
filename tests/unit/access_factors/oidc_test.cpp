// Providers and their tokens without a network: caches and their pauses, signatures byte by byte,
// settings, links. Whole sign-ins are in tests/oidc.
#include "access/oidc_links.hpp"
#include "access/oidc_operations.hpp"
#include "bench.hpp"
#include "issuer.hpp"

using namespace aksis;
using namespace aksis::access;

namespace {

Status check(const Issuer& issuer, const std::string& text) {
  AKSIS_ASSIGN(token, parse_token(text));
  AKSIS_ASSIGN(keys, parse_keys(issuer.keys_json()));
  for (const auto& key : keys)
    if (key.kid == token.kid)
      return check_jws_signature(key, token.algorithm, token.signed_text, token.signature);
  return invalid("no such key");
}

std::string parameter(std::string_view url, std::string_view name) {
  const auto at = url.find(std::string(name) + "=");
  REQUIRE(at != std::string_view::npos);
  const auto start = at + name.size() + 1;
  return std::string(url.substr(start, std::min(url.find('&', start), url.size()) - start));
}

}  // namespace

TEST_CASE("every sign of a token counts: each one changed is refused") {
  Issuer issuer;
  issuer.publish("two", "RS256");
  issuer.publish("three", "PS256");
  for (const std::string kid : {"one", "two", "three"}) {
    const auto right = issuer.token(kid, R"({"iss":"https://id.example","sub":"ana"})");
    REQUIRE_OK(check(issuer, right));
    for (size_t i = 0; i < right.size(); ++i) {
      auto wrong = right;
      wrong[i] = wrong[i] == 'A' ? 'B' : 'A';
      CHECK_FALSE(check(issuer, wrong).ok());
      CHECK_FALSE(check(issuer, right.substr(0, i)).ok());
    }
    CHECK_FALSE(check(issuer, right + "A").ok());
    // The key of another provider under the same name.
    CHECK_FALSE(check(Issuer(), right).ok());
  }
}

TEST_CASE("what a provider says is fetched once and kept for an hour") {
  Issuer issuer;
  TestClock clock;
  Provider provider(Issuer::settings(), issuer.fetch(), clock);
  const std::string discovery = "/.well-known/openid-configuration";
  for (int i = 0; i < 5; ++i) {
    REQUIRE_OK(provider.metadata());
    REQUIRE_OK(provider.key("one"));
  }
  CHECK(issuer.asked[discovery] == 1);
  CHECK(issuer.asked["/keys"] == 1);
  clock.at += kMetadataLife;
  REQUIRE_OK(provider.key("one"));
  CHECK(issuer.asked[discovery] == 2);
  CHECK(issuer.asked["/keys"] == 2);
}

TEST_CASE("an unknown key is asked for once a minute, whoever names it") {
  Issuer issuer;
  TestClock clock;
  Provider provider(Issuer::settings(), issuer.fetch(), clock);
  REQUIRE_OK(provider.key("one"));
  for (int i = 0; i < 100; ++i) CHECK_FALSE(provider.key(fmt::format("unknown-{}", i)).ok());
  CHECK(issuer.asked["/keys"] == 1);  // the first fetch is less than a minute ago
  issuer.publish("new", "ES256");
  CHECK_FALSE(provider.key("new").ok());
  clock.at += kKeysPause;
  REQUIRE_OK(provider.key("new"));
  CHECK(issuer.asked["/keys"] == 2);
  for (int i = 0; i < 100; ++i) CHECK_FALSE(provider.key("unknown").ok());
  CHECK(issuer.asked["/keys"] == 2);
  // A key that was withdrawn opens nothing once the others are fetched anew.
  issuer.withdraw("one");
  REQUIRE_OK(provider.key("one"));
  clock.at += kKeysLife;
  CHECK_FALSE(provider.key("one").ok());
}

TEST_CASE("a provider that is down is asked every five seconds, not by everybody") {
  Issuer issuer;
  TestClock clock;
  Provider provider(Issuer::settings(), issuer.fetch(), clock);
  issuer.down = true;
  for (int i = 0; i < 50; ++i) CHECK(provider.metadata().error().code == Code::busy);
  CHECK(issuer.asked.size() == 1);
  CHECK(issuer.asked.begin()->second == 1);
  clock.at += kTroublePause;
  issuer.down = false;
  REQUIRE_OK(provider.metadata());
  // Keys that cannot be fetched are a matter of waiting, not of a wrong token.
  issuer.down = true;
  for (int i = 0; i < 50; ++i) CHECK(provider.key("one").error().code == Code::busy);
  CHECK(issuer.asked["/keys"] == 1);
  clock.at += kTroublePause;
  issuer.down = false;
  REQUIRE_OK(provider.key("one"));
}

TEST_CASE("the address of a sign-in carries PKCE, state and nonce, and no secret") {
  Issuer issuer;
  TestClock clock;
  auto settings = Issuer::settings();
  settings.scopes = {"openid", "email"};
  settings.acr_values = {"eidas2", "eidas1"};
  settings.acr_essential = true;
  settings.second_factor_amr = {"mfa"};
  settings.max_age_s = 300;
  Provider provider(settings, issuer.fetch(), clock);
  const auto attempt = make_attempt("example"), other = make_attempt("example");
  CHECK(attempt.nonce != other.nonce);
  CHECK(attempt.verifier != other.verifier);
  CHECK(attempt.verifier.size() == 43);
  const auto url = sign_in_url(provider, attempt, "the-state");
  REQUIRE_OK(url);
  CHECK(url->starts_with("https://id.example/auth?a=b&response_type=code&"));
  CHECK(parameter(*url, "code_challenge") == to_base64url(sha256_bytes(attempt.verifier)));
  CHECK(parameter(*url, "code_challenge_method") == "S256");
  CHECK(parameter(*url, "state") == "the-state");
  CHECK(parameter(*url, "nonce") == attempt.nonce);
  CHECK(parameter(*url, "scope") == "openid%20email");
  CHECK(parameter(*url, "max_age") == "300");
  CHECK(parameter(*url, "claims").find("eidas2") != std::string::npos);
  CHECK(url->find("secret") == std::string::npos);
  CHECK(url->find(attempt.verifier) == std::string::npos);
}

TEST_CASE("the code goes to the provider with the verifier and the secret, encoded") {
  Issuer issuer;
  TestClock clock;
  const auto attempt = make_attempt("example");
  const auto now = clock.at / kSecond;
  issuer.token_answer = fmt::format(
      R"({{"access_token":"a","id_token":"{}"}})",
      issuer.token("one", fmt::format(R"({{"iss":"https://id.example","aud":"aksis","sub":"ana",
                     "nonce":"{}","iat":{},"exp":{}}})",
                                      attempt.nonce, now, now + 60)));
  Provider provider(Issuer::settings(), issuer.fetch(), clock);
  const auto done = finish_sign_in(provider, attempt, {"a code&x=y", ""}, clock);
  REQUIRE_OK(done);
  CHECK(done->identity.subject == "ana");
  CHECK_FALSE(done->second_factor);
  CHECK(done->logout_url.starts_with("https://id.example/end?id_token_hint="));
  CHECK(issuer.last_exchange.authorization ==
        "Basic " + to_base64("aksis:a%20secret%3A%20with%20signs"));
  CHECK(parameter(issuer.last_exchange.form, "code") == "a%20code%26x%3Dy");
  CHECK(parameter(issuer.last_exchange.form, "code_verifier") == attempt.verifier);
  // The clock decides: the same answer an hour later is too old.
  clock.at += kHour;
  CHECK(finish_sign_in(provider, attempt, {"c", ""}, clock).error().code == Code::invalid);
}

TEST_CASE("addresses are https, written in full; http on loopback only where allowed") {
  for (const auto* right : {"https://id.example", "https://id.example:8443/realm?x=y"}) {
    CHECK(check_address(right, false).ok());
    CHECK(check_address(right, true).ok());
  }
  for (const auto* loopback :
       {"http://127.0.0.1:3000/", "http://localhost/x", "http://[::1]:3000/"}) {
    CHECK(check_address(loopback, true).ok());
    CHECK_FALSE(check_address(loopback, false).ok());
  }
  for (const auto* wrong :
       {"", "id.example", "http://id.example", "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example", "file:///etc/passwd", "gopher://127.0.0.1", "https://",
        "https://user@id.example", "https://user:word@id.example", "https://id.example/#x",
        "https://id.example/a b", "https://id.example/\n", "ldap://id.example", "//id.example",
        "http://127.0.0.1@evil.example/"})
    CHECK_FALSE(check_address(wrong, true).ok());
}

TEST_CASE("settings that cannot work are refused, naming the key") {
  const auto refused = [](void (*change)(ProviderSettings&), const char* key) {
    auto settings = Issuer::settings();
    change(settings);
    const auto status = check_settings(settings);
    return !status.ok() && status.error().message.find(key) != std::string::npos;
  };
  REQUIRE_OK(check_settings(Issuer::settings()));
  REQUIRE_OK(check_settings(proconnect("https://auth.agentconnect.gouv.fr/api/v2", "id", "secret",
                                       "https://aksis.example/sign-in")));
  CHECK(refused([](ProviderSettings& s) { s.issuer = "http://id.example"; }, "issuer"));
  CHECK(refused([](ProviderSettings& s) { s.client_id.clear(); }, "client_id"));
  CHECK(refused([](ProviderSettings& s) { s.client_secret.clear(); }, "client_secret_file"));
  CHECK(refused([](ProviderSettings& s) { s.scopes = {"email"}; }, "scopes"));
  CHECK(refused([](ProviderSettings& s) { s.redirect_uri = "aksis"; }, "redirect_uri"));
  CHECK(refused([](ProviderSettings& s) { s.max_age_s = -1; }, "max_age_s"));
  CHECK(refused([](ProviderSettings& s) { s.name = "Pro Connect"; }, "access.oidc"));
  Bench bench;
  Providers providers{*bench.database, bench.clock, bench.ports(), {}};
  Issuer issuer;
  REQUIRE_OK(add_provider(providers, Issuer::settings(), issuer.fetch()));
  auto twin = Issuer::settings();
  CHECK_FALSE(add_provider(providers, twin, issuer.fetch()).ok());
  twin.name = "other";
  CHECK_FALSE(add_provider(providers, twin, issuer.fetch()).ok());
}

TEST_CASE("ProConnect's two-factor sign-ins are recognised, single ones are not") {
  const auto settings = proconnect("https://id.example", "id", "secret", "https://a.example");
  const auto full = [&](std::string acr, std::vector<std::string> amr) {
    return shows_second_factor({"https://id.example", "ana", std::move(acr), std::move(amr)},
                               settings);
  };
  CHECK_FALSE(full("eidas1", {"pwd"}));
  CHECK_FALSE(full("", {}));
  CHECK_FALSE(full("https://proconnect.gouv.fr/assurance/self-asserted", {"pwd"}));
  CHECK(full("eidas2", {}));
  CHECK(full("https://proconnect.gouv.fr/assurance/consistency-checked-2fa", {}));
  CHECK(full("eidas1", {"pwd", "mfa"}));
}

TEST_CASE("keys that cannot be trusted are left out or refused") {
  const auto count = [](const std::string& json) {
    const auto keys = parse_keys(json);
    return keys ? static_cast<int>(keys->size()) : -1;
  };
  Issuer issuer;
  CHECK(count(issuer.keys_json()) == 1);
  CHECK(count(R"({"keys":[]})") == 0);
  CHECK(count(R"({"keys":{}})") == -1);
  CHECK(count("[]") == -1);
  CHECK(count(R"({"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]})") == 0);
  CHECK(count(R"({"keys":[{"kty":"EC","kid":"a","crv":"P-256","x":"AAAA","y":"AAAA"}]})") == 0);
  const std::string zero(43, 'A');  // the point (0, 0) lies on no curve
  CHECK(count(R"({"keys":[{"kty":"EC","kid":"a","crv":"P-256","x":")" + zero + R"(","y":")" + zero +
              "\"}]}") == 0);
  CHECK(count(R"({"keys":[{"kty":"RSA","kid":"a","n":"AQAB","e":"AQAB"}]})") == 0);
  CHECK(count(R"({"keys":[1, "a", null, {}]})") == 0);
  const std::string modulus(342, '_');
  CHECK(count(R"({"keys":[{"kty":"RSA","kid":"a","n":")" + modulus + R"(w","e":"AQ"}]})") == 0);
}

TEST_CASE("links are an administrator's to make, list and undo") {
  Bench bench;
  const auto providers =
      std::shared_ptr<Providers>(new Providers{*bench.database, bench.clock, bench.ports(), {}});
  Issuer issuer;
  REQUIRE_OK(add_provider(*providers, Issuer::settings(), issuer.fetch()));
  REQUIRE_OK(add_oidc_link_operations(bench.registry, providers));
  const auto run = [&](const char* operation, const std::string& input, bool allowed = true) {
    std::vector<operations::Grant> grants;
    if (allowed) grants.emplace_back("accounts.manage");
    operations::Call call({"account:admin", false, std::move(grants)}, *json::parse(input));
    Answer answer{bench.registry.run(*bench.registry.find(operation), call), {}, {}};
    if (!call.response().empty()) answer.body = *json::parse(call.response());
    return answer;
  };
  const auto link = R"({"account":"ana","provider":"example","subject":"s1"})";
  CHECK(run("oidc_links.create", link, false).code() == Code::forbidden);
  const auto made = run("oidc_links.create", link);
  REQUIRE_OK(made.status);
  CHECK(json::text(made.body, "made_by") == "account:admin");
  CHECK(
      run("oidc_links.create", R"({"account":"bob","provider":"example","subject":"s1"})").code() ==
      Code::conflict);
  CHECK(run("oidc_links.create", R"({"account":"bob","provider":"none","subject":"s1"})").code() ==
        Code::invalid);
  CHECK(json::member(run("oidc_links.list", R"({"account":"ana"})").body, "links")->Size() == 1);
  CHECK(json::member(run("oidc_links.list", R"({"account":"bob"})").body, "links")->Size() == 0);
  const auto gone = R"("link":")" + std::string(json::text(made.body, "id")) + "\"}";
  CHECK(run("oidc_links.remove", R"({"account":"bob",)" + gone).code() == Code::not_found);
  REQUIRE_OK(run("oidc_links.remove", R"({"account":"ana",)" + gone).status);
  REQUIRE_OK(
      run("oidc_links.create", R"({"account":"bob","provider":"example","subject":"s1"})").status);
  CHECK(bench.notes == std::vector<std::string>{"link ana linked oidc:example",
                                                "link ana unlinked oidc",
                                                "link bob linked oidc:example"});
}

TEST_CASE("anybody who has shown a second factor sees and undoes the links of their own account") {
  Bench bench;
  const auto providers =
      std::shared_ptr<Providers>(new Providers{*bench.database, bench.clock, bench.ports(), {}});
  Issuer issuer;
  REQUIRE_OK(add_provider(*providers, Issuer::settings(), issuer.fetch()));
  REQUIRE_OK(add_oidc_link_operations(bench.registry, providers));
  bench.sessions = {{"ana", {"ana", "ana", true, true}},
                    {"bob", {"bob", "bob", true, true}},
                    {"half", {"half", "ana", false, true}}};
  std::string id;
  REQUIRE_OK(bench.database->write([&](storage::Transaction& tx) -> Status {
    ProviderLink made;
    made.account = "ana";
    made.issuer = Issuer::settings().issuer;
    made.subject = "s1";
    AKSIS_ASSIGN(added, add_provider_link(tx, std::move(made), bench.clock));
    id = added.id;
    return {};
  }));
  const auto list = [&](const char* session) {
    return bench.call("own_oidc_links.list", "{}", session);
  };
  const auto remove = [&](const char* session) {
    return bench.call("own_oidc_links.remove", R"({"link":")" + id + R"("})", session).code();
  };
  CHECK(json::member(list("ana").body, "links")->Size() == 1);
  CHECK(json::member(list("bob").body, "links")->Size() == 0);
  CHECK(list("half").code() == Code::forbidden);
  CHECK(list("nobody").code() == Code::unauthenticated);
  CHECK(bench.registry.find("own_oidc_links.remove")->step_up);
  CHECK(remove("half") == Code::forbidden);
  CHECK(remove("bob") == Code::not_found);
  CHECK(remove("ana") == Code{});
  CHECK(json::member(list("ana").body, "links")->Size() == 0);
  CHECK(bench.notes == std::vector<std::string>{"link ana unlinked oidc"});
}
