#include "access/accounts.hpp"

#include "access/account_states.hpp"
#include "bench.hpp"

using namespace aksis;
using namespace aksis::access;

TEST_CASE("there is no account until somebody makes one, and a login is one person's") {
  Bench bench;
  CHECK(json::member(bench.command("accounts.list", "{}").body, "accounts")->Empty());
  const auto make = [&](const char* login) {
    return bench
        .command("accounts.create", fmt::format(R"({{"login":"{}","name":"Someone"}})", login))
        .code();
  };
  CHECK(make("Zoé.Martin") == Code{0});
  for (const auto* same : {"zoe.martin", "ZOE MARTIN", "zoé-martin"})
    CHECK(make(same) == Code::conflict);
  CHECK(make("...") == Code::invalid);
  CHECK(make("zoe.martin2") == Code{0});
  CHECK(bench.command("accounts.read", R"({"account":"zoe martin"})").text("login") ==
        "Zoé.Martin");
  CHECK(bench.command("accounts.read", R"({"account":"nobody"})").code() == Code::not_found);
}

TEST_CASE("accounts are found by the beginning of a word, page by page") {
  Bench bench;
  for (int i = 0; i < 7; ++i)
    REQUIRE_OK(
        bench
            .command("accounts.create",
                     fmt::format(R"({{"login":"user{}","name":"Léa Exemple {}"}})", i, i % 3))
            .status);
  std::set<std::string> seen;
  std::string cursor;
  int pages = 0;
  do {
    const auto page = bench.command(
        "accounts.list", fmt::format(R"({{"q":"exem","limit":3,"cursor":"{}"}})", cursor));
    REQUIRE_OK(page.status);
    for (const auto& one : json::member(page.body, "accounts")->GetArray())
      CHECK(seen.insert(std::string(json::text(one, "id"))).second);
    cursor = page.text("next");
    ++pages;
  } while (!cursor.empty());
  CHECK(seen.size() == 7);
  CHECK(pages == 3);
  const auto one = bench.command("accounts.list", R"({"q":"user3"})");
  CHECK(json::member(one.body, "accounts")->Size() == 1);
  const auto none = bench.command("accounts.list", R"({"state":"active"})");
  CHECK(json::member(none.body, "accounts")->Empty());
}

TEST_CASE("an account changes member by member, and belongs to an organisation that is open") {
  Bench bench;
  REQUIRE_OK(record::add_organisation_operations(*bench.registry, *bench.database, bench.clock));
  const auto agency =
      bench.command("organisations.create", R"({"kind":"agency","name":"Ouest"})").text("id");
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  ana.sign_in(browser);
  const auto set = [&](const std::string& members) {
    return bench.command("accounts.update", R"({"account":"ana",)" + members + "}");
  };
  REQUIRE_OK(set(R"("email":"ana@ouest.example","organisation":")" + agency + "\"").status);
  CHECK(set(R"("name":"Ana Nouvelle")").text("email") == "ana@ouest.example");
  CHECK(set(R"("organisation":"unknown")").code() == Code::invalid);
  CHECK(set(R"("email":"not an address")").code() == Code::invalid);
  CHECK(browser.signed_in());
  REQUIRE_OK(bench.command("organisations.close", R"({"organisation":")" + agency + "\"}").status);
  CHECK(set(R"("name":"Ana")").status.ok());
  hire(bench, "bob");
  CHECK(bench.command("accounts.update", R"({"account":"bob","organisation":")" + agency + "\"}")
            .code() == Code::invalid);
}

TEST_CASE("a disabled account cannot do anything until it is enabled") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser full{bench}, half{bench};
  ana.sign_in(full);
  REQUIRE_OK(half.password("ana").status);
  REQUIRE_OK(
      bench.command("accounts.disable", R"({"account":"ana","reason":"long leave"})").status);
  CHECK_FALSE(full.signed_in());
  CHECK(half.totp(ana.code(bench)).code() == Code::unauthenticated);
  CHECK(half.password("ana").code() == Code::unauthenticated);
  CHECK(bench.audited("sign_in", "not_active") == 1);
  bench.start();
  CHECK_FALSE(full.signed_in());
  REQUIRE_OK(bench.command("accounts.enable", R"({"account":"ana"})").status);
  CHECK_FALSE(full.signed_in());
  ana.sign_in(full);
  CHECK(bench.command("accounts.enable", R"({"account":"ana"})").code() == Code::conflict);
}

TEST_CASE("the last administrator cannot be disabled, but stopped by the system") {
  Bench bench;
  const auto ana = hire(bench, "ana"), bob = hire(bench, "bob");
  bench.admins = {ana.id};
  const auto disable = [&](const std::string& login) {
    return bench
        .command("accounts.disable", fmt::format(R"({{"account":"{}","reason":"left us"}})", login))
        .code();
  };
  Browser browser{bench};
  ana.sign_in(browser);
  CHECK(disable("ana") == Code::conflict);
  CHECK(browser.signed_in());
  bench.admins.insert(bob.id);
  bench.admins.erase(ana.id);
  CHECK(disable("ana") == Code{0});
  CHECK(disable("ana") == Code::conflict);
  REQUIRE_OK(lock_account(bench.access->parts(), bob.id, "reads too many people"));
  CHECK(bench.command("accounts.read", R"({"account":"bob"})").text("state") == "locked");
  CHECK(browser.password("bob").code() == Code::unauthenticated);
  REQUIRE_OK(bench.command("accounts.enable", R"({"account":"bob"})").status);
  bob.sign_in(browser);
}

TEST_CASE("what signing in does is told to the audit") {
  Bench bench;
  const auto ana = hire(bench, "ana");
  Browser browser{bench};
  (void)browser.password("nobody");
  (void)browser.password("ana", "not the right one");
  ana.sign_in(browser);
  REQUIRE_OK(browser.call("session.end", "{}").status);
  CHECK(bench.audited("account", "created") == 1);
  CHECK(bench.audited("link", "made") == 1);
  CHECK(bench.audited("link", "used") == 1);
  CHECK(bench.audited("factor", "added") == 1);
  CHECK(bench.audited("sign_in", "unknown") == 1);
  CHECK(bench.audited("sign_in", "wrong") == 1);
  CHECK(bench.audited("sign_in", "half") == 1);
  CHECK(bench.audited("sign_in", "ok") == 2);  // with the first factor, and now
  CHECK(bench.audited("session", "ended") == 2);
}
