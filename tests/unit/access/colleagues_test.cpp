#include <fmt/format.h>

#include "house.hpp"

using namespace aksis;
using namespace aksis::access;
using operations::Grant;
using operations::Principal;
using operations::Scope;

namespace {

std::string names(const Asked& asked) {
  std::string out;
  for (const auto& one : json::member(asked.answer.body, "colleagues")->GetArray())
    out += std::string(json::text(one, "name")) + " ";
  return out;
}

}  // namespace

TEST_CASE("colleagues are those of one's organisation who can sign in, by their names alone") {
  House house;
  const auto north = house.agency("Nord"), south = house.agency("Sud");
  house.account("ana", north);
  const auto away = house.account("ben", north);
  house.account("cem", south);
  house.account("dan");
  REQUIRE_OK(house.write(
      [&](storage::Transaction& tx) { return set_account_state(tx, away, "disabled"); }));
  Principal caller{"account:x", false, {Grant("relations.read", Scope::agency)}};
  caller.account = house.account("eve", north);
  caller.organisation = north;
  const auto listed = house.ask(caller, "colleagues.list", "{}");
  REQUIRE(listed.ok());
  CHECK(names(listed) == "Compte ana Compte eve ");
  const auto& first = (*json::member(listed.answer.body, "colleagues"))[0];
  for (const auto* hidden : {"login", "email", "roles", "state"})
    CHECK_FALSE(json::member(first, hidden));
  CHECK(names(house.ask(caller, "colleagues.list", R"({"q":"ev"})")) == "Compte eve ");

  caller.organisation.clear();
  CHECK(names(house.ask(caller, "colleagues.list", "{}")).empty());
  caller.grants = {Grant("relations.read", Scope::all)};
  CHECK(names(house.ask(caller, "colleagues.list", "{}")) ==
        "Compte ana Compte cem Compte dan Compte eve ");
  caller.grants = {Grant("people.read", Scope::all)};
  CHECK(house.ask(caller, "colleagues.list", "{}").code() == Code::forbidden);
}
