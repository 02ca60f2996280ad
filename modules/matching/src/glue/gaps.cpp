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
  const auto skills = own_skills(offer, catalogue);
  for (const bool required : {true, false}) {
    json::Writer codes;
    codes.array();
    size_t count = 0;
    for (const auto skill : skills)
      if (bool(skill & 1) == required) {
        codes.value(catalogue.items()[skill >> 1].code);
        ++count;
      }
    if (count) out.key(required ? "required_skills" : "skills").raw(codes.end().text());
  }
  if (!skills.empty()) return out.end().text();
  if (catalogue.find_occupation(offer.rome_code) == kNoOccupation) return occupation_unknown();
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
