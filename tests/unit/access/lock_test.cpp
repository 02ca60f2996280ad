#include "access/lock.hpp"

#include <chrono>
#include <random>

#include "bench.hpp"

using namespace aksis;
using namespace aksis::access;

namespace {

// The rule in other words: the wait after the nth failure in a row.
Micros wait_after(int64_t failures) {
  static const std::map<int64_t, Micros> kWaits = {
      {5, 30 * kSecond}, {6, kMinute}, {7, 2 * kMinute}, {8, 4 * kMinute}, {9, 8 * kMinute}};
  if (failures < 5) return 0;
  return failures > 9 ? 15 * kMinute : kWaits.at(failures);
}

Micros median(std::vector<Micros> times) {
  std::nth_element(times.begin(), times.begin() + static_cast<long>(times.size() / 2), times.end());
  return times[times.size() / 2];
}

void fail(Browser& browser, const std::string& login, int times) {
  for (int i = 0; i < times; ++i)
    CHECK(browser.password(login, "wrong from the start").code() == Code::unauthenticated);
}

}  // namespace

TEST_CASE("waits begin at the fifth failure and double to fifteen minutes") {
  LockState state;
  Micros now = kDay;
  for (int64_t n = 1; n <= 40; ++n) {
    state = after_failure(state, now);
    CHECK(state.locked_until == (n < 5 ? 0 : now + wait_after(n)));
    CHECK(locked(state, now) == (n >= 5));
    now = std::max(now + 1, state.locked_until);
    CHECK_FALSE(locked(state, now));
  }
  state = after_failure(state, now + kLockMemory);
  CHECK(state.failures == 1);
}

TEST_CASE("addresses count by their network") {
  const auto address = [](const char* peer) { return attempt_of("ana", "", peer).address; };
  CHECK(address("192.0.2.7") == "192.0.2.7");
  CHECK(address("2001:db8:1:2::1") == address("2001:db8:1:2:ffff::9"));
  CHECK(address("2001:db8:1:2::1") != address("2001:db8:1:3::1"));
  CHECK(address("::ffff:192.0.2.7") == "192.0.2.7");
  CHECK(attempt_of("ana", "d", "x").subject != attempt_of("ana", "", "x").subject);
  CHECK(attempt_of("ana", "d", "x").subject != attempt_of("bob", "d", "x").subject);
}

// Random tries of two logins from unknown and known devices, with restarts, beside a model.
TEST_CASE("who is let in is what the rule of the lock says, across restarts") {
  for (unsigned seed = 1; seed <= 4; ++seed) {
    auto settings = Bench::cheap();
    settings.budgets = {1'000'000, 1'000'000};
    Bench bench(settings);
    std::mt19937 random(seed);
    std::vector<Human> humans{hire(bench, "ana"), hire(bench, "bob")};
    std::map<std::string, std::string> devices;  // login → a known device's cookie
    for (auto& human : humans) {
      Browser browser{bench};
      human.sign_in(browser);
      devices[human.login] = browser.device;
    }
    struct Model {
      int64_t failures = 0;
      Micros last = 0, until = 0;
    };
    std::map<std::string, Model> models;  // login, and "+" when known
    for (int step = 0; step < 120; ++step) {
      INFO("seed " << seed << " step " << step);
      bench.clock.at += static_cast<Micros>(random() % 90) * kSecond + kSecond;
      if (random() % 150 == 0) bench.clock.at += kDay;
      if (random() % 20 == 0) bench.start();
      const auto& human = humans[random() % humans.size()];
      const bool known = random() % 2 == 0;
      auto& model = models[human.login + (known ? "+" : "")];
      Browser browser{bench};
      if (known) browser.device = devices[human.login];
      const bool right = random() % 4 == 0;
      const auto now = bench.clock.now();
      const auto done = browser.password(human.login, right ? kPassword : "surely not this one");
      const bool waits = now < model.until;
      REQUIRE(done.status.ok() == (right && !waits));
      if (waits) continue;
      if (!right) {
        if (now - model.last >= kDay) model.failures = 0;
        model.last = now;
        model.until = ++model.failures < 5 ? 0 : now + wait_after(model.failures);
      } else if (random() % 2 == 0) {
        // Only a complete sign-in forgets failures; the password alone does not.
        const auto code = human.code(bench);
        const bool still = bench.clock.now() < model.until;
        REQUIRE(browser.totp(code).status.ok() == !still);
        if (!still) model = {};
      }
    }
  }
}

TEST_CASE("an attacker does not keep a known device out") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser own{bench};
  ana.sign_in(own);
  Browser attacker{bench, "203.0.113.9"};
  fail(attacker, "ana", 8);
  Browser stranger{bench, "198.51.100.4"};
  CHECK(stranger.password("ana").code() == Code::unauthenticated);
  Browser again{bench};
  again.device = own.device;
  ana.sign_in(again);
  // The lock of the others goes on, and another one's device is not known for ana.
  stranger.device = own.device;
  CHECK(bench.audited("lock", "30 s") == 1);
  const auto bob = hire(bench, "bob");
  Browser bobs{bench};
  bob.sign_in(bobs);
  fail(attacker, "ana", 5);
  Browser borrowed{bench};
  borrowed.device = bobs.device;
  CHECK(borrowed.password("ana").code() == Code::unauthenticated);
}

TEST_CASE("a device's cookie is new unless it was ours for this account") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser planted{bench};
  planted.device = std::string(64, 'b');
  ana.sign_in(planted);
  CHECK(planted.device != std::string(64, 'b'));
  Browser again{bench};
  again.device = planted.device;
  ana.sign_in(again);
  CHECK(again.device == planted.device);
  for (int i = 0; i < 12; ++i) {
    Browser other{bench};
    ana.sign_in(other);
    REQUIRE_OK(other.call("session.end", "{}").status);
  }
  CHECK(bench.count("SELECT COUNT(*) FROM core_device WHERE account = $1", {ana.id}) ==
        kDevicesMax);
}

TEST_CASE("a right password does not count once a lock began while it was looked at") {
  Bench bench;
  hire(bench, "ana");
  std::atomic<int> in = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 12; ++i)
    threads.emplace_back([&, i] {
      Browser browser{bench};
      if (browser.password("ana", i == 11 ? kPassword : "one of eleven guesses").status.ok()) ++in;
    });
  for (auto& thread : threads) thread.join();
  // Whatever the order was: no more than four wrong ones were looked at before a right one.
  const auto failures = bench.count("SELECT failures FROM core_sign_in_lock");
  CHECK(failures <= 5);
  CHECK(bench.audited("sign_in", "wrong") == failures);
  CHECK(bench.audited("sign_in", "wrong") + bench.audited("sign_in", "locked") + in == 12);
}

TEST_CASE("a lock that begins after the password holds for the second factor too") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser half{bench}, attacker{bench, "203.0.113.9"};
  REQUIRE_OK(half.password("ana").status);
  const auto code = ana.code(bench);
  fail(attacker, "ana", 5);
  CHECK(half.totp(code).code() == Code::unauthenticated);
  CHECK(bench.audited("sign_in", "locked") == 1);
  bench.clock.at += kLockFirst;
  // It was not looked at, so it still serves.
  CHECK(half.totp(code).status.ok());
  REQUIRE_OK(half.password("ana").status);
  const auto next = ana.code(bench);
  REQUIRE_OK(storage::run(*bench.database, "UPDATE core_account SET state = 'disabled'"));
  CHECK(half.totp(next).code() == Code::unauthenticated);
}

TEST_CASE("a network that fails too often is told to wait, and known devices are not") {
  auto settings = Bench::cheap();
  settings.budgets = {20, 30};
  Bench bench(settings);
  const auto ana = hire(bench, "ana");
  Browser own{bench};
  ana.sign_in(own);
  Browser attacker{bench, "203.0.113.9"};
  for (int i = 0; i < 20; ++i)
    CHECK(attacker.password(fmt::format("somebody{}", i)).code() == Code::unauthenticated);
  CHECK(attacker.password("ana").code() == Code::busy);
  Browser elsewhere{bench, "198.51.100.4"};
  CHECK(elsewhere.password("ana").status.ok());
  for (int i = 0; i < 10; ++i)
    CHECK(elsewhere.password(fmt::format("else{}", i)).code() == Code::unauthenticated);
  Browser third{bench, "198.51.100.5"};
  CHECK(third.password("ana").code() == Code::busy);
  bench.start();
  CHECK(third.password("ana").code() == Code::busy);
  third.device = own.device;
  CHECK(third.password("ana").status.ok());
  bench.clock.at += kBudgetWindow;
  third.device.clear();
  CHECK(third.password("ana").status.ok());
  bench.clock.at += kDay;
  REQUIRE_OK(bench.access->keep());
  CHECK(bench.count("SELECT COUNT(*) FROM core_sign_in_failure") == 0);
  CHECK(bench.count("SELECT COUNT(*) FROM core_sign_in_lock") == 0);
}

TEST_CASE("ten failures within a day ask for a review, once, until somebody looked") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser attacker{bench, "203.0.113.9"};
  const auto events = [&] {
    return bench.count("SELECT COUNT(*) FROM core_event WHERE type = 'core.account_review/1'");
  };
  for (int i = 0; i < 9; ++i) {
    fail(attacker, "ana", 1);
    bench.clock.at += 16 * kMinute;
  }
  CHECK(events() == 0);
  for (int i = 0; i < 4; ++i) {
    fail(attacker, "ana", 1);
    bench.clock.at += 16 * kMinute;
  }
  CHECK(events() == 1);
  const auto shown = bench.command("accounts.read", R"({"account":"ana"})");
  CHECK(shown.text("review_at") != "");
  REQUIRE_OK(bench.command("accounts.enable", R"({"account":"ana"})").status);
  CHECK(bench.command("accounts.read", R"({"account":"ana"})").text("review_at") == "");
  fail(attacker, "ana", 1);
  CHECK(events() == 2);
}

TEST_CASE("unknown, wrong, locked and disabled get the same sentence after the same time") {
  Settings settings;  // what the product runs with
  settings.budgets = {1'000'000, 1'000'000};
  Bench bench(settings);
  hire(bench, "ana");
  hire(bench, "locked");
  hire(bench, "disabled");
  Browser browser{bench, "203.0.113.9"};
  fail(browser, "locked", 5);
  REQUIRE_OK(bench.command("accounts.disable", R"({"account":"disabled","reason":"gone"})").status);
  std::map<std::string, std::vector<Micros>> times;
  std::set<std::string> sentences;
  for (int i = 0; i < 21; ++i)
    for (const std::string login : {"unknown", "ana", "locked", "disabled"}) {
      // Failures of ana stay below what locks.
      if (i % 4 == 0)
        REQUIRE_OK(storage::run(*bench.database,
                                "DELETE FROM core_sign_in_lock "
                                "WHERE failures < 5"));
      const auto begin = std::chrono::steady_clock::now();
      const auto done = browser.password(login, "wrong from the start");
      const auto took = std::chrono::steady_clock::now() - begin;
      times[login].push_back(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
      REQUIRE(done.code() == Code::unauthenticated);
      sentences.insert(done.status.error().message);
    }
  CHECK(sentences.size() == 1);
  const auto wrong = static_cast<double>(median(times["ana"]));
  for (const auto& [login, all] : times) {
    const auto ratio = static_cast<double>(median(all)) / wrong;
    WARN(login << ": median " << median(all) << " us, " << ratio << " of a wrong password's");
    CHECK(ratio > 0.8);
    CHECK(ratio < 1.25);
  }
}
