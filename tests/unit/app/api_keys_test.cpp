#include "app/instance/api_keys.hpp"

#include "instance_fixture.hpp"

using namespace aksis;
using namespace aksis::app;
using namespace aksis::test;

TEST_CASE("A key opens until it is revoked, also after a new start") {
  CoreDatabase core;
  ApiKeys keys(*core.database, core.clock);
  REQUIRE(keys.load().ok());
  CHECK_FALSE(*keys.any());
  const auto made = keys.create("partner");
  REQUIRE(made.ok());
  CHECK(made->key.starts_with("aksis_"));
  CHECK(made->key.size() == 6 + 64);
  CHECK(*keys.any());
  const auto caller = keys.authenticate(made->key);
  REQUIRE(caller.ok());
  CHECK(caller->id == "key:" + made->id);
  CHECK_FALSE(caller->local);
  ApiKeys later(*core.database, core.clock);
  REQUIRE(later.load().ok());
  CHECK(later.authenticate(made->key).ok());
  REQUIRE(later.revoke(made->id).ok());
  CHECK(later.revoke(made->id).ok());
  CHECK(later.authenticate(made->key).error().code == Code::unauthenticated);
  CHECK(later.revoke("other").error().code == Code::not_found);
  CHECK(*later.any());
}

TEST_CASE("Only a key's hash is stored") {
  CoreDatabase core;
  ApiKeys keys(*core.database, core.clock);
  const auto made = keys.create("partner");
  REQUIRE(made.ok());
  CHECK(keys.list()->find(made->key) == std::string::npos);
  core.database.reset();
  std::ifstream in(core.folder.path / "aksis.db", std::ios::binary);
  const std::string bytes(std::istreambuf_iterator<char>(in), {});
  CHECK(bytes.find("partner") != std::string::npos);
  CHECK(bytes.find(made->key.substr(6)) == std::string::npos);
}

TEST_CASE("Nothing, and what looks like a key, opens nothing") {
  CoreDatabase core;
  ApiKeys keys(*core.database, core.clock);
  REQUIRE(keys.create("partner").ok());
  for (const auto* key : {"", "aksis_", "aksis_0000", "' OR 1=1"})
    CHECK(keys.authenticate(key).error().code == Code::unauthenticated);
}

TEST_CASE("Keys are managed at this machine only") {
  CoreDatabase core;
  ApiKeys keys(*core.database, core.clock);
  operations::Registry registry(core.clock);
  REQUIRE(keys.offer_operations(registry).ok());
  for (const auto& operation : registry.all()) {
    INFO(operation->id);
    CHECK(operation->method.empty());
    auto input = json::parse(operation->id == "apikey.create" ? R"({"name":"x"})"
                             : operation->id == "apikey.list" ? "{}"
                                                              : R"({"id":"x"})");
    operations::Call call({"key:1", false, {"*"}}, std::move(*input));
    CHECK(registry.run(*operation, call).error().code == Code::forbidden);
  }
}
