#include "offer_reader.hpp"

#include <algorithm>
#include <charconv>
#include <unordered_set>

#include "aksis/cpp/fold.hpp"

namespace aksis::matching {

namespace {

using Names = std::unordered_set<std::string_view>;

// Everything the interface may send at the top level; what is not read is known all the same.
const Names& known_members() {
  static const Names kNames = {"id",
                               "intitule",
                               "description",
                               "dateCreation",
                               "dateActualisation",
                               "lieuTravail",
                               "romeCode",
                               "romeLibelle",
                               "appellationlibelle",
                               "entreprise",
                               "typeContrat",
                               "typeContratLibelle",
                               "natureContrat",
                               "experienceExige",
                               "experienceLibelle",
                               "experienceCommentaire",
                               "formations",
                               "langues",
                               "permis",
                               "outilsBureautiques",
                               "competences",
                               "salaire",
                               "salaireLibelle",
                               "dureeTravailLibelle",
                               "dureeTravailLibelleConverti",
                               "complementExercice",
                               "conditionExercice",
                               "contexteTravail",
                               "alternance",
                               "contact",
                               "agence",
                               "nombrePostes",
                               "accessibleTH",
                               "deplacementCode",
                               "deplacementLibelle",
                               "qualificationCode",
                               "qualificationLibelle",
                               "codeNAF",
                               "secteurActivite",
                               "secteurActiviteLibelle",
                               "qualitesProfessionnelles",
                               "trancheEffectifEtab",
                               "origineOffre",
                               "offresManqueCandidats",
                               "entrepriseAdaptee",
                               "employeurHandiEngage"};
  return kNames;
}

void note(std::map<std::string, size_t>& names, std::string name) {
  if (name.size() > kLabelBytesMax) name.resize(kLabelBytesMax);
  if (names.size() < kUnknownsMax || names.contains(name)) ++names[std::move(name)];
}

std::string cut(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  while (bytes_max && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
  return std::string(text.substr(0, bytes_max));
}

// Exports write numbers and truth values as texts now and then.
std::optional<double> loose_number(const json::Value& object, std::string_view name) {
  const auto* value = json::member(object, name);
  if (!value) return std::nullopt;
  if (value->IsNumber()) return value->GetDouble();
  if (!value->IsString()) return std::nullopt;
  double number = 0;
  const auto text = json::text(*value);
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

bool loose_boolean(const json::Value& object, std::string_view name) {
  const auto* value = json::member(object, name);
  if (!value) return false;
  if (value->IsString()) return fold(json::text(*value)) == "true";
  return value->IsBool() && value->GetBool();
}

int64_t bounded(std::optional<double> number, int64_t least, int64_t most, int64_t otherwise) {
  if (!number || !(*number >= double(least) && *number <= double(most))) return otherwise;
  return static_cast<int64_t>(*number);
}

std::vector<OfferDemand> read_list(const json::Value& value, std::string_view name,
                                   std::string_view label_member) {
  std::vector<OfferDemand> out;
  const auto* list = json::member(value, name);
  if (!list || !list->IsArray()) return out;
  for (const auto& entry : list->GetArray()) {
    OfferDemand demand{cut(json::text(entry, "code"), kIdBytesMax),
                       cut(json::text(entry, label_member), kLabelBytesMax),
                       json::text(entry, "exigence") == "E"};
    if (out.size() < kListMax && !(demand.code.empty() && demand.label.empty()))
      out.push_back(std::move(demand));
  }
  return out;
}

// "35H/semaine\nTravail en journée...": the hours, then labels of work contexts.
void read_duration(std::string_view label, Offer& offer) {
  offer.weekly_minutes = parse_weekly_minutes(label);
  offer.part_time = says_part_time(label);
  const size_t at = label.find("Travail");
  if (at == std::string_view::npos) return;
  auto context = label.substr(at);
  context = context.substr(0, context.find('\n'));
  while (context.ends_with('.') || context.ends_with(' ')) context.remove_suffix(1);
  offer.contexts.push_back(cut(context, kLabelBytesMax));
}

void read_contexts(const json::Value& value, Offer& offer) {
  const auto* contexts = json::member(value, "contexteTravail");
  if (!contexts) return;
  for (const auto name : {"horaires", "conditionsExercice"})
    if (const auto* list = json::member(*contexts, name); list && list->IsArray())
      for (const auto& label : list->GetArray())
        if (label.IsString() && offer.contexts.size() < kListMax)
          offer.contexts.push_back(cut(json::text(label), kLabelBytesMax));
}

void read_salary(const json::Value& value, Offer& offer) {
  auto label = json::text(value, "salaireLibelle");
  if (const auto* salary = json::member(value, "salaire"); salary && label.empty())
    label = json::text(*salary, "libelle");
  offer.salary = parse_salary(label);
}

void read_experience(const json::Value& value, Offer& offer) {
  offer.experience = parse_experience_kind(json::text(value, "experienceExige"));
  const auto label = json::text(value, "experienceLibelle");
  if (offer.experience != ExperienceKind::beginner)
    offer.experience_months = parse_months(label).value_or(0);
}

void read_place(const json::Value& value, Offer& offer) {
  const auto* place = json::member(value, "lieuTravail");
  if (!place) return;
  offer.place = cut(json::text(*place, "libelle"), kLabelBytesMax);
  offer.commune = cut(json::text(*place, "commune"), 5);
  const auto lat = loose_number(*place, "latitude"), lon = loose_number(*place, "longitude");
  if (lat && lon) offer.point = make_point(*lat, *lon);
}

void note_unknown(const json::Value& value, const Offer& offer, Unknowns& unknowns) {
  for (const auto& member : value.GetObject())
    if (!known_members().contains(json::text(member.name)))
      note(unknowns.members, std::string(json::text(member.name)));
  const auto code = json::text(value, "typeContrat");
  if (!code.empty() && parse_contract(code) == Contract::unknown)
    note(unknowns.codes, "typeContrat " + std::string(code));
  if (offer.experience == ExperienceKind::unknown && json::member(value, "experienceExige"))
    note(unknowns.codes, "experienceExige " + std::string(json::text(value, "experienceExige")));
  for (const auto& licence : offer.licences)
    if (!parse_licence(licence.label)) note(unknowns.codes, "permis " + licence.label);
}

}  // namespace

void Unknowns::add(const Unknowns& other) {
  for (const auto& [name, count] : other.members) members[name] += count;
  for (const auto& [name, count] : other.codes) codes[name] += count;
}

Result<Offer> read_france_travail(const json::Value& value, Unknowns& unknowns) {
  if (!value.IsObject())
    return said(Code::invalid, "an offer is a JSON object, this is another value",
                "Une offre est un objet JSON ; ceci est une autre valeur.");
  Offer offer;
  offer.id = json::text(value, "id");
  offer.title = cut(json::text(value, "intitule"), kTitleBytesMax);
  offer.description = cut(json::text(value, "description"), kDescriptionBytesMax);
  if (const auto* company = json::member(value, "entreprise"))
    offer.company = cut(json::text(*company, "nom"), kLabelBytesMax);
  offer.created = parse_day(json::text(value, "dateActualisation"));
  if (offer.created == kNoDay) offer.created = parse_day(json::text(value, "dateCreation"));
  offer.rome_code = json::text(value, "romeCode");
  offer.appellation = cut(json::text(value, "appellationlibelle"), kLabelBytesMax);
  offer.contract =
      parse_contract(json::text(value, "typeContrat"), json::text(value, "natureContrat"));
  offer.alternating = loose_boolean(value, "alternance");
  read_experience(value, offer);
  read_duration(json::text(value, "dureeTravailLibelle"), offer);
  read_contexts(value, offer);
  read_salary(value, offer);
  read_place(value, offer);
  offer.naf = cut(json::text(value, "codeNAF"), 10);
  offer.qualification =
      static_cast<uint8_t>(bounded(loose_number(value, "qualificationCode"), 1, 9, 0));
  offer.travel = static_cast<uint8_t>(bounded(loose_number(value, "deplacementCode"), 1, 4, 0));
  offer.positions =
      static_cast<int32_t>(bounded(loose_number(value, "nombrePostes"), 1, 10'000, 1));
  offer.accessible = loose_boolean(value, "accessibleTH");
  offer.skills = read_list(value, "competences", "libelle");
  for (auto& quality : read_list(value, "qualitesProfessionnelles", "libelle"))
    if (offer.skills.size() < kListMax) offer.skills.push_back(std::move(quality));
  offer.licences = read_list(value, "permis", "libelle");
  offer.languages = read_list(value, "langues", "libelle");
  offer.trainings = read_list(value, "formations", "niveauLibelle");
  note_unknown(value, offer, unknowns);
  if (auto wrong = refusal(offer)) return said_of({*std::move(wrong)});
  return offer;
}

}  // namespace aksis::matching
