#include "offer.hpp"

#include <cmath>

namespace aksis::matching {

namespace {

void write_demands(json::Writer& out, std::string_view name,
                   const std::vector<OfferDemand>& demands) {
  if (demands.empty()) return;
  out.key(name).array();
  for (const auto& demand : demands) {
    out.object();
    if (!demand.code.empty()) out.member("code", demand.code);
    if (!demand.label.empty()) out.member("label", demand.label);
    out.member("required", demand.required).end();
  }
  out.end();
}

std::vector<OfferDemand> read_demands(const json::Value& value, std::string_view name) {
  std::vector<OfferDemand> out;
  const auto* list = json::member(value, name);
  if (!list || !list->IsArray()) return out;
  for (const auto& entry : list->GetArray()) {
    if (out.size() == kListMax) break;
    OfferDemand demand{std::string(json::text(entry, "code")),
                       std::string(json::text(entry, "label")), json::boolean(entry, "required")};
    if (!demand.code.empty() || !demand.label.empty()) out.push_back(std::move(demand));
  }
  return out;
}

bool is_rome_code(std::string_view code) {
  if (code.size() != 5 || code[0] < 'A' || code[0] > 'Z') return false;
  for (size_t i = 1; i < 5; ++i)
    if (code[i] < '0' || code[i] > '9') return false;
  return true;
}

template <typename T>
T bounded(int64_t value, int64_t max) {
  return static_cast<T>(value < 0 || value > max ? 0 : value);
}

void write_terms(json::Writer& out, const Offer& offer) {
  if (offer.contract != Contract::unknown) out.member("contract", code_of(offer.contract));
  if (offer.alternating) out.member("alternating", true);
  if (offer.experience != ExperienceKind::unknown)
    out.member("experience", std::string(1, code_of(offer.experience)));
  if (offer.experience_months) out.member("experience_months", offer.experience_months);
  if (offer.weekly_minutes) out.member("weekly_minutes", offer.weekly_minutes);
  if (offer.part_time) out.member("part_time", true);
  if (offer.salary.kind != SalaryKind::unknown) {
    out.key("salary").object().member("per", code_of(offer.salary.kind));
    out.member("min_cents", offer.salary.min_cents).member("max_cents", offer.salary.max_cents);
    if (offer.salary.doubtful) out.member("doubtful", true);
    out.end();
  }
}

void read_terms(const json::Value& value, Offer& offer) {
  offer.contract = parse_contract(json::text(value, "contract"));
  offer.alternating = json::boolean(value, "alternating");
  offer.experience = parse_experience_kind(json::text(value, "experience"));
  offer.experience_months = bounded<uint16_t>(json::integer(value, "experience_months"), 600);
  offer.weekly_minutes = bounded<uint16_t>(json::integer(value, "weekly_minutes"), 80 * 60);
  offer.part_time = json::boolean(value, "part_time");
  const auto* salary = json::member(value, "salary");
  if (!salary || !salary->IsObject()) return;
  constexpr int64_t kCentsMax = 100'000'000'000;
  offer.salary.kind = parse_salary_kind(json::text(*salary, "per"));
  offer.salary.min_cents = bounded<int64_t>(json::integer(*salary, "min_cents"), kCentsMax);
  offer.salary.max_cents = bounded<int64_t>(json::integer(*salary, "max_cents"), kCentsMax);
  const bool doubtful = json::boolean(*salary, "doubtful");
  offer.salary = checked(offer.salary);
  offer.salary.doubtful |= doubtful;
}

}  // namespace

std::optional<Point> make_point(double lat, double lon) {
  if (!(lat >= -90 && lat <= 90 && lon >= -180 && lon <= 180)) return std::nullopt;
  if (lat == 0 && lon == 0) return std::nullopt;  // "no place" in many exports
  return Point{static_cast<int32_t>(std::lround(lat * 1e5)),
               static_cast<int32_t>(std::lround(lon * 1e5))};
}

void write_offer(json::Writer& out, const Offer& offer) {
  const auto text = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.member(name, value);
  };
  out.object().member("id", offer.id);
  text("title", offer.title);
  text("company", offer.company);
  text("description", offer.description);
  text("created", format_day(offer.created));
  text("expires", format_day(offer.expires));
  text("rome_code", offer.rome_code);
  text("appellation", offer.appellation);
  write_terms(out, offer);
  text("place", offer.place);
  text("commune", offer.commune);
  if (offer.point) out.member("lat", offer.point->lat / 1e5).member("lon", offer.point->lon / 1e5);
  text("naf", offer.naf);
  if (offer.qualification) out.member("qualification", offer.qualification);
  if (offer.travel) out.member("travel", offer.travel);
  if (offer.positions != 1) out.member("positions", offer.positions);
  if (offer.accessible) out.member("accessible", true);
  write_demands(out, "skills", offer.skills);
  write_demands(out, "licences", offer.licences);
  write_demands(out, "languages", offer.languages);
  write_demands(out, "trainings", offer.trainings);
  if (!offer.contexts.empty()) {
    out.key("contexts").array();
    for (const auto& context : offer.contexts) out.value(context);
    out.end();
  }
  out.end();
}

std::string to_json(const Offer& offer) {
  json::Writer out;
  write_offer(out, offer);
  return out.text();
}

Result<Offer> offer_from_json(const json::Value& value) {
  if (!value.IsObject())
    return said(Code::invalid, "an offer is a JSON object", "Une offre est un objet JSON.");
  Offer offer;
  offer.id = json::text(value, "id");
  offer.title = json::text(value, "title");
  offer.company = json::text(value, "company");
  offer.description = json::text(value, "description");
  offer.created = parse_day(json::text(value, "created"));
  offer.expires = parse_day(json::text(value, "expires"));
  offer.rome_code = json::text(value, "rome_code");
  offer.appellation = json::text(value, "appellation");
  read_terms(value, offer);
  offer.place = json::text(value, "place");
  offer.commune = json::text(value, "commune");
  if (json::member(value, "lat") && json::member(value, "lon"))
    offer.point = make_point(json::number(value, "lat"), json::number(value, "lon"));
  offer.naf = json::text(value, "naf");
  offer.qualification = bounded<uint8_t>(json::integer(value, "qualification"), 9);
  offer.travel = bounded<uint8_t>(json::integer(value, "travel"), 4);
  offer.positions = bounded<int32_t>(json::integer(value, "positions", 1), 10'000);
  offer.accessible = json::boolean(value, "accessible");
  offer.skills = read_demands(value, "skills");
  offer.licences = read_demands(value, "licences");
  offer.languages = read_demands(value, "languages");
  offer.trainings = read_demands(value, "trainings");
  if (const auto* contexts = json::member(value, "contexts"); contexts && contexts->IsArray())
    for (const auto& context : contexts->GetArray())
      if (context.IsString() && offer.contexts.size() < kListMax)
        offer.contexts.emplace_back(json::text(context));
  if (const auto wrong = refusal(offer))
    return said_of({*std::move(wrong)},
                   "the offer cannot be kept: ", "L’offre ne peut pas être gardée : ");
  return offer;
}

std::optional<ErrorDetail> refusal(const Offer& offer) {
  const auto wrong = [](std::string_view member, std::string english, std::string french) {
    return ErrorDetail{"/" + std::string(member), std::move(english), std::move(french)};
  };
  if (offer.id.empty())
    return wrong("id", "an offer needs its identifier at the source",
                 "il manque l’identifiant de l’offre à la source");
  if (offer.id.size() > kIdBytesMax)
    return wrong("id", "the identifier is longer than 64 bytes; cut it at the source",
                 "l’identifiant dépasse 64 octets ; raccourcissez-le à la source");
  if (offer.rome_code.empty())
    return wrong("rome_code", "no ROME code: without an occupation the offer fits nobody",
                 "il manque le code ROME : sans métier, l’offre ne convient à personne");
  if (!is_rome_code(offer.rome_code))
    return wrong("rome_code",
                 "\"" + offer.rome_code.substr(0, 20) +
                     "\" is no ROME code (a capital letter and four digits)",
                 "« " + offer.rome_code.substr(0, 20) +
                     " » n’est pas un code ROME (une majuscule et quatre chiffres)");
  if (offer.expires != kNoDay && offer.created != kNoDay && offer.expires < offer.created)
    return wrong("expires", "the offer would end before it was made",
                 "l’offre finirait avant d’avoir été créée");
  return std::nullopt;
}

}  // namespace aksis::matching
