// people.list: whom a scope names, what a mask and the archive leave out, and its bound by name.
#include <set>

#include "person_bench.hpp"
#include "record/people_list.hpp"

using namespace aksis;
using namespace aksis::record;

namespace {

struct Lists : PersonBench {
  std::string agency = made("organisations.create", R"({"kind": "agency", "name": "Ouest"})");

  operations::Principal caller(const std::string& account,
                               operations::Scope scope = operations::Scope::agency) const {
    operations::Principal out{
        "account:" + account, false, {{"people.read", scope}, {"people.write", scope}}};
    out.account = account;
    out.organisation = agency;
    return out;
  }
  std::string add_as(const operations::Principal& who, const std::string& name) {
    const auto answer = as(who, "people.create", R"({"birth_name": ")" + name + "\"}");
    REQUIRE_OK(answer.status);
    return std::string(json::text(answer.body, "id"));
  }
  std::set<std::string> ids(const operations::Principal& who, const std::string& input) {
    const auto answer = as(who, "people.list", input);
    REQUIRE_OK(answer.status);
    std::set<std::string> out;
    for (const auto& one : json::member(answer.body, "people")->GetArray())
      out.emplace(json::text(one, "id"));
    CHECK(json::integer(answer.body, "total") == std::ssize(out));
    return out;
  }
  Code refusal(const operations::Principal& who, const std::string& input) {
    return as(who, "people.list", input).code();
  }
};

using Ids = std::set<std::string>;
constexpr const char *kMine = R"({"scope": "mine"})", *kAgency = R"({"scope": "agency"})",
                     *kAll = R"({"scope": "all"})";

}  // namespace

TEST_CASE_METHOD(Lists, "a list by scope names one's own, one's agency's, or all that are open") {
  const auto ana = caller("ana"), bob = caller("bob");
  const auto of_ana = add_as(ana, "Martin"), of_bob = add_as(bob, "Martin");
  auto elsewhere = caller("eve");
  elsewhere.organisation = made("organisations.create", R"({"kind": "agency", "name": "Est"})");
  const auto of_eve = add_as(elsewhere, "Martin");
  CHECK(ids(ana, kMine) == Ids{of_ana});
  CHECK(ids(ana, kAgency) == Ids{of_ana, of_bob});
  CHECK(ids(ana, kAll) == Ids{of_ana, of_bob});
  const auto narrow = caller("ana", operations::Scope::own);
  CHECK(ids(narrow, kAll) == Ids{of_ana});
  CHECK(ids(narrow, kAgency) == Ids{of_ana});
  CHECK(ids(elsewhere, kAll) == Ids{of_eve});
  CHECK(ids(ana, R"({"referent": "bob"})") == Ids{of_bob});
  CHECK(ids(ana, R"({"referent": "eve"})").empty());

  auto nowhere = ana;
  nowhere.organisation.clear();
  CHECK(refusal(nowhere, kAgency) == Code::invalid);
  const operations::Principal program{"client:x", false, {"people.read"}};
  CHECK(refusal(program, kMine) == Code::invalid);
}

TEST_CASE_METHOD(Lists, "a list leaves out the fields that are masked for its reader") {
  auto ana = caller("ana");
  REQUIRE_OK(as(ana, "people.create", kWholePerson).status);
  const auto whole = json::dump(as(ana, "people.list", kAll).body);
  for (const auto* shown : {"Canaribert", "Usagivre", "Zéphyrine", "1990-05-17", "69383"})
    CHECK(whole.find(shown) != std::string::npos);
  CHECK(whole.find("2900569383123") == std::string::npos);
  ana.masked = {"birth_name", "birth_date", "commune"};
  const auto less = json::dump(as(ana, "people.list", kAll).body);
  for (const auto* hidden : {"Canaribert", "1990-05-17", "69383"})
    CHECK(less.find(hidden) == std::string::npos);
  CHECK(less.find("Usagivre") != std::string::npos);
}

TEST_CASE_METHOD(Lists, "of who is in the archive a list knows the reference alone") {
  const auto ana = caller("ana");
  const auto created = as(ana, "people.create", kWholePerson);
  REQUIRE_OK(created.status);
  const std::string id(json::text(created.body, "id"));
  REQUIRE_OK(database->write([&](storage::Transaction& tx) {
    return privacy::set_archived(tx, id, true, "durée écoulée", clock);
  }));
  for (const auto* sort : {"created", "-changed", "name"}) {
    const auto answer = as(ana, "people.list", R"({"sort": ")" + std::string(sort) + "\"}");
    REQUIRE_OK(answer.status);
    const auto& one = (*json::member(answer.body, "people"))[0];
    CHECK(json::text(one, "id") == id);
    CHECK(json::boolean(one, "archived"));
    for (const auto* field : {"birth_name", "used_name", "first_names", "birth_date", "commune"})
      CHECK_FALSE(json::member(one, field));
  }
}

TEST_CASE_METHOD(Lists, "a list is sorted by name up to its bound, and says so beyond") {
  const auto fill = [&](int64_t from, int64_t count) {
    REQUIRE_OK(database->write([&](storage::Transaction& tx) -> Status {
      for (int64_t i = from; i < from + count; ++i)
        AKSIS_TRY(create_person(tx, keys.get(), "N" + std::to_string(i), clock));
      return {};
    }));
  };
  const operations::Principal host{"test", true, {"*"}};
  fill(0, kSortedByNameMax);
  CHECK(as(host, "people.list", R"({"sort": "name"})").status.ok());
  fill(kSortedByNameMax, 1);
  const auto refused = as(host, "people.list", R"({"sort": "-name"})");
  REQUIRE(refused.code() == Code::invalid);
  CHECK(refused.status.error().message.find("501") != std::string::npos);
  CHECK(as(host, "people.list", R"({"sort": "created"})").status.ok());
  CHECK(as(host, "people.list", R"({"sort": "name", "reference": "N7"})").status.ok());
}
