#include "store_profile.hpp"

#include "store_texts.hpp"
#include "store_versions.hpp"

namespace aksis::competences {

namespace {

constexpr std::string_view kProfileChanged = "competences.profile_changed/1";

std::string person_json(std::string_view person) {
  return json::Writer().object().member("person", person).end().text();
}

Status read_profile(Tx& tx, std::string_view person, Profile& out) {
  out = {};
  AKSIS_TRY(tx.query("SELECT ver FROM skl_profile WHERE person = $1", {person},
                     [&](const Columns& row) { out.ver = row.integer(0); }));
  AKSIS_TRY(
      tx.query("SELECT item, level, source, assessed_on, expires_on "
               "FROM skl_assessment WHERE person = $1 ORDER BY item, source, assessed_on",
               {person}, [&](const Columns& row) {
                 out.skills.push_back({row.string(0),
                                       static_cast<int>(row.integer(1)),
                                       source_of(row.text(2)),
                                       row.string(3),
                                       row.string(4),
                                       {},
                                       {}});
               }));
  AKSIS_TRY(tx.query(
      "SELECT id, rome_code, months, ended_on, appellation FROM skl_experience "
      "WHERE person = $1 ORDER BY id",
      {person}, [&](const Columns& row) {
        out.experiences.push_back({row.string(0),
                                   {row.string(1), static_cast<int>(row.integer(2)), row.string(3)},
                                   row.string(4),
                                   {}});
      }));
  return tx.query("SELECT rncp, obtained_on FROM skl_diploma WHERE person = $1 ORDER BY rncp",
                  {person}, [&](const Columns& row) {
                    out.diplomas.push_back({row.string(0), row.string(1), {}});
                  });
}

Parameter or_null(const std::string& text) {
  return text.empty() ? Parameter() : Parameter(text);
}

Status delete_rows(Tx& tx, std::string_view person) {
  AKSIS_TRY(tx.execute("DELETE FROM skl_assessment WHERE person = $1", {person}));
  AKSIS_TRY(tx.execute("DELETE FROM skl_experience WHERE person = $1", {person}));
  AKSIS_TRY(tx.execute("DELETE FROM skl_diploma WHERE person = $1", {person}));
  return {};
}

Status write_rows(Tx& tx, std::string_view person, const Profile& profile) {
  AKSIS_TRY(delete_rows(tx, person));
  const std::string day = today();
  for (size_t i = 0; i < profile.skills.size(); ++i) {
    const Assessment& a = profile.skills[i];
    const bool leads = leading(profile.skills, a.item, day) == i;
    AKSIS_TRY(
        tx.execute("INSERT INTO skl_assessment(person, item, source, assessed_on, level, "
                   "expires_on, leading) VALUES ($1, $2, $3, $4, $5, $6, $7)",
                   {person, a.item, name(a.source), a.assessed_on, a.level, or_null(a.expires_on),
                    static_cast<int64_t>(leads)}));
  }
  for (const auto& [id, experience, appellation, description] : profile.experiences)
    AKSIS_TRY(
        tx.execute("INSERT INTO skl_experience(id, person, rome_code, appellation, months, "
                   "ended_on) VALUES ($1, $2, $3, $4, $5, $6)",
                   {id, person, experience.rome_code, or_null(appellation), experience.months,
                    or_null(experience.ended_on)}));
  for (const auto& [rncp, obtained_on, details] : profile.diplomas)
    AKSIS_TRY(tx.execute("INSERT INTO skl_diploma(person, rncp, obtained_on) VALUES ($1, $2, $3)",
                         {person, rncp, or_null(obtained_on)}));
  AKSIS_TRY(
      tx.execute("INSERT INTO skl_profile(person, ver) VALUES ($1, $2) "
                 "ON CONFLICT (person) DO UPDATE SET ver = excluded.ver",
                 {person, profile.ver}));
  return tx.publish(kProfileChanged, person_json(person));
}

}  // namespace

Result<Profile> load_profile(Host& host, std::string_view person) {
  Profile out;
  AKSIS_TRY(host.read([&](Tx& tx) -> Status {
    AKSIS_TRY(check_present(tx, person));
    return read_profile(tx, person, out);
  }));
  return out;
}

Result<Profile> load_whole_profile(Host& host, std::string_view person) {
  Profile out;
  AKSIS_TRY(host.read([&](Tx& tx) -> Status {
    AKSIS_TRY(check_present(tx, person));
    AKSIS_ASSIGN(whole, read_whole_profile(tx, person));
    out = std::move(whole);
    return {};
  }));
  return out;
}

Result<Profile> read_whole_profile(Tx& tx, std::string_view person) {
  Profile out;
  AKSIS_TRY(read_profile(tx, person, out));
  AKSIS_ASSIGN(texts, read_texts(tx, person));
  put_texts(person, texts, out);
  return out;
}

Result<Profile> change_profile(Host& host, std::string_view person, std::optional<int64_t> expected,
                               const Change& change) {
  Profile profile;
  AKSIS_TRY(host.write([&](Tx& tx) -> Status {
    AKSIS_TRY(check_present(tx, person));
    AKSIS_ASSIGN(whole, read_whole_profile(tx, person));
    profile = std::move(whole);
    const auto texts = texts_of(person, profile);
    if (expected && *expected != profile.ver)
      return said(Code::stale,
                  "the profile was changed by somebody else (version " +
                      std::to_string(profile.ver) + "); read it again and repeat the change",
                  "Quelqu’un d’autre a modifié le profil (version " + std::to_string(profile.ver) +
                      ") ; relisez-le et refaites le changement.");
    AKSIS_TRY(change(profile));
    ++profile.ver;
    AKSIS_TRY(write_texts(tx, person, texts, texts_of(person, profile)));
    return write_rows(tx, person, profile);
  }));
  return profile;
}

Status recount_profile(Host& host, std::string_view person) {
  return host.write([&](Tx& tx) -> Status {
    AKSIS_TRY(check_present(tx, person));
    Profile profile;
    AKSIS_TRY(read_profile(tx, person, profile));
    ++profile.ver;
    return write_rows(tx, person, profile);
  });
}

Status delete_profile(Host& host, std::string_view person) {
  return host.write([&](Tx& tx) { return erase_profile(tx, person); });
}

Status erase_profile(Tx& tx, std::string_view person) {
  AKSIS_TRY(delete_rows(tx, person));
  AKSIS_TRY(delete_texts(tx, person));
  AKSIS_TRY(tx.execute("DELETE FROM skl_profile WHERE person = $1", {person}));
  return {};
}

Result<std::vector<std::string>> people_with_expired(Host& host) {
  const std::string day = today();
  std::vector<std::string> out;
  AKSIS_TRY(host.read([&](Tx& tx) {
    return tx.query(
        "SELECT DISTINCT a.person FROM skl_assessment a JOIN skl_assessment b "
        "ON b.person = a.person AND b.item = a.item AND b.leading = 0 "
        "WHERE a.leading = 1 AND a.expires_on < $1 AND (b.expires_on IS NULL OR b.expires_on >= $1)"
        " ORDER BY a.person",
        {day}, [&](const Columns& row) { out.push_back(row.string(0)); });
  }));
  return out;
}

}  // namespace aksis::competences
