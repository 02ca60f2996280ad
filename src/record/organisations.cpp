#include "record/organisations.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "aksis/cpp/fold.hpp"
#include "base/identity.hpp"
#include "record/refusals.hpp"
#include "record/territories.hpp"

namespace aksis::record {
namespace {

using storage::Row;
using storage::Transaction;
using storage::Value;

constexpr const char* kColumns =
    "id, kind, name, siret, parent, territory_kind, territory_code, created_at, closed_at, version";
constexpr std::string_view kLaPoste = "356000000";
constexpr size_t kSiretDigits = 14;

Organisation organisation_of(const Row& row) {
  Organisation out;
  out.id = row.text(0);
  out.kind = row.text(1);
  out.name = row.text(2);
  out.siret = row.text(3);
  out.parent = row.text(4);
  out.territory_kind = row.text(5);
  out.territory_code = row.text(6);
  out.created_at = row.integer(7);
  if (!row.is_null(8)) out.closed_at = row.integer(8);
  out.version = row.integer(9);
  return out;
}

// What SQL cannot tell: the parent exists and is not below, the territory exists, the key is right.
Status check(Transaction& tx, const Organisation& one) {
  if (!one.siret.empty() && !valid_siret(one.siret))
    return said_at("/siret",
                   fmt::format("{} is no SIRET: fourteen digits, the last one a check of "
                               "the others",
                               one.siret),
                   fmt::format("{} n’est pas un SIRET : il a quatorze chiffres, dont le dernier "
                               "dépend des autres. Vérifiez chaque chiffre.",
                               one.siret));
  for (std::string above = one.parent; !above.empty();) {
    if (above == one.id)
      return said_at("/parent", "an organisation cannot lie below itself",
                     "Une structure ne peut pas dépendre d’elle-même.");
    auto parent = read_organisation(tx, above);
    if (!parent && parent.error().code == Code::not_found)
      return said_at("/parent", parent.error().message, parent.error().french);
    if (!parent) return std::move(parent).error();
    above = parent->parent;
  }
  if (one.territory_kind.empty() != one.territory_code.empty())
    return said_at("/territory_code", "a territory is a kind and a code together",
                   "Un territoire se donne par son type et son code, ensemble.");
  if (one.territory_kind.empty()) return {};
  auto territory = read_territory(tx, one.territory_kind, one.territory_code);
  if (territory) return {};
  return territory.error().code == Code::not_found
             ? Status(
                   said_at("/territory_code", territory.error().message, territory.error().french))
             : Status(std::move(territory).error());
}

Status check_siret_free(Transaction& tx, const Organisation& one) {
  if (one.siret.empty()) return {};
  return tx.query("SELECT name FROM core_organisation WHERE siret = $1 AND id <> $2 ORDER BY id",
                  {one.siret, one.id}, [&](const Row& row) -> Status {
                    auto error =
                        said_at("/siret",
                                fmt::format("{} has the SIRET {} already", row.text(0), one.siret),
                                fmt::format("{} a déjà le SIRET {}.", row.text(0), one.siret));
                    error.code = Code::conflict;
                    return error;
                  });
}

}  // namespace

bool valid_siret(std::string_view siret) {
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  if (siret.size() != kSiretDigits || !std::all_of(siret.begin(), siret.end(), digit)) return false;
  int plain = 0, luhn = 0;
  for (size_t i = 0; i < siret.size(); ++i) {
    const int value = siret[i] - '0';
    plain += value;
    // Every second digit from the right counts double.
    const int twice = i % 2 == 0 ? value * 2 : value;
    luhn += twice > 9 ? twice - 9 : twice;
  }
  return luhn % 10 == 0 || (siret.starts_with(kLaPoste) && plain % 5 == 0);
}

Result<Organisation> create_organisation(Transaction& tx, Organisation made, const Clock& clock) {
  made.created_at = clock.now();
  made.id = uuid_v7(made.created_at);
  made.version = 1;
  AKSIS_TRY(check(tx, made));
  AKSIS_TRY(check_siret_free(tx, made));
  AKSIS_TRY(tx.execute(
      "INSERT INTO core_organisation (id, kind, name, name_fold, siret, parent, territory_kind, "
      "territory_code, created_at, closed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
      "NULL, $10)",
      {made.id, made.kind, made.name, fold(made.name), storage::text_or_null(made.siret),
       storage::text_or_null(made.parent), storage::text_or_null(made.territory_kind),
       storage::text_or_null(made.territory_code), made.created_at, made.version}));
  return made;
}

Result<Organisation> update_organisation(Transaction& tx, const Organisation& changed) {
  AKSIS_ASSIGN(present, read_organisation(tx, changed.id));
  if (present.version != changed.version) return organisation_is_stale();
  AKSIS_TRY(check(tx, changed));
  AKSIS_TRY(check_siret_free(tx, changed));
  AKSIS_TRY(tx.execute(
      "UPDATE core_organisation SET name = $1, name_fold = $2, siret = $3, parent = $4, "
      "territory_kind = $5, territory_code = $6, version = $7 WHERE id = $8",
      {changed.name, fold(changed.name), storage::text_or_null(changed.siret),
       storage::text_or_null(changed.parent), storage::text_or_null(changed.territory_kind),
       storage::text_or_null(changed.territory_code), changed.version + 1, changed.id}));
  return read_organisation(tx, changed.id);
}

Result<Organisation> close_organisation(Transaction& tx, std::string_view id, const Clock& clock) {
  AKSIS_ASSIGN(present, read_organisation(tx, id));
  if (present.closed_at)
    return said(Code::conflict, fmt::format("{} was closed before", present.name),
                fmt::format("La structure {} est déjà fermée.", present.name));
  AKSIS_TRY(
      tx.execute("UPDATE core_organisation SET closed_at = $1, version = version + 1 WHERE id = $2",
                 {clock.now(), id}));
  return read_organisation(tx, id);
}

Result<Organisation> read_organisation(Transaction& tx, std::string_view id) {
  std::optional<Organisation> found;
  AKSIS_TRY(tx.query(fmt::format("SELECT {} FROM core_organisation WHERE id = $1", kColumns), {id},
                     [&](const Row& row) -> Status {
                       found = organisation_of(row);
                       return {};
                     }));
  if (found) return *std::move(found);
  return said(Code::not_found, fmt::format("there is no organisation {}", id),
              fmt::format("Aucune structure n’a l’identifiant {}.", id));
}

Result<OrganisationPage> list_organisations(Transaction& tx, const OrganisationFilter& filter) {
  // The cursor is the last folded name and id, with a sign between that folding never leaves.
  const auto bar = std::min(filter.cursor.find('|'), filter.cursor.size());
  const auto after_name = filter.cursor.substr(0, bar);
  const auto after_id = filter.cursor.substr(std::min(bar + 1, filter.cursor.size()));
  const auto words = fold(filter.words);
  OrganisationPage page;
  AKSIS_TRY(tx.query(
      fmt::format("SELECT {} FROM core_organisation WHERE (name_fold, id) > ($1, $2) AND "
                  "($3 = '' OR kind = $3) AND (name_fold LIKE $4 OR name_fold LIKE $5) AND "
                  "(closed_at IS NULL OR $6 = 1) ORDER BY name_fold, id LIMIT $7",
                  kColumns),
      {after_name, after_id, filter.kind, words + "%", "% " + words + "%",
       int64_t{filter.closed ? 1 : 0}, filter.limit + 1},
      [&](const Row& row) -> Status {
        page.organisations.push_back(organisation_of(row));
        return {};
      }));
  if (static_cast<int64_t>(page.organisations.size()) > filter.limit) {
    page.organisations.pop_back();
    const auto& last = page.organisations.back();
    page.next = fold(last.name) + "|" + last.id;
  }
  return page;
}

}  // namespace aksis::record
