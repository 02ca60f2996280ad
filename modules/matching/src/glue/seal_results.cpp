// Once, after the migration that found results in clear: seals them, some at a time. Results of
// people who are no more are left out.
#include "operations.hpp"
#include "results.hpp"

namespace aksis::matching {

namespace {

constexpr int64_t kSealedAtOnce = 100;  // of one write: they are some 10 kB each

Status seal_one(Tx& tx, const NewResult& one, int64_t made_at) {
  AKSIS_ASSIGN(present, is_present(tx, one.person));
  if (present) AKSIS_TRY(store_result(tx, one, made_at));
  AKSIS_TRY(tx.execute("DELETE FROM mtc_result_clear WHERE id = $1", {one.id}));
  return {};
}

Status seal_some(Tx& tx, size_t& sealed) {
  std::vector<std::pair<NewResult, int64_t>> found;
  AKSIS_TRY(
      tx.query("SELECT id, person, offer, score, weights, inputs, answer, made_at FROM "
               "mtc_result_clear ORDER BY id LIMIT $1",
               {kSealedAtOnce}, [&](const Columns& row) {
                 NewResult one;
                 one.id = row.string(0);
                 one.person = row.string(1);
                 one.offer = row.string(2);
                 one.score = row.integer(3);
                 one.weights = row.string(4);
                 one.inputs = row.string(5);
                 one.answer = row.string(6);
                 found.emplace_back(std::move(one), row.integer(7));
               }));
  for (const auto& [one, made_at] : found) AKSIS_TRY(seal_one(tx, one, made_at));
  sealed = found.size();
  return found.empty() ? Status() : scrub(tx);
}

}  // namespace

Status seal_results(State& state, Request& request) {
  int64_t results = 0;
  for (size_t sealed = 1; sealed > 0;) {
    if (request.cancelled())
      return said(Code::cancelled, "stopped; the next start seals those left",
                  "Arrêté ; le prochain démarrage scellera ceux qui restent.");
    AKSIS_TRY(state.host().write([&](Tx& tx) { return seal_some(tx, sealed); }));
    results += static_cast<int64_t>(sealed);
    request.progress(results, 0);
  }
  return request.respond(json::Writer().object().member("results", results).end().text());
}

}  // namespace aksis::matching
