// A person's skills as assessed, which of several assessments counts, and what experiences and
// diplomas suggest. Pure, any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reason.hpp"
#include "referential.hpp"

namespace aksis::competences {

// 0 none, 1 notions, 2 with help, 3 alone, 4 shows others.
inline constexpr int kLevelMax = 4;

// How a level is known, least trusted first.
enum class Source : uint8_t { declared, diploma, observed, test };
std::string_view name(Source source);
Source source_of(std::string_view name);  // an unknown name counts as declared

struct Assessment {
  std::string item;  // code
  int level = 0;
  Source source = Source::declared;
  std::string assessed_on;  // ISO date
  std::string expires_on;   // ISO date, empty: never; the last day it counts
  // Kept sealed, and read where they are shown alone.
  std::string assessor;  // a reference, never a name; may be empty
  std::string evidence;  // what the level rests on, in words; may be empty
};

// The position in `assessments` of the one that counts for `item` on `today`. RULE: an assessment
// that has not expired comes before one that has; then the more trusted source (test, observed,
// diploma, declared); then the later date; then the higher level.
size_t leading(std::span<const Assessment> assessments, std::string_view item,
               std::string_view today);

// What a person holds of one item. An expired assessment gives level 0: it says what was, and asks
// for a new assessment.
struct Held {
  Index item = kNone;
  int level = 0;
  int expired_level = 0;  // what it was before it expired; 0: not expired
  Source source = Source::declared;
  std::string expires_on;
};

struct Holdings {
  std::vector<Held> held;            // by item
  std::vector<std::string> unknown;  // codes the present referential does not have
  const Held* find(Index item) const;
};

Holdings holdings(const Referential& referential, std::span<const Assessment> assessments,
                  std::string_view today);

struct Experience {
  std::string rome_code;
  int months = 0;
  std::string ended_on;  // ISO date, empty: goes on
};

struct Suggestion {
  Index item = kNone;
  int level = 0;
  Source source = Source::declared;  // what an adviser would record: declared or diploma
  std::vector<Reason> reasons;
};

// What a diploma stands for: its RNCP code, title, and items it covers (training.hpp).
struct DiplomaContent {
  std::string rncp;
  std::string label;
  std::vector<Index> items;
};

// Items that experiences (their core items) and diplomas make likely and the person does not hold
// at that level yet; highest level first. They are for an adviser to confirm, never taken as held.
std::vector<Suggestion> suggestions(const Referential& referential, const Holdings& holdings,
                                    std::span<const Experience> experiences,
                                    std::span<const DiplomaContent> diplomas,
                                    std::string_view today);

}  // namespace aksis::competences
