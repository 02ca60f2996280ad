// Records opened without a relation: with a written reason, for a while, a few times a day, and
// under the eyes of a supervisor. Functions on a transaction: inside a body.
// add_broken_glass_operations(): main thread, at start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/sealed_reason.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::access {

struct GlassRules {
  Micros lasts = kHour;    // how long a record stays open
  int64_t a_day_max = 5;   // of one account, in 24 hours
  size_t reason_min = 20;  // letters of the reason: "urgent" is none
};

struct BrokenGlass {
  std::string id;  // UUIDv7
  std::string account, person;
  std::string reason;  // sealed, see audit/sealed_reason.hpp; so is the finding
  Micros at = 0, until = 0;
  std::optional<Micros> reviewed_at;
  std::string reviewed_by, finding;
};

// Code::invalid: too few letters in the reason. Code::forbidden: beyond the scope (another
// territory), in intermediate archive, nobody of that id (which is not told apart), or the day's
// number is used up. The scope "own" breaks none. `sealed`: the reason as it is kept.
// Publishes core.glass_broken/1 {"account","person","organisation"}, which supervisors hear.
Result<BrokenGlass> break_glass(storage::Transaction& tx, const operations::Principal& caller,
                                std::string_view person, std::string_view reason,
                                std::string_view sealed, operations::Scope scope,
                                const GlassRules& rules, const Clock& clock);

// What the account broke for that person and still holds.
Result<std::optional<BrokenGlass>> open_glass(storage::Transaction& tx, std::string_view account,
                                              std::string_view person, Micros at);

// Whose openings somebody looks at.
struct Supervised {
  bool all = false;
  std::string organisation;  // of the accounts that opened; empty: nobody's
};
Supervised supervised_by(const operations::Principal& caller);

struct GlassPage {
  std::vector<BrokenGlass> glasses;  // the newest first
  std::optional<std::string> next;   // cursor of the next page
};
// `open`: only those nobody looked at yet.
Result<GlassPage> list_glasses(storage::Transaction& tx, const Supervised& supervised, bool open,
                               std::string_view cursor, int64_t limit);

// Code::not_found: none of that id for the caller: looked at already, their own, another agency's.
Status review_glass(storage::Transaction& tx, const operations::Principal& caller,
                    std::string_view id, std::string_view finding, const audit::Sealer& seal,
                    Micros now);

// How reasons and findings are sealed and shown.
struct GlassWords {
  audit::Sealer seal;
  audit::Unsealer open;
};

// Seals the reasons and findings that older versions kept in clear, and asks for a scrub, which
// takes them out of the file; answers how many. Outside of bodies; at start.
Result<int64_t> seal_glass_words(storage::Database& database, const audit::Sealer& seal,
                                 const Clock& clock);

// people.break_glass, glass.list, glass.review; commands `glass list|review`.
Status add_broken_glass_operations(operations::Registry& registry, storage::Database& database,
                                   const GlassRules& rules, const GlassWords& words,
                                   const Clock& clock);

}  // namespace aksis::access
