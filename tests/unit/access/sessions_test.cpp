#include "access/sessions.hpp"

#include <random>

#include "bench.hpp"

using namespace aksis;
using namespace aksis::access;

TEST_CASE("a session ends fifteen minutes after its last use") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  ana.sign_in(browser);
  for (int i = 0; i < 4; ++i) {
    bench.clock.at += 15 * kMinute - 1;
    REQUIRE(browser.signed_in());
  }
  bench.clock.at += 15 * kMinute;
  CHECK_FALSE(browser.signed_in());
  bench.clock.at -= kMinute;  // a clock set back revives no session that was looked for
  REQUIRE_OK(bench.access->keep());
  bench.clock.at += kMinute;
  REQUIRE_OK(bench.access->keep());
  CHECK(bench.count("SELECT COUNT(*) FROM core_session") == 0);
  CHECK(browser.call("session.read", "{}").code() == Code::unauthenticated);
}

TEST_CASE("a session ends after eight hours, whatever is done") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  ana.sign_in(browser);
  const auto end = bench.clock.now() + 8 * kHour;
  while (bench.clock.now() + 10 * kMinute < end) {
    bench.clock.at += 10 * kMinute - 30 * kSecond;
    // Not even showing a factor again moves the end.
    REQUIRE_OK(
        browser.call("session.step_up", fmt::format(R"({{"code":"{}"}})", ana.code(bench))).status);
  }
  bench.clock.at = end - 1;
  CHECK(browser.signed_in());
  bench.clock.at = end;
  CHECK_FALSE(browser.signed_in());
}

TEST_CASE("a restart signs nobody out, and keeps when sessions were last seen") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  bench.entitlements[ana.id] = {{operations::Grant("people.read", operations::Scope::agency)},
                                {"nir"},
                                "the agency",
                                "another account"};
  Browser browser{bench};
  ana.sign_in(browser);
  bench.clock.at += 10 * kMinute;
  CHECK(browser.signed_in());
  REQUIRE_OK(bench.access->keep());
  bench.start();
  bench.clock.at += 10 * kMinute;
  const auto principal = bench.access->authenticate(browser.session, "", bench.clock.now());
  REQUIRE_OK(principal);
  CHECK(principal->id == "account:" + ana.id);
  CHECK(principal->scope_of("people.read") == operations::Scope::agency);
  CHECK(principal->masked == std::vector<std::string>{"nir"});
  CHECK(principal->organisation == "the agency");
  CHECK(principal->on_behalf_of == "another account");
  // Nothing in the file is a token.
  CHECK(bench.count("SELECT COUNT(*) FROM core_session WHERE token_hash = $1 OR id = $1",
                    {browser.session}) == 0);
  bench.clock.at += 15 * kMinute;
  bench.start();
  CHECK_FALSE(browser.signed_in());
}

TEST_CASE("new grants reach the sessions that are open") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  ana.sign_in(browser);
  CHECK(browser.call("accounts.list", "{}").code() == Code::forbidden);
  bench.entitlements[ana.id].grants = {"accounts.manage"};
  CHECK(browser.call("accounts.list", "{}").code() == Code::forbidden);
  REQUIRE_OK(bench.access->sessions().reload(ana.id));
  CHECK(browser.call("accounts.list", "{}").status.ok());
}

TEST_CASE("people end their own sessions and nobody else's, administrators everybody's") {
  Bench bench;
  const auto ana = hire(bench, "ana"), bob = hire(bench, "bob");
  Browser one{bench}, two{bench}, three{bench}, other{bench};
  for (auto* browser : {&one, &two, &three}) ana.sign_in(*browser);
  bob.sign_in(other);
  const auto id_of = [&](const Browser& browser) {
    return bench.access->sessions().find(browser.session, bench.clock.now())->id;
  };
  const auto end = [&](const std::string& session) {
    return one.call("sessions.end", fmt::format(R"({{"session":"{}"}})", session));
  };
  const auto listed = one.ok("sessions.list", "{}");
  REQUIRE(json::member(listed.body, "sessions")->Size() == 3);
  int current = 0;
  for (const auto& session : json::member(listed.body, "sessions")->GetArray())
    current += json::boolean(session, "current") ? 1 : 0;
  CHECK(current == 1);
  CHECK(end(id_of(other)).code() == Code::not_found);
  CHECK(other.signed_in());
  REQUIRE_OK(end(id_of(two)).status);
  CHECK_FALSE(two.signed_in());
  REQUIRE_OK(one.call("sessions.end_others", "{}").status);
  CHECK_FALSE(three.signed_in());
  CHECK(one.signed_in());
  CHECK(other.signed_in());
  REQUIRE_OK(one.call("session.end", "{}").status);
  CHECK(one.session.empty());
  REQUIRE_OK(one.call("session.end", "{}").status);
  const auto shown = bench.command("accounts.sessions", R"({"account":"bob"})");
  REQUIRE(json::member(shown.body, "sessions")->Size() == 1);
  REQUIRE_OK(bench
                 .command("accounts.end_session",
                          fmt::format(R"({{"account":"bob","session":"{}"}})", id_of(other)))
                 .status);
  CHECK_FALSE(other.signed_in());
  bob.sign_in(other);
  REQUIRE_OK(bench.command("accounts.end_sessions", R"({"account":"bob"})").status);
  CHECK_FALSE(other.signed_in());
}

TEST_CASE("the twenty-first session of an account ends the oldest") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  std::vector<Browser> browsers(kSessionsMax + 1, Browser{bench});
  for (auto& browser : browsers) ana.sign_in(browser);
  CHECK_FALSE(browsers.front().signed_in());
  for (size_t i = 1; i < browsers.size(); ++i) CHECK(browsers[i].signed_in());
}

TEST_CASE("an account that is disabled while it signs in keeps no session") {
  for (int round = 0; round < 8; ++round) {
    Bench bench;
    const auto ana = hire(bench, "ana");
    std::vector<Browser> browsers(4, Browser{bench});
    for (auto& browser : browsers) REQUIRE_OK(browser.password("ana").status);
    const auto code = ana.code(bench);
    std::vector<std::thread> threads;
    for (size_t i = 0; i < browsers.size(); ++i)
      threads.emplace_back([&, i] {
        if (i == 0)
          (void)browsers[i].totp(code);
        else
          (void)browsers[i].call("session.recovery",
                                 fmt::format(R"({{"code":"{}"}})", ana.recovery_codes[i]));
      });
    threads.emplace_back([&] {
      (void)bench.command("accounts.disable", R"({"account":"ana","reason":"left us"})");
    });
    for (auto& thread : threads) thread.join();
    for (auto& browser : browsers) CHECK_FALSE(browser.signed_in());
    CHECK(bench.count("SELECT COUNT(*) FROM core_session") == 0);
    CHECK(bench.access->sessions().of_account(ana.id, bench.clock.now()).empty());
  }
}

namespace {

// What is open by the rule, beside a bench that is told the same.
struct OpenSessions {
  struct One {
    std::string owner, id;
    Micros started, seen;
  };
  Bench bench;
  std::mt19937 random;
  std::vector<Human> humans{hire(bench, "ana"), hire(bench, "bob")};
  std::map<std::string, One> open;  // by token
  std::set<std::string> dead;       // tokens that once were one

  explicit OpenSessions(unsigned seed) : random(seed) {}

  bool over(const One& one) const {
    return bench.clock.now() >= one.seen + 15 * kMinute ||
           bench.clock.now() >= one.started + 8 * kHour;
  }
  void drop_over() {
    for (auto it = open.begin(); it != open.end();) {
      if (over(it->second)) dead.insert(it->first);
      it = over(it->second) ? open.erase(it) : std::next(it);
    }
  }
  std::map<std::string, One>::iterator any() {
    auto out = open.begin();
    std::advance(out, random() % open.size());
    return out;
  }
  void begin() {
    const auto& human = humans[random() % 2];
    Browser browser{bench};
    human.sign_in(browser);
    drop_over();
    const auto session = *bench.access->sessions().find(browser.session, bench.clock.now());
    open[browser.session] = {human.login, session.id, bench.clock.now(), bench.clock.now()};
  }
  void step_up() {
    const auto [before, model] = *any();
    Browser browser{bench};
    browser.session = before;
    const auto code = humans[model.owner == "ana" ? 0 : 1].code(bench);
    const bool still = !over(model);
    drop_over();
    const auto done = browser.call("session.step_up", fmt::format(R"({{"code":"{}"}})", code));
    REQUIRE(done.status.ok() == still);
    if (!still) return;
    open.erase(before);
    dead.insert(before);
    open[browser.session] = {model.owner, model.id, model.started, bench.clock.now()};
  }
  void end() {
    const auto one = any();
    const auto input =
        fmt::format(R"({{"account":"{}","session":"{}"}})", one->second.owner, one->second.id);
    REQUIRE_OK(bench.command("accounts.end_session", input).status);
    dead.insert(one->first);
    open.erase(one);
  }
  void use() {
    const auto one = any();
    REQUIRE(bench.access->authenticate(one->first, "", bench.clock.now()).ok());
    one->second.seen = bench.clock.now();
  }
  void keep() {
    REQUIRE_OK(bench.access->keep());
    if (random() % 3 == 0) bench.start();
  }
  // find() and authenticate() are uses: only dead tokens are shown to them here.
  void compare() {
    for (const auto& token : dead)
      REQUIRE_FALSE(bench.access->authenticate(token, "", bench.clock.now()).ok());
    for (const auto& human : humans) {
      std::set<std::string> expected, found;
      for (const auto& [token, model] : open)
        if (model.owner == human.login) expected.insert(model.id);
      for (const auto& one : bench.access->sessions().of_account(human.id, bench.clock.now()))
        found.insert(one.id);
      REQUIRE(found == expected);
    }
  }
};

}  // namespace

// Random sign-ins, uses, ends, step-ups, restarts and waits, beside a model of what is open.
TEST_CASE("tokens open exactly the sessions that the rule says are open") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    OpenSessions all(seed);
    for (int step = 0; step < 150; ++step) {
      INFO("seed " << seed << " step " << step);
      all.bench.clock.at += static_cast<Micros>(all.random() % 240) * kSecond;
      if (all.random() % 60 == 0) all.bench.clock.at += kHour;
      all.drop_over();
      const auto what = all.random() % 6;
      if (what < 2 || all.open.empty())
        all.begin();
      else if (what == 2)
        all.step_up();
      else if (what == 3)
        all.end();
      else if (what == 4)
        all.keep();
      else
        all.use();
      all.compare();
    }
  }
}

TEST_CASE("looking up a session takes no write and little time") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  for (int i = 0; i < 40; ++i)
    bench.entitlements[ana.id].grants.emplace_back(fmt::format("something.read_{}", i));
  Browser browser{bench};
  ana.sign_in(browser);
  const auto writes = bench.database->metrics().writes;
  constexpr int kLookups = 20'000;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < kLookups; ++i)
    REQUIRE(bench.access->authenticate(browser.session, "", bench.clock.now()).ok());
  const auto took = std::chrono::steady_clock::now() - begin;
  CHECK(bench.database->metrics().writes == writes);
  CHECK(took < std::chrono::seconds(2));
  WARN(std::chrono::duration_cast<std::chrono::nanoseconds>(took).count() / kLookups
       << " ns a lookup with 40 grants");
}
