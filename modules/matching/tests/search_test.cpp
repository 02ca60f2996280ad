#include "search.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "world.hpp"

using namespace aksis::matching;
using test::World;

namespace {

// Scores every offer with the rules alone.
std::vector<Hit> by_brute_force(const Snapshot& snapshot, Scorer& scorer, size_t k) {
  std::vector<Hit> hits;
  const auto take = [&](const Block& block, const Row& row) {
    const auto shares = scorer.shares(row, block.skills_of(row));
    if (scorer.bars(row, shares) == 0)
      hits.push_back({scorer.raw(shares), row.created, row.key, &block, &row});
  };
  for (uint32_t i = 0; i < snapshot.main->rows().size(); ++i)
    if (!snapshot.is_dead(i)) take(*snapshot.main, snapshot.main->rows()[i]);
  for (const auto& row : snapshot.recent->rows()) take(*snapshot.recent, row);
  std::sort(hits.begin(), hits.end());
  if (hits.size() > k) hits.resize(k);
  return hits;
}

std::vector<std::pair<uint32_t, OfferKey>> list(const std::vector<Hit>& hits) {
  std::vector<std::pair<uint32_t, OfferKey>> out;
  for (const auto& hit : hits) out.emplace_back(hit.raw, hit.key);
  return out;
}

}  // namespace

TEST_CASE("the top k is the one brute force finds, after loads, changes and removals") {
  size_t answers = 0;
  for (uint32_t seed = 1; seed <= 25; ++seed) {
    World world(seed);
    Store store(world.catalogue, world.communes);
    Store::Load load(store);
    const size_t count = 200 + world.below(2000);
    for (uint64_t key = 1; key <= count; ++key) load.add(key, world.offer(key));
    load.commit();
    for (int i = 0; i < 60; ++i) {
      const uint64_t key = 1 + world.below(count + 20);
      if (world.chance(0.4))
        store.remove(key);
      else
        store.put(key, world.offer(key));
    }
    const auto snapshot = store.snapshot();
    Credits credits(*world.catalogue);
    for (int i = 0; i < 20; ++i) {
      const auto seeker = to_seeker(world.person(), *world.catalogue);
      const auto weights = world.weights();
      credits.assign(seeker);
      Scorer scorer(*world.catalogue, *snapshot->dictionary, weights, seeker, credits, world.today);
      const size_t k = 1 + world.below(30);
      const auto hits = offers_for(*snapshot, scorer, k);
      INFO("seed " << seed << ", person " << i);
      REQUIRE(list(hits) == list(by_brute_force(*snapshot, scorer, k)));
      answers += hits.size();
    }
  }
  CHECK(answers > 5000);  // the people drawn must have had something to find
}

TEST_CASE("a search looks at a small part of the offers when a person knows what they want") {
  World world(7);
  Store store(world.catalogue, world.communes);
  Store::Load load(store);
  constexpr uint64_t kOffers = 20'000;
  for (uint64_t key = 1; key <= kOffers; ++key) load.add(key, world.offer(key));
  load.commit();
  Person person;
  person.wishes.occupations = {{world.rome_code(3), ""}};
  person.wishes.radius_km = 60;
  person.home = world.communes->find(world.commune_code(0))->point;
  const auto seeker = to_seeker(person, *world.catalogue);
  const auto snapshot = store.snapshot();
  const Weights weights;
  Credits credits(*world.catalogue);
  credits.assign(seeker);
  Scorer scorer(*world.catalogue, *snapshot->dictionary, weights, seeker, credits, world.today);
  SearchCount count;
  CHECK(offers_for(*snapshot, scorer, 10, &count).size() == 10);
  CHECK(count.rows < kOffers / 10);
}

TEST_CASE("a held skill more never lowers a score") {
  size_t raised = 0;
  for (uint32_t seed = 1; seed <= 10; ++seed) {
    World world(seed);
    Store store(world.catalogue, world.communes);
    for (uint64_t key = 1; key <= 50; ++key) store.put(key, world.offer(key));
    const auto snapshot = store.snapshot();
    const Weights weights;
    Credits credits(*world.catalogue);
    auto person = world.person();
    std::vector<uint32_t> before(51, 0);
    for (int step = 0; step < 40; ++step) {
      const auto seeker = to_seeker(person, *world.catalogue);
      credits.assign(seeker);
      Scorer scorer(*world.catalogue, *snapshot->dictionary, weights, seeker, credits, world.today);
      for (uint64_t key = 1; key <= 50; ++key) {
        const auto found = snapshot->find(key);
        REQUIRE(found.row);
        const auto raw = scorer.raw(*found.row, found.block->skills_of(*found.row));
        REQUIRE(raw >= before[key]);
        raised += step && raw > before[key];
        before[key] = raw;
      }
      person.skills.push_back({world.item_code(world.below(300)), uint8_t(1 + world.below(4))});
    }
  }
  CHECK(raised > 1000);
}
