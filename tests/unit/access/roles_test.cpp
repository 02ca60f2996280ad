#include "access/roles.hpp"

#include <algorithm>
#include <random>
#include <utility>

#include "house.hpp"
#include "record/person_fields.hpp"

using namespace aksis;
using namespace aksis::access;
using operations::Grant;
using operations::Scope;
using storage::Transaction;

namespace {

std::string save_input(const std::string& role, const std::string& grants, int64_t version = 0,
                       const std::string& masked = "") {
  return fmt::format(
      R"({{"role":"{}","title_fr":"R","title_en":"R","grants":[{}],"masked":[{}],"version":{}}})",
      role, grants, masked, version);
}
std::string holder_input(const std::string& account, const std::string& role) {
  return fmt::format(R"({{"account":"{}","role":"{}"}})", account, role);
}

Scope scope_of(const RoleSum& sum, const std::string& permission) {
  for (const auto& grant : sum.grants)
    if (grant.permission == permission) return grant.scope;
  FAIL("the sum has no " << permission);
  return Scope::own;
}

RoleSum sum_of(const House& house, const std::string& account) {
  RoleSum out;
  REQUIRE_OK(house.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(sum, sum_of_roles(tx, account));
    out = std::move(sum);
    return {};
  }));
  return out;
}

void keep(const House& house, const std::string& id, std::vector<Grant> grants,
          std::vector<std::string> masked = {}) {
  REQUIRE_OK(house.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(save_role(tx, {id, "R", "R", std::move(grants), std::move(masked)}, 0));
    return {};
  }));
}

}  // namespace

TEST_CASE("an account may do what any of its roles allows, as widely as the widest") {
  House house;
  keep(house, "narrow",
       {Grant("people.read", Scope::own), Grant("matching.read", Scope::territory)});
  keep(house, "wide", {Grant("people.read", Scope::agency), Grant("matching.*", Scope::own)});
  const auto ana = house.account("ana", "", {"narrow", "wide"});
  const auto sum = sum_of(house, ana);
  CHECK(sum.grants.size() == 3);
  CHECK(scope_of(sum, "people.read") == Scope::agency);
  CHECK(scope_of(sum, "matching.read") == Scope::territory);
  CHECK(scope_of(sum, "matching.*") == Scope::own);
  const operations::Principal holder{"", false, sum.grants};
  CHECK(holder.scope_of("matching.read") == Scope::territory);
  CHECK(holder.scope_of("matching.write") == Scope::own);
  CHECK_FALSE(holder.allows("matchings.read"));
  CHECK(sum_of(house, house.account("nobody")).grants.empty());
}

TEST_CASE("a field stays masked unless a role that shows people shows it") {
  House house;
  keep(house, "reads", {"people.read"}, {"nir", "phone"});
  keep(house, "reads_too", {"people.*"}, {"nir"});
  keep(house, "reads_all", {"*"}, {});
  keep(house, "matches", {"matching.read"}, {"email"});
  auto masked = [&, number = 0](const std::vector<std::string>& roles) mutable {
    return sum_of(house, house.account(fmt::format("a{}", ++number), "", roles)).masked;
  };
  using Fields = std::vector<std::string>;
  CHECK(masked({"reads"}) == Fields{"nir", "phone"});
  CHECK(masked({"reads", "reads_too"}) == Fields{"nir"});
  CHECK(masked({"reads", "reads_all"}).empty());
  // A role that shows nobody lifts no mask, and its own counts where none shows people.
  CHECK(masked({"reads", "matches"}) == Fields{"nir", "phone"});
  CHECK(masked({"matches"}) == Fields{"email"});
  CHECK(masked({}).empty());
}

TEST_CASE("roles are saved as told, once each, and only with permissions there are") {
  House house;
  const operations::Principal host{"local", true, {"*"}};
  const auto made = house.ask(host, "roles.save",
                              save_input("greeter", R"("people.read:own","relations.*:agency")", 0,
                                         R"("nir","nir","contacts")"));
  INFO(made.why());
  REQUIRE(made.ok());
  CHECK(house.texts("SELECT field FROM core_role_mask WHERE role = 'greeter' ORDER BY field") ==
        std::vector<std::string>{"contacts", "nir"});
  CHECK(house.entry(made.request).object == "role:greeter");
  CHECK(house.ask(host, "roles.save", save_input("greeter", R"("people.read")")).code() ==
        Code::conflict);
  CHECK(house.ask(host, "roles.save", save_input("greeter", R"("people.read")", 9)).code() ==
        Code::stale);
  CHECK(house.ask(host, "roles.save", save_input("greeter", R"("people.read:own")", 1)).ok());
  for (const auto* wrong : {R"("people.raed")", R"("peoples.*")", R"("people.read:everywhere")",
                            R"("people.read:own","people.read:all")", R"("people.read:")"}) {
    INFO(wrong);
    CHECK(house.ask(host, "roles.save", save_input("other", wrong)).code() == Code::invalid);
  }
  CHECK(house.count("SELECT count(*) FROM core_role WHERE id = 'other'") == 0);
  // What a module that is not loaded asked for may stay.
  const auto adviser = house.host("roles.read", R"({"role":"adviser"})");
  CHECK(house
            .ask(host, "roles.save",
                 save_input("adviser", R"("competences.read:agency","people.read:own")",
                            json::integer(adviser.answer.body, "version", 0)))
            .ok());
}

TEST_CASE("a role masks fields that people have, and no other") {
  House house;
  const operations::Principal host{"local", true, {"*"}};
  const auto save = [&](const std::string& masked) {
    return house.ask(host, "roles.save", save_input("greeter", R"("people.read:own")", 0, masked));
  };
  const auto wrong = save(R"("nir","phone","nirr")");
  REQUIRE(wrong.code() == Code::invalid);
  const auto& details = wrong.answer.status.error().details;
  REQUIRE(details.size() == 2);
  CHECK(details[0].pointer == "/masked/1");
  CHECK(details[1].pointer == "/masked/2");
  CHECK(house.count("SELECT count(*) FROM core_role WHERE id = 'greeter'") == 0);
  std::string every = R"("contacts","identifiers")";
  for (const auto& field : record::person_fields()) every += fmt::format(R"(,"{}")", field.name);
  CHECK(save(every).ok());
}

TEST_CASE("what was changed of a built-in role stays after a restart, and none goes") {
  House house;
  const auto ids = house.texts("SELECT id FROM core_role WHERE built_in = 1 ORDER BY id");
  CHECK(ids == std::vector<std::string>{"administrator", "adviser", "auditor", "data_protection",
                                        "steering", "supervisor"});
  house.host("roles.save", save_input("adviser", R"("people.read:own")", 1));
  house.start();
  const auto kept = house.host("roles.read", R"({"role":"adviser"})");
  CHECK(json::text((*json::member(kept.answer.body, "grants"))[0]) == "people.read:own");
  CHECK(json::member(kept.answer.body, "grants")->Size() == 1);
  CHECK(json::integer(kept.answer.body, "version", 0) == 2);
  for (const auto& id : ids)
    CHECK(house.ask({"local", true, {"*"}}, "roles.remove", fmt::format(R"({{"role":"{}"}})", id))
              .code() == Code::conflict);
  CHECK(house.texts("SELECT id FROM core_role WHERE built_in = 1 ORDER BY id") == ids);
}

TEST_CASE("a session that is open has what its roles give, as soon as they change") {
  House house;
  const auto ana = house.account("ana");
  const auto token = house.session(ana);
  REQUIRE_FALSE(house.signed_in(token)->allows("people.read"));
  const auto given = house.host("roles.give", holder_input("ana", "adviser"));
  CHECK(house.entry(given.request).object == "account:" + ana);
  REQUIRE(house.signed_in(token)->scope_of("people.read") == Scope::agency);
  CHECK(house.signed_in(token)->masked == std::vector<std::string>{"nir"});
  house.host("roles.save", save_input("adviser", R"("people.read:territory")", 1));
  CHECK(house.signed_in(token)->scope_of("people.read") == Scope::territory);
  CHECK(house.signed_in(token)->masked.empty());
  CHECK_FALSE(house.signed_in(token)->allows("people.write"));
  const auto sum = sum_of(house, ana);
  CHECK(house.signed_in(token)->grants.size() == sum.grants.size());
  house.host("roles.take", holder_input("ana", "adviser"));
  CHECK(house.signed_in(token)->grants.empty());
  CHECK(house.ask({"local", true, {"*"}}, "roles.take", holder_input("ana", "adviser")).code() ==
        Code::conflict);
}

TEST_CASE("only who gives out roles does, with a factor shown just now") {
  House house;
  const auto admin = house.account("admin", "", {"administrator"});
  const auto ana = house.account("ana", "", {"supervisor"});
  const auto input = holder_input("ana", "administrator");
  CHECK(house.ask(house.as(ana), "roles.give", input).code() == Code::forbidden);
  const auto caller = house.as(admin);
  house.clock.at += 6 * kMinute;
  CHECK(house.ask(caller, "roles.give", input).code() == Code::forbidden);
  CHECK(house.ask(house.as(admin), "roles.give", input).ok());
}

namespace {

// Who is active and holds a role with a permission to give out roles.
struct Model {
  struct Someone {
    std::string id;
    bool active = true;
    std::set<std::string> roles;
  };
  std::vector<Someone> all;
  std::map<std::string, bool> gives = {
      {"r0", false}, {"r1", true}, {"r2", false}, {"administrator", true}};

  bool somebody() const {
    return std::any_of(all.begin(), all.end(), [&](const Someone& one) {
      return one.active && std::any_of(one.roles.begin(), one.roles.end(),
                                       [&](const auto& role) { return gives.at(role); });
    });
  }
};

// One change to model and house; what the house said, and whether it makes sense at all.
std::pair<Asked, bool> change(Model& model, House& house, std::mt19937& random) {
  const auto pick = [&](size_t below) { return static_cast<size_t>(random() % below); };
  const std::string roles[] = {"r0", "r1", "r2", "administrator"};
  const operations::Principal host{"local", true, {"*"}};
  auto& one = model.all[pick(model.all.size())];
  const auto& role = roles[pick(4)];
  switch (pick(4)) {
    case 0: {
      const bool fresh = one.roles.insert(role).second;
      return {house.ask(host, "roles.give", holder_input(one.id, role)), fresh};
    }
    case 1: {
      const bool held = one.roles.erase(role) > 0;
      return {house.ask(host, "roles.take", holder_input(one.id, role)), held};
    }
    case 2: {
      const char* const grants[] = {R"("people.read")", R"("roles.manage")", R"("roles.*")",
                                    R"("*")", ""};
      const auto which = pick(5);
      model.gives[role] = which >= 1 && which <= 3;
      const auto version = house.count("SELECT version FROM core_role WHERE id = $1", {role});
      return {house.ask(host, "roles.save", save_input(role, grants[which], version)), true};
    }
    default: {
      const bool active = std::exchange(one.active, false);
      return {house.ask(host, "accounts.disable",
                        fmt::format(R"({{"account":"{}","reason":"left"}})", one.id)),
              active};
    }
  }
}

}  // namespace

TEST_CASE("no sequence of changes shuts everybody out of giving roles") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    House house;
    std::mt19937 random(seed);
    Model model;
    keep(house, "r0", {"people.read"});
    keep(house, "r1", {"roles.*"});
    keep(house, "r2", {});
    for (int i = 0; i < 4; ++i)
      model.all.push_back({house.account(fmt::format("a{}", i)), true, {}});
    house.host("roles.give", holder_input(model.all[0].id, "administrator"));
    model.all[0].roles = {"administrator"};
    int refused = 0, done = 0;
    for (int step = 0; step < 150; ++step) {
      auto& enabled = model.all[random() % model.all.size()];
      if (random() % 5 == 0) {  // as enabling does for an account with factors
        enabled.active = true;
        REQUIRE_OK(house.write(
            [&](Transaction& tx) { return set_account_state(tx, enabled.id, "active"); }));
      }
      const auto before = model;
      const auto [asked, sensible] = change(model, house, random);
      const bool allowed = sensible && model.somebody();
      INFO("seed " << seed << ", step " << step << ": " << asked.why());
      REQUIRE(asked.ok() == allowed);
      ++(allowed ? done : refused);
      if (!allowed) model = before;
      REQUIRE(model.somebody());
    }
    CHECK(done > 20);
    CHECK(refused > 5);
  }
}
