#include "record/relations.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"
#include "events/outbox.hpp"
#include "record/deputies.hpp"
#include "record/groups.hpp"
#include "record/organisations.hpp"
#include "record/people.hpp"
#include "record/refusals.hpp"

namespace aksis::record {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr const char* kColumns =
    "id, person, kind, holder, from_at, until_at, reason, end_reason, made_by, ended_by";

constexpr std::pair<RelationKind, std::string_view> kKinds[] = {
    {RelationKind::referent, "referent"},
    {RelationKind::group, "group"},
    {RelationKind::agency, "agency"},
    {RelationKind::instructor, "instructor"}};

bool only_one(RelationKind kind) {
  return kind == RelationKind::referent || kind == RelationKind::agency;
}

Relation relation_of(const Row& row) {
  Relation out;
  out.id = row.text(0);
  out.person = row.text(1);
  out.kind = *parse_relation_kind(row.text(2));
  out.holder = row.text(3);
  out.from = row.integer(4);
  if (!row.is_null(5)) out.until = row.integer(5);
  out.reason = row.text(6);
  out.end_reason = row.text(7);
  out.made_by = row.text(8);
  out.ended_by = row.text(9);
  return out;
}

Status check_holder(Transaction& tx, const Relation& made) {
  if (made.kind == RelationKind::agency) {
    AKSIS_ASSIGN(agency, read_organisation(tx, made.holder));
    if (agency.closed_at)
      return said(Code::conflict,
                  fmt::format("{} is closed: nobody can be entrusted to it", agency.name),
                  fmt::format("{} est fermée : choisissez une autre agence.", agency.name));
  }
  if (made.kind == RelationKind::group) {
    AKSIS_ASSIGN(group, read_group(tx, made.holder));
    if (group.closed_at) return group_is_closed(group.name);
  }
  return {};
}

const char* holds_already_fr(RelationKind kind) {
  switch (kind) {
    case RelationKind::referent:
      return "Cette personne a déjà ce référent.";
    case RelationKind::group:
      return "Ce groupe de suivi accompagne déjà cette personne.";
    case RelationKind::instructor:
      return "Cette personne a déjà cet instructeur.";
    case RelationKind::agency:
      return "Cette agence accompagne déjà cette personne.";
  }
  return "";
}

Status publish_change(Transaction& tx, std::string_view person, const Clock& clock) {
  const auto data = json::Writer().object().member("person", person).end().text();
  return events::publish(tx, "core.relation_changed/1", data, clock);
}

Status end_at(Transaction& tx, std::string_view id, Micros at, std::string_view reason,
              std::string_view by) {
  AKSIS_TRY(
      tx.execute("UPDATE core_relation SET until_at = $1, end_reason = $2, ended_by = $3 "
                 "WHERE id = $4",
                 {at, reason, by, id}));
  return {};
}

// Ends what a new relation of a kind that is only one replaces; refuses the very same one.
Status make_room(Transaction& tx, const Relation& made) {
  AKSIS_ASSIGN(present, relations_of(tx, made.person, made.from));
  for (const auto& one : present) {
    if (one.kind != made.kind) continue;
    if (one.holder == made.holder)
      return said(
          Code::conflict,
          fmt::format("this {} holds already, since {}", name_of(one.kind), iso_time(one.from)),
          holds_already_fr(one.kind));
    if (only_one(made.kind)) AKSIS_TRY(end_at(tx, one.id, made.from, made.reason, made.made_by));
  }
  return {};
}

// The condition that a row of core_relation opens the record at the time `at` to one of `accounts`,
// a list in brackets, or to who acts for `organisation`. The others are placeholders.
std::string opens_to(std::string_view accounts, std::string_view at,
                     std::string_view organisation) {
  return fmt::format(
      "from_at <= {1} AND (until_at IS NULL OR until_at > {1}) AND "
      "((kind IN ('referent', 'instructor') AND holder IN {0}) OR "
      "(kind = 'agency' AND holder = {2} AND {2} <> '') OR (kind = 'group' AND holder IN "
      "(SELECT m.follow_up_group FROM core_follow_up_group_member m "
      "JOIN core_follow_up_group g ON g.id = m.follow_up_group WHERE m.account IN {0} AND "
      "m.from_at <= {1} AND (m.until_at IS NULL OR m.until_at > {1}) AND "
      "(g.closed_at IS NULL OR g.closed_at > {1}))))",
      accounts, at, organisation);
}

// The closest relation of the person that opens the record to the follower itself.
Result<std::optional<RelationKind>> closest(Transaction& tx, const Follower& follower,
                                            std::string_view person, Micros at) {
  static const auto kSql = fmt::format("SELECT kind FROM core_relation WHERE person = $4 AND {}",
                                       opens_to("($1)", "$2", "$3"));
  std::optional<RelationKind> out;
  AKSIS_TRY(tx.query(kSql, {follower.account, at, follower.organisation, person},
                     [&](const Row& row) -> Status {
                       const auto kind = *parse_relation_kind(row.text(0));
                       if (!out || kind < *out) out = kind;
                       return {};
                     }));
  return out;
}

}  // namespace

std::string_view name_of(RelationKind kind) {
  for (const auto& [known, name] : kKinds)
    if (known == kind) return name;
  return {};
}

std::optional<RelationKind> parse_relation_kind(std::string_view name) {
  for (const auto& [kind, known] : kKinds)
    if (known == name) return kind;
  return std::nullopt;
}

Result<Relation> start_relation(Transaction& tx, Relation made, const Clock& clock) {
  AKSIS_TRY(read_person(tx, made.person));
  AKSIS_TRY(check_holder(tx, made));
  AKSIS_TRY(make_room(tx, made));
  made.id = uuid_v7(clock.now());
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_relation (id, person, kind, holder, from_at, until_at, reason, made_by) "
      "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
      {made.id, made.person, name_of(made.kind), made.holder, made.from,
       made.until ? Value(*made.until) : Value(), made.reason, made.made_by}));
  AKSIS_TRY(publish_change(tx, made.person, clock));
  return made;
}

Result<Relation> end_relation(Transaction& tx, std::string_view person, std::string_view relation,
                              std::string_view reason, std::string_view by, const Clock& clock) {
  std::optional<Relation> found;
  AKSIS_TRY(
      tx.query(fmt::format("SELECT {} FROM core_relation WHERE id = $1 AND person = $2", kColumns),
               {relation, person}, [&](const Row& row) -> Status {
                 found = relation_of(row);
                 return {};
               }));
  if (!found)
    return said(Code::not_found, fmt::format("the person has no relation {}", relation),
                "Cette personne n’a pas cet accompagnement ; rechargez son dossier.");
  const Micros now = clock.now();
  if (found->until && *found->until <= now)
    return said(Code::conflict, fmt::format("the relation ended on {}", iso_time(*found->until)),
                "Cet accompagnement a déjà pris fin.");
  AKSIS_TRY(end_at(tx, relation, now, reason, by));
  AKSIS_TRY(publish_change(tx, person, clock));
  found->until = now;
  found->end_reason = reason;
  found->ended_by = by;
  return *std::move(found);
}

Result<std::vector<Relation>> relations_of(Transaction& tx, std::string_view person,
                                           std::optional<Micros> at) {
  std::vector<Relation> out;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_relation WHERE person = $1 "
                                 "ORDER BY from_at DESC, id DESC",
                                 kColumns),
                     {person}, [&](const Row& row) -> Status {
                       auto one = relation_of(row);
                       if (!at || one.holds_at(*at)) out.push_back(std::move(one));
                       return {};
                     }));
  return out;
}

Result<std::optional<Opening>> follows(Transaction& tx, const Follower& follower,
                                       std::string_view person, Micros at) {
  AKSIS_ASSIGN(own, closest(tx, follower, person, at));
  if (own) return std::optional<Opening>(Opening{*own, {}});
  if (follower.account.empty()) return std::optional<Opening>();
  AKSIS_ASSIGN(away, stands_in_for(tx, follower.account, at));
  for (const auto& account : away) {
    AKSIS_ASSIGN(lent, closest(tx, {account, {}}, person, at));
    if (lent) return std::optional<Opening>(Opening{*lent, account});
  }
  return std::optional<Opening>();
}

std::string open_condition(size_t first) {
  const auto account = fmt::format("${}", first), at = fmt::format("${}", first + 1),
             organisation = fmt::format("${}", first + 2);
  // The accounts whose people these are: the follower, and whom it stands in for.
  const auto accounts = fmt::format(
      "(SELECT {0} AS account UNION SELECT account FROM core_deputy WHERE deputy = {0} AND "
      "from_at <= {1} AND until_at > {1} AND ended_at IS NULL)",
      account, at);
  return opens_to(accounts, at, organisation);
}

Result<std::vector<std::string>> caseload(Transaction& tx, const Follower& follower, Micros at,
                                          std::string_view cursor, int64_t limit) {
  std::vector<std::string> out;
  AKSIS_TRY(tx.query(fmt::format("SELECT DISTINCT person FROM core_relation WHERE person > $1 AND "
                                 "{} ORDER BY person LIMIT $2",
                                 open_condition(3)),
                     {cursor, limit, follower.account, at, follower.organisation},
                     [&](const Row& row) -> Status {
                       out.emplace_back(row.text(0));
                       return {};
                     }));
  return out;
}

}  // namespace aksis::record
