#include "privacy/nir.hpp"

#include <fmt/format.h>

#include <random>

#include "keys_bench.hpp"
#include "privacy/blind_index.hpp"

using namespace aksis;
using namespace aksis::privacy;

TEST_CASE("a NIR is read with and without spaces and key") {
  const auto full = parse_nir("2 94 03 75 120 005 91");
  INFO(storage::message(full));
  REQUIRE(full.ok());
  CHECK(full->number == "2940375120005");
  CHECK(full->key == "91");
  CHECK_FALSE(full->provisional);
  CHECK(parse_nir("2940375120005")->full() == full->full());
  CHECK(parse_nir("7-94-03-75-120-005")->provisional);
  CHECK(parse_nir("255082a004118")->number == "255082A004118");
  CHECK(parse_nir("2 55 08 2B 004 118")->full() ==
        "2550"
        "82B004118" +
            parse_nir("255082B004118")->key);
}

TEST_CASE("Corsica's letters count as 19 and 18") {
  CHECK(parse_nir("255082A004118")->key == parse_nir("2550819004118")->key);
  CHECK(parse_nir("255082B004118")->key == parse_nir("2550818004118")->key);
}

TEST_CASE("what is no NIR is refused without being repeated") {
  for (const auto* text : {"", "1", "294037512000590", "294037512000591 2", "5940375120005",
                           "2941375120005", "29403A5120005", "2940375A20005", "29403751200B5",
                           "29403751200é5", "294037512000", "294037512000 5 9"}) {
    const auto nir = parse_nir(text);
    INFO(text);
    REQUIRE_FALSE(nir.ok());
    CHECK(nir.error().code == Code::invalid);
    CHECK(nir.error().message.find("94037") == std::string::npos);
  }
}

// 97 is prime and larger than any difference of two digits: one wrong digit never fits.
TEST_CASE("one wrong digit is always found, whatever the number") {
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    const auto number =
        fmt::format("{}{:02}{:02}{:02}{:03}{:03}", 1 + random() % 2, random() % 100,
                    1 + random() % 12, 1 + random() % 95, random() % 1000, random() % 1000);
    const auto full = parse_nir(number)->full();
    CHECK(parse_nir(full).ok());
    auto wrong = full;
    auto& changed = wrong[random() % wrong.size()];
    changed = static_cast<char>('0' + (changed - '0' + 1 + int(random() % 9)) % 10);
    INFO(wrong);
    CHECK_FALSE(parse_nir(wrong).ok());
  }
}

TEST_CASE("the blind index of a NIR is one for all its spellings, and another with other keys") {
  KeysBench bench, other;
  const auto index = nir_index(*bench.keys, *parse_nir("2 94 03 75 120 005 91"));
  CHECK(index.size() == 32);
  CHECK(index == nir_index(*bench.keys, *parse_nir("2940375120005")));
  CHECK(index != nir_index(*bench.keys, *parse_nir("2940375120006")));
  CHECK(index != nir_index(*other.keys, *parse_nir("2940375120005")));
  const auto before = index;
  REQUIRE(bench.keys->rotate_kek().ok());
  bench.reopen_keys();
  CHECK(before == nir_index(*bench.keys, *parse_nir("2940375120005")));
}
