#include "access/broken_glass.hpp"

#include <fmt/format.h>

#include "base/identity.hpp"
#include "events/jobs.hpp"
#include "events/outbox.hpp"
#include "privacy/erasure.hpp"
#include "privacy/person_state.hpp"
#include "record/organisations.hpp"
#include "record/people.hpp"
#include "record/relations.hpp"
#include "record/territories.hpp"

namespace aksis::access {
namespace {

using operations::Principal;
using operations::Scope;
using storage::Row;
using storage::Transaction;

constexpr const char* kColumns =
    "id, account, person, reason, at, until_at, reviewed_at, reviewed_by, finding";

BrokenGlass glass_of(const Row& row) {
  BrokenGlass out;
  out.id = row.text(0);
  out.account = row.text(1);
  out.person = row.text(2);
  out.reason = row.text(3);
  out.at = row.integer(4);
  out.until = row.integer(5);
  if (!row.is_null(6)) out.reviewed_at = row.integer(6);
  out.reviewed_by = row.text(7);
  out.finding = row.text(8);
  return out;
}

// Letters and digits: neither spaces nor points make a reason.
size_t letters_of(std::string_view text) {
  size_t letters = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool ascii = (byte | 0x20) >= 'a' && (byte | 0x20) <= 'z';
    if (ascii || (byte >= '0' && byte <= '9') || byte >= 0xC0) ++letters;
  }
  return letters;
}

Error out_of_reach() {
  return said(
      Code::forbidden,
      "This record cannot be opened from here: the person is followed by an agency outside your "
      "territory, or closed long ago, or nobody of this id is here. Ask your supervisor.",
      "Ce dossier ne peut pas être ouvert d’ici : la personne est suivie par une agence hors de "
      "votre territoire, son dossier est clos depuis longtemps, ou personne n’a cet identifiant. "
      "Adressez-vous à votre responsable.");
}

// The agency that follows a person now; empty: none.
Result<std::string> agency_of(Transaction& tx, std::string_view person, Micros at) {
  AKSIS_ASSIGN(present, record::relations_of(tx, person, at));
  for (const auto& one : present)
    if (one.kind == record::RelationKind::agency) return one.holder;
  return std::string();
}

// Whether the person's agency serves the territory of the caller's organisation. Who is followed by
// no agency is within everybody's reach: they came to this counter.
Status check_reach(Transaction& tx, const Principal& caller, std::string_view person, Scope scope,
                   Micros at) {
  if (scope >= Scope::national) return {};
  if (scope == Scope::own) return out_of_reach();
  AKSIS_ASSIGN(agency, agency_of(tx, person, at));
  if (agency.empty() || agency == caller.organisation) return {};
  if (scope < Scope::territory || caller.organisation.empty()) return out_of_reach();
  AKSIS_ASSIGN(own, record::read_organisation(tx, caller.organisation));
  AKSIS_ASSIGN(theirs, record::read_organisation(tx, agency));
  if (own.territory_kind.empty()) return out_of_reach();
  const bool same =
      own.territory_kind == theirs.territory_kind && own.territory_code == theirs.territory_code;
  if (same) return {};
  if (own.territory_kind == "nation") return {};
  if (theirs.territory_kind != "commune") return out_of_reach();
  AKSIS_ASSIGN(inside,
               record::lies_in(tx, theirs.territory_code, own.territory_kind, own.territory_code));
  return inside ? Status() : Status(out_of_reach());
}

Status check_number(Transaction& tx, std::string_view account, const GlassRules& rules,
                    Micros now) {
  int64_t broken = 0;
  AKSIS_TRY(tx.query("SELECT count(*) FROM core_broken_glass WHERE account = $1 AND at > $2",
                     {account, now - kDay}, [&](const Row& row) -> Status {
                       broken = row.integer(0);
                       return {};
                     }));
  if (broken < rules.a_day_max) return {};
  return said(
      Code::forbidden,
      fmt::format("You opened {} records without a relation within a day, which is the "
                  "most; ask your supervisor to entrust the person to you.",
                  broken),
      fmt::format("Vous avez ouvert {} dossiers hors portefeuille en une journée, ce qui est le "
                  "maximum : demandez à votre responsable de vous confier la personne.",
                  broken));
}

}  // namespace

Result<BrokenGlass> break_glass(Transaction& tx, const Principal& caller, std::string_view person,
                                std::string_view reason, std::string_view sealed, Scope scope,
                                const GlassRules& rules, const Clock& clock) {
  const Micros now = clock.now();
  if (letters_of(reason) < rules.reason_min) {
    const auto why = fmt::format("write in {} letters or more why this record must be opened now",
                                 rules.reason_min);
    return said_at(
        "/reason", why,
        fmt::format(
            "Écrivez en {} lettres au moins pourquoi ce dossier doit être ouvert maintenant.",
            rules.reason_min));
  }
  const auto known = record::read_person(tx, person);
  if (!known) return known.error().code == Code::not_found ? out_of_reach() : known.error();
  AKSIS_ASSIGN(state, privacy::person_state(tx, person));
  if (state.archived) return out_of_reach();
  AKSIS_TRY(check_number(tx, caller.account, rules, now));
  AKSIS_TRY(check_reach(tx, caller, person, scope, now));
  BrokenGlass made;
  made.id = uuid_v7(now);
  made.account = caller.account;
  made.person = person;
  made.reason = sealed;
  made.at = now;
  made.until = now + rules.lasts;
  AKSIS_TRY(
      tx.execute("INSERT INTO core_broken_glass (id, account, person, reason, at, until_at) "
                 "VALUES ($1, $2, $3, $4, $5, $6)",
                 {made.id, made.account, made.person, made.reason, made.at, made.until}));
  const auto data = json::Writer()
                        .object()
                        .member("glass", made.id)
                        .member("account", made.account)
                        .member("person", made.person)
                        .member("organisation", caller.organisation)
                        .end()
                        .text();
  AKSIS_TRY(events::publish(tx, "core.glass_broken/1", data, clock));
  return made;
}

Result<std::optional<BrokenGlass>> open_glass(Transaction& tx, std::string_view account,
                                              std::string_view person, Micros at) {
  std::optional<BrokenGlass> found;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_broken_glass WHERE account = $1 AND person "
                                 "= $2 AND at <= $3 AND until_at > $3 ORDER BY at DESC LIMIT 1",
                                 kColumns),
                     {account, person, at}, [&](const Row& row) -> Status {
                       found = glass_of(row);
                       return {};
                     }));
  return found;
}

Supervised supervised_by(const Principal& caller) {
  const auto scope = caller.scope_of("people.supervise").value_or(Scope::own);
  return {scope >= Scope::national, scope >= Scope::agency ? caller.organisation : std::string()};
}

Result<GlassPage> list_glasses(Transaction& tx, const Supervised& supervised, bool open,
                               std::string_view cursor, int64_t limit) {
  GlassPage page;
  // One row more than shown tells whether there is a next page.
  AKSIS_TRY(tx.query(
      fmt::format("SELECT {} FROM core_broken_glass WHERE ($1 = 1 OR ($2 <> '' AND account IN "
                  "(SELECT id FROM core_account WHERE organisation = $2))) AND ($3 = 0 OR "
                  "reviewed_at IS NULL) AND ($4 = '' OR id < $4) ORDER BY id DESC LIMIT $5",
                  kColumns),
      {int64_t{supervised.all}, supervised.organisation, int64_t{open}, cursor, limit + 1},
      [&](const Row& row) -> Status {
        page.glasses.push_back(glass_of(row));
        return {};
      }));
  if (static_cast<int64_t>(page.glasses.size()) > limit) {
    page.glasses.pop_back();
    page.next = page.glasses.back().id;
  }
  return page;
}

Status review_glass(Transaction& tx, const Principal& caller, std::string_view id,
                    std::string_view finding, const audit::Sealer& seal, Micros now) {
  const auto supervised = supervised_by(caller);
  std::string person;
  AKSIS_TRY(tx.query("SELECT person FROM core_broken_glass WHERE id = $1", {id},
                     [&](const Row& row) -> Status {
                       person = row.text(0);
                       return {};
                     }));
  AKSIS_ASSIGN(kept, audit::seal_reason(tx, seal, person, finding));
  AKSIS_ASSIGN(
      changed,
      tx.execute("UPDATE core_broken_glass SET reviewed_at = $1, reviewed_by = $2, finding = $3 "
                 "WHERE id = $4 AND reviewed_at IS NULL AND account <> $5 AND ($6 = 1 OR account "
                 "IN (SELECT id FROM core_account WHERE organisation = $7))",
                 {now, caller.id, kept, id, caller.account, int64_t{supervised.all},
                  supervised.organisation}));
  if (changed == 1) return {};
  return said(Code::not_found,
              "There is nothing of that id for you to look at: it was looked at already, it is "
              "your own, or another agency's.",
              "Il n’y a rien à examiner pour vous sous cet identifiant : l’ouverture a déjà été "
              "examinée, elle est la vôtre, ou elle relève d’une autre agence.");
}

Result<int64_t> seal_glass_words(storage::Database& database, const audit::Sealer& seal,
                                 const Clock& clock) {
  constexpr int64_t kRowsAtOnce = 500;
  struct One {
    std::string id, person, reason, finding;
  };
  int64_t done = 0, found = 0;
  do {
    AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
      std::vector<One> rows;
      AKSIS_TRY(tx.query(
          "SELECT id, person, reason, finding FROM core_broken_glass WHERE (reason <> '' "
          "AND substr(reason, 1, $1) <> $2) OR (finding <> '' AND substr(finding, 1, $1) "
          "<> $2) ORDER BY id LIMIT $3",
          {static_cast<int64_t>(audit::kSealedPrefix.size()), audit::kSealedPrefix, kRowsAtOnce},
          [&](const Row& row) -> Status {
            rows.push_back({std::string(row.text(0)), std::string(row.text(1)),
                            std::string(row.text(2)), std::string(row.text(3))});
            return {};
          }));
      found = static_cast<int64_t>(rows.size());
      if (found > 0)
        AKSIS_TRY(events::enqueue(tx, privacy::kScrubOperation, "{}", clock.now(),
                                  privacy::kScrubOperation, clock));
      for (auto& one : rows) {
        for (auto* text : {&one.reason, &one.finding}) {
          if (text->empty() || text->starts_with(audit::kSealedPrefix)) continue;
          AKSIS_ASSIGN(kept, audit::seal_reason(tx, seal, one.person, *text));
          *text = std::move(kept);
        }
        AKSIS_TRY(tx.execute("UPDATE core_broken_glass SET reason = $1, finding = $2 WHERE id = $3",
                             {one.reason, storage::text_or_null(one.finding), one.id}));
      }
      return {};
    }));
    done += found;
  } while (found > 0);
  return done;
}

}  // namespace aksis::access
