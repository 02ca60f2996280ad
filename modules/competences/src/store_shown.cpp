#include "store_shown.hpp"

#include <aksis/cpp/worded.hpp>

#include "store_profile.hpp"
#include "store_texts.hpp"

namespace aksis::competences {

namespace {

void put(json::Writer& out, std::string_view name, const std::string& text) {
  if (!text.empty()) out.member(name, text);
}

// Empty when the present referential does not have the code.
Result<std::string> label_of(Tx& tx, const char* sql, std::string_view code) {
  std::string out;
  AKSIS_TRY(tx.query(sql, {code}, [&](const Columns& row) { out = row.string(0); }));
  return out;
}

Status write_skills(Tx& tx, const Profile& profile, json::Writer& out) {
  out.key("skills").array();
  for (const auto& one : profile.skills) {
    AKSIS_ASSIGN(label,
                 label_of(tx, "SELECT label FROM competences_item_v1 WHERE item = $1", one.item));
    out.object().member("skill", one.item);
    put(out, "label", label);
    out.member("level", one.level).member("source", name(one.source));
    out.member("assessed_on", one.assessed_on);
    put(out, "expires_on", one.expires_on);
    put(out, "assessor", one.assessor);
    put(out, "evidence", one.evidence);
    out.end();
  }
  out.end();
  return {};
}

Status write_experiences(Tx& tx, const Profile& profile, json::Writer& out) {
  out.key("experiences").array();
  for (const auto& one : profile.experiences) {
    const auto& code = one.experience.rome_code;
    AKSIS_ASSIGN(
        label,
        label_of(tx, "SELECT label FROM competences_occupation_v1 WHERE rome_code = $1", code));
    out.object().member("occupation", code);
    put(out, "label", label);
    put(out, "appellation", one.appellation);
    out.member("months", one.experience.months);
    put(out, "ended_on", one.experience.ended_on);
    put(out, "description", one.description);
    out.end();
  }
  out.end();
  return {};
}

void write_diplomas(const Profile& profile, json::Writer& out) {
  out.key("diplomas").array();
  for (const auto& one : profile.diplomas) {
    out.object().member("rncp", one.rncp);
    put(out, "obtained_on", one.obtained_on);
    put(out, "details", one.details);
    out.end();
  }
  out.end();
}

}  // namespace

Status show_profile(Host& host, Tx& tx, std::string_view person, json::Writer& out) {
  AKSIS_ASSIGN(profile, read_whole_profile(tx, person));
  json::Writer plain;
  plain.object();
  AKSIS_TRY(write_skills(tx, profile, plain));
  AKSIS_TRY(write_experiences(tx, profile, plain));
  write_diplomas(profile, plain);
  plain.end();
  AKSIS_ASSIGN(value, json::parse(plain.text()));
  Worded(host, "fr").write(out, value);
  return {};
}

}  // namespace aksis::competences
