#include "explain.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "replay.hpp"
#include "world.hpp"

using namespace aksis;
using namespace aksis::matching;
using test::World;

namespace {

// One offer and one person scored by the rules.
struct Scored {
  Explanation told;
  std::string json;
};

Scored scored(const World& world, const Person& person, const Offer& offer,
              const Weights& weights = {}, size_t changes = 1000) {
  Interner interner;
  const auto facts = to_facts(offer, 1, *world.catalogue, *world.communes, interner);
  REQUIRE(facts);
  const auto dictionary = interner.dictionary();
  const auto seeker = to_seeker(person, *world.catalogue);
  Credits credits(*world.catalogue);
  credits.assign(seeker);
  Scorer scorer(*world.catalogue, *dictionary, weights, seeker, credits, world.today);
  Scored out{explain(scorer, *dictionary, facts->row, facts->skills, {changes}), {}};
  json::Writer text;
  write_explanation(text, explain(scorer, *dictionary, facts->row, facts->skills), scorer);
  out.json = text.text();
  return out;
}

int64_t number(const Change& change, std::string_view name) {
  for (const auto& [key, value] : change.what.args)
    if (key == name) return std::get<int64_t>(value);
  return 0;
}

std::string text(const Change& change, std::string_view name) {
  for (const auto& [key, value] : change.what.args)
    if (key == name) return std::get<std::string>(value);
  return {};
}

// Does to the person what the change says.
Person with(const World& world, Person person, const Change& change) {
  auto& wishes = person.wishes;
  const auto code = change.what.code;
  if (code == "skill") {
    person.skills.push_back({world.catalogue->items()[change.what.items[0]].code,
                             static_cast<uint8_t>(number(change, "level"))});
  } else if (code == "licence") {
    if (!wishes.licences) wishes.licences.emplace();
    wishes.licences->push_back(*parse_licence(text(change, "licence")));
  } else if (code == "language") {
    if (!wishes.languages) wishes.languages.emplace();
    wishes.languages->push_back(text(change, "language"));
  } else if (code == "radius") {
    wishes.radius_km = static_cast<uint32_t>(number(change, "km"));
    wishes.travel_minutes.reset();
  } else if (code == "contract") {
    wishes.contracts.push_back(parse_contract(text(change, "contract")));
  } else if (code == "salary_floor") {
    wishes.salary_floor_cents = number(change, "cents");
  } else if (code == "hours") {
    const auto minutes = static_cast<uint16_t>(number(change, "minutes"));
    wishes.hours_min = std::min(wishes.hours_min, minutes);
    if (wishes.hours_max) wishes.hours_max = std::max(wishes.hours_max, minutes);
  } else if (code == "sector") {
    wishes.sectors.push_back(text(change, "naf"));
  } else if (code == "context") {
    for (const auto item : change.what.items)
      std::erase(wishes.contexts_refused, world.catalogue->items()[item].code);
  } else if (code == "occupation") {
    wishes.occupations.push_back({text(change, "rome_code"), ""});
  } else {
    FAIL("a change nobody can make: " << code);
  }
  return person;
}

}  // namespace

TEST_CASE("what a change announces is what scoring the changed person gives") {
  std::map<std::string, size_t, std::less<>> seen;
  size_t opened = 0;
  for (uint32_t seed = 1; seed <= 150; ++seed) {
    World world(seed);
    const auto person = world.person();
    const auto offer = world.offer(seed);
    const auto before = scored(world, person, offer).told;
    for (const auto& change : before.changes) {
      INFO("seed " << seed << " change " << change.what.code);
      const auto after = scored(world, with(world, person, change), offer).told;
      REQUIRE(after.score == change.score);
      REQUIRE(static_cast<int32_t>(after.score) - static_cast<int32_t>(before.score) ==
              change.gain);
      if (change.opens) {
        REQUIRE(before.bars != 0);
        REQUIRE(after.bars == 0);
        ++opened;
      }
      ++seen[std::string(change.what.code)];
    }
  }
  for (const auto code : {"skill", "licence", "language", "radius", "contract", "salary_floor",
                          "hours", "sector", "context", "occupation"}) {
    INFO(code);
    CHECK(seen[code] > 0);
  }
  CHECK(opened > 0);
}

TEST_CASE("what would open an unrelated offer is the aim or the skill it lacks") {
  std::map<std::string, size_t, std::less<>> opening;
  for (uint32_t seed = 1; seed <= 150; ++seed) {
    World world(seed);
    Weights weights;
    weights.relevance = 300;
    const auto offer = world.offer(seed);
    const auto person = world.person();
    const auto told = scored(world, person, offer, weights).told;
    if (told.bars != bit(Bar::relevance)) continue;
    for (const auto& change : told.changes) {
      const auto after = scored(world, with(world, person, change), offer, weights).told;
      REQUIRE(change.opens == (after.bars == 0));
      if (change.opens) ++opening[std::string(change.what.code)];
    }
  }
  CHECK(opening["occupation"] > 3);
  CHECK(opening["skill"] > 0);
}

TEST_CASE("changes come best first, those that open a barred offer before all") {
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    World world(seed);
    const auto told = scored(world, world.person(), world.offer(seed)).told;
    for (size_t i = 1; i < told.changes.size(); ++i) {
      const auto& a = told.changes[i - 1];
      const auto& b = told.changes[i];
      REQUIRE((a.opens > b.opens || (a.opens == b.opens && a.gain >= b.gain)));
    }
  }
}

TEST_CASE("the points of the parts add up to the score") {
  for (uint32_t seed = 1; seed <= 100; ++seed) {
    World world(seed);
    const auto weights = world.weights();
    const auto told = scored(world, world.person(), world.offer(seed), weights).told;
    uint32_t sum = 0;
    for (size_t i = 0; i < kPartCount; ++i) {
      CHECK(told.points[i] <= weights.parts[i]);
      sum += told.points[i];
    }
    CHECK(sum == told.score);
    CHECK(told.score <= kPointsMax);
  }
}

TEST_CASE("a kept result replays to the same bytes without the catalogue it came from") {
  for (uint32_t seed = 1; seed <= 120; ++seed) {
    World world(seed);
    const auto weights = world.weights();
    const auto person = world.person();
    const auto offer = world.offer(seed);
    const auto live = scored(world, person, offer, weights).json;
    const auto inputs =
        inputs_json(person, offer, weights, world.today, *world.catalogue, *world.communes);
    const auto again = answer_from_inputs(inputs);
    INFO("seed " << seed);
    REQUIRE(again.ok());
    REQUIRE(*again == live);
    REQUIRE(*answer_from_inputs(inputs) == *again);
  }
}

TEST_CASE("broken kept inputs give a sentence") {
  CHECK_FALSE(answer_from_inputs("").ok());
  CHECK_FALSE(answer_from_inputs("{}").ok());
  CHECK_FALSE(answer_from_inputs(R"({"format":1})").ok());
  CHECK_FALSE(answer_from_inputs(R"({"format":1,"day":"2025-01-01","person":{},"offer":{},)"
                                 R"("weights":{},"referential":{}})")
                  .ok());
}
