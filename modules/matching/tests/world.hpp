// A small invented world for tests: a catalogue, places, offers and people drawn with a fixed seed.
// Values; one thread.
#pragma once

#include <memory>
#include <random>
#include <string>

#include "catalogue.hpp"
#include "geo.hpp"
#include "offer.hpp"
#include "person.hpp"
#include "weights.hpp"

namespace aksis::matching::test {

class World {
 public:
  explicit World(uint32_t seed, size_t occupations = 40, size_t items = 300);

  std::shared_ptr<const Catalogue> catalogue;
  std::shared_ptr<const Communes> communes;
  Day today = parse_day("2025-03-01");

  Offer offer(uint64_t key);
  Person person();
  Weights weights();

  size_t below(size_t n) { return std::uniform_int_distribution<size_t>(0, n - 1)(random_); }
  bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
  std::string commune_code(size_t i) const { return std::to_string(10'000 + i); }
  std::string rome_code(size_t i) const;
  std::string item_code(size_t i) const { return std::to_string(100'000 + i); }

 private:
  void write_terms(Offer& offer);
  void write_demands(Offer& offer);

  std::mt19937 random_;
  size_t occupations_, items_;
};

}  // namespace aksis::matching::test
