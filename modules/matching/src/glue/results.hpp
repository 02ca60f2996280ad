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

}  // namespace aksis::matching
