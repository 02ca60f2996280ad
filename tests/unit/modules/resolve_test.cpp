#include "modules/resolve.hpp"

#include <catch2/catch.hpp>

#include "modules/versions.hpp"

using namespace aksis::modules;
using Catch::Matchers::Contains;

namespace {

const std::vector<std::string_view> kOffered = {"aksis.log/1", "aksis.sql/1"};

Manifest module(const std::string& id, std::map<std::string, std::string> depends = {}) {
  Manifest manifest;
  manifest.id = id;
  manifest.version = "1.4.2";
  manifest.requires_services = {"aksis.log/1"};
  manifest.depends = std::move(depends);
  return manifest;
}

std::vector<std::string> names(const std::vector<Manifest>& manifests, const Resolution& of) {
  std::vector<std::string> out;
  for (const auto index : of.order) out.push_back(manifests[index].id);
  return out;
}

}  // namespace

TEST_CASE("each module starts after those it depends on") {
  const std::vector<Manifest> manifests = {module("a", {{"c", ">=1.0"}}), module("b"),
                                           module("c", {{"b", ">=1"}})};
  const auto resolution = resolve(manifests, kOffered, false);
  CHECK(names(manifests, resolution) == std::vector<std::string>{"b", "c", "a"});
  CHECK(resolution.refused.empty());
}

TEST_CASE("a circle is named, and what depends on it is refused too") {
  const std::vector<Manifest> manifests = {module("a", {{"b", ">=1"}}), module("b", {{"c", ">=1"}}),
                                           module("c", {{"a", ">=1"}}), module("d", {{"a", ">=1"}}),
                                           module("e")};
  const auto resolution = resolve(manifests, kOffered, false);
  CHECK(names(manifests, resolution) == std::vector<std::string>{"e"});
  REQUIRE(resolution.refused.size() == 4);
  CHECK_THAT(resolution.refused.at(2), Contains("a -> b -> c -> a"));
  CHECK_THAT(resolution.refused.at(3), Contains("d depends on a"));
}

TEST_CASE("an absent module, a wrong version and a missing service are named") {
  auto newer = module("newer");
  newer.requires_services = {"aksis.sql/1", "aksis.auth/1", "aksis.ui/1"};
  auto draft = module("draft");
  draft.draft_services = {"aksis.defer/1"};
  const std::vector<Manifest> manifests = {
      module("a", {{"gone", ">=1"}}), module("b", {{"a2", ">=2.0"}}), module("a2"), newer, draft};
  const auto resolution = resolve(manifests, kOffered, false);
  CHECK_THAT(resolution.refused.at(0), Contains("gone >=1, which is not installed"));
  CHECK_THAT(resolution.refused.at(1), Contains("a2 >=2.0, but 1.4.2 is installed"));
  CHECK_THAT(resolution.refused.at(3), Contains("aksis.auth/1, aksis.ui/1"));
  CHECK_THAT(resolution.refused.at(4), Contains("modules.allow_draft"));
  CHECK_FALSE(resolve(manifests, kOffered, true).refused.contains(4));
}

TEST_CASE("versions are compared by number") {
  CHECK(satisfies("1.10.0", ">=1.9"));
  CHECK(satisfies("1.4.2", ">=1.4 <2"));
  CHECK(satisfies("1.4.0", "=1.4"));
  CHECK_FALSE(satisfies("2.0.0", ">=1.4 <2"));
  CHECK_FALSE(satisfies("0.9.9", ">=1"));
}
