#include "privacy/retention.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "privacy/person_state.hpp"

namespace aksis::privacy {
namespace {

using storage::Row;
using storage::Transaction;

const RetentionRule* rule_of(const std::vector<RetentionRule>& rules, std::string_view category) {
  const auto found = std::find_if(rules.begin(), rules.end(),
                                  [&](const auto& rule) { return rule.category == category; });
  return found == rules.end() ? nullptr : &*found;
}

using ByPerson = std::map<std::string, std::vector<RetentionSubject>>;

struct Gathered {
  ByPerson people;
  std::optional<std::string> next;
};

// Holders that gave `limit` people may have more; who comes after the last of such a one waits, so
// that everything known of a person is looked at together.
Result<Gathered> gather(Transaction& tx, const Holders& holders, std::string_view after,
                        int64_t limit) {
  Gathered out;
  for (const auto& holder : holders.all()) {
    if (!holder.subjects) continue;
    AKSIS_ASSIGN(subjects, holder.subjects(tx, after, limit));
    int64_t people = 0;
    std::string last;
    for (auto& subject : subjects) {
      if (subject.person < last)
        return internal(fmt::format("the holder {} gives its people out of order", holder.name));
      if (subject.person != last) ++people, last = subject.person;
      out.people[subject.person].push_back(std::move(subject));
    }
    if (people >= limit && (!out.next || last < *out.next)) out.next = last;
  }
  if (out.next) out.people.erase(out.people.upper_bound(*out.next), out.people.end());
  return out;
}

}  // namespace

Result<std::vector<RetentionRule>> retention_rules(Transaction& tx) {
  std::vector<RetentionRule> out;
  AKSIS_TRY(tx.query(
      "SELECT category, label, scope, active_months, archive_months, legal_ground "
      "FROM core_retention_rule ORDER BY category",
      {}, [&](const Row& row) -> Status {
        out.push_back({std::string(row.text(0)), std::string(row.text(1)), row.text(2) == "person",
                       row.integer(3), row.integer(4), std::string(row.text(5))});
        return {};
      }));
  return out;
}

Result<RetentionPlan> plan_retention(Transaction& tx, const Holders& holders,
                                     const std::vector<RetentionRule>& rules,
                                     std::string_view today, std::string_view after,
                                     int64_t limit) {
  RetentionPlan plan;
  AKSIS_ASSIGN(found, gather(tx, holders, after, limit));
  plan.next = found.next;
  for (const auto& [person, subjects] : found.people) {
    ++plan.seen;
    // The whole person goes no further than the least advanced category lets them.
    std::optional<Stage> whole;
    std::string category;
    std::vector<RetentionMove> parts;
    for (const auto& subject : subjects) {
      const auto* rule = rule_of(rules, subject.category);
      if (!rule)
        return said(Code::not_found,
                    fmt::format("there is no retention rule for {}; add one with `aksis privacy "
                                "set-rule`",
                                subject.category),
                    fmt::format("Aucune règle de conservation ne couvre « {} » ; ajoutez-en une "
                                "avec `aksis privacy set-rule`.",
                                subject.category));
      AKSIS_ASSIGN(stage, due_stage(*rule, subject.anchor, today));
      if (!rule->whole_person) {
        if (stage == Stage::erased) parts.push_back({person, stage, subject.category, false});
      } else if (!whole || stage < *whole) {
        whole = stage;
        category = subject.category;
      }
    }
    if (whole == Stage::erased) {
      plan.moves.push_back({person, Stage::erased, category});
      continue;
    }
    std::move(parts.begin(), parts.end(), std::back_inserter(plan.moves));
    if (!whole) continue;
    AKSIS_ASSIGN(state, person_state(tx, person));
    if (state.archived != (*whole == Stage::archived))
      plan.moves.push_back({person, *whole, category});
  }
  return plan;
}

}  // namespace aksis::privacy
