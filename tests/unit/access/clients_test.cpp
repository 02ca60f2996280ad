#include "access/clients.hpp"

#include <algorithm>

#include "file_holds.hpp"
#include "house.hpp"

using namespace aksis;
using namespace aksis::access;
using operations::Grant;
using operations::Principal;
using operations::Scope;

namespace {

const Principal kHost{"local", true, {"*"}};

std::string create_input(const std::string& grants, const std::string& rest = "") {
  return fmt::format(R"({{"name":"program","grants":[{}]{}}})", grants, rest);
}

}  // namespace

TEST_CASE("a key is shown once, and only its hash is kept") {
  House house;
  const auto made = house.host("clients.create", create_input(R"("people.read:all")"));
  const auto key = made.text("key");
  CHECK(key.size() == 6 + 64);
  CHECK(key.starts_with("aksis_"));
  CHECK(house.entry(made.request).object == "client:" + made.text("id"));
  const auto listed = house.host("clients.list", "{}");
  CHECK(json::dump(listed.answer.body).find(key) == std::string::npos);
  CHECK(json::dump(listed.answer.body).find(sha256_hex(key)) == std::string::npos);
  CHECK_FALSE(file_holds(house, key));
  CHECK_FALSE(file_holds(house, key.substr(6)));
  REQUIRE(file_holds(house, sha256_hex(key)));  // what was looked for can be found
  const auto caller = house.clients->authenticate(key);
  REQUIRE_OK(caller);
  CHECK(caller->id == "client:" + made.text("id"));
  CHECK(caller->account.empty());
  CHECK_FALSE(caller->local);
  house.start();
  CHECK(house.clients->authenticate(key)->scope_of("people.read") == Scope::all);
  for (const auto& wrong : {std::string(), key.substr(1), key + "0", sha256_hex(key)})
    CHECK(house.clients->authenticate(wrong).error().code == Code::unauthenticated);
}

TEST_CASE("a key ends on its day, and at once when it is revoked") {
  House house;
  const auto short_one =
      house.host("clients.create", create_input(R"("people.read:all")", R"(,"days":1)"));
  const auto long_one =
      house.host("clients.create", create_input(R"("people.read:all")", R"(,"days":730)"));
  const auto key = short_one.text("key"), other = long_one.text("key");
  house.clock.at += kDay - 1;
  CHECK(house.clients->authenticate(key).ok());
  house.clock.at += 1;
  CHECK_FALSE(house.clients->authenticate(key).ok());
  REQUIRE(house.clients->authenticate(other).ok());
  const auto revoked =
      house.host("clients.revoke", fmt::format(R"({{"client":"{}"}})", long_one.text("id")));
  CHECK(house.entry(revoked.request).object == "client:" + long_one.text("id"));
  CHECK_FALSE(house.clients->authenticate(other).ok());
  house.start();
  CHECK_FALSE(house.clients->authenticate(other).ok());
  CHECK_FALSE(house.clients->authenticate(key).ok());
  CHECK(house.ask(kHost, "clients.revoke", R"({"client":"nobody"})").code() == Code::not_found);
}

TEST_CASE("what makes no sense makes no key") {
  House house;
  for (const auto& input : {create_input(""), create_input(R"("people.read:all")", R"(,"days":0)"),
                            create_input(R"("people.read:all")", R"(,"days":731)"),
                            create_input(R"("people.read:all")", R"(,"organisation":"none")"),
                            create_input(R"("people.read:all","people.read:own")"),
                            create_input(R"("people.read:sky")")}) {
    INFO(input);
    CHECK(house.ask(kHost, "clients.create", input).code() == Code::invalid);
  }
  Client wanted;
  wanted.name = "direct";
  wanted.grants = {"people.read"};
  wanted.expires_at = house.clock.now();
  CHECK(house.clients->create(wanted).error().code == Code::invalid);
  wanted.expires_at = house.clock.now() + kClientDaysMax * kDay + 1;
  CHECK(house.clients->create(wanted).error().code == Code::invalid);
  CHECK(house.count("SELECT count(*) FROM core_client") == 0);
}

TEST_CASE("its scope and its organisation say whom a program sees") {
  House house;
  const auto north = house.agency("Nord"), south = house.agency("Sud");
  const auto ours = house.person(), theirs = house.person(), nobodys = house.person();
  house.relate(ours, "agency", north);
  house.relate(theirs, "agency", south);
  const auto sees = [&](const std::string& scope, const std::string& organisation) {
    const auto made = house.host(
        "clients.create", create_input(fmt::format(R"("people.read:{}")", scope),
                                       fmt::format(R"(,"organisation":"{}")", organisation)));
    const auto caller = house.clients->authenticate(made.text("key"));
    REQUIRE(caller.ok());
    std::string out;
    for (const auto& person : {ours, theirs, nobodys})
      out += house.read(*caller, person).ok() ? '1' : '0';
    // What it lists is what it may open.
    const auto listed = house.ask(*caller, "people.list", "{}");
    REQUIRE(listed.ok());
    CHECK(json::member(listed.answer.body, "people")->Size() ==
          static_cast<unsigned>(std::count(out.begin(), out.end(), '1')));
    return out;
  };
  CHECK(sees("own", north) == "000");
  CHECK(sees("agency", north) == "100");
  CHECK(sees("agency", south) == "010");
  CHECK(sees("agency", "") == "000");
  CHECK(sees("all", "") == "111");
  CHECK(sees("all", north) == "111");
}

TEST_CASE("nobody gives a program what they do not hold") {
  House house;
  const auto north = house.agency("Nord"), south = house.agency("Sud");
  Principal giver{"account:x",
                  false,
                  {Grant("clients.manage"), Grant("people.read", Scope::agency),
                   Grant("matching.*", Scope::own)}};
  giver.account = house.account("x", north);
  giver.organisation = north;
  giver.authenticated_at = house.clock.now();
  const auto gives = [&](const std::string& grants, const std::string& organisation = "") {
    return house
        .ask(giver, "clients.create",
             create_input(grants, fmt::format(R"(,"organisation":"{}")", organisation)))
        .code();
  };
  CHECK(gives(R"("people.read:own")") == Code{0});
  CHECK(gives(R"("people.read:agency")", north) == Code{0});
  CHECK(gives(R"("matching.read:own")") == Code{0});
  CHECK(gives(R"("matching.*:own")") == Code{0});
  CHECK(gives(R"("people.read:agency")", south) == Code::forbidden);
  CHECK(gives(R"("people.read:all")") == Code::forbidden);
  CHECK(gives(R"("people.*:own")") == Code::forbidden);
  CHECK(gives(R"("matching.read:agency")", north) == Code::forbidden);
  CHECK(gives(R"("people.write:own")") == Code::forbidden);
  CHECK(gives(R"("*:own")") == Code::forbidden);
  // A program is masked no field.
  giver.masked = {"nir"};
  CHECK(gives(R"("people.read:own")") == Code::forbidden);
  CHECK(gives(R"("matching.read:own")") == Code{0});
  // Who gives out roles sees nobody's record, and makes no program that does.
  const auto admin = house.account("admin", north, {"administrator"});
  CHECK(house.ask(house.as(admin), "clients.create", create_input(R"("people.read:all")")).code() ==
        Code::forbidden);
  CHECK(house.ask(house.as(admin), "clients.create", create_input(R"("*:all")")).code() ==
        Code::forbidden);
  CHECK(house.ask(house.as(admin), "clients.create", create_input(R"("config.read:all")")).ok());
}

TEST_CASE("a key revoked while others are made and used stays revoked") {
  House house;
  constexpr int kThreads = 4, kEach = 12;
  std::atomic<int> wrong = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i)
    threads.emplace_back([&] {
      for (int n = 0; n < kEach; ++n) {
        Client wanted;
        wanted.name = "p";
        wanted.grants = {"people.read"};
        wanted.expires_at = house.clock.now() + kDay;
        const auto made = house.clients->create(wanted);
        if (!made.ok() || !house.clients->authenticate(made->key).ok()) ++wrong;
        if (!made.ok() || !house.clients->revoke(made->client.id).ok()) ++wrong;
        if (made.ok() && house.clients->authenticate(made->key).ok()) ++wrong;
      }
    });
  for (auto& thread : threads) thread.join();
  CHECK(wrong == 0);
  REQUIRE_OK(house.clients->load());
  CHECK(house.count("SELECT count(*) FROM core_client WHERE revoked_at IS NULL") == 0);
}
