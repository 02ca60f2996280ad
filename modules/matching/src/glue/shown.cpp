// What the module holds of a person: shown to them in French, and deleted with them.
#include <aksis/cpp/worded.hpp>

#include "day.hpp"
#include "operations.hpp"
#include "results.hpp"
#include "say.hpp"

namespace aksis::matching {

namespace {

constexpr std::string_view kLanguage = "fr";

// JSON as it is kept, with members named for readers.
Status write_kept(Host& host, json::Writer& out, std::string_view name, std::string_view kept) {
  AKSIS_ASSIGN(value, json::parse(kept));
  out.key(name);
  Worded(host, kLanguage).write(out, value);
  return {};
}

Status show_wishes(Host& host, Tx& tx, std::string_view person, json::Writer& out) {
  return tx.query("SELECT body, comment FROM mtc_wishes WHERE person = $1", {person},
                  [&](const Columns& row) -> Status {
                    AKSIS_TRY(write_kept(host, out, "souhaits", row.text(0)));
                    AKSIS_ASSIGN(comment, open_words(tx, wishes_comment(person), person, row, 1));
                    if (!comment.empty()) out.member("commentaire", comment);
                    return {};
                  });
}

std::string day_text(int64_t micros) {
  return std::string(format_day(day_of_micros(micros)));
}

Status show_feedback(Host& host, Tx& tx, std::string_view person, json::Writer& out) {
  json::Writer plain;
  plain.array();
  AKSIS_TRY(tx.query(
      "SELECT id, offer, step, reason, given_at, comment FROM mtc_feedback WHERE person = $1 "
      "ORDER BY id",
      {person}, [&](const Columns& row) -> Status {
        plain.object().member("offer", row.text(1)).member("step", row.text(2));
        if (!row.is_null(3)) plain.member("reason", row.text(3));
        plain.member("day", day_text(row.integer(4)));
        AKSIS_ASSIGN(comment, open_words(tx, feedback_comment(row.text(0)), person, row, 5));
        if (!comment.empty()) plain.member("comment", comment);
        plain.end();
        return {};
      }));
  plain.end();
  return write_kept(host, out, "suites_données", plain.text());
}

// The person's part of the inputs: the offer and the referential are nobody's.
Status show_result(Host& host, const KeptResult& kept, json::Writer& out) {
  AKSIS_ASSIGN(told, with_sentences(host, kLanguage, kept.answer));
  AKSIS_ASSIGN(inputs, json::parse(kept.inputs));
  out.object().member("offre", kept.offer);
  out.member("calculé_le", day_text(kept.made_at));
  AKSIS_TRY(write_kept(host, out, "résultat", told));
  if (const auto* used = json::member(inputs, "person"))
    AKSIS_TRY(write_kept(host, out, "données_utilisées", json::dump(*used)));
  out.end();
  return {};
}

Status show_results(Host& host, Tx& tx, std::string_view person, json::Writer& out) {
  out.key("résultats").array();
  AKSIS_TRY(tx.query(
      "SELECT id, person, offer, inputs, answer, made_at FROM mtc_result WHERE person = $1 "
      "ORDER BY id",
      {person}, [&](const Columns& row) -> Status {
        auto kept = kept_result(row);
        AKSIS_TRY(open_result(tx, kept));
        return show_result(host, kept, out);
      }));
  out.end();
  return {};
}

}  // namespace

Status show_person(Host& host, Tx& tx, std::string_view person, json::Writer& out) {
  out.object();
  AKSIS_TRY(show_wishes(host, tx, person, out));
  AKSIS_TRY(show_feedback(host, tx, person, out));
  AKSIS_TRY(show_results(host, tx, person, out));
  out.end();
  return {};
}

Status erase_person(Tx& tx, std::string_view person) {
  for (const auto* sql :
       {"DELETE FROM mtc_wishes WHERE person = $1", "DELETE FROM mtc_feedback WHERE person = $1",
        "DELETE FROM mtc_result WHERE person = $1",
        "DELETE FROM mtc_result_clear WHERE person = $1"})
    AKSIS_TRY(tx.execute(sql, {person}));
  return {};
}

Status forget_person(State& state, std::string_view person) {
  state.person_changed(person);
  return state.host().write([&](Tx& tx) { return erase_person(tx, person); });
}

}  // namespace aksis::matching
