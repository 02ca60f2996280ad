#include "results.hpp"

#include "offer_rows.hpp"
#include "operations.hpp"
#include "replay.hpp"
#include "say.hpp"

namespace aksis::matching {

namespace {

constexpr size_t kDifferenceShown = 80;

// With the record of its person open.
Result<KeptResult> find_result(State& state, Request& request, std::string_view id) {
  std::optional<KeptResult> kept;
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    return tx.query(
        "SELECT id, person, offer, inputs, answer, made_at FROM mtc_result WHERE id = $1", {id},
        [&](const Columns& row) { kept = kept_result(row); });
  }));
  if (!kept)
    return said(Code::not_found, "no result is kept under " + std::string(id.substr(0, 40)),
                "Aucun résultat n’est gardé sous " + std::string(id.substr(0, 40)) + ".");
  AKSIS_TRY(request.open_person(kept->person));
  AKSIS_TRY(state.host().read([&](Tx& tx) { return open_result(tx, *kept); }));
  return std::move(*kept);
}

}  // namespace

Result<NewResult> make_result(State& state, std::string_view person_id, std::string_view offer_id) {
  AKSIS_ASSIGN(engine, state.engine());
  const auto weights = state.weights();
  NewResult result;
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    AKSIS_ASSIGN(person, read_person(tx, person_id, *engine.communes, state.today()));
    AKSIS_ASSIGN(stored, find_offer(tx, offer_id));
    if (engine.catalogue->find_occupation(stored.offer.rome_code) == kNoOccupation)
      return occupation_unknown();
    // A description plays no part in a score.
    stored.offer.description.clear();
    result.person = person.id;
    result.offer = stored.offer.id;
    result.inputs = inputs_json(person, stored.offer, *weights, state.today(), *engine.catalogue,
                                *engine.communes);
    return {};
  }));
  AKSIS_ASSIGN(answer, answer_from_inputs(result.inputs));
  AKSIS_ASSIGN(parsed, json::parse(answer));
  result.answer = std::move(answer);
  result.score = json::integer(parsed, "score");
  result.weights = weights->version();
  result.id = new_id();
  return result;
}

Status keep(Tx& tx, const NewResult& result, const Weights& weights) {
  json::Writer body;
  write_weights(body, weights);
  const auto now = now_micros();
  AKSIS_TRY(
      tx.execute("INSERT INTO mtc_weights (version, body, first_used_at) "
                 "VALUES ($1, $2, $3) ON CONFLICT (version) DO NOTHING",
                 {weights.version(), body.text(), now}));
  return store_result(tx, result, now);
}

Status store_result(Tx& tx, const NewResult& result, int64_t made_at) {
  AKSIS_ASSIGN(inputs, seal(tx, {"mtc_result", "inputs", result.id}, result.person, result.inputs));
  AKSIS_ASSIGN(answer, seal(tx, {"mtc_result", "answer", result.id}, result.person, result.answer));
  AKSIS_TRY(tx.execute(
      "INSERT INTO mtc_result (id, person, offer, score, weights, inputs, answer, made_at) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {result.id, result.person, result.offer, result.score, result.weights, inputs, answer,
       made_at}));
  return {};
}

KeptResult kept_result(const Columns& row) {
  return {row.string(0), row.string(1), row.string(2),
          row.string(3), row.string(4), row.integer(5)};
}

Status open_result(Tx& tx, KeptResult& kept) {
  AKSIS_ASSIGN(inputs,
               open_sealed(tx, {"mtc_result", "inputs", kept.id}, kept.person, kept.inputs));
  AKSIS_ASSIGN(answer,
               open_sealed(tx, {"mtc_result", "answer", kept.id}, kept.person, kept.answer));
  kept.inputs = std::move(inputs);
  kept.answer = std::move(answer);
  return {};
}

Status keep_result(State& state, Request& request) {
  AKSIS_ASSIGN(result, make_result(state, json::text(request.input(), "person"),
                                   json::text(request.input(), "offer")));
  const auto weights = state.weights();
  AKSIS_TRY(state.host().write([&](Tx& tx) { return keep(tx, result, *weights); }));
  AKSIS_ASSIGN(told, with_sentences(state.host(), request.language(), result.answer));
  json::Writer out;
  out.object().member("result", result.id).member("score", result.score);
  out.key("answer").raw(told);
  return request.respond(out.end().text());
}

Status read_result(State& state, Request& request) {
  const auto id = json::text(request.input(), "result");
  AKSIS_ASSIGN(kept, find_result(state, request, id));
  AKSIS_ASSIGN(told, with_sentences(state.host(), request.language(), kept.answer));
  json::Writer out;
  out.object().member("result", id).member("person", kept.person).member("offer", kept.offer);
  out.member("made_at", kept.made_at).key("answer").raw(told);
  out.key("inputs").raw(kept.inputs);
  return request.respond(out.end().text());
}

Status replay_result(State& state, Request& request) {
  const auto id = json::text(request.input(), "result");
  AKSIS_ASSIGN(kept, find_result(state, request, id));
  AKSIS_ASSIGN(again, answer_from_inputs(kept.inputs));
  AKSIS_ASSIGN(told, with_sentences(state.host(), request.language(), again));
  json::Writer out;
  out.object().member("result", id).member("identical", again == kept.answer);
  out.key("answer").raw(told);
  if (again != kept.answer) {
    size_t at = 0;
    while (at < again.size() && at < kept.answer.size() && again[at] == kept.answer[at]) ++at;
    // Cut at characters, not inside one.
    while (at > 0 && (static_cast<unsigned char>(kept.answer[at - 1]) & 0x80)) --at;
    const auto part = [&](const std::string& text) {
      auto shown = text.substr(std::min(at, text.size()), kDifferenceShown);
      while (!shown.empty() && (static_cast<unsigned char>(shown.back()) & 0x80)) shown.pop_back();
      return shown;
    };
    out.key("difference").object().member("at", at);
    out.member("kept", part(kept.answer)).member("now", part(again)).end();
  }
  return request.respond(out.end().text());
}

Status read_weights(State& state, Request& request) {
  const auto weights = state.weights();
  const std::string version(json::text(request.input(), "version"));
  json::Writer body;
  if (version.empty() || version == weights->version()) {
    write_weights(body, *weights);
  } else {
    std::string kept;
    AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
      return tx.query("SELECT body FROM mtc_weights WHERE version = $1", {version},
                      [&](const Columns& row) { kept = row.string(0); });
    }));
    if (kept.empty())
      return said(Code::not_found, "no result was computed with the weights " + version,
                  "Aucun résultat n’a été calculé avec les pondérations " + version + ".");
    body.raw(kept);
  }
  json::Writer out;
  out.object().member("version", version.empty() ? weights->version() : version);
  out.member("current", version.empty() || version == weights->version());
  out.key("weights").raw(body.text());
  return request.respond(out.end().text());
}

}  // namespace aksis::matching
