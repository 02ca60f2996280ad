// The operations of the module, one function each; `routes` in module.json says what they take and
// give. Any thread.
#pragma once

#include "state.hpp"

namespace aksis::matching {

// offers.cpp
Status list_offers(State& state, Request& request);
Status read_offer(State& state, Request& request);
Status save_offer(State& state, Request& request);
Status close_offer(State& state, Request& request);
Status close_expired(State& state, Request& request);
// imports.cpp
Status import_offers(State& state, Request& request);
// wishes.cpp
Status read_wishes(State& state, Request& request);
Status save_wishes(State& state, Request& request);
// matches.cpp
Status offers_for_person(State& state, Request& request);
Status people_for_offer(State& state, Request& request);
Status explain_match(State& state, Request& request);
// gaps.cpp
Status offer_gap(State& state, Request& request);
Status offer_training_plan(State& state, Request& request);
// results.cpp
Status keep_result(State& state, Request& request);
Status read_result(State& state, Request& request);
Status replay_result(State& state, Request& request);
Status read_weights(State& state, Request& request);
// feedback.cpp
Status give_feedback(State& state, Request& request);
Status list_feedback(State& state, Request& request);
// shown.cpp
Status show_person(Host& host, Tx& tx, std::string_view person, json::Writer& out);
Status erase_person(Tx& tx, std::string_view person);
Status forget_person(State& state, std::string_view person);
// seal_results.cpp
Status seal_results(State& state, Request& request);

// Where words about a person stand, sealed; borrowed.
inline SealedPlace wishes_comment(std::string_view person) {
  return {"mtc_wishes", "comment", person};
}
inline SealedPlace feedback_comment(std::string_view feedback) {
  return {"mtc_feedback", "comment", feedback};
}
// Words that may be left out: NULL where there are none.
inline Result<std::optional<Bytes>> seal_words(Tx& tx, const SealedPlace& place,
                                               std::string_view person, std::string_view words) {
  if (words.empty()) return std::optional<Bytes>();
  AKSIS_ASSIGN(sealed, seal(tx, place, person, words));
  return std::optional<Bytes>(std::move(sealed));
}
inline Result<std::string> open_words(Tx& tx, const SealedPlace& place, std::string_view person,
                                      const Columns& row, size_t column) {
  if (row.is_null(column)) return std::string();
  return open_sealed(tx, place, person, row.text(column));
}

}  // namespace aksis::matching
