#include "person.hpp"

#include <algorithm>

namespace aksis::matching {

void write_person(json::Writer& out, const Person& person) {
  out.object().member("id", person.id).key("skills").array();
  for (const auto& skill : person.skills)
    out.object().member("code", skill.code).member("level", skill.level).end();
  out.end().key("experience").array();
  for (const auto& past : person.experience)
    out.object().member("rome_code", past.rome_code).member("months", past.months).end();
  out.end().key("wishes");
  write_wishes(out, person.wishes);
  if (person.home) out.member("lat", person.home->lat).member("lon", person.home->lon);
  out.end();
}

Result<Person> person_from_json(const json::Value& value) {
  Person person;
  person.id = json::text(value, "id");
  if (const auto* skills = json::member(value, "skills"); skills && skills->IsArray())
    for (const auto& skill : skills->GetArray())
      person.skills.push_back(
          {std::string(json::text(skill, "code")),
           static_cast<uint8_t>(std::clamp<int64_t>(json::integer(skill, "level"), 0, kLevelMax))});
  if (const auto* past = json::member(value, "experience"); past && past->IsArray())
    for (const auto& entry : past->GetArray())
      person.experience.push_back(
          {std::string(json::text(entry, "rome_code")),
           static_cast<uint32_t>(std::clamp<int64_t>(json::integer(entry, "months"), 0, 1200))});
  if (const auto* wishes = json::member(value, "wishes")) {
    AKSIS_ASSIGN(read, wishes_from_json(*wishes));
    person.wishes = std::move(read);
  }
  if (json::member(value, "lat") && json::member(value, "lon"))
    person.home = Point{static_cast<int32_t>(json::integer(value, "lat")),
                        static_cast<int32_t>(json::integer(value, "lon"))};
  return person;
}

}  // namespace aksis::matching
