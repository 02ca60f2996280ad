// Offers as rows of the database. Inside a transaction; the clock and ids are any thread's.
#pragma once

#include <aksis/module.hpp>
#include <optional>
#include <string>

#include "offer.hpp"
#include "store.hpp"

namespace aksis::matching {

int64_t now_micros();
// A UUID of version 7.
std::string new_id();

struct Upserted {
  std::optional<OfferKey> key;  // nullopt: nothing changed
  bool reopened = false;
};
// Puts an offer or replaces the one of the same id. `source`: whose stock it is of; nullopt:
// entered here. What somebody closed by hand stays closed until its source changes it.
Result<Upserted> upsert_offer(Tx& tx, const Offer& offer, int64_t now,
                              std::optional<std::string_view> source = {});

struct StoredOffer {
  OfferKey key = 0;
  Offer offer;
  bool closed = false;
  std::string closed_why;  // "closed", "expired", "gone"
  Day closed_on = kNoDay;
  std::string tag;  // version
};
// not_found when there is none.
Result<StoredOffer> find_offer(Tx& tx, std::string_view id);
// The same in a transaction of its own.
Result<StoredOffer> load_offer(Host& host, std::string_view id);
// Code::conflict: without its occupation nothing can be said of an offer.
Error occupation_unknown();

}  // namespace aksis::matching
