// A job seeker as matching sees one: skills held, experience, wishes. No name, no address: a
// commune at most. Values; no thread rule.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "geo.hpp"
#include "terms.hpp"

namespace aksis::matching {

struct WishedOccupation {
  std::string rome_code;
  std::string appellation;  // label; empty: any of the occupation
};

// Which wishes exclude an offer that does not meet them; the others only count in the score.
enum class Hard : uint8_t { occupations, sectors, contracts, hours, salary, distance, contexts };
inline constexpr size_t kHardCount = 7;
std::string_view name_of(Hard hard);

struct Wishes {
  std::vector<WishedOccupation> occupations;  // the dearest first
  std::vector<std::string> sectors;           // NAF prefixes: "62", "62.02A"
  std::vector<std::string> interests;         // ROME domains "K", "A12"; centres of interest "7"
  std::vector<Contract> contracts;            // the dearest first
  uint16_t hours_min = 0, hours_max = 0;      // minutes a week; 0 = no bound
  int64_t salary_floor_cents = 0;             // gross a month of full time; 0 = none
  std::string commune;                        // INSEE code of home
  std::optional<uint32_t> radius_km;
  std::optional<uint32_t> travel_minutes;
  std::vector<Transport> transport;
  // nullopt: nobody asked yet, which is not the same as none.
  std::optional<std::vector<size_t>> licences;
  std::optional<std::vector<std::string>> languages;
  std::vector<std::string> contexts_wanted;  // item codes of work contexts
  std::vector<std::string> contexts_refused;
  uint32_t hard =
      1u << static_cast<uint32_t>(Hard::distance) | 1u << static_cast<uint32_t>(Hard::contexts);

  bool is_hard(Hard which) const { return hard >> static_cast<uint32_t>(which) & 1; }
};

void write_wishes(json::Writer& out, const Wishes& wishes);
// Errors name every wrong member.
Result<Wishes> wishes_from_json(const json::Value& value);

// How far a person goes, from what the wishes say of distance, time and means; nullopt when they
// say nothing.
std::optional<Distance> radius_of(const Wishes& wishes);

struct HeldSkill {
  std::string code;
  uint8_t level = 0;  // 0 none … 4 expert
};

struct Experience {
  std::string rome_code;
  uint32_t months = 0;
};

struct Person {
  std::string id;
  std::vector<HeldSkill> skills;
  std::vector<Experience> experience;
  Wishes wishes;
  std::optional<Point> home;  // of wishes.commune
};

void write_person(json::Writer& out, const Person& person);
Result<Person> person_from_json(const json::Value& value);

inline constexpr uint8_t kLevelMax = 4;
inline constexpr size_t kWishListMax = 50;

}  // namespace aksis::matching
