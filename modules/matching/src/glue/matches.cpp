#include "offer_rows.hpp"
#include "operations.hpp"
#include "say.hpp"
#include "search.hpp"

namespace aksis::matching {

namespace {

constexpr int64_t kLimitDefault = 20;

// Made once a thread and catalogue: two arrays as long as the referential.
Credits& credits_for(const std::shared_ptr<const Catalogue>& catalogue) {
  thread_local std::shared_ptr<const Catalogue> of;
  thread_local std::unique_ptr<Credits> credits;
  if (of != catalogue) {
    credits = std::make_unique<Credits>(*catalogue);
    of = catalogue;
  }
  return *credits;
}

void write_summary(json::Writer& out, const OfferText& text, const Snapshot& snapshot,
                   const Row& row) {
  const auto body = json::parse(text.body);
  const auto& occupation = snapshot.catalogue->occupations()[row.occupation];
  out.key("offer").object().member("id", text.id);
  if (body.ok())
    for (const auto name :
         {"title", "company", "place", "commune", "appellation", "contract", "created", "expires"})
      if (const auto value = json::text(*body, name); !value.empty()) out.member(name, value);
  out.member("rome_code", occupation.code).member("occupation", occupation.label).end();
}

Result<Person> person_of(State& state, std::string_view id, const Engine& engine,
                         std::string* tag = nullptr) {
  std::optional<Person> person;
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    AKSIS_ASSIGN(found, read_person(tx, id, *engine.communes, state.today(), tag));
    person = std::move(found);
    return {};
  }));
  return std::move(*person);
}

}  // namespace

Status offers_for_person(State& state, Request& request) {
  const auto id = json::text(request.input(), "person");
  const auto limit = static_cast<size_t>(json::integer(request.input(), "limit", kLimitDefault));
  AKSIS_ASSIGN(engine, state.engine());
  AKSIS_ASSIGN(person, person_of(state, id, engine));
  const auto snapshot = engine.store->snapshot();
  const auto weights = state.weights();
  const auto seeker = to_seeker(person, *engine.catalogue);
  auto& credits = credits_for(engine.catalogue);
  credits.assign(seeker);
  Scorer scorer(*engine.catalogue, *snapshot->dictionary, *weights, seeker, credits, state.today());
  const auto hits = offers_for(*snapshot, scorer, limit);
  std::vector<OfferKey> keys;
  for (const auto& hit : hits) keys.push_back(hit.key);
  std::unordered_map<OfferKey, OfferText> texts;
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    AKSIS_ASSIGN(read, read_texts(tx, keys));
    texts = std::move(read);
    return {};
  }));
  const auto say = say_for(state.host(), request, *engine.catalogue);
  json::Writer out;
  out.object().member("person", id).member("offers_open", snapshot->offers());
  out.key("results").array();
  for (const auto& hit : hits) {
    const auto own = hit.block->skills_of(*hit.row);
    const auto told = explain(scorer, *snapshot->dictionary, *hit.row, own);
    out.object();
    write_summary(out, texts[hit.key], *snapshot, *hit.row);
    write_explanation_members(out, told, scorer, say);
    out.end();
  }
  return request.respond(out.end().end().text());
}

// Ids, ascending: whose processing is restricted, or who lies in the archive.
Result<std::vector<std::string>> restricted_people(State& state) {
  std::vector<std::string> out;
  AKSIS_TRY(state.host().read([&](Tx& tx) -> Status {
    return tx.query(
        "SELECT person FROM core_person_state_v1 WHERE restricted = 1 OR state <> 'active' "
        "ORDER BY person",
        {}, [&](const Columns& row) { out.push_back(row.string(0)); });
  }));
  return out;
}

Status people_for_offer(State& state, Request& request) {
  const auto id = json::text(request.input(), "offer");
  const auto limit = static_cast<size_t>(json::integer(request.input(), "limit", kLimitDefault));
  AKSIS_ASSIGN(engine, state.engine());
  AKSIS_ASSIGN(stored, load_offer(state.host(), id));
  const auto snapshot = engine.store->snapshot();
  const auto found = snapshot->find(stored.key);
  if (!found.row)
    return stored.closed ? said(Code::conflict, "the offer is closed", "L’offre est close.")
                         : occupation_unknown();
  AKSIS_ASSIGN(people, state.people(engine));
  AKSIS_ASSIGN(visible, request.visible_people());
  AKSIS_ASSIGN(restricted, restricted_people(state));
  const auto weights = state.weights();
  size_t barred = 0;
  const auto hits = people_for(*snapshot, found, *weights, state.today(), *people, limit,
                               {visible ? &*visible : nullptr, &restricted}, &barred);
  const auto say = say_for(state.host(), request, *engine.catalogue);
  auto& credits = credits_for(engine.catalogue);
  json::Writer out;
  out.object()
      .member("offer", id)
      .member("people", visible ? visible->size() : people->size())
      .member("barred", barred);
  out.key("results").array();
  for (const auto& hit : hits) {
    credits.assign(hit.candidate->seeker);
    Scorer scorer(*engine.catalogue, *snapshot->dictionary, *weights, hit.candidate->seeker,
                  credits, state.today());
    const auto told =
        explain(scorer, *snapshot->dictionary, *found.row, found.block->skills_of(*found.row));
    out.object().member("person", hit.candidate->person);
    write_explanation_members(out, told, scorer, say);
    out.end();
  }
  return request.respond(out.end().end().text());
}

Status explain_match(State& state, Request& request) {
  AKSIS_ASSIGN(engine, state.engine());
  AKSIS_ASSIGN(person, person_of(state, json::text(request.input(), "person"), engine));
  AKSIS_ASSIGN(stored, load_offer(state.host(), json::text(request.input(), "offer")));
  const auto weights = state.weights();
  // From the offer's row in the database: a closed or an unlisted one can be asked about too.
  Interner interner;
  const auto facts =
      to_facts(stored.offer, stored.key, *engine.catalogue, *engine.communes, interner);
  if (!facts) return occupation_unknown();
  const auto dictionary = interner.dictionary();
  const auto seeker = to_seeker(person, *engine.catalogue);
  auto& credits = credits_for(engine.catalogue);
  credits.assign(seeker);
  Scorer scorer(*engine.catalogue, *dictionary, *weights, seeker, credits, state.today());
  auto told = explain(scorer, *dictionary, facts->row, facts->skills);
  if (stored.closed)
    told.closed = Reason{stored.closed_why == "gone" ? "gone" : "closed",
                         {{"day", format_day(stored.closed_on)}},
                         {}};
  json::Writer out;
  out.object().member("person", person.id).member("offer", stored.offer.id);
  out.member("title", stored.offer.title).member("place", stored.offer.place);
  out.member("open", !stored.closed);
  write_explanation_members(out, told, scorer, say_for(state.host(), request, *engine.catalogue));
  return request.respond(out.end().text());
}

}  // namespace aksis::matching
