// Every operation of the record: people, organisations, who follows whom, territories.
// Main thread, at start; `database`, `clock` and `keys` outlive the registry. `keys` is null where
// operations are only declared. `account_by_login` is how an import finds advisers, who are
// accounts of a layer above; without it, rows that name one are refused. `accounts_of`: see
// deputies.hpp.
#pragma once

#include "operations/registry.hpp"
#include "record/deputies.hpp"
#include "record/groups.hpp"
#include "record/organisations.hpp"
#include "record/people.hpp"
#include "record/people_import.hpp"
#include "record/person_operations.hpp"
#include "record/person_search.hpp"
#include "record/relations.hpp"
#include "record/territories.hpp"

namespace aksis::record {

inline Status add_operations(operations::Registry& registry, storage::Database& database,
                             const Clock& clock, privacy::Keyring* keys,
                             AccountByLogin account_by_login = {}, AccountsOf accounts_of = {},
                             AccountName account_name = {}) {
  AKSIS_TRY(add_people_operations(registry, database, clock, keys, account_name));
  AKSIS_TRY(add_person_operations(registry, database, clock, keys));
  AKSIS_TRY(add_search_operations(registry, database, clock, keys));
  AKSIS_TRY(add_import_operation(registry, database, clock, keys, std::move(account_by_login)));
  AKSIS_TRY(add_organisation_operations(registry, database, clock));
  AKSIS_TRY(add_group_operations(registry, database, clock));
  AKSIS_TRY(add_relation_operations(registry, database, clock, std::move(account_name)));
  AKSIS_TRY(add_deputy_operations(registry, database, clock, std::move(accounts_of)));
  return add_territory_operations(registry, database, clock);
}

}  // namespace aksis::record
