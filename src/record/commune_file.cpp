#include "record/commune_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "aksis/cpp/csv.hpp"
#include "aksis/cpp/encoding.hpp"
#include "aksis/cpp/fold.hpp"
#include "record/refusals.hpp"

namespace aksis::record {
namespace {

constexpr size_t kCommunesMax = 100'000;
constexpr size_t kPostcodesMax = 64;  // of one commune; Paris has 21
constexpr double kUnitsPerDegree = 100'000;

enum Column { code, name, department, region, area, postcodes, population, lat, lon, kColumns };

// Folded headers that name each column.
constexpr std::string_view kNames[kColumns][3] = {
    {"insee", "code", "code insee"},
    {"nom", "name", ""},
    {"departement", "department", ""},
    {"region", "", ""},
    {"bassin emploi", "employment area", ""},
    {"codes postaux", "postcodes", ""},
    {"population", "", ""},
    {"lat", "latitude", ""},
    {"lon", "longitude", ""},
};

class Header {
 public:
  static Result<Header> read(const std::vector<std::string>& fields) {
    Header header;
    std::fill(std::begin(header.places_), std::end(header.places_), SIZE_MAX);
    for (size_t i = 0; i < fields.size(); ++i) {
      const auto folded = fold(fields[i]);
      if (folded.empty()) continue;
      for (int column = 0; column < kColumns; ++column)
        if (std::find(std::begin(kNames[column]), std::end(kNames[column]), folded) !=
            std::end(kNames[column]))
          header.places_[column] = i;
    }
    if (header.places_[code] == SIZE_MAX || header.places_[name] == SIZE_MAX)
      return said(
          Code::invalid,
          "line 1: the header must name insee (or code) and nom (or name), separated by commas",
          "Ligne 1 : l’en-tête doit avoir les colonnes « insee » et « nom », séparées par des "
          "virgules.");
    return header;
  }
  std::string_view of(const std::vector<std::string>& fields, Column column) const {
    const size_t place = places_[column];
    return place < fields.size() ? std::string_view(fields[place]) : std::string_view();
  }

 private:
  size_t places_[kColumns];
};

bool letters_and_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

template <typename Number>
bool read_number(std::string_view text, Number& value) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

Result<std::optional<Place>> read_place(std::string_view north, std::string_view east) {
  if (north.empty() && east.empty()) return std::optional<Place>();
  double latitude = 0, longitude = 0;
  if (!read_number(north, latitude) || !read_number(east, longitude))
    return said(
        Code::invalid,
        fmt::format("\"{}\" and \"{}\" are no latitude and longitude in degrees", north, east),
        fmt::format("« {} » et « {} » ne sont pas une latitude et une longitude en degrés", north,
                    east));
  if (!(std::abs(latitude) <= 90) || !(std::abs(longitude) <= 180))
    return said(Code::invalid, fmt::format("{} and {} lie nowhere on earth", north, east),
                fmt::format("{} et {} ne désignent aucun point de la Terre", north, east));
  return std::optional<Place>({static_cast<int32_t>(std::lround(latitude * kUnitsPerDegree)),
                               static_cast<int32_t>(std::lround(longitude * kUnitsPerDegree))});
}

Result<std::vector<std::string>> read_postcodes(std::string_view joined) {
  std::vector<std::string> out;
  while (!joined.empty()) {
    const auto bar = std::min(joined.find('|'), joined.size());
    const auto one = joined.substr(0, bar);
    if (one.size() != 5 || !letters_and_digits(one))
      return said(Code::invalid, fmt::format("\"{}\" is no postcode of five digits", one),
                  fmt::format("« {} » n’est pas un code postal de cinq chiffres", one));
    if (out.size() == kPostcodesMax)
      return said(Code::invalid, "a commune has at most 64 postcodes",
                  "une commune a au plus 64 codes postaux");
    if (std::find(out.begin(), out.end(), one) == out.end()) out.emplace_back(one);
    joined.remove_prefix(std::min(bar + 1, joined.size()));
  }
  return out;
}

// Overseas codes begin with 97 or 98 and have departments of three digits.
std::string department_of(std::string_view insee) {
  const bool overseas = insee.starts_with("97") || insee.starts_with("98");
  return std::string(insee.substr(0, overseas ? 3 : 2));
}

Error of_commune(std::string_view commune, Error error) {
  error.message = fmt::format("commune {}: {}", commune, error.message);
  error.french = fmt::format("commune {} : {}", commune, error.french);
  return error;
}

Result<Commune> read_row(const Header& header, const std::vector<std::string>& fields) {
  const auto field = [&](Column column) { return header.of(fields, column); };
  Commune out;
  if (field(code).size() != 5 || !letters_and_digits(field(code)))
    return said(Code::invalid,
                fmt::format("\"{}\" is no INSEE code of five characters", field(code)),
                fmt::format("« {} » n’est pas un code INSEE de cinq caractères", field(code)));
  out.code = field(code);
  if (!valid_utf8(field(name)) || fold(field(name)).empty())
    return said(Code::invalid, fmt::format("commune {} has no name in UTF-8", out.code),
                fmt::format("la commune {} n’a pas de nom lisible en UTF-8", out.code));
  out.name = field(name);
  for (const Column column : {department, region, area})
    if (field(column).size() > 5 || !letters_and_digits(field(column)))
      return of_commune(out.code,
                        said(Code::invalid, fmt::format("\"{}\" is no code", field(column)),
                             fmt::format("« {} » n’est pas un code", field(column))));
  out.department = field(department).empty() ? department_of(out.code) : field(department);
  out.region = field(region);
  out.employment_area = field(area);
  if (!field(population).empty() &&
      (!read_number(field(population), out.population) || out.population < 0))
    return of_commune(
        out.code,
        said(Code::invalid, fmt::format("\"{}\" is no number of inhabitants", field(population)),
             fmt::format("« {} » n’est pas un nombre d’habitants", field(population))));
  auto codes = read_postcodes(field(postcodes));
  if (!codes) return of_commune(out.code, std::move(codes).error());
  out.postcodes = std::move(*codes);
  auto place = read_place(field(lat), field(lon));
  if (!place) return of_commune(out.code, std::move(place).error());
  out.place = *place;
  return out;
}

// The three cities whose arrondissements have codes of their own.
struct City {
  std::string_view code, first, last;
};
constexpr City kCities[] = {
    {"13055", "13201", "13216"}, {"69123", "69381", "69389"}, {"75056", "75101", "75120"}};

void place_cities(std::vector<Commune>& communes) {
  for (auto& commune : communes) {
    const auto city = std::find_if(std::begin(kCities), std::end(kCities), [&](const City& one) {
      return one.code == commune.code && !commune.place;
    });
    if (city == std::end(kCities)) continue;
    int64_t north = 0, east = 0, count = 0;
    for (const auto& part : communes) {
      if (part.code < city->first || part.code > city->last || !part.place) continue;
      north += part.place->lat;
      east += part.place->lon;
      ++count;
    }
    if (count > 0)
      commune.place =
          Place{static_cast<int32_t>(north / count), static_cast<int32_t>(east / count)};
  }
}

}  // namespace

Result<CommuneFile> read_communes(std::string_view text) {
  if (auto wide = wide_encoding_error("the file", "Le fichier", text)) return *std::move(wide);
  CommuneFile out;
  std::optional<Header> header;
  AKSIS_TRY(csv::read(text, {}, [&](size_t line, const std::vector<std::string>& fields) -> Status {
    if (!header) {
      AKSIS_ASSIGN(read, Header::read(fields));
      header = read;
      return {};
    }
    if (out.communes.size() == kCommunesMax)
      return said(
          Code::invalid,
          fmt::format("line {}: more than {} communes; France has 35 000", line, kCommunesMax),
          fmt::format(
              "Ligne {} : plus de {} communes ; la France en a 35 000. Vérifiez le fichier.", line,
              kCommunesMax));
    auto commune = read_row(*header, fields);
    if (commune.ok()) {
      out.communes.push_back(std::move(*commune));
      return {};
    }
    if (++out.refused <= kWrongMax)
      out.wrong.push_back({line, commune.error().message, commune.error().french});
    return {};
  }));
  if (!header)
    return said(Code::invalid, "the file is empty; it needs a header and one commune a row",
                "Le fichier est vide : il faut un en-tête, puis une commune par ligne.");
  if (out.communes.empty() && out.refused > 0)
    return said(Code::invalid,
                fmt::format("nothing was imported: every row is refused, the first at line {}: {}",
                            out.wrong.front().line, out.wrong.front().message),
                fmt::format("Rien n’a été importé : toutes les lignes sont refusées, la première "
                            "étant la ligne {} : {}.",
                            out.wrong.front().line, out.wrong.front().french));
  place_cities(out.communes);
  return out;
}

}  // namespace aksis::record
