#include "access/sign_in.hpp"

#include "bench.hpp"

using namespace aksis;
using namespace aksis::access;

TEST_CASE("the first administrator comes by a link that serves once and for thirty minutes") {
  Bench bench;
  auto late = bench.access->invitations().make_setup_link();
  REQUIRE_OK(late);
  const auto input = [](const std::string& token) {
    return fmt::format(R"({{"token":"{}","login":"admin","name":"Claude Martin","password":"{}"}})",
                       token, kPassword);
  };
  bench.clock.at += 30 * kMinute;
  Browser browser{bench};
  CHECK(browser.call("access.setup", input(late->token)).code() == Code::forbidden);
  auto link = bench.access->invitations().make_setup_link();
  REQUIRE_OK(link);
  REQUIRE_OK(browser.call("access.setup", input(link->token)).status);
  CHECK_FALSE(browser.signed_in());
  Browser thief{bench};
  CHECK(thief.call("access.setup", input(link->token)).code() == Code::forbidden);
  // Nothing but its first factor makes the account serve.
  CHECK(thief.password("admin").code() == Code::unauthenticated);
  Human admin{"admin", {}, {}, {}};
  enrol(browser, admin);
  CHECK(browser.signed_in());
  CHECK(admin.recovery_codes.size() == kRecoveryCodes);
  CHECK(bench.access->invitations().make_setup_link().error().code == Code::conflict);
  const auto who = browser.ok("session.read", "{}");
  CHECK(json::text(*json::member(who.body, "account"), "login") == "admin");
  CHECK(json::member(who.body, "grants")->Size() == 1);
}

TEST_CASE("a full session is told the key of its account's drafts, a half one is not") {
  Bench bench;
  const auto ana = hire(bench, "ana"), ben = hire(bench, "ben");
  Browser one{bench}, again{bench}, other{bench}, half{bench};
  ana.sign_in(one);
  ana.sign_in(again);
  ben.sign_in(other);
  REQUIRE_OK(half.password("ana").status);
  const auto key_of = [](Browser& browser) {
    return browser.call("session.read", "{}").text("draft_key");
  };
  const auto key = key_of(one);
  CHECK(key.size() == 43);
  CHECK(key_of(again) == key);
  CHECK(key_of(other) != key);
  CHECK(key_of(other).size() == 43);
  CHECK(key_of(half).empty());
}

TEST_CASE("a half session calls nothing but the operations of the second factor") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  bench.entitlements[ana.id].grants = {"*"};
  Browser browser{bench};
  REQUIRE_OK(browser.password("ana").status);
  for (const auto& operation : bench.registry->all()) {
    if (operation->open) continue;
    INFO(operation->id);
    CHECK(browser.call(operation->id, "{}").code() == Code::unauthenticated);
  }
  // A stolen password does not add a factor either.
  CHECK(browser.call("factors.begin_totp", "{}").code() == Code::unauthenticated);
  CHECK(browser.call("factors.confirm_totp", R"({"factor":"x","code":"123456"})").code() ==
        Code::unauthenticated);
  bench.clock.at += SessionLimits().half;
  CHECK(browser.totp(ana.code(bench)).code() == Code::unauthenticated);
}

TEST_CASE("each step of signing in gives a new token, and the one before opens nothing") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  browser.session = std::string(64, 'a');  // planted by somebody who knows it
  REQUIRE_OK(browser.password("ana").status);
  const auto half = browser.session;
  CHECK(half != std::string(64, 'a'));
  REQUIRE_OK(browser.totp(ana.code(bench)).status);
  const auto full = browser.session;
  CHECK(full != half);
  CHECK_FALSE(bench.access->authenticate(half, "", bench.clock.now()).ok());
  CHECK_FALSE(bench.access->sessions().find(half, bench.clock.now()));
  REQUIRE_OK(
      browser.call("session.step_up", fmt::format(R"({{"code":"{}"}})", ana.code(bench))).status);
  CHECK(browser.session != full);
  CHECK_FALSE(bench.access->authenticate(full, "", bench.clock.now()).ok());
  const auto principal = bench.access->authenticate(browser.session, "", bench.clock.now());
  REQUIRE_OK(principal);
  CHECK(principal->authenticated_at == bench.clock.now());
  CHECK(principal->account == ana.id);
}

TEST_CASE("a code of the app serves once, and only near its time") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser first{bench}, second{bench};
  REQUIRE_OK(first.password("ana").status);
  REQUIRE_OK(second.password("ana").status);
  const auto code = ana.code(bench);
  REQUIRE_OK(first.totp(code).status);
  CHECK(second.totp(code).code() == Code::unauthenticated);
  bench.clock.at += 30 * kSecond;
  CHECK(second.totp(code).code() == Code::unauthenticated);
  const auto before = totp_code(ana.secret, bench.clock.now() - 60 * kSecond);
  CHECK(second.totp(before).code() == Code::unauthenticated);
  const auto later = totp_code(ana.secret, bench.clock.now() + 60 * kSecond);
  CHECK(second.totp(later).code() == Code::unauthenticated);
  REQUIRE_OK(second.totp(totp_code(ana.secret, bench.clock.now() + 30 * kSecond)).status);
  // The step just taken lies ahead: the present one is behind it now.
  Browser third{bench};
  REQUIRE_OK(third.password("ana").status);
  CHECK(third.totp(totp_code(ana.secret, bench.clock.now())).code() == Code::unauthenticated);
}

TEST_CASE("a recovery code serves once, in any spelling, and a new set ends the old one") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  const auto with = [&](Browser& browser, const std::string& code) {
    REQUIRE_OK(browser.password("ana").status);
    return browser.call("session.recovery", fmt::format(R"({{"code":"{}"}})", code)).code();
  };
  Browser browser{bench};
  CHECK(with(browser, ana.recovery_codes[0]) == Code{0});
  CHECK(browser.signed_in());
  Browser other{bench};
  CHECK(with(other, ana.recovery_codes[0]) == Code::unauthenticated);
  std::string shouted = ana.recovery_codes[1];
  std::erase(shouted, '-');
  for (auto& c : shouted) c = static_cast<char>(std::toupper(c));
  CHECK(with(other, shouted) == Code{0});
  REQUIRE_OK(other.call("factors.renew_recovery", "{}").status);
  CHECK_FALSE(browser.signed_in());
  Browser third{bench};
  CHECK(with(third, ana.recovery_codes[2]) == Code::unauthenticated);
  const auto bob = hire(bench, "bob");
  CHECK(with(third, bob.recovery_codes[0]) == Code::unauthenticated);
}

TEST_CASE("five wrong factors end a half session") {
  Settings settings = Bench::cheap();
  Bench bench(settings);
  const auto ana = hire(bench, "ana");
  Browser known{bench};
  ana.sign_in(known);
  Browser thief{bench, "203.0.113.9"};
  REQUIRE_OK(thief.password("ana").status);
  for (int i = 0; i < 5; ++i) CHECK(thief.totp("000000").code() == Code::unauthenticated);
  bench.clock.at += 5 * kMinute;
  CHECK_FALSE(bench.access->sessions().find(thief.session, bench.clock.now()));
  CHECK(known.signed_in());
}

TEST_CASE("many sign in at once, each to a session of its own") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  std::vector<Browser> browsers(6, Browser{bench});
  for (auto& browser : browsers) REQUIRE_OK(browser.password("ana").status);
  // Only one of those who show the same code at once gets in.
  const auto code = ana.code(bench);
  std::atomic<int> in = 0;
  std::vector<std::thread> threads;
  for (auto& browser : browsers)
    threads.emplace_back([&] {
      if (browser.totp(code).status.ok()) ++in;
    });
  for (auto& thread : threads) thread.join();
  CHECK(in == 1);
  std::set<std::string> tokens;
  for (const auto& browser : browsers) tokens.insert(browser.session);
  CHECK(tokens.size() == browsers.size());
}
