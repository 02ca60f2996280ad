// Offers and people to measure matching with: real ones resampled, or invented ones when the data
// folder is absent. Fixed seeds; one thread.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "catalogue.hpp"
#include "geo.hpp"
#include "offer.hpp"
#include "person.hpp"

namespace aksis::matching::bench {

class Inputs {
 public:
  explicit Inputs(const std::string& data_folder);

  std::shared_ptr<const Catalogue> catalogue;
  std::shared_ptr<const Communes> communes;
  bool real = false;
  Day today = parse_day("2025-09-01");

  // An offer made of fields of several real ones of the same occupation.
  Offer offer(uint64_t key);
  Person person(uint64_t number);

 private:
  struct Pool {
    std::vector<const Offer*> offers;
    std::vector<OfferDemand> skills;
  };
  bool load_real(const std::string& folder);
  void invent();
  const std::string& some_commune();
  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  bool chance(double p) { return std::bernoulli_distribution(p)(random_); }

  std::mt19937_64 random_{20'250'901};
  std::vector<Offer> base_;
  std::map<std::string, Pool> pools_;
  std::vector<std::string> commune_codes_;
  std::vector<double> commune_people_;
  std::discrete_distribution<size_t> by_people_;
};

}  // namespace aksis::matching::bench
