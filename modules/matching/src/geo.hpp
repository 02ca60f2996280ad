// Where things are and how far: communes, means of transport, distances computed the same on every
// machine. Communes: immutable once filled; the functions are pure; any thread.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "offer.hpp"

namespace aksis::matching {

struct Commune {
  std::string code;  // INSEE
  std::string name;
  std::string department;
  Point point;
};

class Communes {
 public:
  void add(Commune commune);
  const Commune* find(std::string_view code) const;
  size_t size() const { return communes_.size(); }

 private:
  std::vector<Commune> communes_;
  std::unordered_map<std::string, uint32_t> by_code_;
};

// Speeds are from door to door over a beeline: detours and waits are in them. A journey to work is
// taken to last 45 minutes at most when a person names neither distance nor time.
enum class Transport : uint8_t { walk, bicycle, public_transport, moped, car };
inline constexpr size_t kTransportCount = 5;
inline constexpr std::array<uint32_t, kTransportCount> kMetresPerMinute = {60, 180, 270, 400, 600};
inline constexpr uint32_t kMinutesDefault = 45;
std::string_view name_of(Transport transport);
std::optional<Transport> parse_transport(std::string_view name);

// Distances in units of 100 m, so that two bytes hold any in France.
using Distance = uint16_t;
inline constexpr Distance kFar = UINT16_MAX - 1;
inline constexpr Distance kNoDistance = UINT16_MAX;

// Distances from one place to many (a plane that touches the earth there: 0.5 % within 300 km).
class Ruler {
 public:
  explicit Ruler(Point from);
  Distance to(Point place) const;

 private:
  Point from_;
  double cos_, sin_;
};

}  // namespace aksis::matching
