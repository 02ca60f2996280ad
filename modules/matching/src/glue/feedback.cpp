#include "offer_rows.hpp"
#include "operations.hpp"
#include "results.hpp"

namespace aksis::matching {

namespace {

struct Given {
  std::string id, person, offer, step, reason, comment;
};

Status publish(Tx& tx, const Given& given, const NewResult& result) {
  json::Writer event;
  event.object().member("feedback", given.id).member("person", given.person);
  event.member("offer", given.offer).member("step", given.step);
  // Words stay here: events are read by who may not open the record.
  if (!given.reason.empty()) event.member("reason", given.reason);
  event.member("result", result.id).member("score", result.score).end();
  return tx.publish("matching.feedback_given/1", event.text());
}

Status store(Tx& tx, const Given& given, std::string_view result) {
  AKSIS_ASSIGN(comment, seal_words(tx, feedback_comment(given.id), given.person, given.comment));
  AKSIS_TRY(tx.execute(
      "INSERT INTO mtc_feedback (id, person, offer, step, reason, result, given_at, comment) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {given.id, given.person, given.offer, given.step,
       given.reason.empty() ? std::optional<std::string>() : given.reason, result, now_micros(),
       comment}));
  return {};
}

}  // namespace

// What was thought of a result is kept with the result: later learning needs both.
Status give_feedback(State& state, Request& request) {
  const auto& input = request.input();
  Given given{new_id(),
              std::string(json::text(input, "person")),
              std::string(json::text(input, "offer")),
              std::string(json::text(input, "step")),
              std::string(json::text(input, "reason")),
              std::string(json::text(input, "comment"))};
  if ((given.step == "refused") != !given.reason.empty()) {
    const bool refused = given.step == "refused";
    return Error{Code::invalid,
                 "a refusal needs a reason, and nothing else takes one",
                 {{"/reason", refused ? "say why, by one of the codes" : "leave it out",
                   refused ? "dites pourquoi, par l’un des codes" : "à laisser vide"}},
                 "Un refus demande un motif, et rien d’autre n’en prend."};
  }
  AKSIS_ASSIGN(result, make_result(state, given.person, given.offer));
  const auto weights = state.weights();
  AKSIS_TRY(state.host().write([&](Tx& tx) -> Status {
    AKSIS_TRY(keep(tx, result, *weights));
    AKSIS_TRY(store(tx, given, result.id));
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
    AKSIS_TRY(
        tx.query("SELECT id, step, reason, result, given_at, comment FROM mtc_feedback "
                 "WHERE person = $1 AND offer = $2 ORDER BY id",
                 {json::text(input, "person"), json::text(input, "offer")},
                 [&](const Columns& row) -> Status {
                   out.object().member("feedback", row.text(0)).member("step", row.text(1));
                   if (!row.is_null(2)) out.member("reason", row.text(2));
                   out.member("result", row.text(3)).member("given_at", row.integer(4));
                   AKSIS_ASSIGN(comment, open_words(tx, feedback_comment(row.text(0)),
                                                    json::text(input, "person"), row, 5));
                   if (!comment.empty()) out.member("comment", comment);
                   out.end();
                   return {};
                 }));
    out.end().end();
    return {};
  }));
  return request.respond(out.text());
}

}  // namespace aksis::matching
