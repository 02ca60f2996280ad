#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <random>

#include "dates.hpp"
#include "handle.hpp"
#include "store_profile.hpp"
#include "store_shown.hpp"
#include "store_texts.hpp"

namespace aksis::competences {

namespace {

constexpr size_t kSkillsMax = 500;
constexpr size_t kExperiencesMax = 100;
constexpr size_t kDiplomasMax = 100;

// A UUIDv7: its order is that of time.
std::string new_id() {
  thread_local std::mt19937_64 random{std::random_device{}()};
  const auto millis = static_cast<uint64_t>(now_micros() / 1000);
  const uint64_t a = random(), b = random();
  std::array<char, 40> out;
  std::snprintf(out.data(), out.size(), "%08llx-%04llx-7%03llx-%04llx-%012llx",
                static_cast<unsigned long long>(millis >> 16 & 0xFFFFFFFF),
                static_cast<unsigned long long>(millis & 0xFFFF),
                static_cast<unsigned long long>(a & 0xFFF),
                static_cast<unsigned long long>((a >> 16 & 0x3FFF) | 0x8000),
                static_cast<unsigned long long>(b & 0xFFFFFFFFFFFF));
  return out.data();
}

// Collects what is wrong with an input, each with its pointer.
class Problems {
 public:
  void add(std::string pointer, std::string english, std::string french) {
    details_.push_back({std::move(pointer), std::move(english), std::move(french)});
  }
  void date(std::string_view text, const std::string& pointer) {
    if (!text.empty() && !valid_date(text))
      add(pointer, "is no date; write it as 2026-03-31",
          "ce n’est pas une date ; écrivez-la comme 2026-03-31");
  }
  Status status() && {
    if (details_.empty()) return {};
    const auto at = details_.front().pointer;
    return said_of(std::move(details_), "the profile is wrong: " + at + " ",
                   "Le profil est faux : " + at + " ");
  }

 private:
  std::vector<ErrorDetail> details_;
};

Assessment skill_of(const json::Value& from, const Referential& r, const std::string& pointer,
                    Problems& problems) {
  Assessment out;
  out.item = json::text(from, "skill");
  out.level = static_cast<int>(json::integer(from, "level"));
  out.source = source_of(json::text(from, "source", "declared"));
  out.assessor = json::text(from, "assessor");
  out.evidence = json::text(from, "evidence");
  out.assessed_on = json::text(from, "assessed_on");
  out.expires_on = json::text(from, "expires_on");
  if (out.assessed_on.empty()) out.assessed_on = today();
  const Index item = r.find_item(out.item);
  if (item == kNone)
    problems.add(pointer + "/skill", out.item + " is no item of the referential",
                 out.item + " ne figure pas dans le référentiel");
  else if (r.item(item).kind == ItemKind::context)
    problems.add(pointer + "/skill", out.item + " is a work context, not a skill",
                 out.item + " est un contexte de travail, pas une compétence");
  problems.date(out.assessed_on, pointer + "/assessed_on");
  problems.date(out.expires_on, pointer + "/expires_on");
  if (!out.expires_on.empty() && out.expires_on < out.assessed_on)
    problems.add(pointer + "/expires_on", "comes before the assessment", "précède l’évaluation");
  return out;
}

StoredExperience experience_of(const json::Value& from, const Referential& r,
                               const std::string& pointer, Problems& problems) {
  StoredExperience out;
  out.id = json::text(from, "id");
  if (out.id.empty()) out.id = new_id();
  out.experience.rome_code = json::text(from, "occupation");
  out.experience.months = static_cast<int>(json::integer(from, "months"));
  out.experience.ended_on = json::text(from, "ended_on");
  out.appellation = json::text(from, "appellation");
  out.description = json::text(from, "description");
  const Index occupation = r.find_occupation(out.experience.rome_code);
  if (occupation == kNone)
    problems.add(pointer + "/occupation",
                 out.experience.rome_code + " is no occupation of the referential",
                 out.experience.rome_code + " n’est pas un métier du référentiel");
  if (!out.appellation.empty()) {
    const Index appellation = r.find_appellation(out.appellation);
    if (appellation == kNone || r.appellation(appellation).occupation != occupation)
      problems.add(pointer + "/appellation",
                   out.appellation + " is no appellation of " + out.experience.rome_code,
                   out.appellation + " n’est pas une appellation de " + out.experience.rome_code);
  }
  problems.date(out.experience.ended_on, pointer + "/ended_on");
  return out;
}

StoredDiploma diploma_of(const json::Value& from, const std::string& pointer, Problems& problems) {
  StoredDiploma out{std::string(json::text(from, "rncp")),
                    std::string(json::text(from, "obtained_on")),
                    std::string(json::text(from, "details"))};
  problems.date(out.obtained_on, pointer + "/obtained_on");
  return out;
}

template <typename T, typename Read>
void read_list(const json::Value& input, const char* name, std::vector<T>& out, Read read) {
  const json::Value* list = json::member(input, name);
  if (!list) return;
  out.clear();
  for (rapidjson::SizeType i = 0; i < list->Size(); ++i)
    out.push_back(read((*list)[i], "/" + std::string(name) + "/" + std::to_string(i)));
}

// Two rows the tables could not tell apart.
Status check_doubles(const Profile& profile) {
  const auto twice = [](const std::string& english, const std::string& french) {
    return said(Code::invalid, english + " stands twice in the profile; keep one",
                french + " figure deux fois dans le profil ; gardez-en une ligne.");
  };
  for (size_t i = 0; i < profile.skills.size(); ++i)
    for (size_t j = 0; j < i; ++j) {
      const Assessment &a = profile.skills[i], &b = profile.skills[j];
      if (a.item == b.item && a.source == b.source && a.assessed_on == b.assessed_on)
        return twice("the skill " + a.item + " of " + a.assessed_on,
                     "La compétence " + a.item + " du " + a.assessed_on);
    }
  for (size_t i = 0; i < profile.experiences.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (profile.experiences[i].id == profile.experiences[j].id)
        return twice("the experience " + profile.experiences[i].id,
                     "L’expérience " + profile.experiences[i].id);
  for (size_t i = 0; i < profile.diplomas.size(); ++i)
    for (size_t j = 0; j < i; ++j)
      if (profile.diplomas[i].rncp == profile.diplomas[j].rncp)
        return twice("the diploma " + profile.diplomas[i].rncp,
                     "Le diplôme " + profile.diplomas[i].rncp);
  if (profile.skills.size() > kSkillsMax || profile.experiences.size() > kExperiencesMax ||
      profile.diplomas.size() > kDiplomasMax)
    return said(Code::invalid,
                "a profile holds at most 500 skills, 100 experiences and 100 diplomas",
                "Un profil a au plus 500 compétences, 100 expériences et 100 diplômes.");
  return {};
}

void write_skill(json::Writer& out, const Referential& r, const Profile& profile, size_t i,
                 std::string_view day) {
  const Assessment& a = profile.skills[i];
  out.object().member("skill", a.item);
  const Index item = r.find_item(a.item);
  if (item != kNone)
    out.member("label", r.text(r.item(item).label)).member("kind", name(r.item(item).kind));
  out.member("level", a.level).member("source", name(a.source)).member("assessor", a.assessor);
  out.member("assessed_on", a.assessed_on);
  if (!a.expires_on.empty()) out.member("expires_on", a.expires_on);
  if (!a.evidence.empty()) out.member("evidence", a.evidence);
  out.member("expired", !a.expires_on.empty() && a.expires_on < day);
  out.member("counts", leading(profile.skills, a.item, day) == i).end();
}

Status respond_profile(Service& service, const Snapshot& snapshot, Request& request,
                       std::string_view person, const Profile& profile) {
  const Referential& r = snapshot.referential;
  AKSIS_ASSIGN(trainings, snapshot.trainings(service.host));
  const std::string day = today();
  json::Writer out;
  out.object().member("person", person).member("version", profile.ver).key("skills").array();
  for (size_t i = 0; i < profile.skills.size(); ++i) write_skill(out, r, profile, i, day);
  out.end().key("experiences").array();
  for (const auto& [id, experience, appellation, description] : profile.experiences) {
    out.object().member("id", id).member("occupation", experience.rome_code);
    if (const Index at = r.find_occupation(experience.rome_code); at != kNone)
      out.member("label", r.text(r.occupation(at).label));
    if (!appellation.empty()) out.member("appellation", appellation);
    out.member("months", experience.months);
    if (!experience.ended_on.empty()) out.member("ended_on", experience.ended_on);
    if (!description.empty()) out.member("description", description);
    out.end();
  }
  out.end().key("diplomas").array();
  for (const auto& [rncp, obtained_on, details] : profile.diplomas) {
    out.object().member("rncp", rncp);
    if (const auto* known = trainings->find(rncp)) out.member("label", known->label);
    if (!obtained_on.empty()) out.member("obtained_on", obtained_on);
    if (!details.empty()) out.member("details", details);
    out.end();
  }
  out.end().end();
  request.version(std::to_string(profile.ver));
  return request.respond(out.text());
}

Status read_profile_handler(Service& service, const Snapshot& snapshot, Request& request) {
  const auto person = json::text(request.input(), "person");
  AKSIS_ASSIGN(profile, load_whole_profile(service.host, person));
  return respond_profile(service, snapshot, request, person, profile);
}

// If-Match as a number; anything else is no version of a profile.
Result<std::optional<int64_t>> expected_version(const Request& request) {
  const auto text = request.expected_version();
  if (text.empty()) return std::optional<int64_t>();
  int64_t version = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), version);
  if (error != std::errc() || end != text.data() + text.size())
    return said(Code::stale, "the version given is none of a profile; read it again",
                "La version donnée n’est celle d’aucun profil ; relisez-le.");
  return std::optional<int64_t>(version);
}

Status change(Service& service, const Snapshot& snapshot, Request& request, const Change& edit) {
  const auto person = json::text(request.input(), "person");
  AKSIS_ASSIGN(expected, expected_version(request));
  const Change checked = [&](Profile& profile) -> Status {
    AKSIS_TRY(edit(profile));
    return check_doubles(profile);
  };
  AKSIS_ASSIGN(profile, change_profile(service.host, person, expected, checked));
  return respond_profile(service, snapshot, request, person, profile);
}

// Replaces the lists that are given.
Status save_profile_handler(Service& service, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  return change(service, snapshot, request, [&](Profile& profile) -> Status {
    Problems problems;
    read_list(input, "skills", profile.skills, [&](const json::Value& one, const auto& pointer) {
      return skill_of(one, r, pointer, problems);
    });
    read_list(input, "experiences", profile.experiences,
              [&](const json::Value& one, const auto& pointer) {
                return experience_of(one, r, pointer, problems);
              });
    read_list(input, "diplomas", profile.diplomas,
              [&](const json::Value& one, const auto& pointer) {
                return diploma_of(one, pointer, problems);
              });
    return std::move(problems).status();
  });
}

// An assessment of the same skill, source and day is replaced.
Status add_skill_handler(Service& service, const Snapshot& snapshot, Request& request) {
  Problems problems;
  const Assessment added = skill_of(request.input(), snapshot.referential, "", problems);
  AKSIS_TRY(std::move(problems).status());
  return change(service, snapshot, request, [&](Profile& profile) -> Status {
    std::erase_if(profile.skills, [&](const Assessment& a) {
      return a.item == added.item && a.source == added.source && a.assessed_on == added.assessed_on;
    });
    profile.skills.push_back(added);
    return {};
  });
}

Status add_experience_handler(Service& service, const Snapshot& snapshot, Request& request) {
  Problems problems;
  const auto added = experience_of(request.input(), snapshot.referential, "", problems);
  AKSIS_TRY(std::move(problems).status());
  return change(service, snapshot, request, [&](Profile& profile) -> Status {
    profile.experiences.push_back(added);
    return {};
  });
}

Status add_diploma_handler(Service& service, const Snapshot& snapshot, Request& request) {
  Problems problems;
  const StoredDiploma added = diploma_of(request.input(), "", problems);
  AKSIS_TRY(std::move(problems).status());
  return change(service, snapshot, request, [&](Profile& profile) -> Status {
    std::erase_if(profile.diplomas, [&](const StoredDiploma& d) { return d.rncp == added.rncp; });
    profile.diplomas.push_back(added);
    return {};
  });
}

// Daily: where an assessment expired, the next one counts.
Status refresh_handler(Service& service, Request& request) {
  AKSIS_ASSIGN(people, people_with_expired(service.host));
  for (const auto& person : people) {
    const auto changed = recount_profile(service.host, person);
    // Deleted meanwhile: nothing to do.
    if (!changed.ok() && changed.error().code != Code::not_found) return changed.error();
  }
  return request.respond(json::Writer().object().member("people", people.size()).end().text());
}

// At each start; after the first there is nothing left.
Status seal_texts_handler(Service& service, Request& request) {
  int64_t texts = 0;
  for (bool more = true; more;) {
    if (request.cancelled())
      return said(Code::cancelled, "stopped; the next start seals those left",
                  "Arrêté ; le prochain démarrage scellera ceux qui restent.");
    AKSIS_ASSIGN(sealed, seal_texts(service.host));
    texts += sealed;
    more = sealed > 0;
    request.progress(texts, 0);
  }
  return request.respond(json::Writer().object().member("texts", texts).end().text());
}

}  // namespace

void bind_profiles(Service& service) {
  Host& host = service.host;
  host.bind("competences.profile.read", with_snapshot(service, read_profile_handler));
  host.bind("competences.profile.save", with_snapshot(service, save_profile_handler));
  host.bind("competences.skill.add", with_snapshot(service, add_skill_handler));
  host.bind("competences.experience.add", with_snapshot(service, add_experience_handler));
  host.bind("competences.diploma.add", with_snapshot(service, add_diploma_handler));
  host.bind("competences.refresh",
            [&service](Request& request) { return refresh_handler(service, request); });
  host.bind("competences.seal_texts",
            [&service](Request& request) { return seal_texts_handler(service, request); });
  host.subscribe("core.person_deleted/1", [&service](const Event& event) {
    return delete_profile(service.host, json::text(event.data, "person"));
  });
  host.hold([&host](Tx& tx, std::string_view person,
                    json::Writer& out) { return show_profile(host, tx, person, out); },
            [](Tx& tx, std::string_view person) { return erase_profile(tx, person); });
}

}  // namespace aksis::competences
