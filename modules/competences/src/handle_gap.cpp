#include "gap.hpp"
#include "handle.hpp"
#include "store_profile.hpp"

namespace aksis::competences {

namespace {

void write_line(json::Writer& out, const Referential& r, const Request& request,
                const GapLine& line) {
  const Item& item = r.item(line.item);
  constexpr std::string_view kCores[] = {"no", "core", "emerging"};
  out.object().member("code", r.text(item.code)).member("label", r.text(item.label));
  out.member("kind", name(item.kind)).member("core", kCores[static_cast<size_t>(line.core)]);
  out.member("weight", line.weight).member("level", line.level).member("wanted", line.wanted);
  out.member("state", name(line.state)).member("credit", line.credit);
  if (line.through != kNone) {
    out.key("near");
    write_item(out, r, line.through);
  }
  out.member("reason", sentence(request, line.reason)).end();
}

// What the profile lacks to be judged well.
void write_missing(json::Writer& out, const Request& request, const Profile& profile,
                   const Holdings& holdings) {
  out.key("missing_in_profile").array();
  if (profile.skills.empty()) out.value(request.message("profile.no_skills"));
  if (profile.experiences.empty()) out.value(request.message("profile.no_experiences"));
  for (const auto& code : holdings.unknown)
    out.value(request.message("profile.unknown_skill",
                              json::Writer().object().member("code", code).end().text()));
  out.end();
}

Status gap_handler(Service& service, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  AKSIS_ASSIGN(target, target_of(snapshot, input));
  AKSIS_ASSIGN(profile, load_profile(service.host, json::text(input, "person")));
  const Holdings held = holdings(r, profile.skills, today());
  const Gap found = gap(r, target.wanted, held);
  json::Writer out;
  out.object().member("person", json::text(input, "person")).key("target");
  write_target(out, r, target);
  out.member("referential", r.version()).member("coverage", found.coverage);
  out.key("counts").object().member("held", found.held).member("strengthen", found.strengthen);
  out.member("missing", found.missing).end();
  out.key("lines").array();
  for (const GapLine& line : found.lines) write_line(out, r, request, line);
  out.end();
  write_missing(out, request, profile, held);
  return request.respond(out.end().text());
}

Result<std::vector<DiplomaContent>> diploma_contents(Service& service, const Snapshot& snapshot,
                                                     const Profile& profile) {
  AKSIS_ASSIGN(trainings, snapshot.trainings(service.host));
  std::vector<DiplomaContent> out;
  for (const auto& diploma : profile.diplomas)
    if (const auto* known = trainings->find(diploma.rncp))
      out.push_back({known->rncp, known->label, trainings->items_of(*known)});
  return out;
}

Status suggestions_handler(Service& service, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  AKSIS_ASSIGN(profile, load_profile(service.host, json::text(input, "person")));
  AKSIS_ASSIGN(diplomas, diploma_contents(service, snapshot, profile));
  std::vector<Experience> experiences;
  for (const auto& one : profile.experiences) experiences.push_back(one.experience);
  const std::string day = today();
  const auto found = suggestions(r, holdings(r, profile.skills, day), experiences, diplomas, day);
  const auto limit = static_cast<size_t>(json::integer(input, "limit", 50));
  json::Writer out;
  out.object().member("count", found.size()).key("results").array();
  for (size_t i = 0; i < std::min(limit, found.size()); ++i) {
    const Suggestion& one = found[i];
    out.object().key("item");
    write_item(out, r, one.item);
    out.member("level", one.level).member("source", name(one.source)).key("reasons").array();
    for (const Reason& reason : one.reasons) out.value(sentence(request, reason));
    out.end().end();
  }
  return request.respond(out.end().end().text());
}

}  // namespace

void bind_gaps(Service& service) {
  service.host.bind("competences.gap", with_snapshot(service, gap_handler));
  service.host.bind("competences.suggestions", with_snapshot(service, suggestions_handler));
}

}  // namespace aksis::competences
