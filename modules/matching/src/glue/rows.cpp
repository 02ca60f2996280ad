// Reading people and offers from the database.
#include "state.hpp"

namespace aksis::matching {

namespace {

Status read_wishes(Tx& tx, Person& person, std::string* tag) {
  AKSIS_TRY(tx.query("SELECT body, ver FROM mtc_wishes WHERE person = $1", {person.id},
                     [&](const Columns& row) -> Status {
                       if (tag) *tag = std::to_string(row.integer(1));
                       AKSIS_ASSIGN(value, json::parse(row.text(0)));
                       AKSIS_ASSIGN(wishes, wishes_from_json(value));
                       person.wishes = std::move(wishes);
                       return {};
                     }));
  return {};
}

}  // namespace

Result<Person> read_person(Tx& tx, std::string_view id, const Communes& communes, Day today,
                           std::string* tag) {
  Person person;
  bool known = false;
  AKSIS_TRY(tx.query("SELECT id FROM core_person_v1 WHERE id = $1", {id}, [&](const Columns& row) {
    known = true;
    person.id = row.string(0);
  }));
  if (!known)
    return said(Code::not_found, "nobody is known by the id " + std::string(id.substr(0, 40)),
                "Personne n’a l’identifiant " + std::string(id.substr(0, 40)) + ".");
  // A skill may stand there from several sources: the best that still holds counts.
  AKSIS_TRY(tx.query(
      "SELECT skill, level, expires_on FROM competences_skill_v1 WHERE person = $1 "
      "ORDER BY skill, level",
      {id}, [&](const Columns& row) {
        if (const auto end = parse_day(row.text(2)); end != kNoDay && end < today) return;
        const auto level =
            static_cast<uint8_t>(std::clamp<int64_t>(row.integer(1), 0, int64_t(kLevelMax)));
        if (!person.skills.empty() && person.skills.back().code == row.text(0))
          person.skills.back().level = std::max(person.skills.back().level, level);
        else
          person.skills.push_back({row.string(0), level});
      }));
  AKSIS_TRY(tx.query(
      "SELECT rome_code, months FROM competences_experience_v1 WHERE person = $1 ORDER BY id", {id},
      [&](const Columns& row) {
        person.experience.push_back(
            {row.string(0), static_cast<uint32_t>(std::clamp<int64_t>(row.integer(1), 0, 1200))});
      }));
  AKSIS_TRY(read_wishes(tx, person, tag));
  if (const auto* home = communes.find(person.wishes.commune)) person.home = home->point;
  return person;
}

Result<std::unordered_map<OfferKey, OfferText>> read_texts(Tx& tx, std::span<const OfferKey> keys) {
  std::unordered_map<OfferKey, OfferText> out;
  for (const auto key : keys)
    AKSIS_TRY(
        tx.query("SELECT id, body FROM mtc_offer WHERE key = $1", {key}, [&](const Columns& row) {
          out[key] = {row.string(0), row.string(1)};
        }));
  return out;
}

}  // namespace aksis::matching
