// A job offer, whatever file it came from. Value; no thread rule.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "aksis/cpp/json.hpp"
#include "day.hpp"
#include "terms.hpp"

namespace aksis::matching {

// Degrees in hundred-thousandths (about a metre).
struct Point {
  int32_t lat = 0, lon = 0;
  bool operator==(const Point&) const = default;
};

// A place on earth? Nothing else is kept.
std::optional<Point> make_point(double lat, double lon);

struct OfferDemand {
  std::string code;  // may be empty when only a label was given
  std::string label;
  bool required = false;  // exigé, else souhaité
};

struct Offer {
  std::string id;  // of the source
  std::string title;
  std::string company;
  std::string description;
  Day created = kNoDay;
  Day expires = kNoDay;  // last day it stands; kNoDay: until closed
  std::string rome_code;
  std::string appellation;  // label
  Contract contract = Contract::unknown;
  bool alternating = false;
  ExperienceKind experience = ExperienceKind::unknown;
  uint16_t experience_months = 0;  // 0 = not stated
  uint16_t weekly_minutes = 0;     // 0 = not stated
  bool part_time = false;
  Salary salary;
  std::string place;    // as written
  std::string commune;  // INSEE code or empty
  std::optional<Point> point;
  std::string naf;
  uint8_t qualification = 0;  // 1–9, 0 = not stated
  uint8_t travel = 0;         // 1 never … 4 often, 0 = not stated
  int32_t positions = 1;
  bool accessible = false;
  std::vector<OfferDemand> skills;
  std::vector<OfferDemand> licences;
  std::vector<OfferDemand> languages;
  std::vector<OfferDemand> trainings;
  std::vector<std::string> contexts;  // labels of work contexts
};

// The offer as one JSON object: the form stored, answered, and taken by offers.save.
void write_offer(json::Writer& out, const Offer& offer);
std::string to_json(const Offer& offer);
// Reads what write_offer wrote. Errors name each wrong member.
Result<Offer> offer_from_json(const json::Value& value);

// What makes an offer unusable, as a sentence with the member first; nullopt when it is sound.
std::optional<ErrorDetail> refusal(const Offer& offer);

inline constexpr size_t kIdBytesMax = 64;
inline constexpr size_t kTitleBytesMax = 500;
inline constexpr size_t kDescriptionBytesMax = 20'000;
inline constexpr size_t kLabelBytesMax = 300;
inline constexpr size_t kListMax = 60;  // entries of one list of an offer

}  // namespace aksis::matching
