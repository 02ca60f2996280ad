// What the console asks of the host: contributions by what the caller may do, the files of modules,
// a role's layout from its first save on.
#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>

#include "console/files.hpp"
#include "console/operations.hpp"
#include "instance_fixture.hpp"
#include "modules/manifest.hpp"
#include "test_host.hpp"

using namespace aksis;
using namespace aksis::console;
using operations::Principal;

namespace {

constexpr const char* kUi = R"("ui": {"entry": "main.js",
  "pages": [{"path": "/loads", "title": {"fr": "Essai"}, "export": "page",
    "permission": "loads.use"}],
  "navigation": [{"id": "loads", "title": {"fr": "Essai"}, "path": "/loads",
    "permission": "loads.use"}],
  "widgets": [{"id": "open", "title": {"fr": "Pour tous"}, "export": "open",
    "size": {"w": 4, "h": 3}}]})";

struct Console : aksis::test::CoreDatabase {
  modules::TestHost host;
  operations::Registry registry{clock};

  Console() {
    host.folder.add_fixture("loads_fine", "modules/loads");
    std::ifstream file(host.folder.path("modules/loads/module.json"));
    std::string manifest(std::istreambuf_iterator<char>(file), {});
    manifest.insert(manifest.rfind('}'), std::string(",") + kUi);
    host.folder.write("modules/loads/module.json", manifest);
    host.folder.write("modules/loads/ui/main.js", "export const page = 1;");
    const auto loaded = host.load();
    INFO((loaded.ok() ? "" : loaded.error().message));
    REQUIRE(loaded.ok());
    REQUIRE(
        offer_operations(registry, {*database, clock, "1.2.3", [this] { return host.host.get(); },
                                    [] { return Result<bool>(false); }})
            .ok());
    registry.set_check_answers(true);
    REQUIRE(database
                ->write([](storage::Transaction& tx) -> Status {
                  AKSIS_TRY(
                      tx.execute("INSERT INTO core_role (id, title_fr, title_en, built_in, "
                                 "version) VALUES ('adviser', 'x', 'x', 1, 1)",
                                 {}));
                  return {};
                })
                .ok());
  }
  struct Answer {
    Status status;
    json::Document body;
    std::string etag;
  };
  Answer ask(const std::string& operation, std::vector<operations::Grant> grants,
             const std::string& input = "{}", const std::string& if_match = {}) {
    operations::Call call(Principal{"account:ana", false, std::move(grants)}, *json::parse(input));
    call.if_match = if_match;
    Answer answer{registry.run(*registry.find(operation), call), json::Document(), call.etag};
    if (answer.status.ok()) answer.body = *json::parse(call.response());
    return answer;
  }
  // The module's lists as whoever holds the grants sees them: "pages 1 widgets 1 ".
  std::string seen(std::vector<operations::Grant> grants) {
    const auto answer = ask("ui.contributions", std::move(grants));
    REQUIRE(answer.status.ok());
    std::string out;
    for (const auto& one : json::member(answer.body, "modules")->GetArray())
      for (const auto list : modules::kUiLists)
        if (const auto size = json::member(one, list)->Size(); size > 0)
          out += std::string(list) + " " + std::to_string(size) + " ";
    return out;
  }
};

}  // namespace

TEST_CASE_METHOD(Console, "contributions are named to whom they are for, without the permission") {
  CHECK(seen({}) == "widgets 1 ");
  CHECK(seen({"loads.other"}) == "widgets 1 ");
  CHECK(seen({"loads.use"}) == "navigation 1 pages 1 widgets 1 ");
  CHECK(seen({"loads.*"}) == "navigation 1 pages 1 widgets 1 ");
  const auto answer = ask("ui.contributions", {"loads.use"});
  CHECK(json::dump(answer.body).find("permission") == std::string::npos);
}

TEST_CASE_METHOD(Console, "the files of a module are served where its contributions say") {
  const auto answer = ask("ui.contributions", {});
  const auto& one = (*json::member(answer.body, "modules"))[0];
  const std::string entry(json::text(one, "entry")), base(json::text(one, "base"));
  CHECK(entry == base + "main.js");
  http::Assets held, read_anew;
  REQUIRE(add_module_files(held, *host.host, false).ok());
  REQUIRE(add_module_files(read_anew, *host.host, true).ok());
  host.folder.write("modules/loads/ui/main.js", "export const page = 2;");
  REQUIRE(held.find(entry));
  CHECK(held.find(entry)->plain == "export const page = 1;");
  CHECK(held.find(entry)->immutable);
  REQUIRE(read_anew.find(entry));
  CHECK(read_anew.find(entry)->plain == "export const page = 2;");
  CHECK_FALSE(held.find(base + "../module.json"));
  CHECK_FALSE(read_anew.find(base + "../module.json"));
}

TEST_CASE_METHOD(Console, "the layout of a role is saved over what was read, the first time too") {
  const std::string role = R"("role": "adviser")", input = "{" + role + R"(, "widgets": []})";
  const auto none = ask("ui.layout.read_default", {"ui.manage"}, "{" + role + "}");
  REQUIRE(none.status.ok());
  CHECK(json::text(none.body, "origin") == "built_in");
  const auto first = ask("ui.layout.save_default", {"ui.manage"}, input, none.etag);
  REQUIRE(first.status.ok());
  const auto late = ask("ui.layout.save_default", {"ui.manage"}, input, none.etag);
  REQUIRE_FALSE(late.status.ok());
  CHECK(late.status.error().code == Code::stale);
  CHECK(ask("ui.layout.save_default", {"ui.manage"}, input, first.etag).status.ok());
}
