// What separates a person from an occupation or an offer: held, to strengthen, missing.
// Pure, any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "overlay.hpp"
#include "profile.hpp"
#include "reason.hpp"
#include "referential.hpp"

namespace aksis::competences {

// The level wanted of a core item and of the others when nobody says otherwise.
inline constexpr int kCoreLevel = 3;
inline constexpr int kOtherLevel = 2;

// Part of an item's weight a person earns who lacks it but holds the macro-competence above it,
// or another skill under the same macro-competence.
inline constexpr double kMacroCredit = 0.6;
inline constexpr double kSiblingCredit = 0.4;

enum class GapState : uint8_t { missing, strengthen, held };
std::string_view name(GapState state);

struct GapLine {
  Index item = kNone;
  Core core = Core::no;
  double weight = 1;
  int level = 0;   // the person's
  int wanted = 0;  // never 0
  GapState state = GapState::missing;
  double credit = 0;      // 0 … 1 of the weight
  Index through = kNone;  // the near item a missing one earns its credit from
  Reason reason;
};

struct Gap {
  std::vector<GapLine> lines;  // missing, to strengthen, held; heaviest first
  double coverage = 0;         // earned weight over all weight, 0 … 1; 1 when nothing is asked
  size_t held = 0, strengthen = 0, missing = 0;
};

Gap gap(const Referential& referential, std::span<const Requirement> wanted,
        const Holdings& holdings);

// The requirements of an offer: its skills by code, those it insists on as core ones. Codes the
// referential does not have come back in `unknown`.
std::vector<Requirement> requirements_of(const Referential& referential,
                                         std::span<const std::string> required,
                                         std::span<const std::string> wished,
                                         std::vector<std::string>& unknown);

}  // namespace aksis::competences
