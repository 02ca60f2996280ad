// What config.show lets out of this machine.
#include "app/instance/core_operations.hpp"
#include "instance_fixture.hpp"

using namespace aksis;
using namespace aksis::app;
using namespace aksis::test;

namespace {

constexpr const char* kFile = R"([server]
port = 8123

[modules.post]
sender = "agence"
api_key = "s3cret-one"
[modules.post.secrets]
relay = "s3cret-two"
[[modules.post.boxes]]
name = "accueil"
password = "s3cret-three"
)";

struct Shown : CoreDatabase {
  Config config = read(folder);
  DataFolder data{folder.path.string()};
  operations::Registry registry{clock};

  Shown() {
    REQUIRE(offer_core_operations(registry, {config, data, *database, registry, clock,
                                             [] { return std::vector<modules::ModuleStatus>{}; }})
                .ok());
    registry.set_check_answers(true);
  }
  static Config read(const TemporaryFolder& folder) {
    auto config = load_config({folder.write("aksis.toml", kFile), {}, {}});
    INFO((config.ok() ? "" : config.error().message));
    REQUIRE(config.ok());
    return *std::move(config);
  }
  std::string show(bool local) {
    operations::Call call({"client:x", local, {"config.read"}}, *json::parse("{}"));
    REQUIRE(registry.run(*registry.find("config.show"), call).ok());
    return std::string(call.response());
  }
};

}  // namespace

TEST_CASE_METHOD(Shown, "what is named as a secret leaves this machine as marks, however deep") {
  const auto outside = show(false);
  CHECK(outside.find("s3cret") == std::string::npos);
  CHECK(outside.find(R"("key":"modules.post.api_key","value":"••••••")") != std::string::npos);
  CHECK(outside.find(R"("key":"modules.post.secrets.relay","value":"••••••")") !=
        std::string::npos);
  CHECK(outside.find(R"([{"name":"accueil","password":"••••••"}])") != std::string::npos);
  CHECK(outside.find(R"("key":"modules.post.sender","value":"agence")") != std::string::npos);
  CHECK(outside.find(R"("key":"server.port","value":8123)") != std::string::npos);
}

TEST_CASE_METHOD(Shown, "on the machine itself the configuration is shown whole") {
  const auto inside = show(true);
  for (const auto* secret : {"s3cret-one", "s3cret-two", "s3cret-three"})
    CHECK(inside.find(secret) != std::string::npos);
  CHECK(inside.find("••••••") == std::string::npos);
}
