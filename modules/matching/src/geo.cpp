#include "geo.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "aksis/cpp/csv.hpp"

namespace aksis::matching {

namespace {

constexpr size_t kErrorsMax = 100;
constexpr size_t kCommunesMax = 100'000;
constexpr double kMetresPerUnit = 1.1119492664455873;  // a hundred-thousandth of a degree
constexpr double kRadiansPerUnit = 1.7453292519943295e-7;

// Taylor series over plain products: a library's last digit may differ between machines.
double sine(double x) {
  const double square = x * x;
  double term = x, sum = x;
  for (int n = 2; n <= 16; n += 2) {
    term = -term * square / (n * (n + 1));
    sum += term;
  }
  return sum;
}

double cosine(double x) {
  const double square = x * x;
  double term = 1, sum = 1;
  for (int n = 1; n <= 17; n += 2) {
    term = -term * square / (n * (n + 1));
    sum += term;
  }
  return sum;
}

bool read_degrees(std::string_view text, double& value) {
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), value);
  return parsed.ec == std::errc() && parsed.ptr == text.data() + text.size();
}

struct Columns {
  size_t code = SIZE_MAX, name = SIZE_MAX, lat = SIZE_MAX, lon = SIZE_MAX, department = SIZE_MAX;
};

Result<Columns> read_header(const std::vector<std::string>& header) {
  Columns columns;
  for (size_t i = 0; i < header.size(); ++i) {
    const auto name = fold(header[i]);
    if (name == "code" || name == "insee" || name == "code insee") columns.code = i;
    if (name == "name" || name == "nom") columns.name = i;
    if (name == "lat" || name == "latitude") columns.lat = i;
    if (name == "lon" || name == "longitude") columns.lon = i;
    if (name == "department" || name == "departement") columns.department = i;
  }
  if (columns.code == SIZE_MAX || columns.name == SIZE_MAX || columns.lat == SIZE_MAX ||
      columns.lon == SIZE_MAX)
    return invalid(
        "line 1: the header must name code (or insee), name (or nom), lat and lon, separated by "
        "commas");
  return columns;
}

Result<Commune> read_row(const Columns& columns, const std::vector<std::string>& fields) {
  const auto field = [&](size_t column) {
    return column < fields.size() ? std::string_view(fields[column]) : std::string_view();
  };
  const auto code = field(columns.code);
  if (code.size() != 5) return invalid("\"" + std::string(code) + "\" is no INSEE code of five");
  if (!valid_utf8(field(columns.name))) return invalid("the name " + std::string(kNotUtf8));
  double lat = 0, lon = 0;
  if (!read_degrees(field(columns.lat), lat) || !read_degrees(field(columns.lon), lon))
    return invalid("commune " + std::string(code) + " has no latitude and longitude in degrees");
  const auto point = make_point(lat, lon);
  if (!point) return invalid("commune " + std::string(code) + " lies nowhere on earth");
  const auto department = field(columns.department);
  return Commune{
      std::string(code), std::string(field(columns.name)),
      std::string(department.empty() ? code.substr(0, code[0] == '9' && code[1] == '7' ? 3 : 2)
                                     : department),
      *point};
}

// The three cities whose arrondissements have codes of their own; lists of places give coordinates
// for those alone, while offers name the city.
struct City {
  std::string_view code, name, first, last;
};
constexpr City kCities[] = {{"13055", "Marseille", "13201", "13216"},
                            {"69123", "Lyon", "69381", "69389"},
                            {"75056", "Paris", "75101", "75120"}};

// Puts the city amid its arrondissements when the list gave it no place.
void add_city(const City& city, std::vector<Commune>& communes) {
  int64_t lat = 0, lon = 0, count = 0;
  std::string department;
  for (const auto& commune : communes) {
    if (commune.code == city.code) return;
    if (commune.code < city.first || commune.code > city.last) continue;
    lat += commune.point.lat;
    lon += commune.point.lon;
    department = commune.department;
    ++count;
  }
  if (count == 0) return;
  communes.push_back({std::string(city.code), std::string(city.name), department,
                      Point{static_cast<int32_t>(lat / count), static_cast<int32_t>(lon / count)}});
}

bool is_city(std::string_view code) {
  return std::any_of(std::begin(kCities), std::end(kCities),
                     [&](const City& city) { return city.code == code; });
}

}  // namespace

void Communes::add(Commune commune) {
  const auto [found, added] =
      by_code_.emplace(commune.code, static_cast<uint32_t>(communes_.size()));
  if (added)
    communes_.push_back(std::move(commune));
  else
    communes_[found->second] = std::move(commune);
}

const Commune* Communes::find(std::string_view code) const {
  const auto found = by_code_.find(std::string(code));
  return found == by_code_.end() ? nullptr : &communes_[found->second];
}

Result<CommuneFile> read_communes(std::string_view text) {
  if (auto wide = wide_encoding_sentence("the file", text); !wide.empty())
    return invalid(std::move(wide));
  CommuneFile out;
  std::optional<Columns> columns;
  AKSIS_TRY(csv::read(text, {}, [&](size_t line, const std::vector<std::string>& fields) -> Status {
    if (out.communes.size() == kCommunesMax)
      return invalid("line " + std::to_string(line) + ": more than " +
                     std::to_string(kCommunesMax) + " communes; France has 35 000");
    if (!columns) {
      AKSIS_ASSIGN(found, read_header(fields));
      columns = found;
      return {};
    }
    if (columns->lat < fields.size() && fields[columns->lat].empty() &&
        columns->code < fields.size() && is_city(fields[columns->code]))
      return {};  // placed below
    auto commune = read_row(*columns, fields);
    if (commune.ok()) {
      out.communes.push_back(std::move(*commune));
    } else {
      ++out.refused;
      if (out.errors.size() < kErrorsMax)
        out.errors.push_back({"line " + std::to_string(line), commune.error().message});
    }
    return {};
  }));
  for (const auto& city : kCities) add_city(city, out.communes);
  if (!columns) return invalid("the file is empty; it needs a header and one commune a line");
  if (out.communes.empty() && out.refused > 0)
    return invalid("nothing was imported: every row is refused, the first at " +
                   out.errors.front().pointer + ": " + out.errors.front().message);
  return out;
}

std::string_view name_of(Transport transport) {
  constexpr std::string_view kNames[] = {"walk", "bicycle", "public_transport", "moped", "car"};
  return kNames[static_cast<size_t>(transport)];
}

std::optional<Transport> parse_transport(std::string_view name) {
  for (size_t i = 0; i < kTransportCount; ++i)
    if (name_of(static_cast<Transport>(i)) == name) return static_cast<Transport>(i);
  return std::nullopt;
}

Ruler::Ruler(Point from)
    : from_(from),
      cos_(cosine(from.lat * kRadiansPerUnit)),
      sin_(sine(from.lat * kRadiansPerUnit)) {}

Distance Ruler::to(Point place) const {
  const double north = place.lat - from_.lat;
  const double east = place.lon - from_.lon;
  // The cosine half-way, by its slope at home.
  const double half_way = cos_ - sin_ * north * (kRadiansPerUnit / 2);
  const double x = east * half_way;
  const double hectometres = std::sqrt(north * north + x * x) * (kMetresPerUnit / 100);
  return hectometres < kFar ? static_cast<Distance>(hectometres) : kFar;
}

}  // namespace aksis::matching
