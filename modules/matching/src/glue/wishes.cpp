#include "offer_rows.hpp"
#include "operations.hpp"

namespace aksis::matching {

namespace {

// Codes nobody knows are refused: a wish that can never count would look like one that does.
Status check_codes(const Wishes& wishes, const Engine& engine) {
  std::vector<ErrorDetail> wrong;
  const auto check = [&](bool known, std::string pointer, const std::string& code,
                         const std::string& english, const std::string& french) {
    if (!known)
      wrong.push_back({std::move(pointer), "\"" + code + "\" is no " + english,
                       "« " + code + " » n’est pas " + french});
  };
  for (size_t i = 0; i < wishes.occupations.size(); ++i)
    check(engine.catalogue->find_occupation(wishes.occupations[i].rome_code) != kNoOccupation,
          "/occupations/" + std::to_string(i) + "/rome_code", wishes.occupations[i].rome_code,
          "occupation of the referential that was imported", "un métier du référentiel importé");
  if (!wishes.commune.empty())
    check(engine.communes->find(wishes.commune), "/commune", wishes.commune,
          "commune that was imported (aksis import communes FILE)",
          "une commune importée (aksis import communes FICHIER)");
  for (const auto& [name, list] : {std::pair("/contexts_wanted/", &wishes.contexts_wanted),
                                   std::pair("/contexts_refused/", &wishes.contexts_refused)})
    for (size_t i = 0; i < list->size(); ++i) {
      const auto item = engine.catalogue->find_item((*list)[i]);
      check(item != kNoItem && engine.catalogue->items()[item].kind == ItemKind::context,
            name + std::to_string(i), (*list)[i], "work context of the referential",
            "un contexte de travail du référentiel");
    }
  if (wrong.empty()) return {};
  return said_of(std::move(wrong), "the wishes name what nobody knows: ",
                 "Les souhaits nomment ce que personne ne connaît : ");
}

std::string answer(std::string_view person, std::string_view body, std::string_view comment) {
  json::Writer out;
  out.object().member("person", person).key("wishes").raw(body);
  if (!comment.empty()) out.member("comment", comment);
  return out.end().text();
}

Status store(Tx& tx, std::string_view person, std::string_view body, std::string_view comment,
             int64_t version) {
  AKSIS_ASSIGN(sealed, seal_words(tx, wishes_comment(person), person, comment));
  AKSIS_TRY(
      tx.execute("INSERT INTO mtc_wishes (person, body, ver, updated_at, comment) "
                 "VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person) DO UPDATE SET "
                 "body = excluded.body, ver = excluded.ver, updated_at = excluded.updated_at, "
                 "comment = excluded.comment",
                 {person, body, version, now_micros(), sealed}));
  return {};
}

}  // namespace

Status read_wishes(State& state, Request& request) {
  const auto person = json::text(request.input(), "person");
  std::string body, comment, tag = "0";
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    AKSIS_TRY(check_present(tx, person));
    return tx.query("SELECT body, ver, comment FROM mtc_wishes WHERE person = $1", {person},
                    [&](const Columns& row) -> Status {
                      body = row.string(0);
                      tag = std::to_string(row.integer(1));
                      AKSIS_ASSIGN(words, open_words(tx, wishes_comment(person), person, row, 2));
                      comment = std::move(words);
                      return {};
                    });
  }));
  if (body.empty()) {
    json::Writer none;
    write_wishes(none, Wishes{});
    body = none.text();
  }
  request.version(tag);
  return request.respond(answer(person, body, comment));
}

Status save_wishes(State& state, Request& request) {
  const std::string person(json::text(request.input(), "person"));
  AKSIS_ASSIGN(wishes, wishes_from_json(request.input()));
  AKSIS_ASSIGN(engine, state.engine());
  AKSIS_TRY(check_codes(wishes, engine));
  json::Writer body;
  write_wishes(body, wishes);
  const auto text = body.text();
  const std::string comment(json::text(request.input(), "comment"));
  const std::string expected(request.expected_version());
  std::string tag;
  AKSIS_TRY(state.host().write([&](Tx& tx) -> Status {
    AKSIS_TRY(check_present(tx, person));
    int64_t present = 0;
    AKSIS_TRY(tx.query("SELECT ver FROM mtc_wishes WHERE person = $1", {person},
                       [&](const Columns& row) { present = row.integer(0); }));
    if (!expected.empty() && expected != std::to_string(present))
      return said(Code::stale, "somebody else changed the wishes; read them again first",
                  "Quelqu’un d’autre a modifié les souhaits ; relisez-les d’abord.");
    AKSIS_TRY(store(tx, person, text, comment, present + 1));
    tag = std::to_string(present + 1);
    return tx.publish("matching.wishes_changed/1",
                      json::Writer().object().member("person", person).end().text());
  }));
  state.person_changed(person);
  request.version(tag);
  return request.respond(answer(person, text, comment));
}

}  // namespace aksis::matching
