// Who accompanies whom: what opens a person's record to an account. A person has at most one
// referent and one agency at a time, any number of groups and instructors; ended relations stay.
// Functions on a transaction: inside a body. add_relation_operations(): main thread, at start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/account_names.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::record {

// The closest first.
enum class RelationKind {
  referent,    // holder: an account, the adviser who answers for the accompaniment
  group,       // holder: a follow-up group; opens the record to its members
  instructor,  // holder: an account that works on one case of the person
  agency,      // holder: an organisation; opens the record to who may read its agency's people
};
std::string_view name_of(RelationKind kind);
std::optional<RelationKind> parse_relation_kind(std::string_view name);

struct Relation {
  std::string id;  // UUIDv7
  std::string person;
  RelationKind kind = RelationKind::referent;
  std::string holder;  // id of an account, a group or an organisation, as the kind says
  Micros from = 0;
  std::optional<Micros> until;  // first moment it no longer holds
  std::string reason;           // why it began
  std::string end_reason;
  std::string made_by, ended_by;  // principals
  bool holds_at(Micros at) const { return from <= at && (!until || at < *until); }
};

// `made` without id. A new referent or agency ends the one before at `made.from`, for the same
// reason. Code::not_found: no such person, group or organisation. Code::conflict: that very
// relation holds already, or the organisation or group is closed. Publishes core.relation_changed/1
// {"person"}.
Result<Relation> start_relation(storage::Transaction& tx, Relation made, const Clock& clock);

// Code::not_found: the person has no such relation. Code::conflict: it ended before.
Result<Relation> end_relation(storage::Transaction& tx, std::string_view person,
                              std::string_view relation, std::string_view reason,
                              std::string_view by, const Clock& clock);

// The newest first; all of them, or those that hold at `at`.
Result<std::vector<Relation>> relations_of(storage::Transaction& tx, std::string_view person,
                                           std::optional<Micros> at = {});

// Whose records are asked for.
struct Follower {
  std::string_view account;       // empty: no account, a program
  std::string_view organisation;  // empty: its people are not asked for
};

struct Opening {
  RelationKind kind;
  std::string on_behalf_of;  // the account whose relation it is when that is not the follower's
};

// The closest relation that opens this person's record to the follower at that time, the follower's
// own before those of whom it stands in for; nothing: the record is closed to them.
Result<std::optional<Opening>> follows(storage::Transaction& tx, const Follower& follower,
                                       std::string_view person, Micros at);

// The condition that a row of core_relation opens the record to the follower of placeholder $first,
// at the time of $first+1, with the organisation of $first+2: for statements over many people.
std::string open_condition(size_t first);

// People whose record is open to the follower at that time, by id after `cursor`.
Result<std::vector<std::string>> caseload(storage::Transaction& tx, const Follower& follower,
                                          Micros at, std::string_view cursor, int64_t limit);

// relations.start|end|list; commands `relation add|end|list`.
Status add_relation_operations(operations::Registry& registry, storage::Database& database,
                               const Clock& clock, audit::AccountName account_name = {});

}  // namespace aksis::record
