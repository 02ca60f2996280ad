#include "access/links.hpp"

#include "bench.hpp"

using namespace aksis;
using namespace aksis::access;

namespace {

std::string reset_link(Bench& bench, const std::string& login, const std::string& what) {
  const auto made = bench.command(
      "accounts.reset",
      fmt::format(R"({{"account":"{}","what":"{}","reason":"lost in a train"}})", login, what));
  REQUIRE_OK(made.status);
  return made.text("token");
}

}  // namespace

TEST_CASE("an invitation serves once, for three days, and until a newer one is made") {
  Bench bench;
  Human ana{"ana", {}, {}, {}};
  const auto first = invite(bench, ana);
  const auto again = bench.command("accounts.invite", R"({"account":"ana"})");
  REQUIRE_OK(again.status);
  Browser browser{bench};
  CHECK(browser.call("invitations.accept", link_input(first)).code() == Code::forbidden);
  const auto refused = browser.call("invitations.accept", link_input(again.text("token"), "short"));
  CHECK(refused.code() == Code::invalid);
  // A password that was refused did not use the link up.
  REQUIRE_OK(browser.call("invitations.accept", link_input(again.text("token"))).status);
  Browser thief{bench};
  CHECK(thief.call("invitations.accept", link_input(again.text("token"))).code() ==
        Code::forbidden);
  CHECK(thief.password("ana").code() == Code::unauthenticated);
  // Left before the first factor: the half session ends, another invitation is needed.
  bench.clock.at += SessionLimits().half;
  CHECK(browser.call("factors.begin_totp", "{}").code() == Code::unauthenticated);
  const auto third = bench.command("accounts.invite", R"({"account":"ana"})").text("token");
  bench.clock.at += kInvitationLife;
  CHECK(browser.call("invitations.accept", link_input(third)).code() == Code::forbidden);
  const auto fourth = bench.command("accounts.invite", R"({"account":"ana"})").text("token");
  REQUIRE_OK(browser.call("invitations.accept", link_input(fourth)).status);
  enrol(browser, ana);
  CHECK(browser.signed_in());
  CHECK(bench.command("accounts.invite", R"({"account":"ana"})").code() == Code::conflict);
  CHECK(bench.count("SELECT COUNT(*) FROM core_access_link WHERE hash = $1", {fourth}) == 0);
}

TEST_CASE("a new password by a link does not spare the second factor") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser open{bench};
  ana.sign_in(open);
  const auto token = reset_link(bench, "ana", "password");
  CHECK(open.signed_in());
  const std::string wanted = "cinq loutres dansent dehors";
  Browser browser{bench};
  REQUIRE_OK(browser.call("resets.accept", link_input(token, wanted)).status);
  CHECK(browser.session.empty());
  CHECK_FALSE(open.signed_in());
  CHECK(browser.call("resets.accept", link_input(token, wanted)).code() == Code::forbidden);
  CHECK(browser.password("ana").code() == Code::unauthenticated);
  REQUIRE_OK(browser.password("ana", wanted).status);
  CHECK_FALSE(browser.signed_in());
  CHECK(browser.call("factors.begin_totp", "{}").code() == Code::unauthenticated);
  CHECK(browser.totp(ana.code(bench)).status.ok());
}

TEST_CASE("factors are reset by a link and the password together, and go when a new one is shown") {
  Bench bench;
  auto ana = hire(bench, "ana");
  const auto before = ana;
  const auto token = reset_link(bench, "ana", "factors");
  Browser thief{bench};
  CHECK(thief.call("resets.accept", link_input(token, "not the password")).code() ==
        Code::unauthenticated);
  CHECK(bench.audited("sign_in", "wrong") == 1);
  CHECK(thief.call("invitations.accept", link_input(token)).code() == Code::forbidden);
  Browser browser{bench};
  REQUIRE_OK(browser.call("resets.accept", link_input(token)).status);
  CHECK_FALSE(browser.signed_in());
  CHECK(thief.call("resets.accept", link_input(token)).code() == Code::forbidden);
  // Not gone yet: whoever finds the phone again can still sign in.
  Browser found{bench};
  before.sign_in(found);
  REQUIRE_OK(found.call("session.end", "{}").status);
  enrol(browser, ana);
  CHECK(browser.signed_in());
  CHECK(ana.recovery_codes.size() == 10);
  REQUIRE_OK(found.password("ana").status);
  CHECK(found.totp(before.code(bench)).code() == Code::unauthenticated);
  CHECK(found.call("session.recovery", fmt::format(R"({{"code":"{}"}})", before.recovery_codes[0]))
            .code() == Code::unauthenticated);
  CHECK(found.totp(ana.code(bench)).status.ok());
}

TEST_CASE("links end with their hour and with the account") {
  Bench bench;
  hire(bench, "ana");
  hire(bench, "bob");
  const auto late = reset_link(bench, "ana", "password");
  bench.clock.at += kResetLife;
  Browser browser{bench};
  const std::string wanted = "cinq loutres dansent dehors";
  CHECK(browser.call("resets.accept", link_input(late, wanted)).code() == Code::forbidden);
  const auto cut = reset_link(bench, "bob", "password");
  REQUIRE_OK(bench.command("accounts.disable", R"({"account":"bob","reason":"left us"})").status);
  CHECK(browser.call("resets.accept", link_input(cut, wanted)).code() == Code::forbidden);
  CHECK(bench
            .command("accounts.reset",
                     R"({"account":"bob","what":"password","reason":"left us too"})")
            .code() == Code::conflict);
  // Enabling the account does not bring the link back.
  REQUIRE_OK(bench.command("accounts.enable", R"({"account":"bob"})").status);
  CHECK(browser.call("resets.accept", link_input(cut, wanted)).code() == Code::forbidden);
  CHECK(browser.call("resets.accept", link_input(std::string(64, '0'), wanted)).code() ==
        Code::forbidden);
}

TEST_CASE("one link used by many at once serves one of them") {
  Bench bench;
  Human ana{"ana", {}, {}, {}};
  const auto token = invite(bench, ana);
  std::atomic<int> in = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 6; ++i)
    threads.emplace_back([&] {
      Browser browser{bench};
      if (browser.call("invitations.accept", link_input(token)).status.ok()) ++in;
    });
  for (auto& thread : threads) thread.join();
  CHECK(in == 1);
}
