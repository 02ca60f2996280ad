#include <array>
#include <charconv>
#include <cmath>

#include "aksis/cpp/fold.hpp"
#include "offer_reader.hpp"

namespace aksis::matching {

namespace {

enum Column : size_t {
  kId,
  kTitle,
  kRomeCode,
  kAppellation,
  kContract,
  kCreated,
  kExpires,
  kExperience,
  kExperienceMonths,
  kWeeklyHours,
  kSalaryPer,
  kSalaryMin,
  kSalaryMax,
  kPositions,
  kPlace,
  kCommune,
  kLat,
  kLon,
  kNaf,
  kQualification,
  kTravel,
  kLicences,
  kLanguages,
  kSkills,
  kContexts,
  kCompany,
  kDescription,
  kColumnCount
};

constexpr std::array<std::string_view, kColumnCount> kNames = {
    "id",           "title",         "rome_code",
    "appellation",  "contract",      "created",
    "expires",      "experience",    "experience_months",
    "weekly_hours", "salary_per",    "salary_min",
    "salary_max",   "positions",     "place",
    "commune",      "lat",           "lon",
    "naf",          "qualification", "travel",
    "licences",     "languages",     "skills",
    "contexts",     "company",       "description"};

Error wrong(Column column, std::string_view value, const std::string& english,
            const std::string& french) {
  const std::string name(kNames[column]), shown(value.substr(0, 40));
  return said_at("/" + name, name + ": \"" + shown + "\" is not " + english,
                 name + " : « " + shown + " » n’est pas " + french);
}

template <typename Number>
Status take_number(Column column, std::string_view text, double least, double most,
                   Number& number) {
  if (text.empty()) return {};
  std::string point(text);
  for (auto& c : point)
    if (c == ',') c = '.';
  double value = 0;
  const auto parsed = std::from_chars(point.data(), point.data() + point.size(), value);
  if (parsed.ec != std::errc() || parsed.ptr != point.data() + point.size() ||
      !(value >= least && value <= most)) {
    const auto from = std::to_string(std::lround(least)), to = std::to_string(std::lround(most));
    return wrong(column, text, "a number from " + from + " to " + to,
                 "un nombre de " + from + " à " + to);
  }
  number = static_cast<Number>(value);
  return {};
}

// "B:E|CE": entries by |, each required when ":E" follows.
std::vector<OfferDemand> split(std::string_view text, bool as_code) {
  std::vector<OfferDemand> out;
  while (!text.empty() && out.size() < kListMax) {
    const size_t bar = std::min(text.find('|'), text.size());
    auto entry = text.substr(0, bar);
    text.remove_prefix(std::min(bar + 1, text.size()));
    OfferDemand demand;
    if (entry.ends_with(":E") || entry.ends_with(":S")) {
      demand.required = entry.back() == 'E';
      entry.remove_suffix(2);
    }
    if (entry.empty() || entry.size() > kLabelBytesMax) continue;
    (as_code ? demand.code : demand.label) = entry;
    out.push_back(std::move(demand));
  }
  return out;
}

}  // namespace

Result<OfferColumns> OfferColumns::from_header(const std::vector<std::string>& header) {
  OfferColumns out;
  out.columns_.assign(kColumnCount, SIZE_MAX);
  out.width_ = header.size();
  for (size_t i = 0; i < header.size(); ++i) {
    size_t known = 0;
    while (known < kColumnCount && kNames[known] != header[i]) ++known;
    if (known == kColumnCount)
      out.unknown_.push_back(header[i]);
    else if (out.columns_[known] != SIZE_MAX)
      return said(
          Code::invalid, "the column " + header[i] + " stands twice in the header; rename one",
          "La colonne " + header[i] + " figure deux fois dans l’en-tête ; renommez-en une.");
    else
      out.columns_[known] = i;
  }
  for (const auto needed : {kId, kTitle, kRomeCode})
    if (out.columns_[needed] == SIZE_MAX)
      return said(Code::invalid,
                  "the header has no column " + std::string(kNames[needed]) +
                      "; the columns are described in docs/matching/offers-csv.md",
                  "L’en-tête n’a pas de colonne " + std::string(kNames[needed]) +
                      " ; docs/matching/offers-csv.md décrit les colonnes.");
  return out;
}

std::string_view OfferColumns::field(const std::vector<std::string>& fields, size_t column) const {
  const size_t at = columns_[column];
  return at < fields.size() ? std::string_view(fields[at]) : std::string_view();
}

Status OfferColumns::read_terms(const std::vector<std::string>& fields, Offer& offer,
                                Unknowns& unknowns) const {
  const auto of = [&](Column column) { return field(fields, column); };
  offer.contract = parse_contract(of(kContract));
  if (offer.contract == Contract::unknown && !of(kContract).empty())
    ++unknowns.codes["contract " + std::string(of(kContract).substr(0, 40))];
  offer.alternating =
      offer.contract == Contract::apprenticeship || offer.contract == Contract::professionalising;
  offer.experience = parse_experience_kind(of(kExperience));
  if (offer.experience == ExperienceKind::unknown && !of(kExperience).empty())
    return wrong(kExperience, of(kExperience), "D, S or E", "D, S ou E");
  AKSIS_TRY(take_number(kExperienceMonths, of(kExperienceMonths), 0, 600, offer.experience_months));
  double hours = 0;
  AKSIS_TRY(take_number(kWeeklyHours, of(kWeeklyHours), 0, 80, hours));
  offer.weekly_minutes = static_cast<uint16_t>(std::lround(hours * 60));
  offer.salary.kind = parse_salary_kind(of(kSalaryPer));
  for (const auto& [column, cents] : {std::pair(kSalaryMin, &offer.salary.min_cents),
                                      std::pair(kSalaryMax, &offer.salary.max_cents)}) {
    if (of(column).empty()) continue;
    const auto amount = parse_hundredths(of(column));
    if (!amount) return wrong(column, of(column), "an amount in euros", "un montant en euros");
    *cents = *amount;
  }
  if (offer.salary.min_cents + offer.salary.max_cents && offer.salary.kind == SalaryKind::unknown)
    return wrong(kSalaryPer, of(kSalaryPer), "hourly, monthly or yearly",
                 "hourly, monthly ou yearly");
  offer.salary = checked(offer.salary);
  return {};
}

Status OfferColumns::read_place(const std::vector<std::string>& fields, Offer& offer) const {
  const auto of = [&](Column column) { return field(fields, column); };
  offer.place = of(kPlace);
  offer.commune = of(kCommune);
  if (!offer.commune.empty() && offer.commune.size() != 5)
    return wrong(kCommune, offer.commune, "an INSEE code of five characters",
                 "un code INSEE de cinq caractères");
  if (of(kLat).empty() || of(kLon).empty()) return {};
  double lat = 0, lon = 0;
  AKSIS_TRY(take_number(kLat, of(kLat), -90, 90, lat));
  AKSIS_TRY(take_number(kLon, of(kLon), -180, 180, lon));
  offer.point = make_point(lat, lon);
  return {};
}

std::string_view OfferColumns::id(const std::vector<std::string>& fields) const {
  return fields.size() == width_ ? field(fields, kId) : std::string_view();
}

Result<Offer> OfferColumns::read(const std::vector<std::string>& fields, Unknowns& unknowns) const {
  if (fields.size() != width_)
    return said(Code::invalid,
                "the row has " + std::to_string(fields.size()) + " fields, the header " +
                    std::to_string(width_) + "; a separator inside a field needs quotes around it",
                "La ligne a " + std::to_string(fields.size()) + " champs, l’en-tête " +
                    std::to_string(width_) +
                    " ; un séparateur dans un champ demande des guillemets autour.");
  for (const auto& each : fields)
    if (!valid_utf8(each))
      return said(Code::invalid,
                  "the row is not UTF-8; save the file as UTF-8 (it may be Windows-1252)",
                  "La ligne n’est pas en UTF-8 ; enregistrez le fichier en UTF-8 (il est peut-être "
                  "en Windows-1252).");
  const auto of = [&](Column column) { return field(fields, column); };
  Offer offer;
  offer.id = of(kId);
  offer.title = of(kTitle).substr(0, kTitleBytesMax);
  offer.rome_code = of(kRomeCode);
  offer.appellation = of(kAppellation);
  for (const auto& [column, day] :
       {std::pair(kCreated, &offer.created), std::pair(kExpires, &offer.expires)}) {
    *day = parse_day(of(column));
    if (*day == kNoDay && !of(column).empty())
      return wrong(column, of(column), "a day YYYY-MM-DD", "un jour AAAA-MM-JJ");
  }
  AKSIS_TRY(read_terms(fields, offer, unknowns));
  AKSIS_TRY(read_place(fields, offer));
  offer.naf = of(kNaf);
  AKSIS_TRY(take_number(kQualification, of(kQualification), 1, 9, offer.qualification));
  AKSIS_TRY(take_number(kTravel, of(kTravel), 1, 4, offer.travel));
  AKSIS_TRY(take_number(kPositions, of(kPositions), 1, 10'000, offer.positions));
  offer.licences = split(of(kLicences), true);
  for (const auto& licence : offer.licences)
    if (!parse_licence(licence.code)) ++unknowns.codes["licence " + licence.code];
  offer.languages = split(of(kLanguages), false);
  offer.skills = split(of(kSkills), true);
  for (const auto& context : split(of(kContexts), false)) offer.contexts.push_back(context.label);
  offer.company = of(kCompany).substr(0, kLabelBytesMax);
  offer.description = of(kDescription).substr(0, kDescriptionBytesMax);
  if (auto wrong_offer = refusal(offer)) return said_of({*std::move(wrong_offer)});
  return offer;
}

}  // namespace aksis::matching
