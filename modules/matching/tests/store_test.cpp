#include "store.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <thread>

#include "people.hpp"
#include "search.hpp"
#include "world.hpp"

using namespace aksis::matching;
using test::World;

TEST_CASE("a change is in the next snapshot and in none before") {
  World world(1);
  Store store(world.catalogue, world.communes);
  auto offer = world.offer(1);
  const auto empty = store.snapshot();
  store.put(1, offer);
  const auto one = store.snapshot();
  offer.weekly_minutes = 777;
  store.put(1, offer);
  store.remove(2);  // never there
  const auto changed = store.snapshot();
  store.remove(1);
  CHECK(empty->find(1).row == nullptr);
  REQUIRE(one->find(1).row);
  CHECK(one->find(1).row->minutes != 777);
  REQUIRE(changed->find(1).row);
  CHECK(changed->find(1).row->minutes == 777);
  CHECK(changed->offers() == 1);
  CHECK(store.snapshot()->find(1).row == nullptr);
  CHECK(store.snapshot()->offers() == 0);
}

TEST_CASE("an offer of an occupation nobody knows leaves the store and is told") {
  World world(2);
  Store store(world.catalogue, world.communes);
  auto offer = world.offer(1);
  store.put(1, offer);
  offer.rome_code = "Z9999";
  offer.commune = "00000";
  offer.skills = {{"nobody", "", true}};
  std::vector<Unusable> unusable;
  const Store::Change change{1, &offer};
  store.apply({&change, 1}, &unusable);
  CHECK(store.snapshot()->offers() == 0);
  REQUIRE(unusable.size() == 1);
  CHECK(unusable[0].occupation);
  offer.rome_code = world.rome_code(0);
  store.apply({&change, 1}, &unusable);
  CHECK(unusable[1].commune);
  CHECK(unusable[1].skills == std::vector<std::string>{"nobody"});
  CHECK(store.snapshot()->find(1).row->place == kNowhere);
}

TEST_CASE("compaction keeps every offer as it last was, whatever changes meanwhile") {
  World world(3);
  Store store(world.catalogue, world.communes);
  std::map<uint64_t, Offer> truth;
  for (int batch = 0; batch < 1'000; ++batch) {
    std::vector<std::pair<uint64_t, std::optional<Offer>>> made;
    for (int i = 0; i < 20; ++i) {
      const uint64_t key = 1 + world.below(6'000);
      if (world.chance(0.2)) {
        made.emplace_back(key, std::nullopt);
        truth.erase(key);
        continue;
      }
      auto offer = world.offer(key);
      offer.weekly_minutes = static_cast<uint16_t>(1 + (batch * 20 + i) % 4'000);
      made.emplace_back(key, offer);
      truth[key] = std::move(offer);
    }
    std::vector<Store::Change> changes;
    for (const auto& [key, offer] : made) changes.push_back({key, offer ? &*offer : nullptr});
    store.apply(changes);
  }
  for (const bool settled : {false, true}) {
    if (settled) store.settle();
    const auto snapshot = store.snapshot();
    REQUIRE(snapshot->offers() == truth.size());
    if (settled) REQUIRE(snapshot->recent->rows().empty());
    for (uint64_t key = 1; key <= 6'000; ++key) {
      const auto found = snapshot->find(key);
      const auto expected = truth.find(key);
      REQUIRE((found.row != nullptr) == (expected != truth.end()));
      if (found.row) {
        REQUIRE(found.row->minutes == expected->second.weekly_minutes);
        REQUIRE(found.block->skills_of(*found.row).size() <= expected->second.skills.size());
      }
    }
  }
}

TEST_CASE("readers search while a writer changes and blocks become one") {
  World world(4);
  Store store(world.catalogue, world.communes);
  const auto seeker = to_seeker(world.person(), *world.catalogue);
  const Weights weights;
  std::atomic<bool> stop{false};
  std::atomic<size_t> answers{0}, wrong{0};
  {
    std::vector<std::jthread> readers;
    for (int i = 0; i < 2; ++i)
      readers.emplace_back([&] {
        Credits credits(*world.catalogue);
        credits.assign(seeker);
        while (!stop) {
          const auto snapshot = store.snapshot();
          Scorer scorer(*world.catalogue, *snapshot->dictionary, weights, seeker, credits,
                        world.today);
          const auto hits = offers_for(*snapshot, scorer, 10);
          for (const auto& hit : hits) wrong += snapshot->find(hit.key).row != hit.row;
          ++answers;
        }
      });
    for (uint64_t first = 0; first < 12'000; first += 20) {
      std::vector<Offer> offers;
      for (uint64_t i = first; i < first + 20; ++i) offers.push_back(world.offer(i));
      std::vector<Store::Change> changes;
      for (uint64_t i = 0; i < 20; ++i) changes.push_back({1 + (first + i) % 5'500, &offers[i]});
      store.apply(changes);
    }
    while (answers < 20) std::this_thread::yield();
    stop = true;
  }
  CHECK(wrong == 0);
  CHECK(store.snapshot()->offers() == 5'500);
}

TEST_CASE("an offer costs little memory") {
  World world(5);
  Store store(world.catalogue, world.communes);
  Store::Load load(store);
  constexpr size_t kOffers = 20'000;
  for (uint64_t key = 1; key <= kOffers; ++key) load.add(key, world.offer(key));
  load.commit();
  CHECK(store.bytes() / kOffers < 150);
}

TEST_CASE("people for an offer: the rules applied to each, the best first") {
  for (uint32_t seed = 1; seed <= 20; ++seed) {
    World world(seed);
    Store store(world.catalogue, world.communes);
    store.put(1, world.offer(1));
    const auto snapshot = store.snapshot();
    const auto found = snapshot->find(1);
    const Weights weights;
    std::vector<Candidate> people;
    for (int i = 0; i < 200; ++i)
      people.push_back({"p" + std::to_string(i), to_seeker(world.person(), *world.catalogue)});
    size_t barred = 0;
    const auto hits = people_for(*snapshot, found, weights, world.today, people, 15, {}, &barred);

    std::vector<PersonHit> all;
    Credits credits(*world.catalogue);
    for (const auto& person : people) {
      credits.assign(person.seeker);
      const Scorer scorer(*world.catalogue, *snapshot->dictionary, weights, person.seeker, credits,
                          world.today);
      const auto shares = scorer.shares(*found.row, found.block->skills_of(*found.row));
      if (!scorer.bars(*found.row, shares)) all.push_back({scorer.raw(shares), &person});
    }
    std::sort(all.begin(), all.end());
    CHECK(all.size() + barred == people.size());
    // Of those whose records are open, without those whose processing is restricted.
    const std::vector<std::string> visible{"p1", "p2", "p3"}, without{"p2"};
    for (const auto& hit :
         people_for(*snapshot, found, weights, world.today, people, 200, {&visible, &without}))
      CHECK((hit.candidate->person == "p1" || hit.candidate->person == "p3"));
    REQUIRE(hits.size() == std::min<size_t>(15, all.size()));
    for (size_t i = 0; i < hits.size(); ++i) {
      CHECK(hits[i].raw == all[i].raw);
      CHECK(hits[i].candidate == all[i].candidate);
    }
  }
}
