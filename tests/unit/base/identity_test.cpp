#include "base/identity.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace aksis;

TEST_CASE("uuid_v7 is well formed, unique and sorts by time") {
  std::set<std::string> made;
  for (int i = 0; i < 1000; ++i) made.insert(uuid_v7(1'700'000'000'000'000));
  CHECK(made.size() == 1000);
  for (const auto& id : made) {
    CHECK(is_uuid(id));
    CHECK(id[14] == '7');
  }
  CHECK(uuid_v7(1'700'000'000'000'000) < uuid_v7(1'700'000'000'000'300));
}

TEST_CASE("sha256 of a known text") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_CASE("iso_time gives UTC") {
  CHECK(iso_time(1'700'000'000'000'000) == "2023-11-14T22:13:20Z");
}
