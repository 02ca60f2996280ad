#include "state.hpp"

#include <chrono>

#include "aksis/cpp/fold.hpp"

namespace aksis::matching {

namespace {

constexpr int64_t kOfferPage = 2'000;

std::string version_text(uint64_t hash) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text = "r";
  for (int shift = 60; shift >= 0; shift -= 4) text += kDigits[hash >> shift & 15];
  return text;
}

}  // namespace

Day State::today() const {
  using namespace std::chrono;
  return day_of_micros(duration_cast<microseconds>(system_clock::now().time_since_epoch()).count());
}

Engine State::current_or(const Engine& other) const {
  const std::lock_guard guard(lock_);
  return current_ ? *current_ : other;
}

void State::forget_engine() {
  const std::lock_guard guard(lock_);
  current_.reset();
}

Result<Engine> State::engine() {
  {
    const std::lock_guard guard(lock_);
    if (current_) return *current_;
  }
  const std::unique_lock gate(gate_);
  {
    const std::lock_guard guard(lock_);
    if (current_) return *current_;  // somebody else loaded it meanwhile
  }
  return load();
}

Status State::reload() {
  const std::unique_lock gate(gate_);
  auto loaded = load();
  if (!loaded.ok()) return std::move(loaded).error();
  return {};
}

Status State::take_new_communes() {
  AKSIS_ASSIGN(engine, this->engine());
  int64_t count = 0;
  AKSIS_TRY(host_.read([&](Tx& tx) {
    return tx.query("SELECT COUNT(*) FROM core_commune_v1 WHERE lat IS NOT NULL", {},
                    [&](const Columns& row) { count = row.integer(0); });
  }));
  return static_cast<size_t>(count) == engine.communes->size() ? Status() : reload();
}

// With the gate held: no change of an offer is under way.
Result<Engine> State::load() {
  CatalogueBuilder builder;
  auto communes = std::make_shared<Communes>();
  AKSIS_TRY(host_.read([&](Tx& tx) -> Status {
    builder = {};
    *communes = {};
    AKSIS_TRY(load_catalogue(tx, builder));
    return load_communes(tx, *communes);
  }));
  Engine engine{std::make_shared<Catalogue>(builder.build()), std::move(communes), nullptr};
  engine.store = std::make_shared<Store>(engine.catalogue, engine.communes);
  Store::Load load(*engine.store);
  AKSIS_TRY(load_offers(load));
  load.commit();
  json::Writer fields;
  fields.object().member("offers", engine.store->snapshot()->offers());
  fields.member("occupations", engine.catalogue->occupations().size());
  fields.member("bytes", engine.store->bytes() + engine.catalogue->bytes()).end();
  host_.info("offers are in memory", fields.text());
  const std::lock_guard guard(lock_);
  current_ = std::make_shared<Engine>(engine);
  return engine;
}

Status State::load_catalogue(Tx& tx, CatalogueBuilder& builder) const {
  uint64_t hash = 0;
  const auto mix = [&](const Columns& row, size_t columns) {
    for (size_t i = 0; i < columns; ++i) hash = hash * 31 + stable_hash(row.text(i));
  };
  AKSIS_TRY(tx.query("SELECT rome_code, label FROM competences_occupation_v1 ORDER BY rome_code",
                     {}, [&](const Columns& row) {
                       builder.occupation(row.text(0), row.text(1));
                       mix(row, 2);
                     }));
  AKSIS_TRY(tx.query("SELECT item, kind, label, macro FROM competences_item_v1 ORDER BY item", {},
                     [&](const Columns& row) {
                       ItemKind kind = ItemKind::skill;
                       if (parse_item_kind(row.text(1), kind))
                         builder.item(row.text(0), kind, row.text(2), row.text(3));
                       mix(row, 4);
                     }));
  AKSIS_TRY(tx.query(
      "SELECT rome_code, item, core FROM competences_occupation_item_v1 ORDER BY rome_code, item",
      {}, [&](const Columns& row) {
        builder.link(row.text(0), row.text(1), row.integer(2) != 0);
        mix(row, 2);
        hash += static_cast<uint64_t>(row.integer(2));
      }));
  AKSIS_TRY(
      tx.query("SELECT rome_code, target, rank FROM competences_mobility_v1 "
               "ORDER BY rome_code, rank, target",
               {}, [&](const Columns& row) {
                 builder.mobility(row.text(0), row.text(1), static_cast<uint32_t>(row.integer(2)));
                 mix(row, 2);
               }));
  // Scheme 2: centres of interest.
  AKSIS_TRY(
      tx.query("SELECT rome_code, code FROM competences_category_v1 WHERE scheme = 2 "
               "ORDER BY rome_code, code",
               {}, [&](const Columns& row) {
                 builder.interest(row.text(0), row.text(1));
                 mix(row, 2);
               }));
  builder.version(version_text(hash));
  return {};
}

Status State::load_communes(Tx& tx, Communes& communes) const {
  return tx.query(
      "SELECT code, name, department, lat, lon FROM core_commune_v1 WHERE lat IS NOT NULL "
      "ORDER BY code",
      {}, [&](const Columns& row) {
        communes.add(
            {row.string(0), row.string(1), row.string(2),
             Point{static_cast<int32_t>(row.integer(3)), static_cast<int32_t>(row.integer(4))}});
      });
}

// In pages, so that no snapshot of the database is held for long.
Status State::load_offers(Store::Load& load) const {
  for (int64_t after = 0;;) {
    const int64_t before = after;
    size_t wrong = 0;
    AKSIS_TRY(host_.read([&](Tx& tx) -> Status {
      after = before;
      return tx.query(
          "SELECT key, body FROM mtc_offer WHERE closed_at IS NULL AND key > $1 "
          "ORDER BY key LIMIT $2",
          {before, kOfferPage}, [&](const Columns& row) {
            after = row.integer(0);
            const auto value = json::parse(row.text(1));
            if (!value.ok()) return void(++wrong);
            const auto offer = offer_from_json(*value);
            if (!offer.ok()) return void(++wrong);
            load.add(static_cast<OfferKey>(after), *offer);
          });
    }));
    if (wrong) host_.warning(std::to_string(wrong) + " stored offers cannot be read");
    if (after == before) return {};
  }
}

std::shared_ptr<const Weights> State::weights() const {
  const std::lock_guard guard(lock_);
  return weights_;
}

Status State::read_weights() {
  const auto config = host_.config();
  const auto* section = json::member(config, "weights");
  Weights weights;
  if (section) {
    AKSIS_ASSIGN(read, weights_from_json(*section));
    weights = read;
  }
  const std::lock_guard guard(lock_);
  weights_ = std::make_shared<Weights>(weights);
  return {};
}

void State::person_changed(std::string_view person) {
  const std::lock_guard guard(lock_);
  if (people_) changed_people_.emplace(person);
}

Result<std::vector<Candidate>> State::load_people(const Engine& engine) const {
  std::vector<std::string> ids;
  AKSIS_TRY(host_.read([&](Tx& tx) -> Status {
    ids.clear();
    return tx.query("SELECT id FROM core_person_v1 ORDER BY id", {},
                    [&](const Columns& row) { ids.push_back(row.string(0)); });
  }));
  std::vector<Candidate> people;
  people.reserve(ids.size());
  for (const auto& id : ids)
    AKSIS_TRY(host_.read([&](Tx& tx) -> Status {
      const auto person = read_person(tx, id, *engine.communes, today());
      if (!person.ok()) {
        if (person.error().code == Code::not_found) return {};  // deleted meanwhile
        return person.error();
      }
      if (person->skills.empty() && person->experience.empty() &&
          person->wishes.occupations.empty())
        return {};  // nothing to match with
      people.push_back({id, to_seeker(*person, *engine.catalogue)});
      return {};
    }));
  return people;
}

Result<std::shared_ptr<const std::vector<Candidate>>> State::people(const Engine& engine) {
  const std::lock_guard one(people_loading_);
  std::shared_ptr<const std::vector<Candidate>> present;
  std::set<std::string, std::less<>> changed;
  {
    const std::lock_guard guard(lock_);
    if (people_catalogue_ == engine.catalogue) present = people_;
    changed.swap(changed_people_);
    if (present && changed.empty()) return present;
    if (!people_) people_ = std::make_shared<std::vector<Candidate>>();  // changes count from now
  }
  auto next = std::make_shared<std::vector<Candidate>>();
  if (!present) {
    AKSIS_ASSIGN(all, load_people(engine));
    *next = std::move(all);
  } else {
    for (const auto& candidate : *present)
      if (!changed.contains(candidate.person)) next->push_back(candidate);
    for (const auto& id : changed)
      AKSIS_TRY(host_.read([&](Tx& tx) -> Status {
        const auto person = read_person(tx, id, *engine.communes, today());
        if (person.ok()) next->push_back({id, to_seeker(*person, *engine.catalogue)});
        return {};
      }));
  }
  const std::lock_guard guard(lock_);
  people_ = next;
  people_catalogue_ = engine.catalogue;
  return std::shared_ptr<const std::vector<Candidate>>(next);
}

}  // namespace aksis::matching
