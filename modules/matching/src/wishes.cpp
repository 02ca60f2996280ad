#include <algorithm>

#include "person.hpp"

namespace aksis::matching {

namespace {

constexpr uint32_t kRadiusKmMax = 1000;
constexpr uint32_t kTravelMinutesMax = 600;
constexpr int64_t kFloorCentsMax = 10'000'000;
constexpr uint16_t kWeekMinutesMax = 80 * 60;

class Reader {
 public:
  explicit Reader(const json::Value& value) : value_(value) {}
  std::vector<ErrorDetail> wrong;

  // Calls `take(text, pointer)` for each text of a list.
  template <typename Take>
  void list(std::string_view name, Take take) {
    const auto* list = json::member(value_, name);
    if (!list) return;
    const std::string pointer = "/" + std::string(name);
    if (!list->IsArray() || list->Size() > kWishListMax)
      return refuse(pointer, "must be a list of at most 50 entries",
                    "il faut une liste de 50 éléments au plus");
    for (rapidjson::SizeType i = 0; i < list->Size(); ++i) {
      const auto& entry = (*list)[i];
      const auto place = pointer + "/" + std::to_string(i);
      if (!entry.IsString() || entry.GetStringLength() == 0 || entry.GetStringLength() > 200)
        refuse(place, "must be a text", "il faut un texte");
      else
        take(json::text(entry), place);
    }
  }
  // False when absent.
  bool number(std::string_view name, int64_t max, int64_t& number) {
    const auto* member = json::member(value_, name);
    if (!member) return false;
    if (member->IsInt64() && member->GetInt64() >= 0 && member->GetInt64() <= max) {
      number = member->GetInt64();
      return true;
    }
    refuse("/" + std::string(name), "must be a whole number from 0 to " + std::to_string(max),
           "il faut un nombre entier de 0 à " + std::to_string(max));
    return false;
  }
  void refuse(std::string pointer, std::string english, std::string french) {
    wrong.push_back({std::move(pointer), std::move(english), std::move(french)});
  }

 private:
  const json::Value& value_;
};

void read_occupations(Reader& reader, const json::Value& value, Wishes& wishes) {
  const auto* list = json::member(value, "occupations");
  if (!list) return;
  if (!list->IsArray() || list->Size() > kWishListMax)
    return reader.refuse("/occupations", "must be a list of at most 50 entries",
                         "il faut une liste de 50 éléments au plus");
  for (rapidjson::SizeType i = 0; i < list->Size(); ++i) {
    const auto& entry = (*list)[i];
    WishedOccupation wish{std::string(json::text(entry, "rome_code")),
                          std::string(json::text(entry, "appellation"))};
    if (wish.rome_code.size() != 5)
      reader.refuse("/occupations/" + std::to_string(i) + "/rome_code",
                    "must be a ROME code, a capital letter and four digits",
                    "il faut un code ROME : une majuscule et quatre chiffres");
    else
      wishes.occupations.push_back(std::move(wish));
  }
}

void read_hard(Reader& reader, const json::Value& value, Wishes& wishes) {
  if (!json::member(value, "hard")) return;
  wishes.hard = 0;
  reader.list("hard", [&](std::string_view text, const std::string& place) {
    for (size_t i = 0; i < kHardCount; ++i)
      if (name_of(static_cast<Hard>(i)) == text) {
        wishes.hard |= 1u << i;
        return;
      }
    reader.refuse(
        place,
        "must be one of occupations, sectors, contracts, hours, salary, distance, "
        "contexts",
        "à choisir parmi occupations, sectors, contracts, hours, salary, distance et contexts");
  });
}

void read_mobility(Reader& reader, const json::Value& value, Wishes& wishes) {
  wishes.commune = json::text(value, "commune");
  if (!wishes.commune.empty() && wishes.commune.size() != 5)
    reader.refuse("/commune", "must be the INSEE code of a commune, five characters",
                  "il faut le code INSEE d’une commune, en cinq caractères");
  int64_t number = 0;
  if (reader.number("radius_km", kRadiusKmMax, number)) wishes.radius_km = uint32_t(number);
  if (reader.number("travel_minutes", kTravelMinutesMax, number))
    wishes.travel_minutes = uint32_t(number);
  reader.list("transport", [&](std::string_view text, const std::string& place) {
    if (const auto transport = parse_transport(text))
      wishes.transport.push_back(*transport);
    else
      reader.refuse(place, "must be one of walk, bicycle, public_transport, moped, car",
                    "à choisir parmi walk, bicycle, public_transport, moped et car");
  });
  if (json::member(value, "licences")) {
    wishes.licences.emplace();
    reader.list("licences", [&](std::string_view text, const std::string& place) {
      if (const auto licence = parse_licence(text))
        wishes.licences->push_back(*licence);
      else
        reader.refuse(place, "is no licence category (AM, A, B, BE, C, CE, D …)",
                      "ce n’est pas une catégorie de permis (AM, A, B, BE, C, CE, D …)");
    });
  }
  if (json::member(value, "languages")) {
    wishes.languages.emplace();
    reader.list("languages", [&](std::string_view text, const std::string&) {
      wishes.languages->emplace_back(text);
    });
  }
}

template <typename List, typename Text>
void write_list(json::Writer& out, std::string_view name, const List& list, Text text) {
  out.key(name).array();
  for (const auto& entry : list) out.value(text(entry));
  out.end();
}

}  // namespace

std::string_view name_of(Hard hard) {
  constexpr std::string_view kNames[] = {"occupations", "sectors",  "contracts", "hours",
                                         "salary",      "distance", "contexts"};
  return kNames[static_cast<size_t>(hard)];
}

void write_wishes(json::Writer& out, const Wishes& wishes) {
  const auto same = [](const std::string& text) { return std::string_view(text); };
  out.object().key("occupations").array();
  for (const auto& wish : wishes.occupations) {
    out.object().member("rome_code", wish.rome_code);
    if (!wish.appellation.empty()) out.member("appellation", wish.appellation);
    out.end();
  }
  out.end();
  write_list(out, "sectors", wishes.sectors, same);
  write_list(out, "interests", wishes.interests, same);
  write_list(out, "contracts", wishes.contracts, [](Contract c) { return code_of(c); });
  if (wishes.hours_min) out.member("hours_min_minutes", wishes.hours_min);
  if (wishes.hours_max) out.member("hours_max_minutes", wishes.hours_max);
  if (wishes.salary_floor_cents) out.member("salary_floor_cents", wishes.salary_floor_cents);
  if (!wishes.commune.empty()) out.member("commune", wishes.commune);
  if (wishes.radius_km) out.member("radius_km", *wishes.radius_km);
  if (wishes.travel_minutes) out.member("travel_minutes", *wishes.travel_minutes);
  write_list(out, "transport", wishes.transport, [](Transport t) { return name_of(t); });
  if (wishes.licences) write_list(out, "licences", *wishes.licences, licence_code);
  if (wishes.languages) write_list(out, "languages", *wishes.languages, same);
  write_list(out, "contexts_wanted", wishes.contexts_wanted, same);
  write_list(out, "contexts_refused", wishes.contexts_refused, same);
  out.key("hard").array();
  for (size_t i = 0; i < kHardCount; ++i)
    if (wishes.hard >> i & 1) out.value(name_of(static_cast<Hard>(i)));
  out.end().end();
}

Result<Wishes> wishes_from_json(const json::Value& value) {
  if (!value.IsObject())
    return said(Code::invalid, "wishes are a JSON object", "Les souhaits sont un objet JSON.");
  Wishes wishes;
  Reader reader(value);
  const auto into = [](std::vector<std::string>& list) {
    return [&list](std::string_view text, const std::string&) { list.emplace_back(text); };
  };
  read_occupations(reader, value, wishes);
  reader.list("sectors", into(wishes.sectors));
  reader.list("interests", into(wishes.interests));
  reader.list("contracts", [&](std::string_view text, const std::string& place) {
    const auto contract = parse_contract(text);
    if (contract == Contract::unknown)
      reader.refuse(place,
                    "must be one of CDI, CDD, MIS, DIN, SAI, DDI, LIB, FRA, CCE, REP, APP, "
                    "PRO",
                    "à choisir parmi CDI, CDD, MIS, DIN, SAI, DDI, LIB, FRA, CCE, REP, APP et PRO");
    else
      wishes.contracts.push_back(contract);
  });
  int64_t number = 0;
  if (reader.number("hours_min_minutes", kWeekMinutesMax, number))
    wishes.hours_min = uint16_t(number);
  if (reader.number("hours_max_minutes", kWeekMinutesMax, number))
    wishes.hours_max = uint16_t(number);
  if (wishes.hours_max && wishes.hours_min > wishes.hours_max)
    reader.refuse("/hours_min_minutes", "must not be above hours_max_minutes",
                  "le minimum dépasse le maximum (hours_max_minutes)");
  if (reader.number("salary_floor_cents", kFloorCentsMax, number))
    wishes.salary_floor_cents = number;
  read_mobility(reader, value, wishes);
  reader.list("contexts_wanted", into(wishes.contexts_wanted));
  reader.list("contexts_refused", into(wishes.contexts_refused));
  read_hard(reader, value, wishes);
  if (!reader.wrong.empty()) {
    const auto at = reader.wrong.front().pointer;
    return said_of(std::move(reader.wrong), "the wishes are wrong: " + at + " ",
                   "Les souhaits sont faux : " + at + " ");
  }
  return wishes;
}

std::optional<Distance> radius_of(const Wishes& wishes) {
  std::optional<uint32_t> metres;
  if (!wishes.transport.empty() || wishes.travel_minutes) {
    uint32_t speed = wishes.transport.empty()
                         ? kMetresPerMinute[static_cast<size_t>(Transport::public_transport)]
                         : 0;
    for (const auto transport : wishes.transport)
      speed = std::max(speed, kMetresPerMinute[static_cast<size_t>(transport)]);
    metres = speed * wishes.travel_minutes.value_or(kMinutesDefault);
  }
  // A distance said outright is meant; a time said besides still bounds it.
  if (wishes.radius_km) {
    const uint32_t said = *wishes.radius_km * 1000;
    metres = wishes.travel_minutes ? std::min(said, *metres) : said;
  }
  if (!metres) return std::nullopt;
  return static_cast<Distance>(std::clamp(*metres / 100, 1u, uint32_t(kFar)));
}

}  // namespace aksis::matching
