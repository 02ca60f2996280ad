// What the module keeps in memory: the referential, communes, all open offers, and the people that
// were asked for. Loaded from the database when first needed. Any thread.
#pragma once

#include <aksis/module.hpp>
#include <array>
#include <memory>
#include <mutex>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "people.hpp"
#include "store.hpp"
#include "weights.hpp"

namespace aksis::matching {

// One generation of the engine; a new referential or new communes make a new one.
struct Engine {
  std::shared_ptr<const Catalogue> catalogue;
  std::shared_ptr<const Communes> communes;
  std::shared_ptr<Store> store;
};

class State {
 public:
  explicit State(Host& host) : host_(host) {}

  Host& host() { return host_; }

  // Loads what is not loaded yet.
  Result<Engine> engine();
  // The next use loads again.
  void forget_engine();
  // Reads everything again now; searches go on with the present engine meanwhile.
  Status reload();
  // Reads everything again when there are other communes than in memory: the event that tells of
  // an import may still be on its way.
  Status take_new_communes();

  // Runs `change(engine)` while no reload is under way, so that none misses it. Changes of one
  // offer happen one after the other.
  template <typename ChangeOffer>
  Status change_offer(std::string_view offer, ChangeOffer change) {
    AKSIS_ASSIGN(engine, this->engine());
    const std::shared_lock gate(gate_);
    const std::lock_guard one(stripes_[stable_hash(offer) % stripes_.size()]);
    return change(current_or(engine));
  }
  // The same for many offers at once.
  template <typename ChangeMany>
  Status change_many(ChangeMany change) {
    AKSIS_ASSIGN(engine, this->engine());
    const std::unique_lock gate(gate_);
    return change(current_or(engine));
  }

  // Everybody with a profile or wishes, for people_for.
  Result<std::shared_ptr<const std::vector<Candidate>>> people(const Engine& engine);
  void person_changed(std::string_view person);

  // The weights of the configuration; a wrong section keeps the last right one.
  std::shared_ptr<const Weights> weights() const;
  Status read_weights();

  Day today() const;

 private:
  // What is forgotten meanwhile is read from the database when next loaded: any engine will do.
  Engine current_or(const Engine& other) const;
  Result<Engine> load();
  Status load_catalogue(Tx& tx, CatalogueBuilder& builder) const;
  Status load_communes(Tx& tx, Communes& communes) const;
  Status load_offers(Store::Load& load) const;
  Result<std::vector<Candidate>> load_people(const Engine& engine) const;

  Host& host_;
  mutable std::mutex lock_;  // for the pointers below
  std::shared_ptr<const Engine> current_;
  std::shared_ptr<const std::vector<Candidate>> people_;
  std::shared_ptr<const Catalogue> people_catalogue_;  // whose numbers people_ is in
  std::set<std::string, std::less<>> changed_people_;
  std::shared_ptr<const Weights> weights_ = std::make_shared<Weights>();
  std::shared_mutex gate_;
  std::mutex people_loading_;
  std::array<std::mutex, 64> stripes_;
};

// One person from the profile and the wishes as the database has them now; not_found when nobody
// is known by that id. `tag`: version of the wishes, "" without any.
Result<Person> read_person(Tx& tx, std::string_view person, const Communes& communes, Day today,
                           std::string* tag = nullptr);

// The titles of open offers are answered from the database.
struct OfferText {
  std::string id;
  std::string body;  // JSON of the offer
};
Result<std::unordered_map<OfferKey, OfferText>> read_texts(Tx& tx, std::span<const OfferKey> keys);

}  // namespace aksis::matching
