// What a person lacks for an offer. The module competences knows how gaps and plans are counted;
// this one knows what an offer asks for.
#include "facts.hpp"
#include "offer_rows.hpp"
#include "operations.hpp"

namespace aksis::matching {

namespace {

// The offer as a target of competences: the skills it names or, since many offers name none that
// the referential knows, its occupation.
Result<std::string> target_of(const Offer& offer, const Catalogue& catalogue,
                              std::string_view person) {
  json::Writer out;
  out.object().member("person", person);
  if (const auto skills = own_skills(offer, catalogue); !skills.empty()) {
    out.key("skills").array();
    for (const auto skill : skills) out.value(catalogue.items()[skill >> 1].code);
    return out.end().end().text();
  }
  if (catalogue.find_occupation(offer.rome_code) == kNoOccupation)
    return Error{
        Code::conflict, "the offer's occupation is not in the referential; import ROME", {}};
  return out.member("occupation", offer.rome_code).end().text();
}

Status ask(State& state, Request& request, std::string_view operation) {
  const auto& input = request.input();
  AKSIS_ASSIGN(engine, state.engine());
  AKSIS_ASSIGN(stored, load_offer(state.host(), json::text(input, "offer")));
  AKSIS_ASSIGN(target, target_of(stored.offer, *engine.catalogue, json::text(input, "person")));
  AKSIS_ASSIGN(answer, request.call(operation, target));
  return request.respond(answer);
}

}  // namespace

Status offer_gap(State& state, Request& request) {
  return ask(state, request, "competences.gap");
}

Status offer_training_plan(State& state, Request& request) {
  return ask(state, request, "competences.training_plan");
}

}  // namespace aksis::matching
