// Results kept with their inputs. Any thread.
#pragma once

#include <string>

#include "state.hpp"

namespace aksis::matching {

struct NewResult {
  std::string id, person, offer, inputs, answer, weights;
  int64_t score = 0;
};
// Computes the present result of a person and an offer, ready to be kept.
Result<NewResult> make_result(State& state, std::string_view person, std::string_view offer);
// In a transaction of a write.
Status keep(Tx& tx, const NewResult& result, const Weights& weights);
// Seals and stores it alone.
Status store_result(Tx& tx, const NewResult& result, int64_t made_at);

// Inputs and answer are sealed bytes until open_result(), in a call that has the record open.
struct KeptResult {
  std::string id, person, offer, inputs, answer;
  int64_t made_at = 0;
};
// Of a row with these columns, in this order.
KeptResult kept_result(const Columns& row);
Status open_result(Tx& tx, KeptResult& kept);

}  // namespace aksis::matching
