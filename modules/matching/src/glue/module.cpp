// The module's entry: binds operations and subscriptions.
#include <aksis/module.hpp>

#include "operations.hpp"

namespace {

using namespace aksis;
using namespace aksis::matching;

std::unique_ptr<State>& state() {
  static std::unique_ptr<State> instance;
  return instance;
}

Status start(Host& host) {
  state() = std::make_unique<State>(host);
  AKSIS_TRY(state()->read_weights());
  using Operation = Status (*)(State&, Request&);
  const auto bind = [&](std::string_view id, Operation operation) {
    host.bind(id, [operation](Request& request) { return operation(*state(), request); });
  };
  bind("matching.offers.import", import_offers);
  bind("matching.offers.list", list_offers);
  bind("matching.offers.read", read_offer);
  bind("matching.offers.save", save_offer);
  bind("matching.offers.close", close_offer);
  bind("matching.offers.close_expired", close_expired);
  bind("matching.wishes.read", read_wishes);
  bind("matching.wishes.save", save_wishes);
  bind("matching.offers_for", offers_for_person);
  bind("matching.people_for", people_for_offer);
  bind("matching.explain", explain_match);
  bind("matching.offer_gap", offer_gap);
  bind("matching.offer_training_plan", offer_training_plan);
  bind("matching.results.keep", keep_result);
  bind("matching.results.read", read_result);
  bind("matching.results.replay", replay_result);
  bind("matching.weights", aksis::matching::read_weights);
  bind("matching.feedback.give", give_feedback);
  bind("matching.feedback.list", list_feedback);
  bind("matching.seal_results", seal_results);
  host.bind("matching.load", [](Request&) -> Status {
    auto engine = state()->engine();
    if (!engine.ok()) return std::move(engine).error();
    return {};
  });
  host.subscribe("competences.profile_changed/1", [](const Event& event) -> Status {
    state()->person_changed(json::text(event.data, "person"));
    return {};
  });
  host.subscribe("competences.referential_changed/1",
                 [](const Event&) { return state()->reload(); });
  host.subscribe("core.territories_changed/1", [](const Event&) { return state()->reload(); });
  host.subscribe("core.person_deleted/1", [](const Event& event) {
    return forget_person(*state(), json::text(event.data, "person"));
  });
  host.hold([&host](Tx& tx, std::string_view person,
                    json::Writer& out) { return show_person(host, tx, person, out); },
            erase_person);
  host.on_config_change([&host] {
    if (const auto read = state()->read_weights(); !read.ok()) host.error(read.error().message);
  });
  return {};
}

void stop() {
  state().reset();
}

}  // namespace

AKSIS_MODULE("matching", "0.1.0", start, stop);
