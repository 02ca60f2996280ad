// Trainings: RNCP certifications, what they cover of the referential, and the smallest set of them
// that closes a gap. TrainingCatalogue is immutable once made; any thread.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "csv_table.hpp"
#include "profile.hpp"
#include "referential.hpp"

namespace aksis::competences {

struct Certification {
  std::string rncp;  // "RNCP34095"; "RS715" of the specific register
  std::string label;
  std::string level;    // European level, "4"; empty: not given
  std::string kind;     // "CAP", "TP" …; may be empty
  std::string ends_on;  // of the registration, ISO date; empty: not given
  bool active = false;
  std::vector<std::string> rome_codes;  // as published: ROME V3 in lists before 2024, V4 since
};

// From a folder or zip that holds rncp_info….csv and rncp_rome….csv (also .gz).
Result<std::vector<Certification>> import_trainings(const std::string& path, Issues& issues);

// An item counts as covered by a ROME V3 code when at least this share of the occupations that
// come from it ask for it: a certification names the broad V3 trade, not which V4 one.
inline constexpr double kCoveredShareMin = 0.5;

struct TrainingStep {
  std::vector<uint32_t> certifications;  // any one of them does; at most kAlternativesMax
  size_t alternatives = 0;               // how many there are
  std::vector<Index> items;              // of the gap, what it covers
};

struct TrainingPlan {
  enum class Method { exact, greedy };
  Method method = Method::exact;
  std::vector<TrainingStep> steps;
  std::vector<Index> uncovered;  // no active certification covers these
};

inline constexpr size_t kAlternativesMax = 10;
inline constexpr size_t kPlanItemsMax = 512;       // of a gap, heaviest first
inline constexpr size_t kSearchNodesMax = 20'000;  // beyond, the greedy answer stands

class TrainingCatalogue {
 public:
  TrainingCatalogue() = default;
  TrainingCatalogue(const Referential& referential, std::vector<Certification> certifications);

  std::span<const Certification> certifications() const { return certifications_; }
  // nullptr when unknown.
  const Certification* find(std::string_view rncp) const;
  // Items of the referential a certification covers, sorted.
  std::vector<Index> items_of(const Certification& certification) const;
  // The fewest active certifications that cover every item that any of them covers.
  TrainingPlan plan(std::span<const Index> items) const;

 private:
  struct Group;  // certifications that aim at the same codes
  std::vector<Group> groups_for(std::span<const Index> items) const;

  std::vector<Certification> certifications_;                          // by rncp
  std::map<std::string, std::vector<Index>, std::less<>> covered_by_;  // ROME code → items
  std::map<std::vector<std::string>, std::vector<uint32_t>> active_;   // codes → certifications
};

}  // namespace aksis::competences
