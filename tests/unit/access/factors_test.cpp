#include "access/factors.hpp"

#include "access/totp.hpp"
#include "bench.hpp"

using namespace aksis;
using namespace aksis::access;

namespace {

std::string factor_id(Browser& browser, size_t at) {
  const auto listed = browser.ok("factors.list", "{}");
  const auto& factors = *json::member(listed.body, "factors");
  REQUIRE(factors.Size() > at);
  return std::string(json::text(factors[static_cast<rapidjson::SizeType>(at)], "id"));
}

Answer remove(Browser& browser, const std::string& id) {
  return browser.call("factors.remove", fmt::format(R"({{"factor":"{}"}})", id));
}

}  // namespace

TEST_CASE("the last factor stays, and changing factors signs the other sessions out") {
  Bench bench;
  auto ana = hire(bench, "ana");
  Browser here{bench}, there{bench};
  ana.sign_in(here);
  ana.sign_in(there);
  const auto old = factor_id(here, 0);
  CHECK(remove(here, old).code() == Code::conflict);
  CHECK(remove(here, "unknown").code() == Code::not_found);
  auto second = ana;
  enrol(here, second);
  CHECK_FALSE(there.signed_in());
  // There were codes already: none are shown again.
  CHECK(second.recovery_codes.empty());
  ana.sign_in(there);
  REQUIRE_OK(remove(here, old).status);
  CHECK_FALSE(there.signed_in());
  REQUIRE_OK(there.password("ana").status);
  CHECK(there.totp(ana.code(bench)).code() == Code::unauthenticated);
  CHECK(there.totp(second.code(bench)).status.ok());
  CHECK(bench.audited("factor", "removed") == 1);
  CHECK(bench.audited("factor", "added") == 2);
}

TEST_CASE("factors change only within five minutes of showing them") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  ana.sign_in(browser);
  const auto factor = factor_id(browser, 0);
  bench.clock.at += kFresh + 1;
  CHECK(remove(browser, factor).code() == Code::forbidden);
  CHECK(browser.call("factors.begin_totp", "{}").code() == Code::forbidden);
  CHECK(browser.call("factors.renew_recovery", "{}").code() == Code::forbidden);
  REQUIRE_OK(
      browser.call("session.step_up", fmt::format(R"({{"code":"{}"}})", ana.code(bench))).status);
  CHECK(browser.call("factors.begin_totp", "{}").status.ok());
}

TEST_CASE("an app counts only once its first code was shown") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  ana.sign_in(browser);
  const auto begun = browser.ok("factors.begin_totp", R"({"label":"tablet"})");
  CHECK(begun.text("uri").starts_with("otpauth://totp/aksis:ana?secret=" + begun.text("secret")));
  const auto confirm = [&](const std::string& id, const std::string& code) {
    return browser.call("factors.confirm_totp",
                        fmt::format(R"({{"factor":"{}","code":"{}"}})", id, code));
  };
  Browser other{bench};
  REQUIRE_OK(other.password("ana").status);
  CHECK(other.totp(totp_code(begun.text("secret"), bench.clock.now())).code() ==
        Code::unauthenticated);
  const auto wrong = confirm(begun.text("id"), "000000");
  CHECK(wrong.code() == Code::invalid);
  CHECK(wrong.status.error().details.at(0).pointer == "/code");
  const auto again = browser.ok("factors.begin_totp", "{}");
  CHECK(confirm(begun.text("id"), totp_code(begun.text("secret"), bench.clock.now())).code() ==
        Code::not_found);
  const auto code = totp_code(again.text("secret"), bench.clock.now());
  REQUIRE_OK(confirm(again.text("id"), code).status);
  // The code that confirmed it does not sign in as well.
  REQUIRE_OK(other.password("ana").status);
  CHECK(other.totp(code).code() == Code::unauthenticated);
}

TEST_CASE("a sealed secret that was put elsewhere does not open, and signs nobody in") {
  Bench bench;
  const auto ana = hire(bench, "ana"), bob = hire(bench, "bob");
  CHECK(bench.count("SELECT COUNT(*) FROM core_totp WHERE secret = $1", {ana.secret}) == 0);
  REQUIRE_OK(storage::run(*bench.database,
                          "UPDATE core_totp SET secret = (SELECT secret FROM core_totp WHERE "
                          "account = $1) WHERE account = $2",
                          {ana.id, bob.id}));
  Browser browser{bench};
  REQUIRE_OK(browser.password("bob").status);
  CHECK(browser.totp(ana.code(bench)).code() == Code::internal);
  CHECK_FALSE(browser.signed_in());
}

TEST_CASE("an account holds five apps at most") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  ana.sign_in(browser);
  auto more = ana;
  for (int i = 1; i < kTotpMax; ++i) enrol(browser, more);
  CHECK(browser.call("factors.begin_totp", "{}").code() == Code::conflict);
}

TEST_CASE("a kind of factor from elsewhere plugs in") {
  class Passkeys final : public FactorKind {
   public:
    std::string_view name() const override { return "passkey"; }
    Result<std::vector<Factor>> list(storage::Transaction&, std::string_view) const override {
      return std::vector<Factor>{{"passkey", "key-1", "yellow key", 0}};
    }
    Status remove(storage::Transaction&, std::string_view, std::string_view) const override {
      return {};
    }
  };
  Bench bench;
  const auto ana = hire(bench, "ana");
  bench.access->factors().add(std::make_unique<Passkeys>());
  Browser browser{bench};
  const auto half = browser.password("ana");
  REQUIRE_OK(half.status);
  CHECK(json::member(half.body, "factors")->Size() == 3);
  const auto session = *bench.access->sessions().find(browser.session, bench.clock.now());
  const operations::Origin origin{
      .peer = "192.0.2.7", .user_agent = {}, .device = {}, .session = {}};
  const auto shown = [](bool right) {
    return [right](storage::Transaction&, std::string_view) { return Result<bool>(right); };
  };
  CHECK_FALSE(bench.access->sign_in().with_factor(session, "passkey", origin, shown(false)).ok());
  const auto full = bench.access->sign_in().with_factor(session, "passkey", origin, shown(true));
  REQUIRE_OK(full);
  browser.session = full->token;
  CHECK(browser.signed_in());
  CHECK(full->session.method == "password+passkey");
  REQUIRE_OK(remove(browser, factor_id(browser, 0)).status);
  // The half session that it was is spent.
  CHECK_FALSE(bench.access->sign_in().with_factor(session, "passkey", origin, shown(true)).ok());
  // With user verification it is two factors in one step.
  const auto alone = bench.access->sign_in().without_password(
      "passkey", origin, [&](storage::Transaction&) { return Result<std::string>(ana.id); });
  REQUIRE_OK(alone);
  CHECK(bench.access->authenticate(alone->token, "", bench.clock.now()).ok());
  CHECK_FALSE(bench.access->sign_in()
                  .without_password("passkey", origin,
                                    [](storage::Transaction&) { return Result<std::string>(""); })
                  .ok());
}
