// aksis.ui/1: a module asks for addresses in the console.
#include <catch2/catch.hpp>

#include "test_host.hpp"

using namespace aksis;
using namespace aksis::modules;
using Catch::Matchers::Contains;

TEST_CASE("a module links to its pages, to its tab of a person and to its files") {
  TestHost host;
  host.folder.add_fixture("links", "modules/links");
  host.options.public_url = "https://agence.example";
  REQUIRE(host.load().ok());
  const auto ran = host.run("links.show");
  INFO((ran.ok() ? "" : ran.error().message));
  REQUIRE(ran.ok());
  CHECK_THAT(host.answer, Contains(R"("page":"https://agence.example/links/a%20b?page=2")"));
  CHECK_THAT(host.answer,
             Contains(R"("tab":"https://agence.example/people/p1/links.ties?open=true")"));
  CHECK_THAT(host.answer, Contains(R"("file":"https://agence.example/ui/m/links/)"));
  CHECK_THAT(host.answer, Contains(R"("missing":false,"outside":false)"));
  CHECK_THAT(host.answer, Contains("/none"));
}
