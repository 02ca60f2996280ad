#include "word_odds.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace aksis::competences;

TEST_CASE("odds say how much likelier a word is in a group than in all") {
  WordOdds odds(3);
  odds.add(0, "pain", 3);
  odds.add(0, "four");
  odds.add(1, "four");
  odds.add(1, "tri", 2);
  odds.add(1, "tri");  // counted with the two before
  odds.finish();
  const auto of = [&](const std::vector<std::string>& words) {
    std::vector<float> out(odds.size());
    odds.add_odds(words, 1, out);
    return out;
  };
  // "pain": 3 of 4 words of the first group, 3 of 8 of all.
  CHECK(of({"pain"})[0] == Approx(std::log(1 + 2.0)));
  CHECK(of({"pain"})[1] == 0);
  CHECK(of({"tri"})[1] == Approx(of({"pain"})[0]));
  // As likely in both groups as in all.
  CHECK(of({"four"})[0] == Approx(std::log(2.0)));
  CHECK(of({"four"})[1] == Approx(std::log(2.0)));
  CHECK(of({"four"})[2] == 0);  // a group without words
  // A mean: what is unknown halves it.
  CHECK(of({"pain", "zumba"})[0] == Approx(of({"pain"})[0] / 2));
  CHECK(of({})[0] == 0);
}

TEST_CASE("odds are added to what is there, times the factor") {
  WordOdds odds(1);
  odds.add(0, "pain");
  odds.finish();
  std::vector<float> into = {1};
  odds.add_odds(std::vector<std::string>{"pain"}, 2, into);
  CHECK(into[0] == Approx(1 + 2 * std::log(2.0)));
}
