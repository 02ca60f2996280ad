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

// Puts an offer or replaces the one of the same id; nullopt when nothing changed.
Result<std::optional<OfferKey>> upsert_offer(Tx& tx, const Offer& offer, int64_t now);

struct StoredOffer {
  OfferKey key = 0;
  Offer offer;
  bool closed = false;
  std::string tag;  // version
};
// not_found when there is none.
Result<StoredOffer> find_offer(Tx& tx, std::string_view id);

}  // namespace aksis::matching
