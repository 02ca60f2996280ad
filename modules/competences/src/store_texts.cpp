#include "store_texts.hpp"

namespace aksis::competences {

namespace {

constexpr int64_t kSealedAtOnce = 500;  // of one write: some 10 ms

SealedPlace place(std::string_view id) {
  return {"skl_text", "sealed", id};
}

std::string skill_row(std::string_view person, const Assessment& one, std::string_view part) {
  return std::string(person) + "/skill/" + one.item + "/" + std::string(name(one.source)) + "/" +
         one.assessed_on + "/" + std::string(part);
}
std::string experience_row(std::string_view person, const StoredExperience& one) {
  return std::string(person) + "/experience/" + one.id + "/description";
}
std::string diploma_row(std::string_view person, const StoredDiploma& one) {
  return std::string(person) + "/diploma/" + one.rncp + "/details";
}

// Calls `each(row, text)` for every text the profile may have.
template <typename SomeProfile, typename Each>
void each_text(std::string_view person, SomeProfile& profile, Each each) {
  for (auto& one : profile.skills) {
    each(skill_row(person, one, "assessor"), one.assessor);
    each(skill_row(person, one, "evidence"), one.evidence);
  }
  for (auto& one : profile.experiences) each(experience_row(person, one), one.description);
  for (auto& one : profile.diplomas) each(diploma_row(person, one), one.details);
}

Status store(Tx& tx, std::string_view person, std::string_view id, std::string_view text) {
  AKSIS_ASSIGN(sealed, seal(tx, place(id), person, text));
  AKSIS_TRY(
      tx.execute("INSERT INTO skl_text (id, person, sealed) VALUES ($1, $2, $3) "
                 "ON CONFLICT (id) DO UPDATE SET sealed = excluded.sealed",
                 {id, person, sealed}));
  return {};
}

struct Clear {
  std::string id, person, body;
};

// Of somebody who is no more: not even sealed.
Status seal_one(Tx& tx, const Clear& one) {
  AKSIS_ASSIGN(present, is_present(tx, one.person));
  if (present) AKSIS_TRY(store(tx, one.person, one.id, one.body));
  AKSIS_TRY(tx.execute("DELETE FROM skl_text_clear WHERE id = $1", {one.id}));
  return {};
}

}  // namespace

Result<Texts> read_texts(Tx& tx, std::string_view person) {
  Texts out;
  AKSIS_TRY(tx.query("SELECT id, sealed FROM skl_text WHERE person = $1 ORDER BY id", {person},
                     [&](const Columns& row) -> Status {
                       AKSIS_ASSIGN(text, open_sealed(tx, place(row.text(0)), person, row.text(1)));
                       out.emplace(row.string(0), std::move(text));
                       return {};
                     }));
  return out;
}

Status write_texts(Tx& tx, std::string_view person, const Texts& before, const Texts& after) {
  for (const auto& [id, text] : before)
    if (!after.contains(id)) AKSIS_TRY(tx.execute("DELETE FROM skl_text WHERE id = $1", {id}));
  for (const auto& [id, text] : after) {
    const auto old = before.find(id);
    if (old == before.end() || old->second != text) AKSIS_TRY(store(tx, person, id, text));
  }
  return {};
}

Status delete_texts(Tx& tx, std::string_view person) {
  AKSIS_TRY(tx.execute("DELETE FROM skl_text WHERE person = $1", {person}));
  AKSIS_TRY(tx.execute("DELETE FROM skl_text_clear WHERE person = $1", {person}));
  return {};
}

Texts texts_of(std::string_view person, const Profile& profile) {
  Texts out;
  each_text(person, profile, [&](std::string row, const std::string& text) {
    if (!text.empty()) out.emplace(std::move(row), text);
  });
  return out;
}

void put_texts(std::string_view person, const Texts& texts, Profile& profile) {
  each_text(person, profile, [&](const std::string& row, std::string& text) {
    if (const auto found = texts.find(row); found != texts.end()) text = found->second;
  });
}

Result<int64_t> seal_texts(Host& host) {
  int64_t sealed = 0;
  AKSIS_TRY(host.write([&](Tx& tx) -> Status {
    std::vector<Clear> found;
    AKSIS_TRY(tx.query("SELECT id, person, body FROM skl_text_clear ORDER BY id LIMIT $1",
                       {kSealedAtOnce}, [&](const Columns& row) {
                         found.push_back({row.string(0), row.string(1), row.string(2)});
                       }));
    for (const auto& one : found) AKSIS_TRY(seal_one(tx, one));
    sealed = static_cast<int64_t>(found.size());
    return found.empty() ? Status() : scrub(tx);
  }));
  return sealed;
}

}  // namespace aksis::competences
