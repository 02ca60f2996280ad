// Every operation of the record: people, organisations, who follows whom, territories.
// Main thread, at start; `database` and `clock` outlive the registry.
#pragma once

#include "operations/registry.hpp"
#include "record/deputies.hpp"
#include "record/groups.hpp"
#include "record/organisations.hpp"
#include "record/people.hpp"
#include "record/relations.hpp"
#include "record/territories.hpp"

namespace aksis::record {

inline Status add_operations(operations::Registry& registry, storage::Database& database,
                             const Clock& clock) {
  AKSIS_TRY(add_people_operations(registry, database, clock));
  AKSIS_TRY(add_organisation_operations(registry, database, clock));
  AKSIS_TRY(add_group_operations(registry, database, clock));
  AKSIS_TRY(add_relation_operations(registry, database, clock));
  AKSIS_TRY(add_deputy_operations(registry, database, clock));
  return add_territory_operations(registry, database, clock);
}

}  // namespace aksis::record
