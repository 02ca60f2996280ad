// How long data are kept: rules as rows (core_retention_rule), subjects from holders, a plan of who
// moves to the archive and who is erased. due_stage(), add_months(): pure. The rest: inside a body,
// or any thread. Days are days of UTC: a person in Paris is erased up to two hours late.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "privacy/erasure.hpp"
#include "privacy/holder.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

struct RetentionRule {
  std::string category, label;
  bool whole_person = true;
  int64_t active_months = 0, archive_months = 0;
  std::string legal_ground;
};

enum class Stage { active, archived, erased };

// "2026-01-31" for a time.
std::string day_of(Micros at);
// The same day `months` later; the last of the month where it has no such day (31 January and
// 29 February + 1 …). Code::invalid when `day` is no date from 0001-01-01 to 9999-12-31.
Result<std::string> add_months(std::string_view day, int64_t months);
// Where what hangs on `anchor` belongs on `today`: active until the day active_months later, from
// that day on archived until archive_months more, from then on erased. Empty anchor: active.
Result<Stage> due_stage(const RetentionRule& rule, std::string_view anchor, std::string_view today);

Result<std::vector<RetentionRule>> retention_rules(storage::Transaction& tx);

struct RetentionMove {
  std::string person;
  Stage to;
  std::string category;  // the last whole-person one to end, or the part to erase
  bool whole_person = true;
};

// What is due among the first `limit` people after `after`: people move when every whole-person
// category of theirs is over, and back to active when one runs again. `next`: where to go on.
struct RetentionPlan {
  std::vector<RetentionMove> moves;
  std::optional<std::string> next;
  int64_t seen = 0;  // people
};
Result<RetentionPlan> plan_retention(storage::Transaction& tx, const Holders& holders,
                                     const std::vector<RetentionRule>& rules,
                                     std::string_view today, std::string_view after, int64_t limit);

// privacy.retention (task; also a daily job), retention.rules, retention.set_rule; commands
// `privacy retention [--dry-run]`, `privacy rules`, `privacy set-rule`. The arguments outlive the
// registry.
Status add_retention_operations(operations::Registry& registry, storage::Database& database,
                                const Holders& holders, Erasures& erasures, const Clock& clock);

}  // namespace aksis::privacy
