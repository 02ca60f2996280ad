#include <aksis/cpp/fold.hpp>

#include "handle.hpp"

namespace aksis::competences {

std::string sentence(const Request& request, const Reason& reason) {
  json::Writer arguments;
  arguments.object();
  for (const auto& argument : reason.arguments)
    std::visit([&](const auto& value) { arguments.member(argument.first, value); },
               argument.second);
  return request.message(reason.key, arguments.end().text());
}

void write_item(json::Writer& out, const Referential& r, Index i) {
  const Item& item = r.item(i);
  out.object().member("code", r.text(item.code)).member("label", r.text(item.label));
  out.member("kind", name(item.kind)).end();
}

void write_occupation(json::Writer& out, const Referential& r, Index i) {
  const Occupation& occupation = r.occupation(i);
  out.object().member("rome_code", r.text(occupation.code));
  out.member("label", r.text(occupation.label)).end();
}

Result<Index> occupation_of(const Referential& r, std::string_view rome_code) {
  const Index found = r.find_occupation(rome_code);
  if (found != kNone) return found;
  return said(Code::not_found,
              "there is no occupation " + std::string(rome_code) + " in ROME version " +
                  std::string(r.version()) + "; search it by its name",
              "Le métier " + std::string(rome_code) + " n’existe pas dans ROME, version " +
                  std::string(r.version()) + " ; cherchez-le par son nom.");
}

namespace {

std::vector<std::string> codes_in(const json::Value* list) {
  std::vector<std::string> out;
  if (list)
    for (const auto& code : list->GetArray()) out.emplace_back(json::text(code));
  return out;
}

}  // namespace

Result<Target> target_of(const Snapshot& snapshot, const json::Value& input) {
  const Referential& r = snapshot.referential;
  const auto occupation = json::text(input, "occupation");
  const auto appellation = json::text(input, "appellation");
  const auto wished = codes_in(json::member(input, "skills"));
  const auto required = codes_in(json::member(input, "required_skills"));
  const bool skills = !wished.empty() || !required.empty();
  if (!occupation.empty() + !appellation.empty() + skills != 1)
    return said(Code::invalid, "give exactly one of occupation, appellation and skills",
                "Donnez un métier, une appellation ou des compétences : un seul des trois.");
  Target out;
  if (skills) {
    out.wanted = requirements_of(r, required, wished, out.unknown);
    return out;
  }
  if (!appellation.empty()) {
    out.appellation = r.find_appellation(appellation);
    if (out.appellation == kNone)
      return said(
          Code::not_found,
          "there is no appellation " + std::string(appellation) + "; search it by its name",
          "L’appellation " + std::string(appellation) + " n’existe pas ; cherchez-la par son nom.");
    out.occupation = r.appellation(out.appellation).occupation;
  } else {
    AKSIS_ASSIGN(found, occupation_of(r, occupation));
    out.occupation = found;
  }
  const auto overlays =
      snapshot.overlays_for(json::text(input, "sector"), json::text(input, "territory"));
  out.wanted = requirements(r, out.occupation, overlays);
  return out;
}

void write_target(json::Writer& out, const Referential& r, const Target& target) {
  out.object();
  if (target.occupation != kNone) {
    out.key("occupation");
    write_occupation(out, r, target.occupation);
  }
  if (target.appellation != kNone) {
    const Appellation& appellation = r.appellation(target.appellation);
    out.key("appellation").object().member("code", r.text(appellation.code));
    out.member("label", r.text(appellation.label)).end();
  }
  out.key("unknown_skills").array();
  for (const auto& code : target.unknown) out.value(code);
  out.end().end();
}

}  // namespace aksis::competences
