#include "geo.hpp"

#include <cmath>

namespace aksis::matching {

namespace {

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
