// Preferences and layouts: what is chosen stays, with its version, and goes with the account.
#include <catch2/catch.hpp>
#include <random>

#include "console/layouts.hpp"
#include "console/preferences.hpp"
#include "instance_fixture.hpp"

using namespace aksis;
using namespace aksis::console;
using storage::Transaction;

namespace {

struct Choices : aksis::test::CoreDatabase {
  Choices() {
    for (const auto* id : {"ana", "ben"})
      change(
          "INSERT INTO core_account (id, login, login_fold, name, name_fold, email, state, "
          "created_at, version) VALUES ($1, $1, $1, $1, $1, $1, 'active', 1, 1)",
          {std::string_view(id)});
    change(
        "INSERT INTO core_account_role (account, role, given_by, given_at) VALUES "
        "('ana', 'adviser', 'host', 1)",
        {});
  }
  void change(std::string_view sql, const std::vector<storage::Value>& values) {
    const auto done = database->write([&](Transaction& tx) -> Status {
      AKSIS_TRY(tx.execute(sql, values));
      return {};
    });
    INFO((done.ok() ? "" : done.error().message));
    REQUIRE(done.ok());
  }
  // `body` returns a Result; its value, or the error.
  template <typename Body>
  auto run(Body body) -> decltype(body(std::declval<Transaction&>())) {
    decltype(body(std::declval<Transaction&>())) out = Error{Code::internal, "not run", {}};
    const auto done = database->write([&](Transaction& tx) -> Status {
      out = body(tx);
      return out.ok() ? Status() : Status(out.error());
    });
    if (!done.ok()) return done.error();
    return out;
  }
  Result<int64_t> save(std::string_view name, std::string_view json, std::string_view if_match = {},
                       std::string_view account = "ana") {
    return run([&](Transaction& tx) { return save_preference(tx, account, name, json, if_match); });
  }
  Preferences read(std::string_view account = "ana") {
    return *run([&](Transaction& tx) { return read_preferences(tx, account); });
  }
  Layout layout(std::string_view account = "ana") {
    return *run([&](Transaction& tx) { return layout_for(tx, account); });
  }
};

constexpr std::string_view kOne = R"({"widgets":[1]})", kTwo = R"({"widgets":[2]})";

}  // namespace

TEST_CASE("preferences do what a map does, one account apart from another") {
  Choices choices;
  std::map<std::string, std::string> model;
  std::mt19937 random(7);
  int64_t version = 0;
  for (int i = 0; i < 200; ++i) {
    const auto name = "name" + std::to_string(random() % 12);
    const auto value = random() % 3 ? std::to_string(random() % 100) : std::string("null");
    const auto saved = choices.save(name, value, random() % 2 ? std::to_string(version) : "");
    REQUIRE(saved.ok());
    CHECK(*saved == ++version);
    if (value == "null")
      model.erase(name);
    else
      model[name] = value;
    CHECK(choices.read().values == model);
  }
  CHECK(choices.read("ben").values.empty());
  CHECK(choices.read("ben").version == 0);
}

TEST_CASE("a preference is refused when it is too large, one too many or out of date") {
  Choices choices;
  const auto most = std::string(kPreferenceBytesMax - 2, 'a');
  CHECK(choices.save("text", "\"" + most + "\"").ok());
  CHECK(choices.save("text", "\"" + most + "b\"").error().code == Code::too_large);
  CHECK(choices.save("theme", "1", "0").error().code == Code::stale);
  CHECK(choices.save("theme", "1", "1").ok());
  for (auto i = std::ssize(choices.read().values); i < kPreferencesMax; ++i)
    REQUIRE(choices.save("n" + std::to_string(i), "1").ok());
  CHECK(choices.save("more", "1").error().code == Code::too_large);
  CHECK(choices.save("theme", "2").ok());
}

TEST_CASE("a layout is one's own, else the role's, else built in") {
  Choices choices;
  CHECK(choices.layout().origin == "built_in");
  const auto save_role = [&](std::string_view role, std::string_view json,
                             std::string_view if_match) {
    return choices.run([&](Transaction& tx) {
      return save_role_layout(tx, role, json, if_match, "account:x", 5);
    });
  };
  choices.change(
      "INSERT INTO core_role (id, title_fr, title_en, built_in, version) "
      "VALUES ('adviser', 'x', 'x', 1, 1)",
      {});
  CHECK(save_role("none", kOne, "").error().code == Code::not_found);
  REQUIRE(save_role("adviser", kOne, "").ok());
  CHECK(save_role("adviser", kTwo, "7").error().code == Code::stale);
  auto layout = choices.layout();
  CHECK(layout.origin == "role");
  CHECK(layout.role == "adviser");
  CHECK(layout.json == kOne);
  CHECK(choices.layout("ben").origin == "built_in");
  const auto save = [&](std::string_view json, std::string_view if_match) {
    return choices.run([&](Transaction& tx) { return save_layout(tx, "ana", json, if_match); });
  };
  REQUIRE(save(kTwo, "1").ok());
  CHECK(save(kOne, "9").error().code == Code::stale);
  layout = choices.layout();
  CHECK(layout.origin == "own");
  CHECK(layout.json == kTwo);
  CHECK(save(std::string(kLayoutBytesMax + 1, ' '), "").error().code == Code::too_large);
  REQUIRE(choices.database->write([](Transaction& tx) { return reset_layout(tx, "ana"); }).ok());
  CHECK(choices.layout().origin == "role");
  REQUIRE(choices.database->write([](Transaction& tx) { return reset_role_layout(tx, "adviser"); })
              .ok());
  CHECK(choices.layout().origin == "built_in");
}

TEST_CASE("what somebody chose goes with their account") {
  Choices choices;
  REQUIRE(choices.save("theme", "1").ok());
  REQUIRE(choices.run([&](Transaction& tx) { return save_layout(tx, "ana", kOne, ""); }).ok());
  choices.change("DELETE FROM core_account WHERE id = 'ana'", {});
  CHECK(choices.read().values.empty());
  CHECK(choices.read().version == 0);
  CHECK(choices.layout().origin != "own");
}
