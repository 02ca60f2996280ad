// The best people for one offer, by the same rules. Exact: everybody known is looked at, those a
// hard constraint bars are left out. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "scorer.hpp"

namespace aksis::matching {

struct Candidate {
  std::string person;
  Seeker seeker;
};

struct PersonHit {
  uint32_t raw = 0;
  const Candidate* candidate = nullptr;

  // Best first; equals by id, so that an answer is the same twice.
  bool operator<(const PersonHit& other) const {
    return raw != other.raw ? raw > other.raw : candidate->person < other.candidate->person;
  }
};

// Ids in ascending order.
struct Among {
  const std::vector<std::string>* visible =
      nullptr;  // nobody else is looked at; nullptr: everybody
  const std::vector<std::string>* without =
      nullptr;  // nobody of these; nullptr: nobody is left out
  bool has(const std::string& person) const;
};

// `barred`, when given, counts the people left out by a hard constraint.
std::vector<PersonHit> people_for(const Snapshot& snapshot, const Snapshot::Found& offer,
                                  const Weights& weights, Day today,
                                  std::span<const Candidate> people, size_t k,
                                  const Among& among = {}, size_t* barred = nullptr);

}  // namespace aksis::matching
