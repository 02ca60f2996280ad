// A kept result: everything one score was computed from, so that it can be computed again to the
// same bytes years later, whatever became of the referential, the offer and the person. Pure.
#pragma once

#include <string>
#include <string_view>

#include "catalogue.hpp"
#include "explain.hpp"
#include "offer.hpp"
#include "person.hpp"
#include "weights.hpp"

namespace aksis::matching {

// The inputs as one JSON object. Places are resolved: `offer` gets the centre of its commune.
std::string inputs_json(const Person& person, Offer offer, const Weights& weights, Day today,
                        const Catalogue& catalogue, const Communes& communes);

// The explanation those inputs lead to, as write_explanation writes it.
Result<std::string> answer_from_inputs(std::string_view inputs);

}  // namespace aksis::matching
