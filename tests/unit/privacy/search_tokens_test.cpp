#include "privacy/search_tokens.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "aksis/cpp/fold.hpp"
#include "keys_bench.hpp"
#include "privacy/french_sound.hpp"

using namespace aksis;
using namespace aksis::privacy;

namespace {

struct Directory : KeysBench {
  void name(const std::string& person, const std::string& field, const std::string& text) {
    REQUIRE_OK(write([&](storage::Transaction& tx) {
      return write_search_tokens(tx, *keys, person, field, text);
    }));
  }
  // "ana bob~": those who only sound alike have a tilde.
  std::string find(const std::string& words, int64_t limit = 100) {
    std::string out;
    REQUIRE_OK(read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(found, find_people(tx, *keys, words, limit));
      for (const auto& one : found)
        out += (out.empty() ? "" : " ") + one.person + (one.by_sound ? "~" : "");
      return {};
    }));
    return out;
  }
};

}  // namespace

TEST_CASE("names are found by the beginnings of their words, in any order and spelling") {
  Directory directory;
  directory.name("1", "family", "Martin-Dupré");
  directory.name("1", "given", "Élodie");
  directory.name("2", "family", "Martinez");
  directory.name("2", "given", "Jean Élie");
  directory.name("3", "family", "O");
  CHECK(directory.find("mar") == "1 2");
  CHECK(directory.find("EL Mart") == "1 2");
  CHECK(directory.find("elodie MARTIN") == "1");
  CHECK(directory.find("martin") == "1 2");  // the whole word first
  CHECK(directory.find("dupre elodie martin") == "1");
  CHECK(directory.find("o") == "3");
  CHECK(directory.find("") == "");
  CHECK(directory.find(" - ") == "");
  CHECK(directory.find("mar", 1) == "1");
  directory.name("1", "family", "Bernard");
  CHECK(directory.find("martin") == "2");
  CHECK(directory.find("elodie bernard") == "1");
}

TEST_CASE("who only sounds alike comes after") {
  Directory directory;
  directory.name("1", "family", "Dupond");
  directory.name("2", "family", "Dupont");
  directory.name("3", "family", "Gauthier");
  CHECK(directory.find("dupont") == "2 1~");
  CHECK(directory.find("dupond") == "1 2~");
  CHECK(directory.find("gautier") == "3~");
  CHECK(directory.find("dupont", 1) == "2");
}

TEST_CASE("names that sound alike have one sound, others do not") {
  const auto same = [](const char* a, const char* b) {
    INFO(a << " " << french_sound(a) << " / " << b << " " << french_sound(b));
    CHECK(french_sound(a) == french_sound(b));
  };
  const auto differ = [](const char* a, const char* b) {
    INFO(a << " " << french_sound(a) << " / " << b << " " << french_sound(b));
    CHECK(french_sound(a) != french_sound(b));
  };
  same("dupont", "dupond"), same("gauthier", "gautier"), same("philippe", "filipe");
  same("lefebvre", "lefebvres"), same("moreau", "morau"), same("christine", "kristine");
  same("thibault", "tibaut"), same("marie", "mary"), same("quentin", "kantin");
  same("schmitt", "chmit"), same("renaud", "renault"), same("michel", "michelle");
  differ("martin", "marin"), differ("dubois", "dupuis"), differ("bernard", "renard");
  differ("paul", "pol-o"), differ("roux", "rey");
  CHECK(french_sound("").empty());
  CHECK(french_sound("wolfeschlegelsteinhausen").size() <= 12);
}

TEST_CASE("random names are found exactly by their beginnings") {
  const std::vector<std::string> pool{"Martin", "Marchand", "Marie", "Anne", "Annick",
                                      "Zoé",    "Ma",       "Ñuñez", "Nu",   "Jean"};
  for (unsigned seed = 1; seed <= 3; ++seed) {
    Directory directory;
    std::mt19937 random(seed);
    std::map<std::string, std::set<std::string>> words_of;
    for (int i = 10; i < 40; ++i) {
      const auto person = std::to_string(i);
      const auto &family = pool[random() % pool.size()], &given = pool[random() % pool.size()];
      directory.name(person, "family", family);
      directory.name(person, "given", given);
      words_of[person] = {fold(family), fold(given)};
    }
    for (int i = 0; i < 60; ++i) {
      std::string query;
      for (size_t n = 1 + random() % 2; n > 0; --n) {
        const auto word = fold(pool[random() % pool.size()]);
        query += word.substr(0, 2 + random() % word.size()) + " ";
      }
      std::set<std::string> expected, found;
      for (const auto& [person, held] : words_of) {
        bool all = true;
        const auto folded = fold(query);
        for (const auto word : words(folded))
          all = all && std::any_of(held.begin(), held.end(),
                                   [&](const auto& one) { return one.starts_with(word); });
        if (all) expected.insert(person);
      }
      REQUIRE_OK(directory.read([&](storage::Transaction& tx) -> Status {
        AKSIS_ASSIGN(people, find_people(tx, *directory.keys, query, 1000));
        for (const auto& one : people)
          if (!one.by_sound) found.insert(one.person);
        return {};
      }));
      INFO(query);
      CHECK(found == expected);
    }
  }
}

TEST_CASE("a search can be narrowed to some people, before its limit counts") {
  Directory directory;
  for (const auto* person : {"1", "2", "3", "4"}) directory.name(person, "family", "Martin");
  const std::string from = "3";
  const Among among{[](size_t first) { return "t.person >= $" + std::to_string(first); }, {from}};
  for (const auto* words : {"mar", "martin mar", "martain"})  // the last one by its sound
    REQUIRE_OK(directory.read([&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(found, find_people(tx, *directory.keys, words, 2, among));
      INFO(words);
      REQUIRE(found.size() == 2);
      CHECK(found[0].person == "3");
      CHECK(found[1].person == "4");
      return {};
    }));
}
