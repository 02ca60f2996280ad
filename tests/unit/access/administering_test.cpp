// Who administers one organisation sees and changes its accounts, and gives no right they lack.
#include "access/administering.hpp"

#include "house.hpp"

using namespace aksis;
using namespace aksis::access;
using operations::Principal;

namespace {

struct Town {
  House house;
  std::string north = house.agency("Nord"), south = house.agency("Sud");
  std::string chief, ana, boss, ben;
  Principal caller;  // the chief

  Town() {
    // All that an adviser holds and may give on, with the accounts of one agency.
    REQUIRE_OK(house.write([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(role, read_role(tx, "adviser"));
      role.id = "chief";
      role.grants.emplace_back("accounts.manage", operations::Scope::agency);
      role.grants.emplace_back("roles.manage", operations::Scope::agency);
      AKSIS_TRY(save_role(tx, role, 0));
      return {};
    }));
    save("reader", R"("people.read:own")", R"("nir")");
    save("unmasked", R"("people.read:own")", "");
    save("wider", R"("people.read:national")", R"("nir")");
    chief = house.account("chief", north, {"chief"});
    ana = house.account("ana", north, {"adviser"});
    boss = house.account("boss", north, {"administrator"});
    ben = house.account("ben", south, {"adviser"});
    caller = house.as(chief);
  }
  void save(const std::string& role, const std::string& grants, const std::string& masked) {
    house.host("roles.save",
               fmt::format(R"({{"role":"{}","title_fr":"r","title_en":"r","grants":[{}],)"
                           R"("masked":[{}]}})",
                           role, grants, masked));
  }
  Code ask(const std::string& operation, const std::string& input) {
    return house.ask(caller, operation, input).code();
  }
  Code give(const std::string& account, const std::string& role) {
    return ask("roles.give", fmt::format(R"({{"account":"{}","role":"{}"}})", account, role));
  }
  Code on(const std::string& operation, const std::string& account, const std::string& more = {}) {
    return ask(operation, fmt::format(R"({{"account":"{}"{}}})", account, more));
  }
};

constexpr Code kDone{};

}  // namespace

TEST_CASE("accounts of another organisation are neither seen nor changed, by id or login") {
  Town town;
  auto& house = town.house;
  for (const auto& account : {town.ben, std::string("ben"), std::string("nobody")}) {
    INFO(account);
    for (const auto* operation : {"accounts.read", "accounts.sessions", "accounts.end_sessions"})
      CHECK(town.on(operation, account) == Code::forbidden);
    CHECK(town.on("accounts.reset", account, R"(,"what":"password","reason":"mine now")") ==
          Code::forbidden);
    CHECK(town.on("accounts.disable", account, R"(,"reason":"away")") == Code::forbidden);
    CHECK(town.on("accounts.update", account, R"(,"name":"Other")") == Code::forbidden);
    CHECK(town.give(account, "reader") == Code::forbidden);
  }
  CHECK(town.on("accounts.read", "ana") == kDone);
  CHECK(town.on("accounts.read", "boss") == kDone);
  const auto listed = house.ask(town.caller, "accounts.list", "{}");
  REQUIRE(listed.ok());
  CHECK(json::member(listed.answer.body, "accounts")->Size() == 3);
  CHECK(town.ask("accounts.list", fmt::format(R"({{"organisation":"{}"}})", town.south)) ==
        Code::forbidden);
  // What is refused stands in the log.
  const auto refused = house.ask(town.caller, "accounts.read", R"({"account":"ben"})");
  CHECK(house.entry(refused.request).kind == "refused");
}

TEST_CASE("an account that holds more is looked at, not touched") {
  Town town;
  CHECK(town.on("accounts.update", town.boss, R"(,"name":"Other")") == Code::forbidden);
  CHECK(town.on("accounts.reset", town.boss, R"(,"what":"factors","reason":"mine now")") ==
        Code::forbidden);
  CHECK(town.on("accounts.disable", town.boss, R"(,"reason":"away")") == Code::forbidden);
  CHECK(town.on("accounts.end_sessions", town.boss) == Code::forbidden);
  CHECK(town.ask("roles.take", fmt::format(R"({{"account":"{}","role":"administrator"}})",
                                           town.boss)) == Code::forbidden);
  CHECK(town.on("accounts.update", town.ana, R"(,"name":"Other")") == kDone);
  CHECK(town.on("accounts.disable", town.ana, R"(,"reason":"away")") == kDone);
  CHECK(town.house.state_of(town.ana) == "disabled");
  // With more given to it meanwhile, the same account is closed to them.
  REQUIRE_OK(town.house.write(
      [&](storage::Transaction& tx) { return give_role(tx, town.ana, "wider", "host", 1); }));
  CHECK(town.on("accounts.enable", town.ana) == Code::forbidden);
}

TEST_CASE("a role is given by who holds every grant of it, with its scope, and sees its fields") {
  Town town;
  CHECK(town.give(town.ana, "reader") == kDone);
  CHECK(town.give(town.ana, "wider") == Code::forbidden);
  CHECK(town.give(town.ana, "unmasked") == Code::forbidden);
  CHECK(town.give(town.ana, "administrator") == Code::forbidden);
  CHECK(town.give(town.chief, "administrator") == Code::forbidden);
  CHECK(town.give(town.chief, "auditor") == Code::forbidden);
  CHECK(town.give(town.chief, "reader") == kDone);
  CHECK(town.ask("roles.take", fmt::format(R"({{"account":"{}","role":"reader"}})", town.ana)) ==
        kDone);
  CHECK(town.give(town.ana, "no_such_role") == Code::not_found);
}

TEST_CASE("roles belong to everybody; organisations are not left") {
  Town town;
  const auto save = [&](const std::string& role) {
    return town.ask("roles.save", fmt::format(R"({{"role":"{}","title_fr":"r","title_en":"r",)"
                                              R"("grants":["people.read:own"],"version":1}})",
                                              role));
  };
  CHECK(save("chief") == Code::forbidden);
  CHECK(save("new_one") == Code::forbidden);
  CHECK(town.ask("roles.remove", R"({"role":"reader"})") == Code::forbidden);
  CHECK(town.ask("roles.list", "{}") == kDone);
  const auto create = [&](const std::string& organisation) {
    return town.ask("accounts.create", fmt::format(R"({{"login":"new{}","name":"New"{}}})",
                                                   organisation.size(), organisation));
  };
  CHECK(create("") == Code::forbidden);
  CHECK(create(fmt::format(R"(,"organisation":"{}")", town.south)) == Code::forbidden);
  CHECK(create(fmt::format(R"(,"organisation":"{}")", town.north)) == kDone);
  const auto move = [&](const std::string& organisation) {
    return town.on("accounts.update", town.ana,
                   fmt::format(R"(,"organisation":"{}")", organisation));
  };
  CHECK(move(town.south) == Code::forbidden);
  CHECK(move("") == Code::forbidden);
  CHECK(move(town.north) == kDone);
}

TEST_CASE("alarms of another organisation, and of who holds more, are not theirs to settle") {
  Town town;
  auto& house = town.house;
  const auto made =
      house.host("clients.create",
                 fmt::format(R"({{"name":"p","organisation":"{}","grants":["people.read:own"]}})",
                             town.north));
  const std::vector<std::pair<std::string, std::string>> alarms = {
      {"ana", town.ana},
      {"ben", town.ben},
      {"boss", town.boss},
      {"program", "client:" + made.text("id")}};
  REQUIRE_OK(house.write([&](storage::Transaction& tx) -> Status {
    for (const auto& [id, account] : alarms)
      AKSIS_TRY(
          tx.execute("INSERT INTO core_volume_alarm (id, account, at, opened, refused, "
                     "allowed) VALUES ($1, $2, 1, 1, 1, 1)",
                     {id, account}));
    return {};
  }));
  const auto listed = house.ask(town.caller, "alarms.list", "{}");
  CHECK(json::member(listed.answer.body, "alarms")->Size() == 3);
  const auto settle = [&](const std::string& alarm) {
    return town.ask("alarms.settle",
                    fmt::format(R"({{"alarm":"{}","finding":"looked at"}})", alarm));
  };
  CHECK(settle("ben") == Code::forbidden);
  CHECK(settle("boss") == Code::forbidden);
  CHECK(settle("none") == Code::forbidden);
  CHECK(settle("ana") == kDone);
  CHECK(settle("program") == kDone);
}

TEST_CASE("keys of another organisation, and of programs that hold more, are not theirs") {
  Town town;
  auto& house = town.house;
  const auto make = [&](const std::string& organisation, const std::string& grant) {
    return house
        .host("clients.create", fmt::format(R"({{"name":"p","organisation":"{}","grants":["{}"]}})",
                                            organisation, grant))
        .text("id");
  };
  const auto ours = make(town.north, "people.read:own"), more = make(town.north, "people.read:all");
  const auto theirs = make(town.south, "people.read:own");
  const auto everybodys = make("", "people.read:own");
  Principal keeper{"account:x",
                   false,
                   {operations::Grant("clients.manage", operations::Scope::agency),
                    operations::Grant("people.read", operations::Scope::agency)}};
  keeper.account = town.chief;
  keeper.organisation = town.north;
  keeper.authenticated_at = house.clock.now();
  const auto listed = [&](const Principal& caller) {
    const auto asked = house.ask(caller, "clients.list", "{}");
    INFO(asked.why());
    REQUIRE(asked.ok());
    std::set<std::string> ids;
    for (const auto& one : json::member(asked.answer.body, "items")->GetArray())
      ids.emplace(json::text(one, "id"));
    return ids;
  };
  CHECK(listed(keeper) == std::set<std::string>{ours, more});
  const auto revoke = [&](const Principal& caller, const std::string& client) {
    return house.ask(caller, "clients.revoke", fmt::format(R"({{"client":"{}"}})", client)).code();
  };
  for (const auto& client : {theirs, everybodys, more, std::string("nobody")}) {
    INFO(client);
    CHECK(revoke(keeper, client) == Code::forbidden);
  }
  CHECK(house.count("SELECT count(*) FROM core_client WHERE revoked_at IS NOT NULL") == 0);
  CHECK(revoke(keeper, ours) == kDone);
  const auto create = [&](const std::string& organisation) {
    return house
        .ask(keeper, "clients.create",
             fmt::format(R"({{"name":"p","grants":["people.read:own"]{}}})", organisation))
        .code();
  };
  CHECK(create("") == Code::forbidden);
  CHECK(create(fmt::format(R"(,"organisation":"{}")", town.south)) == Code::forbidden);
  CHECK(create(fmt::format(R"(,"organisation":"{}")", town.north)) == kDone);

  auto nowhere = keeper;
  nowhere.organisation.clear();
  CHECK(listed(nowhere).empty());
  CHECK(revoke(nowhere, everybodys) == Code::forbidden);
  auto own = keeper;
  own.grants.front().scope = operations::Scope::own;
  CHECK(listed(own).empty());
  CHECK(revoke(own, more) == Code::forbidden);
  auto everywhere = keeper;
  everywhere.grants.front().scope = operations::Scope::national;
  CHECK(listed(everywhere).size() == 5);
  CHECK(revoke(everywhere, theirs) == kDone);
}

TEST_CASE("who acts for no organisation, or holds the scope own, administers nobody") {
  Town town;
  auto& house = town.house;
  const auto asks = [&](Principal caller, const std::string& operation) {
    caller.authenticated_at = house.clock.now();
    return house.ask(caller, operation,
                     operation == "accounts.read" ? R"({"account":"ana"})" : "{}");
  };
  for (const auto scope : {operations::Scope::own, operations::Scope::agency}) {
    Principal caller{"account:x", false, {operations::Grant("accounts.manage", scope)}};
    caller.account = town.chief;
    if (scope == operations::Scope::own) caller.organisation = town.north;
    CHECK(asks(caller, "accounts.read").code() == Code::forbidden);
    const auto listed = asks(caller, "accounts.list");
    INFO(listed.why());
    REQUIRE(listed.ok());
    CHECK(json::member(listed.answer.body, "accounts")->Empty());
  }
  Principal everywhere{
      "account:x", false, {operations::Grant("accounts.manage", operations::Scope::national)}};
  everywhere.account = town.chief;
  CHECK(asks(everywhere, "accounts.read").ok());
}
