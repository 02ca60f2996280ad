#include "bridges.hpp"

#include <catch2/catch.hpp>

#include "official_rome.hpp"
#include "referential_builder.hpp"
#include "told.hpp"

using namespace aksis;
using namespace aksis::competences;

namespace {

constexpr Index kCount = 8;

// Eight occupations in two families of four: a family shares skills, each one has a skill of its
// own. `moves`: source, target, rank.
struct MoveRow {
  Index source, target;
  uint32_t rank;
};
Referential two_families(const std::vector<MoveRow>& moves) {
  ReferentialBuilder builder;
  std::vector<Index> sectors;
  for (const std::string code : {"1", "2"}) {
    Category sector;
    sector.code = builder.store(code);
    sector.label = builder.store("Secteur " + code);
    sectors.push_back(builder.add(sector));
  }
  const auto item = [&](const std::string& code) {
    const Index known = builder.find_item(code);
    if (known != kNone) return known;
    Item made;
    made.code = builder.store(code);
    made.label = builder.store("Savoir " + code);
    return builder.add(made);
  };
  for (Index o = 0; o < kCount; ++o) {
    const std::string number = std::to_string(o);
    Occupation occupation;
    occupation.code = builder.store("A110" + number);
    occupation.label = builder.store("Métier " + std::string(1, static_cast<char>('p' + o)));
    builder.add(occupation);
    const std::string family = o < 4 ? "a" : "b";
    for (const std::string skill : {"1", "2", "3"})
      builder.link(o, ItemLink{item(family + skill), Core::no});
    builder.link(o, ItemLink{item("own" + number), Core::core});
    builder.link(o, CategoryLink{sectors[o < 4 ? 0 : 1], true});
  }
  for (const auto& move : moves) builder.link(move.source, Move{move.target, move.rank});
  return std::move(builder).finish();
}

Bridges trained(const Referential& referential) {
  auto made = Bridges::train(referential);
  REQUIRE(made.ok());
  return std::move(made).value();
}

const std::vector<MoveRow> kMoves = {{0, 5, 1}, {1, 5, 1}, {2, 5, 1}, {3, 1, 1}, {4, 6, 1}};

}  // namespace

TEST_CASE("a bridge leads to shared skills and says what is shared and missing") {
  const auto referential = two_families({});
  const auto bridges = trained(referential).from(referential, 0, 3);
  REQUIRE(bridges.size() == 3);
  for (const auto& bridge : bridges) {
    CHECK(bridge.target < 4);
    CHECK(bridge.affinity == Approx(0).margin(1e-6));
    CHECK(bridge.shared.size() == 3);
    REQUIRE(bridge.missing.size() == 1);
    CHECK(bridge.missing[0].core == Core::core);
    CHECK_FALSE(bridge.crosses_sector);
    CHECK(bridge.official_rank == 0);
    CHECK(bridge.coverage > 0);
    CHECK(bridge.coverage < 1);
    CHECK(bridge.reasons.size() == 2);
  }
  const auto all = trained(referential).from(referential, 0, 100);
  REQUIRE(all.size() == kCount - 1);
  CHECK(all.back().crosses_sector);
  CHECK(all.back().new_sectors.size() == 1);
}

TEST_CASE("what similar occupations do moves a bridge up") {
  const auto without = trained(two_families({}));
  const auto referential = two_families({{1, 5, 1}, {2, 5, 1}, {3, 5, 1}});
  const auto with = trained(referential);
  CHECK(with.scores(0)[5] > without.scores(0)[5] + 0.05F);
  const auto first = with.from(referential, 0, kCount);
  const auto bridge =
      std::find_if(first.begin(), first.end(), [](const Bridge& one) { return one.target == 5; });
  REQUIRE(bridge != first.end());
  CHECK(bridge->precedents == std::vector<Index>{1, 2, 3});
  CHECK(bridge->official_rank == 0);
}

TEST_CASE("a move from an occupation that is not close is no reason") {
  const auto referential = two_families({{1, 5, 1}, {6, 5, 1}, {7, 5, 1}});
  for (const auto& bridge : trained(referential).from(referential, 0, kCount))
    if (bridge.target == 5) CHECK(bridge.precedents == std::vector<Index>{1});
}

TEST_CASE("an occupation's own moves and the moves that lead to it never change its scores") {
  const auto before = trained(two_families(kMoves));
  auto changed = kMoves;
  changed[0] = {0, 7, 3};        // its own move leads elsewhere
  changed.push_back({0, 6, 1});  // it has one more
  changed.push_back({5, 0, 2});  // and somebody moves to it
  const auto referential = two_families(changed);
  const auto after = trained(referential);
  CHECK(before.scores(0) == after.scores(0));
  CHECK(before.scores(1) != after.scores(1));  // others do learn from it
  // The official rank stands beside.
  for (const auto& bridge : after.from(referential, 0, kCount))
    CHECK(bridge.official_rank == (bridge.target == 7 ? 3U : bridge.target == 6 ? 1U : 0U));
}

TEST_CASE("leaving several sources out is learning without the mobility of all of them") {
  const auto model = trained(two_families(kMoves));
  const std::vector<Index> held_out = {0, 1};
  const auto rows = model.scores_without(held_out);
  // The same figures as a model whose table of moves never had them.
  std::vector<MoveRow> rest(kMoves.begin() + 2, kMoves.end());
  const auto never_seen = trained(two_families(rest)).scores_without(held_out);
  CHECK(rows == never_seen);
}

TEST_CASE("training is deterministic and can be stopped") {
  const auto referential = two_families(kMoves);
  CHECK(trained(referential).scores(2) == trained(referential).scores(2));
  const auto stopped = Bridges::train(referential, [] { return true; });
  REQUIRE_FALSE(stopped.ok());
  CHECK(stopped.error().code == Code::cancelled);
  check_french(stopped.error());
}

TEST_CASE("nothing in, nothing out") {
  const auto referential = ReferentialBuilder().finish();
  const auto model = trained(referential);
  CHECK(model.size() == 0);
  CHECK(model.from(referential, 0, 10).empty());
  CHECK(model.scores_without({}).empty());
  const auto small = two_families(kMoves);
  CHECK(trained(small).from(small, kNone, 10).empty());
  CHECK(trained(small).from(small, 0, 0).empty());
}
