#include "world.hpp"

#include <algorithm>

namespace aksis::matching::test {

namespace {
constexpr size_t kCommunes = 60;
constexpr size_t kMacros = 20;
constexpr size_t kContexts = 8;
}  // namespace

std::string World::rome_code(size_t i) const {
  return std::string(1, static_cast<char>('A' + i % 5)) + std::to_string(1100 + i);
}

World::World(uint32_t seed, size_t occupations, size_t items)
    : random_(seed), occupations_(occupations), items_(items) {
  CatalogueBuilder builder;
  for (size_t i = 0; i < occupations; ++i)
    builder.occupation(rome_code(i), "Métier " + std::to_string(i));
  for (size_t i = 0; i < items; ++i) {
    const auto kind = i < kMacros               ? ItemKind::macro
                      : i < kMacros + kContexts ? ItemKind::context
                      : i % 7 == 0              ? ItemKind::soft_skill
                      : i % 3 == 0              ? ItemKind::knowledge
                                                : ItemKind::skill;
    const bool under = kind == ItemKind::skill && chance(0.7);
    builder.item(item_code(i), kind, "Savoir " + std::to_string(i),
                 under ? item_code(below(kMacros)) : "");
  }
  for (size_t i = 0; i < occupations; ++i)
    for (int n = 0; n < 25; ++n) builder.link(rome_code(i), item_code(below(items)), chance(0.3));
  for (size_t i = 0; i < occupations; ++i)
    for (uint32_t rank = 1; rank <= 3; ++rank)
      builder.mobility(rome_code(i), rome_code(below(occupations)), rank);
  for (size_t i = 0; i < occupations; ++i)
    builder.interest(rome_code(i), std::to_string(1 + below(9)));
  catalogue = std::make_shared<Catalogue>(builder.build());

  auto places = std::make_shared<Communes>();
  for (size_t i = 0; i < kCommunes; ++i)
    places->add({commune_code(i), "Commune " + std::to_string(i), "75",
                 *make_point(46.0 + double(below(300)) / 100, 1.0 + double(below(400)) / 100)});
  communes = places;
}

void World::write_terms(Offer& offer) {
  constexpr Contract kKinds[] = {Contract::permanent, Contract::fixed_term, Contract::temporary,
                                 Contract::apprenticeship, Contract::unknown};
  offer.contract = kKinds[below(5)];
  offer.experience = static_cast<ExperienceKind>(below(4));
  if (chance(0.5)) offer.experience_months = static_cast<uint16_t>(below(60));
  if (chance(0.6)) offer.weekly_minutes = static_cast<uint16_t>(15 * 60 + below(25) * 60);
  if (chance(0.5)) {
    offer.salary.kind = SalaryKind::monthly;
    offer.salary.min_cents = 150'000 + static_cast<int64_t>(below(200)) * 1'000;
    offer.salary = checked(offer.salary);
  }
  if (chance(0.5)) offer.naf = std::to_string(10 + below(20)) + ".11Z";
}

void World::write_demands(Offer& offer) {
  if (chance(0.3)) {
    const auto count = 1 + below(6);
    for (size_t i = 0; i < count; ++i)
      offer.skills.push_back(
          {item_code(kMacros + kContexts + below(items_ - kMacros - kContexts)), "", chance(0.3)});
  }
  if (chance(0.2)) offer.licences.push_back({"B", "", chance(0.6)});
  if (chance(0.15))
    offer.languages.push_back({"", chance(0.5) ? "Anglais" : "Allemand", chance(0.5)});
  if (chance(0.4)) offer.contexts.push_back("Savoir " + std::to_string(kMacros + below(kContexts)));
}

Offer World::offer(uint64_t key) {
  Offer offer;
  offer.id = "T" + std::to_string(key);
  offer.title = "Poste " + std::to_string(key);
  offer.rome_code = rome_code(below(occupations_));
  if (chance(0.5)) offer.appellation = "Appellation " + std::to_string(below(3));
  offer.created = static_cast<Day>(today - below(80));
  if (chance(0.1)) offer.expires = std::max(offer.created, static_cast<Day>(today - 5 + below(10)));
  write_terms(offer);
  if (chance(0.9)) offer.commune = commune_code(below(kCommunes));
  write_demands(offer);
  return offer;
}

Person World::person() {
  Person person;
  person.id = "p";
  const size_t skills = below(25);
  for (size_t i = 0; i < skills; ++i)
    person.skills.push_back({item_code(below(items_)), static_cast<uint8_t>(1 + below(4))});
  for (size_t i = below(3); i > 0; --i)
    person.experience.push_back({rome_code(below(occupations_)), uint32_t(below(80))});
  auto& wishes = person.wishes;
  for (size_t i = below(4); i > 0; --i)
    wishes.occupations.push_back(
        {rome_code(below(occupations_)), chance(0.3) ? "Appellation 1" : ""});
  if (chance(0.5)) wishes.contracts = {Contract::permanent, Contract::fixed_term};
  if (chance(0.4)) wishes.hours_min = 20 * 60, wishes.hours_max = 35 * 60;
  if (chance(0.4)) wishes.salary_floor_cents = 180'000;
  if (chance(0.3)) wishes.sectors = {"12", "15"};
  if (chance(0.2)) wishes.interests = {chance(0.5) ? "B" : "4"};
  if (chance(0.8)) {
    wishes.commune = commune_code(below(kCommunes));
    person.home = communes->find(wishes.commune)->point;
    if (chance(0.7)) wishes.radius_km = uint32_t(10 + below(150));
    if (chance(0.3)) wishes.transport = {Transport::bicycle};
  }
  if (chance(0.5)) wishes.licences = std::vector<size_t>{};
  if (chance(0.5)) wishes.languages = std::vector<std::string>{"anglais"};
  if (chance(0.3)) wishes.contexts_wanted = {item_code(kMacros + below(kContexts))};
  if (chance(0.3)) wishes.contexts_refused = {item_code(kMacros + below(kContexts))};
  wishes.hard = static_cast<uint32_t>(below(1u << kHardCount));
  if (chance(0.5)) wishes.hard = Wishes{}.hard;
  return person;
}

Weights World::weights() {
  Weights weights;
  if (chance(0.5)) weights.parts = {100, 100, 100, 400, 200, 100};
  if (chance(0.3)) weights.fresh_days = uint32_t(1 + below(90));
  if (chance(0.5)) weights.relevance = uint32_t(below(700));
  if (chance(0.2)) weights.wishes = {0, 0, 0, 0, 0, 0, 0};
  return weights;
}

}  // namespace aksis::matching::test
