// Sector taxonomies: versioned overlays on ROME with skills of their own and links with weights,
// for a sector and a territory, within dates. The format is in docs/competences/overlay.md.
// Pure, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv_table.hpp"
#include "referential_builder.hpp"

namespace aksis::competences {

struct OwnSkill {
  std::string code;  // begins with a letter, so that it is no OGR code
  std::string label;
  std::string definition;
  ItemKind kind = ItemKind::skill;  // skill or knowledge
  std::string macro;                // code of the macro-competence above it, or empty
};

struct OverlayLink {
  std::string rome_code;
  std::string item;   // an OGR code or one of the overlay's own
  double weight = 1;  // times the usual weight; 0 takes ROME's link away
  Core core = Core::no;
};

inline constexpr double kOverlayWeightMax = 10;
inline constexpr size_t kOverlayBytesMax = 8 << 20;
inline constexpr size_t kOwnSkillsMax = 5000;
inline constexpr size_t kOverlayLinksMax = 50000;

struct Overlay {
  std::string id;
  std::string version;
  std::string label;
  std::string sector;                   // empty: all
  std::string territory;                // empty: everywhere
  std::string valid_from, valid_until;  // ISO dates, empty: open; both days count
  std::vector<OwnSkill> skills;
  std::vector<OverlayLink> links;
};

// From TOML (".toml") or CSV. Links and macros must name what `referential` or the overlay has;
// wrong entries are left out and stand in `issues` with their line.
Result<Overlay> parse_overlay(SourceFile file, const Referential& referential, Issues& issues);

// What the reader asks for: whose taxonomy, on which day.
struct OverlayScope {
  std::string_view sector;
  std::string_view territory;
  std::string_view today;
};
// An overlay without sector (territory) holds for all of them.
bool applies(const Overlay& overlay, const OverlayScope& scope);

// Gives the overlay's skills a place among the items; codes that are taken are passed over.
void add_own_skills(ReferentialBuilder& builder, const Overlay& overlay, Index overlay_number);

// What an occupation (or an offer) asks for.
// What an item weighs in a gap before an overlay's say.
double usual_weight(Core core);

struct Requirement {
  Index item = kNone;
  Core core = Core::no;
  double weight = 1;
  int level = 0;             // wanted; 0: the usual one (kCoreLevel, kOtherLevel)
  std::string_view overlay;  // the overlay that says so; empty: ROME
};

// ROME's links without work contexts, then each overlay's, in their order: a later one replaces.
// Views point into `overlays`.
std::vector<Requirement> requirements(const Referential& referential, Index occupation,
                                      std::span<const Overlay* const> overlays = {});

}  // namespace aksis::competences
