#include "matching_inputs.hpp"

#include "aksis/cpp/csv.hpp"
#include "offer_import.hpp"
#include "rome_folder.hpp"
#include "world.hpp"

namespace aksis::matching::bench {

namespace {
constexpr uint16_t kAgeMax = 90;
constexpr size_t kInventedOffers = 2'000;
}  // namespace

Inputs::Inputs(const std::string& folder) {
  real = load_real(folder);
  if (!real) invent();
  for (const auto& offer : base_) {
    auto& pool = pools_[offer.rome_code];
    pool.offers.push_back(&offer);
    pool.skills.insert(pool.skills.end(), offer.skills.begin(), offer.skills.end());
  }
  // What the referential lists is what employers pick from.
  for (auto& [code, pool] : pools_)
    for (const auto& demand : catalogue->demands(catalogue->find_occupation(code)))
      if (catalogue->items()[demand.item].kind != ItemKind::soft_skill)
        pool.skills.push_back({catalogue->items()[demand.item].code, "", false});
  by_people_ = std::discrete_distribution<size_t>(commune_people_.begin(), commune_people_.end());
}

bool Inputs::load_real(const std::string& folder) {
  auto rome = test::catalogue_from_rome(folder + "/rome_v4");
  const auto places = test::file_text(folder + "/geo/communes.csv");
  const auto offers = test::file_text(folder + "/offers/offres_sample.jsonl");
  if (!rome || !places || !offers) return false;
  catalogue = std::make_shared<Catalogue>(std::move(*rome));
  auto all = std::make_shared<Communes>();
  bool header = true;
  const auto counted = csv::read(*places, {}, [&](size_t, const auto& fields) -> Status {
    if (!header && !fields.at(6).empty()) {
      const auto degree = [&](size_t column) { return std::atof(fields.at(column).c_str()); };
      all->add({fields.at(0), fields.at(1), fields.at(2), *make_point(degree(6), degree(7))});
      commune_codes_.push_back(fields.at(0));
      commune_people_.push_back(std::max(1.0, degree(5)));
    }
    header = false;
    return {};
  });
  communes = all;
  OfferImporter importer([&](Offer&& offer, size_t) -> Status {
    if (catalogue->find_occupation(offer.rome_code) != kNoOccupation)
      base_.push_back(std::move(offer));
    return {};
  });
  return counted.ok() && importer.feed(*offers).ok() && importer.finish().ok() && !base_.empty();
}

void Inputs::invent() {
  test::World world(1, 500, 8'000);
  catalogue = world.catalogue;
  communes = world.communes;
  for (size_t i = 0; i < 60; ++i) {
    commune_codes_.push_back(world.commune_code(i));
    commune_people_.push_back(1);
  }
  for (uint64_t key = 0; key < kInventedOffers; ++key) base_.push_back(world.offer(key));
}

const std::string& Inputs::some_commune() {
  return commune_codes_[by_people_(random_)];
}

Offer Inputs::offer(uint64_t key) {
  Offer offer = base_[below(base_.size())];
  const auto& pool = pools_[offer.rome_code];
  const auto other = [&]() -> const Offer& { return *pool.offers[below(pool.offers.size())]; };
  offer.id = "B" + std::to_string(key);
  offer.description.clear();
  offer.created = static_cast<Day>(today - other().created % kAgeMax);
  offer.salary = other().salary;
  offer.contract = other().contract;
  const auto& place = other();
  offer.commune = place.commune;
  offer.point = place.point;
  // The sample knows seven hundred places; half of the offers go where people live.
  if (chance(0.5)) {
    offer.commune = some_commune();
    offer.point.reset();
  }
  const auto& terms = other();
  offer.weekly_minutes = terms.weekly_minutes;
  offer.contexts = terms.contexts;
  offer.experience = terms.experience;
  offer.experience_months = terms.experience_months;
  // As many skills as the offer had, drawn anew: a million offers do not share 542 lists.
  for (auto& skill : offer.skills) skill = pool.skills[below(pool.skills.size())];
  return offer;
}

Person Inputs::person(uint64_t number) {
  // Half know an occupation that is much on offer, half any occupation of the referential.
  const auto& occupations = catalogue->occupations();
  const auto occupation = number % 2
                              ? catalogue->find_occupation(base_[below(base_.size())].rome_code)
                              : static_cast<OccupationIndex>(below(occupations.size()));
  Person person;
  person.id = std::to_string(number);
  for (const auto& demand : catalogue->demands(occupation))
    if (chance(0.5))
      person.skills.push_back({catalogue->items()[demand.item].code, uint8_t(1 + below(4))});
  for (int i = 0; i < 10; ++i)
    person.skills.push_back(
        {catalogue->items()[below(catalogue->items().size())].code, uint8_t(1 + below(4))});
  person.experience.push_back({occupations[occupation].code, uint32_t(below(120))});
  auto& wishes = person.wishes;
  wishes.occupations.push_back({occupations[occupation].code, ""});
  for (size_t other = 0; other < occupations.size() && wishes.occupations.size() < 3; ++other)
    if (const auto rank = catalogue->mobility(occupation, static_cast<OccupationIndex>(other));
        rank && rank <= 2)
      wishes.occupations.push_back({occupations[other].code, ""});
  wishes.contracts = {Contract::permanent, Contract::fixed_term};
  if (chance(0.3)) wishes.hours_min = 20 * 60, wishes.hours_max = 39 * 60;
  if (chance(0.5)) wishes.salary_floor_cents = 180'000;
  wishes.commune = some_commune();
  person.home = communes->find(wishes.commune)->point;
  wishes.radius_km = uint32_t(15 + below(46));
  if (chance(0.3)) wishes.hard = 0;  // the whole country, nearer is better
  wishes.licences = chance(0.6) ? std::vector<size_t>{*parse_licence("B")} : std::vector<size_t>{};
  wishes.languages = std::vector<std::string>{"français"};
  return person;
}

}  // namespace aksis::matching::bench
