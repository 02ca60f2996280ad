#include "scorer.hpp"

#include <catch2/catch.hpp>

#include "former_labels.hpp"
#include "rome_folder.hpp"

using namespace aksis::matching;

namespace {

// Two bakers' occupations and a driver's; the numbers below follow from them.
class Small {
 public:
  static Catalogue build(size_t& left_out) {
    CatalogueBuilder builder;
    builder.occupation("D1102", "Boulanger");
    builder.occupation("D1104", "Pâtissier");
    builder.occupation("D1201", "Vendeur");
    builder.occupation("N4105", "Conducteur");
    builder.item("m", ItemKind::macro, "Pâtes", "");
    builder.item("a", ItemKind::skill, "Pétrir", "m");
    builder.item("b", ItemKind::skill, "Façonner", "m");
    builder.item("c", ItemKind::skill, "Conduire", "");
    builder.item("night", ItemKind::context, "Travail de nuit", "");
    builder.link("D1102", "a", true);
    builder.link("D1102", "b", false);
    builder.link("D1102", "night", false);
    builder.link("D1104", "b", false);
    builder.link("D1104", "c", true);
    builder.link("N4105", "c", true);
    builder.link("N4105", "nobody", true);
    builder.mobility("D1102", "D1104", 3);
    builder.interest("N4105", "7");
    auto catalogue = builder.build();
    left_out = builder.links_left_out();
    return catalogue;
  }

  Scorer scorer() {
    const auto seeker_now = to_seeker(person, catalogue);
    seeker = seeker_now;
    dictionary = interner.dictionary();
    credits.assign(seeker);
    return {catalogue, *dictionary, weights, seeker, credits, today};
  }
  OccupationIndex occupation(std::string_view code) const {
    return catalogue.find_occupation(code);
  }

  size_t left_out = 0;
  Catalogue catalogue = build(left_out);
  Interner interner;
  std::shared_ptr<const Dictionary> dictionary;
  Weights weights;
  Person person;
  Seeker seeker;
  Day today = parse_day("2025-03-01");
  Credits credits{catalogue};
};

}  // namespace

TEST_CASE("rarity: the rarer an item, the more it weighs") {
  CHECK(log2_q8(1, 1) == 0);
  CHECK(log2_q8(2, 1) == 256);
  CHECK(log2_q8(3, 2) == 149);  // 0.58496 * 256 = 149.7
  CHECK(log2_q8(1'585, 2) == 2'465);
  CHECK(log2_q8(1, 2) == 0);
  CHECK(log2_q8(1, 0) == 0);
  Small small;
  CHECK(small.left_out == 1);
  const auto& items = small.catalogue.items();
  CHECK(items[small.catalogue.find_item("a")].rarity >
        items[small.catalogue.find_item("b")].rarity);
  CHECK(small.catalogue.find_item_by_label("FACONNER") == small.catalogue.find_item("b"));
}

TEST_CASE("skills: level held against level asked, and kin of the same macro-competence") {
  Small small;
  const auto demand = [&](const char* code, bool required) {
    return small.catalogue.demand(small.catalogue.find_item(code), required);
  };
  small.person.skills = {{"a", 2}};
  small.scorer();
  CHECK(small.credits.credit(demand("a", false), 400) == 1000);
  CHECK(small.credits.credit(demand("a", true), 400) == 666);
  CHECK(small.credits.credit(demand("b", false), 400) == 400);
  CHECK(small.credits.credit(demand("b", true), 400) == 266);
  CHECK(small.credits.credit(demand("m", false), 400) == 400);
  CHECK(small.credits.credit(demand("c", false), 400) == 0);
  const auto raised = small.credits.raise(small.catalogue.find_item("b"), 4);
  CHECK(small.credits.credit(demand("b", true), 400) == 1000);
  small.credits.undo(raised);
  CHECK(small.credits.credit(demand("b", true), 400) == 266);
  small.person.skills = {};
  small.scorer();
  CHECK(small.credits.credit(demand("a", false), 400) == 0);
}

TEST_CASE("occupation: wished, another appellation, official move, same domain, far") {
  Small small;
  auto& wishes = small.person.wishes.occupations;
  CHECK(small.scorer().proximity(small.occupation("D1102")) == kFull / 2);  // nothing known
  wishes = {{"D1102", "Tourier"}};
  const auto tourier = appellation_hash("TOURIER");
  CHECK(small.scorer().proximity(small.occupation("D1102"), tourier) == kFull);
  CHECK(small.scorer().proximity(small.occupation("D1102"), 7) == 9'000);
  CHECK(small.scorer().proximity(small.occupation("D1104")) == 7'500 - 2 * 150);
  CHECK(small.scorer().proximity(small.occupation("D1201")) == 1'000);
  CHECK(small.scorer().proximity(small.occupation("N4105")) == 0);
  wishes = {{"N4105", ""}, {"D1102", ""}};
  CHECK(small.scorer().proximity(small.occupation("D1102")) == 9'700);  // the second wish
  wishes.clear();
  small.person.experience = {{"D1102", 12}};
  CHECK(small.scorer().proximity(small.occupation("D1102")) == 8'000);
}

TEST_CASE("experience: enough, short, wished") {
  using Kind = ExperienceKind;
  CHECK(Scorer::experience(Kind::beginner, 24, 0) == kFull);
  CHECK(Scorer::experience(Kind::unknown, 0, 0) == kFull);
  CHECK(Scorer::experience(Kind::demanded, 24, 24) == kFull);
  CHECK(Scorer::experience(Kind::demanded, 24, 6) == kFull / 4);
  CHECK(Scorer::experience(Kind::demanded, 0, 6) == kFull / 2);
  CHECK(Scorer::experience(Kind::wished, 24, 0) == kFull / 2);
  CHECK(Scorer::experience(Kind::wished, 24, 12) == 7'500);
}

TEST_CASE("terms: contract, hours, salary, sector, interest") {
  Small small;
  auto& wishes = small.person.wishes;
  wishes.contracts = {Contract::permanent, Contract::fixed_term};
  wishes.hours_min = 20 * 60;
  wishes.hours_max = 35 * 60;
  wishes.salary_floor_cents = 200'000;
  wishes.sectors = {"10", "47.2"};
  wishes.interests = {"D11"};
  const auto bakery = small.interner.naf("10.71C"), shop = small.interner.naf("47.24Z"),
             other = small.interner.naf("47.11F");
  const auto scorer = small.scorer();
  CHECK(scorer.contract(Contract::permanent) == kFull);
  CHECK(scorer.contract(Contract::fixed_term) == 9'500);
  CHECK(scorer.contract(Contract::temporary) == 0);
  CHECK(scorer.contract(Contract::unknown) == kFull / 2);
  CHECK(scorer.hours(30 * 60) == kFull);
  CHECK(scorer.hours(40 * 60) == kFull / 2);
  CHECK(scorer.hours(10 * 60) == 0);
  CHECK(scorer.hours(0) == kFull / 2);
  CHECK(scorer.salary(200'000, 200'000) == 7'000);
  CHECK(scorer.salary(300'000, 400'000) == kFull);
  CHECK(scorer.salary(175'000, 175'000) == 3'500);
  CHECK(scorer.salary(150'000, 150'000) == 0);
  CHECK(scorer.salary(0, 0) == kFull / 2);
  CHECK(scorer.sector(bakery) == kFull);
  CHECK(scorer.sector(shop) == kFull);
  CHECK(scorer.sector(other) == 1'000);
  CHECK(scorer.sector(kNoNaf) == kFull / 2);
  CHECK(scorer.interest(small.occupation("D1104")) == kFull);
  CHECK(scorer.interest(small.occupation("N4105")) == 0);
  wishes.interests = {"7"};
  CHECK(small.scorer().interest(small.occupation("N4105")) == kFull);
}

TEST_CASE("contexts and demands: refused, wanted, unasked, barred") {
  Small small;
  const auto night = small.catalogue.find_item("night");
  const auto b = *parse_licence("B");
  DemandSet set;
  set.licences_required = uint16_t(1u << b);
  set.contexts = {night};
  set.languages = {{small.interner.language("Anglais"), false}};
  small.person.wishes.contexts_refused = {"night"};
  {
    const auto scorer = small.scorer();
    const auto view = scorer.view(set);
    CHECK(view.refused);
    CHECK_FALSE(view.licence_bar);  // nobody asked yet
    CHECK(view.demands == kFull / 2);
    CHECK(scorer.contexts(view, 0) == 0);
    CHECK(scorer.contexts(scorer.view({}), scorer.occupation_contexts(small.occupation("D1102"))) ==
          6'000);
  }
  small.person.wishes.licences = std::vector<size_t>{};
  small.person.wishes.languages = std::vector<std::string>{"ANGLAIS"};
  small.person.wishes.contexts_refused = {};
  small.person.wishes.contexts_wanted = {"night"};
  const auto scorer = small.scorer();
  const auto view = scorer.view(set);
  CHECK(view.licence_bar);
  CHECK_FALSE(view.language_bar);
  CHECK(view.demands == kFull / 3);
  CHECK(view.wanted);
  CHECK(scorer.contexts(view, 0) == kFull);
  CHECK(scorer.contexts(scorer.view({}), 0) == kFull / 2);
  CHECK(scorer.view({}).demands == kFull);
}

TEST_CASE("distance falls from the near part of the radius, freshness from the first days") {
  Small small;
  small.person.home = make_point(48.0, 2.0);
  small.person.wishes.radius_km = 50;
  const auto scorer = small.scorer();
  CHECK(scorer.distance(100) == kFull);
  CHECK(scorer.distance(300) == 7'000);
  CHECK(scorer.distance(500) == 4'000);
  CHECK(scorer.distance(750) == 2'000);
  CHECK(scorer.distance(1'000) == 0);
  CHECK(scorer.distance(kNoDistance) == 4'000);
  CHECK(scorer.distance_bar(501));
  CHECK_FALSE(scorer.distance_bar(500));
  CHECK_FALSE(scorer.distance_bar(kNoDistance));
  for (uint32_t at = 1; at < 2'000; ++at)
    REQUIRE(scorer.distance(static_cast<Distance>(at)) <=
            scorer.distance(static_cast<Distance>(at - 1)));
  CHECK(scorer.freshness(small.today) == kFull);
  CHECK(scorer.freshness(static_cast<Day>(small.today + 5)) == kFull);
  CHECK(scorer.freshness(static_cast<Day>(small.today - 3)) == kFull);
  CHECK(scorer.freshness(static_cast<Day>(small.today - 60)) == 0);
  CHECK(scorer.freshness(kNoDay) == 0);
  CHECK(scorer.expired(static_cast<Day>(small.today - 1)));
  CHECK_FALSE(scorer.expired(small.today));
}

TEST_CASE("a former label of a professional quality is the present one") {
  CatalogueBuilder builder;
  builder.item("300465", ItemKind::soft_skill, "Avoir l'esprit d'équipe", "");
  builder.item("1", ItemKind::soft_skill, "Gérer son stress", "");
  builder.item("2", ItemKind::soft_skill, "Faire preuve de contrôle de soi", "");
  const auto small = builder.build();
  CHECK(small.find_item_by_label("Travailler en equipe") == small.find_item("300465"));
  CHECK(small.find_item_by_label("Gérer son stress") == small.find_item("1"));  // itself first
  CHECK(small.find_item_by_label("S'adapter aux changements") == kNoItem);

  const auto rome = test::catalogue_from_rome(std::string(AKSIS_DATA_DIR) + "/rome_v4");
  if (!rome) {
    WARN("no ROME files in " AKSIS_DATA_DIR "; the labels are not compared");
    return;
  }
  for (const auto& [former, present] : kFormerLabels) {
    INFO(former);
    const auto item = rome->find_item_by_label(former);
    REQUIRE(item != kNoItem);
    CHECK(rome->items()[item].label == present);
    CHECK(rome->items()[item].kind == ItemKind::soft_skill);
  }
}

TEST_CASE("the official referential: near occupations are near") {
  const auto rome = test::catalogue_from_rome(std::string(AKSIS_DATA_DIR) + "/rome_v4");
  if (!rome) {
    WARN("the ROME files are absent: nothing was checked");
    return;
  }
  CHECK(rome->occupations().size() == 1'584);
  const auto baker = rome->find_occupation("D1102"), pastry = rome->find_occupation("D1104"),
             pilot = rome->find_occupation("N2102");
  REQUIRE(baker != kNoOccupation);
  REQUIRE(pilot != kNoOccupation);
  CHECK(rome->related(baker, baker) == kFull);
  CHECK(rome->related(baker, pastry) > 3 * rome->related(baker, pilot));
  CHECK(rome->bytes() < (24u << 20));
}

TEST_CASE("an offer near neither the aim nor the skills is not proposed") {
  Small small;
  Offer offer;
  offer.rome_code = "N4105";
  const auto facts = to_facts(offer, 1, small.catalogue, Communes(), small.interner);
  REQUIRE(facts);
  const auto barred = [&] {
    const auto scorer = small.scorer();
    const auto shares = scorer.shares(facts->row, facts->skills);
    return scorer.bars(facts->row, shares) == bit(Bar::relevance);
  };
  CHECK_FALSE(barred());  // nothing is known of the person
  small.person.skills = {{"a", 4}};
  CHECK(barred());  // without an aim, the skills alone decide
  small.person.skills = {{"c", 3}};
  CHECK_FALSE(barred());
  small.person.skills.clear();
  small.person.wishes.occupations = {{"D1102", ""}};
  CHECK(barred());
  small.weights.relevance = 0;
  CHECK_FALSE(barred());
  small.weights.relevance = 200;
  small.person.wishes.occupations.push_back({"N4105", ""});
  CHECK_FALSE(barred());
}
