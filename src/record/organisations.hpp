// Organisations: the agency itself, its partners, authorities, employers, training providers.
// Functions on a transaction: inside a body. add_organisation_operations(): main thread, at start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::record {

struct Organisation {
  std::string id;    // UUIDv7
  std::string kind;  // "agency", "partner", "authority", "employer", "training_provider"
  std::string name;
  std::string siret;           // 14 digits; empty: none
  std::string parent;          // another organisation; empty: none
  std::string territory_kind;  // what it serves, see Territory; empty: not said
  std::string territory_code;
  Micros created_at = 0;
  std::optional<Micros> closed_at;
  int64_t version = 1;
};

// Fourteen digits with a right Luhn key; La Poste's (SIREN 356000000) adds up its digits instead.
bool valid_siret(std::string_view siret);

// `made.id`, `created_at` and `version` are set here. Code::invalid with the wrong member: a SIRET
// with a wrong key, an unknown parent or territory. Code::conflict: a SIRET that another one has.
Result<Organisation> create_organisation(storage::Transaction& tx, Organisation made,
                                         const Clock& clock);
// The whole of it anew but kind and times; Code::stale when its version is not `changed.version`.
Result<Organisation> update_organisation(storage::Transaction& tx, const Organisation& changed);
// Nobody can be entrusted to it from now on; what hangs on it stays. Code::conflict: closed before.
Result<Organisation> close_organisation(storage::Transaction& tx, std::string_view id,
                                        const Clock& clock);
// Code::not_found when there is none.
Result<Organisation> read_organisation(storage::Transaction& tx, std::string_view id);

struct OrganisationFilter {
  std::string_view kind;   // empty: all
  std::string_view words;  // the beginning of the name, or of a word in it
  bool closed = false;     // with the closed ones
  std::string_view cursor;
  int64_t limit = 50;
};
struct OrganisationPage {
  std::vector<Organisation> organisations;  // by folded name
  std::optional<std::string> next;
};
Result<OrganisationPage> list_organisations(storage::Transaction& tx,
                                            const OrganisationFilter& filter);

// organisations.create|list|read|update|close; commands `organisation add|list|show|set|close`.
Status add_organisation_operations(operations::Registry& registry, storage::Database& database,
                                   const Clock& clock);

}  // namespace aksis::record
