// How much each part of a score counts: an agency's choice, kept by version. Value; no thread rule.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "aksis/cpp/json.hpp"

namespace aksis::matching {

enum class Part : uint8_t { skills, occupation, experience, wishes, distance, freshness };
inline constexpr size_t kPartCount = 6;
std::string_view name_of(Part part);

// What a person may wish of a job, and how much each weighs within the part "wishes".
enum class Wish : uint8_t { contract, hours, salary, sector, interest, contexts, demands };
inline constexpr size_t kWishCount = 7;
std::string_view name_of(Wish wish);

inline constexpr uint32_t kPointsMax = 1000;

struct Weights {
  std::array<uint32_t, kPartCount> parts = {300, 250, 100, 200, 100, 50};  // together kPointsMax
  std::array<uint32_t, kWishCount> wishes = {30, 15, 25, 15, 15, 20, 30};
  // Of the part "skills": thousandths decided by the offer's own list when it has one; the rest by
  // what the occupation demands.
  uint32_t own_skills = 600;
  // Thousandths of a skill that somebody who masters another of the same macro-competence has.
  uint32_t macro_credit = 400;
  // An offer is proposed when its skills or its occupation have this share, in thousandths.
  uint32_t relevance = 200;
  uint32_t fresh_days = 60;  // an offer that old has nothing left of the part "freshness"

  bool operator==(const Weights&) const = default;
  // Short, the same for the same numbers on every machine.
  std::string version() const;
};

void write_weights(json::Writer& out, const Weights& weights);
// Members left out keep their default; errors name each wrong member.
Result<Weights> weights_from_json(const json::Value& value);

}  // namespace aksis::matching
