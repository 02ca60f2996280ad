#include "gap.hpp"
#include "handle.hpp"
#include "store_profile.hpp"

namespace aksis::competences {

namespace {

void write_certification(json::Writer& out, const Certification& one) {
  out.object().member("rncp", one.rncp).member("label", one.label).member("level", one.level);
  out.member("kind", one.kind).member("active", one.active);
  if (!one.ends_on.empty()) out.member("ends_on", one.ends_on);
  out.key("rome_codes").array();
  for (const auto& code : one.rome_codes) out.value(code);
  out.end().end();
}

void write_items(json::Writer& out, const Referential& r, std::string_view key,
                 std::span<const Index> items) {
  out.key(key).array();
  for (const Index item : items) write_item(out, r, item);
  out.end();
}

Status plan_handler(Service& service, const Snapshot& snapshot, Request& request) {
  const Referential& r = snapshot.referential;
  const auto& input = request.input();
  AKSIS_ASSIGN(target, target_of(snapshot, input));
  AKSIS_ASSIGN(profile, load_profile(service.host, json::text(input, "person")));
  AKSIS_ASSIGN(trainings, snapshot.trainings(service.host));
  if (trainings->certifications().empty())
    return said(Code::conflict,
                "no trainings are imported yet; run `aksis import trainings FOLDER` with the RNCP "
                "files",
                "Aucune formation n’est encore importée ; lancez `aksis import trainings DOSSIER` "
                "avec les fichiers du RNCP.");
  const bool core_only = json::boolean(input, "core_only");
  std::vector<Index> lacking;
  for (const GapLine& line : gap(r, target.wanted, holdings(r, profile.skills, today())).lines)
    if (line.state != GapState::held && (!core_only || line.core == Core::core))
      lacking.push_back(line.item);
  const TrainingPlan plan = trainings->plan(lacking);

  json::Writer out;
  out.object().member("person", json::text(input, "person")).key("target");
  write_target(out, r, target);
  const bool exact = plan.method == TrainingPlan::Method::exact;
  out.member("lacking", lacking.size()).member("method", exact ? "exact" : "greedy");
  out.member("explanation", request.message(exact ? "plan.exact" : "plan.greedy"));
  out.key("steps").array();
  for (const TrainingStep& step : plan.steps) {
    out.object().member("alternatives", step.alternatives).key("certifications").array();
    for (const uint32_t i : step.certifications)
      write_certification(out, trainings->certifications()[i]);
    out.end();
    write_items(out, r, "covers", step.items);
    out.end();
  }
  out.end();
  write_items(out, r, "uncovered", plan.uncovered);
  return request.respond(out.end().text());
}

Status read_certification(Service& service, const Snapshot& snapshot, Request& request) {
  AKSIS_ASSIGN(trainings, snapshot.trainings(service.host));
  const auto code = json::text(request.input(), "rncp");
  const auto* known = trainings->find(code);
  if (!known)
    return said(Code::not_found, "there is no certification " + std::string(code),
                "Il n’y a pas de certification " + std::string(code) + ".");
  json::Writer out;
  out.object().key("certification");
  write_certification(out, *known);
  write_items(out, snapshot.referential, "covers", trainings->items_of(*known));
  return request.respond(out.end().text());
}

}  // namespace

void bind_trainings(Service& service) {
  service.host.bind("competences.training_plan", with_snapshot(service, plan_handler));
  service.host.bind("competences.certification.read", with_snapshot(service, read_certification));
}

}  // namespace aksis::competences
