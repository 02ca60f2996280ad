#include "offer_rows.hpp"
#include "operations.hpp"
#include "results.hpp"

namespace aksis::matching {

namespace {

struct Given {
  std::string id, person, offer, step, reason;
};

Status publish(Tx& tx, const Given& given, const NewResult& result) {
  json::Writer event;
  event.object().member("feedback", given.id).member("person", given.person);
  event.member("offer", given.offer).member("step", given.step);
  if (!given.reason.empty()) event.member("reason", given.reason);
  event.member("result", result.id).member("score", result.score).end();
  return tx.publish("matching.feedback_given/1", event.text());
}

}  // namespace

// What was thought of a result is kept with the result: later learning needs both.
Status give_feedback(State& state, Request& request) {
  const auto& input = request.input();
  Given given{new_id(), std::string(json::text(input, "person")),
              std::string(json::text(input, "offer")), std::string(json::text(input, "step")),
              std::string(json::text(input, "reason"))};
  if ((given.step == "refused") != !given.reason.empty())
    return Error{
        Code::invalid,
        "a refusal needs a reason, and nothing else takes one",
        {{"/reason", given.step == "refused" ? "say why, by one of the codes" : "leave it out"}}};
  AKSIS_ASSIGN(result, make_result(state, given.person, given.offer));
  const auto weights = state.weights();
  AKSIS_TRY(state.host().write([&](Tx& tx) -> Status {
    AKSIS_TRY(keep(tx, result, *weights));
    AKSIS_TRY(
        tx.execute("INSERT INTO mtc_feedback (id, person, offer, step, reason, result, given_at) "
                   "VALUES ($1, $2, $3, $4, $5, $6, $7)",
                   {given.id, given.person, given.offer, given.step,
                    given.reason.empty() ? std::optional<std::string>() : given.reason, result.id,
                    now_micros()}));
    return publish(tx, given, result);
  }));
  json::Writer out;
  out.object().member("feedback", given.id).member("result", result.id);
  out.member("score", result.score);
  return request.respond(out.end().text());
}

Status list_feedback(State& state, Request& request) {
  const auto& input = request.input();
  json::Writer out;
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    out.object().key("feedback").array();
    AKSIS_TRY(tx.query(
        "SELECT id, step, reason, result, given_at FROM mtc_feedback "
        "WHERE person = $1 AND offer = $2 ORDER BY id",
        {json::text(input, "person"), json::text(input, "offer")}, [&](const Columns& row) {
          out.object().member("feedback", row.text(0)).member("step", row.text(1));
          if (!row.is_null(2)) out.member("reason", row.text(2));
          out.member("result", row.text(3)).member("given_at", row.integer(4)).end();
        }));
    out.end().end();
    return {};
  }));
  return request.respond(out.text());
}

Status forget_person(State& state, std::string_view person) {
  state.person_changed(person);
  return state.host().write([&](Tx& tx) -> Status {
    AKSIS_TRY(tx.execute("DELETE FROM mtc_wishes WHERE person = $1", {person}));
    AKSIS_TRY(tx.execute("DELETE FROM mtc_feedback WHERE person = $1", {person}));
    AKSIS_TRY(tx.execute("DELETE FROM mtc_result WHERE person = $1", {person}));
    return {};
  });
}

}  // namespace aksis::matching
